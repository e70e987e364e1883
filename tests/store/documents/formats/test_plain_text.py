"""Hard-wrapped text: paragraphs by the usual width, whatever stands between them."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from store.documents import parse
from store.documents.formats.plain_text import from_lines
from store.documents.layout.blocks import Role

LAMPS = (
    "The keepers of the watch burn more oil than they did a year ago, because two lamps were left on through the day"
    " and nobody looked at the switch. It stands on the outside of the tower, where the storm is."
)
ROPES = (
    "Rope is bought from one merchant on the far shore. His prices rose by a third in the winter, and the office has"
    " written to him about it twice. He has not answered, and nobody else sells rope."
)
KOREAN = (
    "항만 당국은 올해 상반기 등대 점검을 계획대로 실시하기로 하고 세부 일정을 조율하고 있다고 밝혔다. 점검에는 등대지기"
    " 열두 명이 참가하며 야간 점검도 함께 진행된다고 덧붙였다."
)


def texts(text: str) -> list[str]:
    return [block.text for block in from_lines(text)]


def test_one_long_line_ends_no_joining() -> None:
    address = "See https://www.example.org/a/very/long/address/that/no/mail/program/would/ever/break/into/two/of/them"
    text = "\n\n".join([textwrap.fill(LAMPS, 66), address, textwrap.fill(ROPES, 66)])

    assert texts(text) == [LAMPS, address, ROPES]


def test_narrow_lines_are_joined_too() -> None:
    assert texts("\n\n".join([textwrap.fill(LAMPS, 28), textwrap.fill(ROPES, 28)])) == [LAMPS, ROPES]


def test_what_a_mail_answers_is_paragraphs_of_its_own() -> None:
    quoted = textwrap.fill(LAMPS, 60, initial_indent="> ", subsequent_indent="> ")

    assert texts(f"{quoted}\n{textwrap.fill(ROPES, 60)}") == [LAMPS, ROPES]


def test_a_long_line_goes_on_within_its_paragraph_where_no_width_is_known() -> None:
    first, rest = LAMPS[:111], LAMPS[112:].replace("nobody", "Nobody", 1)

    assert texts(f"Lamps\n\n{first}\n{rest}\n\n{ROPES}") == ["Lamps", f"{first} {rest}", ROPES]


def test_a_line_that_ends_in_a_word_that_nothing_ends_in_goes_on() -> None:
    assert texts("The keepers of the\nWatch burn oil.") == ["The keepers of the Watch burn oil."]


def test_the_rows_of_a_table_are_items_and_a_memos_head_is_none() -> None:
    table = "Year    Dues    Ships\n----    ----    -----\n2024    4.1     311\n2025    4.4     298"
    memo = "TO:      The Harbour Board\nFROM:    Ann Lee"

    assert texts(f"{table}\n\n{memo}") == [
        "Year · Dues · Ships", "---- · ---- · -----", "2024 · 4.1 · 311", "2025 · 4.4 · 298",
        "TO:      The Harbour Board", "FROM:    Ann Lee",
    ]  # fmt: skip
    assert parse("dues.txt", f"Dues by year\n\n{table}\n\n{LAMPS}\n".encode()).passages[1].text == "2024 · 4.1 · 311"


def test_who_speaks_in_a_record_is_no_heading_and_may_say_a_thing_twice() -> None:
    said = ["MR. COPE: I have nothing to announce.", "QUESTION: So no?", "MR. COPE: I have nothing to announce."]
    record = ["MR. COPE: Good afternoon.", "QUESTION: Will he meet the mayor?", *said, "QUESTION: Why not?"]

    found = parse("briefing.txt", "\n\n".join(["Press Briefing", "March 9, 2026", *record]).encode())

    assert [(passage.heading, passage.text) for passage in found.passages] == [(None, text) for text in record]


def test_the_bullets_of_a_korean_report_begin_items() -> None:
    found = parse("a.txt", "검토 보고\n\n1. 배경\n ㅇ 부담이 커짐\n ㅇ 협의 진행 중\n2. 계획\n ㅇ 6월 시행\n".encode())

    assert [passage.text for passage in found.passages] == [
        "1. 배경", "ㅇ 부담이 커짐", "ㅇ 협의 진행 중", "2. 계획", "ㅇ 6월 시행"
    ]  # fmt: skip


def test_a_syllable_of_hangul_takes_the_room_of_two_letters() -> None:
    lines, line = [], ""
    for word in KOREAN.split():
        if sum(1 + (each > "\u1100") for each in f"{line} {word}") > 60:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()

    assert texts("\n".join([*lines, line])) == [KOREAN]


def test_paragraphs_are_parted_by_indents_where_no_line_is_empty() -> None:
    text = textwrap.fill(LAMPS, 60, initial_indent="    ") + "\n" + textwrap.fill(ROPES, 60, initial_indent="    ")

    assert texts(text) == [LAMPS, ROPES]


def test_a_line_that_ends_in_a_rank_goes_on() -> None:
    whole = LAMPS.replace("The keepers of the watch", "The keepers of the watch say to Maj. Gen. Brook that they")

    for width in range(40, 60):
        assert texts(textwrap.fill(whole, width)) == [whole]


def test_lines_of_many_widths_are_lines() -> None:
    lines = ["Oil", "Rope for the boats", "Glass, four panes", "A keel", "Two lamps and their brackets"]

    assert texts("\n".join(lines)) == lines


def test_clauses_keep_their_marks_and_begin_anew() -> None:
    text = "(a) The office shall report\n(i) the number of lamps;\n(iii)(D) the cost of each.\n"

    assert from_lines(text)[1].text == "(i) the number of lamps;"
    assert {block.role for block in from_lines(text)} == {Role.ITEM}


@given(st.lists(st.sampled_from([LAMPS, ROPES]), min_size=2, max_size=6), st.integers(30, 110))
def test_whatever_the_width_the_paragraphs_come_back(paragraphs: list[str], width: int) -> None:
    assert texts("\n\n".join(textwrap.fill(one, width) for one in paragraphs)) == paragraphs


def test_a_short_end_of_a_sentence_goes_on_with_it() -> None:
    text = "The cranes of the port have stood for a hundred years and must be paid for\nby somebody."

    assert texts(text) == [text.replace("\n", " ")]


def test_what_a_register_prints_between_lines_is_left_out() -> None:
    lines = (
        "From the Congressional Record Online through the Government Publishing Office [www.gpo.gov]",
        "[[Page H1202]]",
    )

    assert texts("\n\n".join([LAMPS, *lines, ROPES])) == [LAMPS, ROPES]


def test_a_typescript_with_an_empty_line_behind_each_has_paragraphs() -> None:
    lines = textwrap.wrap(f"{LAMPS} {ROPES} {LAMPS}", 52)

    assert " ".join(texts("\n\n".join(lines))) == f"{LAMPS} {ROPES} {LAMPS}"
    assert len(texts("\n\n".join(lines))) < 4
    assert texts(f"{LAMPS}\n\n{ROPES}\n\n" * 4)[:2] == [LAMPS, ROPES]


def test_a_rank_alone_on_a_line_belongs_to_the_name_below() -> None:
    told = "Maj. Gen. Brook counts the lamps of the harbour by night."

    assert texts(told.replace("Gen. ", "Gen.\n")) == [told]
    assert texts(told.replace("Gen. ", "Gen.\n\n")) == [told]


def test_a_heading_of_prose_called_comments_ends_no_text() -> None:
    parts = [f"{LAMPS}\n\n{ROPES}\n\n", f"Comments\n\n{LAMPS.replace('lamps', 'posts')}\n"]
    page = [*parts, "Reply\n\nShare this article\n\nLeave a comment\n\nRead more\n"]

    assert "posts" in texts_of("On Lamps and Ropes\n\n" + "".join(parts))
    assert "posts" not in texts_of("On Lamps and Ropes\n\n" + "".join(page))


def texts_of(text: str) -> str:
    """Return all that a file says."""
    return " ".join(passage.text for passage in parse("on-lamps.txt", text.encode()).passages)


def test_amounts_in_a_list_say_something() -> None:
    found = parse("lamps.md", b"# What Lamps Cost\n\nThey cost this:\n\n- $200 - $499\n- 40 %\n- $500 - $999\n")

    assert [passage.text for passage in found.passages] == ["They cost this:", "$200 - $499", "40 %", "$500 - $999"]
