"""The article of a page, as two libraries find it."""

from __future__ import annotations

import pytest
from lxml import html

from store.documents.formats.html_article import NONE, Meant, find, weighed
from store.documents.formats.html_outline import Seen, outline
from store.documents.layout.blocks import Block, Role

LONG = "The harbour authority counted its ropes on Tuesday and found that most of them were as good as new."
AGAIN = LONG.replace("Tuesday", "Friday")
PAGE = f"""<body><nav><a href="/">Home</a></nav><article><h1>Ropes</h1><p>{LONG}</p><p>{AGAIN}</p></article></body>"""


def seen(*texts: str, linked: float = 0.0, role: Role = Role.TEXT) -> list[Seen]:
    return [Seen(Block(text, role), framed=False, linked=linked) for text in texts]


def kept(some: list[Seen], meant: str, precise: str, readable: str) -> str:
    """Return which blocks are kept: a mark each, `x` for those that are meant."""
    found, sure, read = ([mark == "x" for mark in marks] for marks in (meant, precise, readable))
    blocks = weighed(some, Meant(found, read), lambda: sure).blocks
    return "".join("x" if any(each.block is one for one in blocks) else "." for each in some)


def test_what_both_find_is_the_article() -> None:
    root = html.document_fromstring(PAGE)

    found = find(root, outline(root))

    assert [block.text for block in found.blocks if block.text != "Ropes"] == [LONG, AGAIN]
    assert not found.agreed


def test_a_page_without_any_article_has_none() -> None:
    root = html.document_fromstring("<body><a href='/'>Home</a></body>")

    assert find(root, outline(root)).blocks == NONE.blocks


def test_what_readability_alone_has_is_kept_where_it_is_sentences_without_links() -> None:
    assert kept(seen(LONG, LONG), "x.", "x.", "xx") == "xx"
    assert kept([*seen(LONG), *seen(LONG, linked=0.5)], "x.", "x.", "xx") == "x."
    assert kept([*seen(LONG), *seen("More ropes", "More lamps")], "x..", "x..", "xxx") == "x.."


def test_rows_of_a_table_are_kept_where_readability_alone_has_them() -> None:
    rows = seen("2019 · 1,038", "2020 · 1,042", role=Role.ITEM)

    assert kept([*seen(LONG, "More ropes"), *rows], "x...", "x...", "xxxx") == "x.xx"


def test_what_a_sidebar_says_is_not_the_articles() -> None:
    sidebar = [Seen(Block(LONG), framed=True)]

    assert kept([*seen(LONG), *sidebar], "x.", "x.", "xx") == "x."


@pytest.mark.parametrize(("agreed", "doubted"), [(12, "."), (5, "x")])
def test_what_trafilatura_alone_has_elsewhere_is_doubted_where_both_agree_on_enough(agreed: int, doubted: str) -> None:
    marks = "x" * agreed

    assert kept(seen(*[LONG] * (agreed + 1)), f"{marks}x", f"{marks}.", f"{marks}.") == marks + doubted


def test_what_it_has_between_is_not() -> None:
    marks = "xxxxxx.xxxxxx"

    assert kept(seen(*[LONG] * 13), "x" * 13, marks, marks) == "x" * 13


def test_a_series_of_pictures_between_is_of_the_article_only_where_both_mean_it() -> None:
    pictures = [text for at in range(1, 4) for text in (f"{at}/3 Ropes", LONG)]
    some = seen(*[LONG] * 6, *pictures, *[LONG] * 6)

    assert kept(some, "x" * 18, "x" * 18, "xxxxxx......xxxxxx") == "xxxxxx......xxxxxx"
    assert kept(some, "x" * 18, "x" * 18, "x" * 18) == "x" * 18


def test_a_fraction_between_begins_no_series() -> None:
    some = seen(*[LONG] * 6, "3/4 of them are new", LONG, *[LONG] * 6)

    assert kept(some, "x" * 14, "x" * 14, "xxxxxx..xxxxxx") == "x" * 14
