from __future__ import annotations

from dataclasses import fields
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.documents.formats.markdown import from_markdown, part_title
from store.documents.formats.plain_text import from_lines
from store.documents.layout.blocks import Block, Facts, Role, begins_plainly, width, written
from store.model import PartialDate


def test_lines_are_paragraphs_when_no_width_broke_them() -> None:
    text = "A Note on Rope\n" + "Rope is dear. " * 10 + "\nOil is dear. " * 3

    assert len(from_lines(text)) == 5


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    lines = [
        "Lamps are the largest item of the watch.",
        "They burn for eleven hours of a winter",
        "night, and oil is dear.",
    ]

    blocks = from_lines("\n".join([*lines, "", "Glass is not."]))

    assert [block.text for block in blocks] == [" ".join(lines), "Glass is not."]


def test_an_underlined_line_is_a_heading() -> None:
    assert from_lines("Rope\n====\nIt is dear.\n") == [Block("Rope", Role.HEADING), Block("It is dear.")]


def test_numbered_lines_together_are_a_list_and_one_alone_is_not() -> None:
    together = from_lines("1. Buy oil\n2. Buy glass\n")
    alone = from_lines("1. Scope\nBoth sides keep six boats at sea.\n")

    assert together == [Block("1. Buy oil", Role.ITEM), Block("2. Buy glass", Role.ITEM)]
    assert alone[0] == Block("1. Scope")


def test_markdown_loses_its_marks() -> None:
    text = (
        '# Rope & *oil*\n\nRope is **dear**, [oil](https://x.example "t") is `dearer`\nstill.\n\n- one\n- two\n\n'
        "> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<!-- remark -->\n\n![lamp](lamp.jpg)\n\n[1]: https://x.example\n"
    )

    assert from_markdown(text) == [
        Block("Rope & oil", Role.HEADING, 1),
        Block("Rope is dear, oil is dearer still.", Role.TEXT),
        Block("one", Role.ITEM),
        Block("two", Role.ITEM),
        Block("quoted", Role.TEXT),
        Block("a · b", Role.ITEM),
        Block("1 · 2", Role.ITEM),
    ]


@pytest.mark.parametrize(
    "plain", ["snake_case_names", "2 * 3 * 4", "a < b and c > d", "5*6", "[sic]", "C:\\dir", "#1 of two"]
)
def test_what_only_looks_like_markdown_is_left_alone(plain: str) -> None:
    assert [block.text for block in from_markdown(plain)] == [plain]


@given(st.text(alphabet="ab .-*#\n\t[](){}|>`_=1é", max_size=200))
def test_no_letter_of_plain_text_is_lost(text: str) -> None:
    joined = "".join(block.text for block in from_lines(text))

    assert [c for c in joined if c.isalpha()] == [c for c in text if c.isalpha()]


LINES = [
    "# A",
    "a) b",
    "A) b",
    "ab) c",
    "é) a",
    "a",
    "Text",
    "가나",
    "---",
    "===",
    "```",
    "- a",
    "1. a",
    "> a",
    "| a |",
    "",
    " a",
    "[a]: b",
]


@given(st.lists(st.sampled_from(LINES) | st.text("a1) .-*#>|`[]:=~한", max_size=8), max_size=12))
def test_a_line_that_begins_with_a_letter_is_read_as_one_after_a_space(lines: list[str]) -> None:
    # The space takes a line the long way, past every mark that it could begin with.
    slowly = [f" {line}" if line[:1].isalpha() else line for line in lines]

    assert from_markdown("\n".join(lines)) == from_markdown("\n".join(slowly))


def test_marks_of_typesetting_are_as_wide_as_letters_and_syllables_twice() -> None:
    assert width("“rope”, dear…") == 13
    assert width("밧줄") == 4


def test_a_letter_that_numbers_a_clause_is_no_word() -> None:
    assert begins_plainly("Rope is dear. So is oil.")
    assert not any(
        map(begins_plainly, ("a) Rope", "iv. Rope", "제 2조 Rope", "ㅇ 밧줄", "(a) Rope", "2. Rope", "- Rope"))
    )


def test_a_particle_of_korean_stands_close_behind_a_marked_word() -> None:
    assert [block.text for block in from_markdown("**동맹**은 *오래*되었다. 2*3*4 lamps_of_the_port.\n")] == [
        "동맹은 오래되었다. 2*3*4 lamps_of_the_port."
    ]


def test_what_programs_write_into_markdown_is_no_text() -> None:
    text = '## Lamps {#lamps}\n\n{% include note.html %}Oil is dear.\n{: .lead}\n\n{{< figure src="a" >}}Rope is.\n'

    assert [block.text for block in from_markdown(text)] == ["Lamps", "Oil is dear.", "Rope is."]


def test_a_title_block_of_pandoc_says_title_authors_and_day() -> None:
    facts, rest = part_title("% The Price of\n  Rope\n% Ann Lee; Bo Kim\n% 3 March 2026\n\nRope is dear.\n")

    assert (facts.title, facts.author, str(facts.published)) == ("The Price of Rope", "Ann Lee, Bo Kim", "2026-03-03")
    assert rest.strip() == "Rope is dear."
    assert part_title("% of lamps are dark.\nNobody knows why.\n")[1].startswith("% of lamps")


DATE = PartialDate(2026)
NAMES = [each.name for each in fields(Facts)]


def test_what_one_lacks_is_taken_from_the_other() -> None:
    for name, mine, theirs in product(NAMES, (None, DATE, ""), (None, PartialDate(2025))):
        told = Facts(**{name: mine}).or_else(Facts(**{name: theirs}))  # type: ignore[arg-type]

        assert (getattr(told, name) or None) == (mine or theirs or None)


def test_facts_are_true_when_they_say_anything() -> None:
    assert not Facts()
    assert all(Facts(**{name: DATE}) for name in NAMES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raised", "before", "text"),
    [
        ("12", "in 2025,", ""),
        ("4", "the costs", ""),
        ("[3]", "the costs.", ""),
        ("12, 13", "in 2025", ""),
        ("†", "the costs", ""),
        ("2", "over 3 km", "²"),
        ("6", "by 10", "⁶"),
        ("2", "of x", "²"),
        ("th", "the 9", "th"),
        ("1", "", "¹"),
    ],
)
def test_a_note_leaves_nothing_and_a_power_or_an_ordinal_stays(raised: str, before: str, text: str) -> None:
    assert written(raised, before) == text
