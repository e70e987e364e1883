"""No text takes much longer, or much more room, than another of its size, whatever it repeats."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from store import text as words
from store.documents.formats import html, html_outline
from store.documents.formats.markdown import from_markdown
from store.documents.formats.plain_text import from_lines
from store.documents.metadata import article, repair, titles
from store.documents.metadata.article import Verdict
from store.seeds import metadata
from store.seeds.fields import Notebook

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 200_000
MOST_SECONDS = 1.0
"""Of the processor. What takes longer grows faster than its text: the slowest of these takes a fifth of it."""

ENDLESS: dict[str, tuple[Callable[[str], object], str]] = {
    "buttons in brackets": (article.judge, "[edit]" * 33),
    "buttons that are two buttons": (article.judge, "Share post " * 17 + "zz!"),
    "nothing but marks": (lambda text: [article.judge(text) for _ in range(2_000)], "$" * 190),
    "spaces in an element": (lambda text: list(html_outline.paragraphs(text)), f"a{' ' * MANY}b\v"),
    "reference marks and nothing else": (repair.mend, "[^a] " * (MANY // 5)),
    "capitals": (repair.mend, "A" * MANY),
    "capitals and dots": (repair.mend, "A." * MANY),
    "pictures that do not end": (from_markdown, "![a](" * MANY),
    "links that do not end": (from_markdown, "[a](b " * MANY),
    "escapes": (from_markdown, "\\[" * MANY),
    "lines that all end in a hyphen": (from_lines, ("a-" * 50 + "\n") * 5_000),
    "rows of nothing": (from_markdown, "|" + "--|" * MANY),
    "short words that are not ASCII": (words.terms, "é " * MANY),
    "syllables": (words.terms, "가 " * MANY),
    "syllables and letters": (words.terms, "a가 " * (MANY // 5)),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_a_text_repeats_takes_no_longer_than_other_text(name: str) -> None:
    read, text = ENDLESS[name]
    began = time.process_time()

    read(text)

    assert time.process_time() - began < MOST_SECONDS


HUGE: dict[str, tuple[Callable[[str], object], str]] = {
    "a rule of a table": (from_markdown, "|" + "--|" * MANY),
    "empty lines below a fence": (lambda text: metadata.of_front_matter(text, Notebook("x", [])), "---" + "\n" * MANY),
    "sentences of one letter": (titles.sentences, "a." * MANY),
    "words of one syllable": (words.clean, "가나 " * MANY),
    "words with hyphens": (from_lines, "ab-" * MANY + "\n-\n"),
    "breaks that are not the page's": (html.read, "<p>" + "\v ab" * (MANY // 5)),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_a_text_repeats_takes_no_more_room_than_some_copies_of_it(name: str) -> None:
    read, text = HUGE[name]
    read(text[:100])  # what is made at the first use is nobody's
    tracemalloc.start()

    read(text)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * len(text.encode())


# What these are read as


def test_buttons_in_a_row_are_noise_however_they_are_parted() -> None:
    rows = ("[edit]" * 33, "Print Email Share", "[ Print ] [ Full report (PDF) ]", "Copy URL · X icon · Hide the menu")

    assert [article.judge(row) for row in rows] == [Verdict.NOISE] * 4
    assert article.judge("Manage your ad choices") is Verdict.NOISE
    assert article.judge("5 likes Comments 3 shares") is Verdict.NOISE
    assert article.judge("Download the full report") is Verdict.NOISE
    assert article.judge("Share post zz") is Verdict.CONTENT


def test_a_picture_whose_address_has_brackets_leaves_nothing_behind() -> None:
    (block,) = from_markdown("Lamps ![a lamp](https://a.example/Lamp_(old).png) are dark.")

    assert block.text == "Lamps  are dark."


def test_an_escaped_backslash_escapes_nothing() -> None:
    (block,) = from_markdown(r"\* lamps \\ and \\\* rope \a \\")

    assert block.text == r"* lamps \ and \* rope \a" + " \\"


def test_front_matter_that_cannot_be_read_leaves_no_text() -> None:
    notebook = Notebook("x.md", [])

    given, body = metadata.of_front_matter("---\ntitle: [a\n---\nLamps are dark.\n", notebook)

    assert (given.said, body) == ({}, None)
    assert len(notebook.problems) == 1


def test_sentences_of_megabytes_are_the_same_sentences() -> None:
    text = "Lamps are dark! Is rope dear? " * 20_000

    assert titles.sentences(text) == {"lampsaredark", "isropedear"}


def test_a_line_that_is_no_word_is_not_joined_for_ever() -> None:
    lines = ["lamp-" * 20] * 300

    blocks = from_lines("\n".join(lines))

    assert sum(block.text.count("lamp") for block in blocks) == 6_000
