"""A topic as a memo: whose sentences they are, what the notes say, and that Markdown and Word carry all of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
import typer
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from bot.cli import export
from bot.cli.export import Format
from bot.export import word
from bot.export.memo import Memo, compared, escape, markdown, memo
from store.errors import InvalidRequest, NoInput
from store.model import Brief, Citation, Holder, Statement
from store.text import clean
from tests.bot.invented import ALMANAC, BRIEF, CFC, CITED, NOTE, OPCON, REVIEW, briefs

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def notes_of(data: bytes) -> dict[str, str]:
    """The footnotes of a Word file by their ids; those that are only lines are left out."""
    root = etree.fromstring(ZipFile(BytesIO(data)).read("word/footnotes.xml"))
    notes = {note.get(f"{W}id"): "".join(note.itertext()) for note in root if note.get(f"{W}type") is None}
    return {str(id_): text.strip() for id_, text in notes.items()}


def marks_of(data: bytes) -> list[str]:
    root = etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))
    return [str(mark.get(f"{W}id")) for mark in root.iter(f"{W}footnoteReference")]


# What it says


def test_every_sentence_is_one_of_the_stores_in_its_order() -> None:
    made = memo(BRIEF)

    assert made.summary == OPCON.summary
    assert [point.text for point in made.said] == [statement.text for statement in OPCON.statements]
    assert [section.about for section in made.differing] == [one.about for one in OPCON.disagreements]
    sides = [side.text for one in OPCON.disagreements for side in one.sides]
    assert [point.text for section in made.differing for point in section.points] == sides


def test_a_note_leads_to_document_passage_publisher_and_date() -> None:
    first, second, *_ = memo(BRIEF).points

    assert first.note == (
        "A. Roe, “Hands on the wheel”, Policy Review, 15 Dec 2025, ¶4 (policy-review). Statement opcon#1."
    )
    assert second.note == (
        "“Almanac of the Peninsula”, publisher not named, undated, ¶2 (almanac); "
        "A. Roe, “Hands on the wheel”, Policy Review, 15 Dec 2025, ¶7 (policy-review). Statement opcon#2."
    )


def test_a_note_behind_a_note_says_whose_words_they_are_and_what_its_paragraphs_count() -> None:
    made = memo(replace(BRIEF, topic=CITED, sources=(REVIEW, NOTE)))

    assert made.said[2].note == (
        "Editors' note on “Almanac of the Peninsula”, publisher not named, undated, ¶2 of the note; original: p. 3 "
        "(almanac). Statement cfc#3."
    )
    assert made.sources[1].startswith("Editors' note on Almanac of the Peninsula · ")
    assert made.sources_heading == "Sources and editors' notes"


def test_the_summary_names_what_carries_it_and_what_is_open_is_said() -> None:
    made = memo(replace(BRIEF, topic=CITED))

    text = markdown(made)
    said = [paragraph.text for paragraph in docx.Document(BytesIO(word.written(made, NOON))).paragraphs]
    assert made.summary == "Who leads in a war. [opcon#1, cfc#3] Seoul wants to. [opcon#2]"
    assert made.left_open == "The documents don't give a date."
    assert "\nThe documents don't give a date.\n" in text
    assert {made.summary, made.left_open} <= set(said)


def test_it_says_the_date_it_stands_for_and_the_generation() -> None:
    assert memo(BRIEF).standing.startswith("as of 15 Dec 2025 · ")
    assert memo(BRIEF).standing.endswith(" · version 3 of the briefing store")


def test_it_says_that_a_review_is_due() -> None:
    stale = memo(replace(BRIEF, stale=True))

    assert stale.standing.endswith(" · Last reviewed 23 Nov 2026: a review is due.")
    assert "a review is due" in markdown(stale)


def test_notes_count_through_statements_and_sides() -> None:
    assert [point.number for point in memo(BRIEF).points] == [1, 2, 3, 4]


# Markdown


def test_markdown_has_a_footnote_for_every_point_and_a_point_for_every_footnote() -> None:
    text = markdown(memo(BRIEF))

    marks = re.findall(r"(?<!^)\[\^(\d+)\]", text, re.MULTILINE)
    notes = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert marks == notes == ["1", "2", "3", "4"]
    assert "- No year is set.[^1] (15 Dec 2025 · analysis by A. Roe · opcon#1)" in text
    assert text.startswith("# Wartime operational control\n\n전작권\n")


@given(st.text(alphabet=st.sampled_from("ab1. )(#-+=:*_`[]<>!|~&;\\\t가\"'/@x"), max_size=25).map(clean))
def test_text_stays_literal_wherever_markdown_puts_it(text: str) -> None:
    def read(source: str) -> str:
        inline = [token.children or [] for token in MarkdownIt("commonmark").parse(source)]
        return "".join(child.content if child.type == "text" else child.type for run in inline for child in run)

    escaped = escape(text)

    assert read(escaped).strip() == read(f"- {escaped}").strip() == read(f"# {escaped}").strip() == text


# Word


def test_word_has_a_true_footnote_behind_every_point() -> None:
    data = word.written(memo(BRIEF), NOON)

    notes = notes_of(data)
    assert marks_of(data) == list(notes) == ["1", "2", "3", "4"]
    assert list(notes.values()) == [point.note for point in memo(BRIEF).points]


def test_word_opens_again_with_its_headings_and_sentences() -> None:
    file = docx.Document(BytesIO(word.written(memo(BRIEF), NOON)))

    said = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs]
    assert ("Title", OPCON.name) in said
    assert ("Heading 1", "What the sources say") in said
    assert ("List Bullet", "No year is set. (15 Dec 2025 · analysis by A. Roe · opcon#1)") in said
    assert (file.core_properties.title, file.core_properties.created) == (OPCON.name, NOON)


def test_hangul_has_a_font_that_draws_it() -> None:
    file = docx.Document(BytesIO(word.written(memo(BRIEF), NOON)))

    assert file.styles["Subtitle"].element.rPr.rFonts.get(f"{W}eastAsia") == "Malgun Gothic"


# Writing a Word file is slow; what fails is told as it was found.
@settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(briefs())
def test_any_brief_can_be_written_in_both(brief: object) -> None:
    made: Memo = memo(brief)  # type: ignore[arg-type]

    data = word.written(made, NOON)

    assert len(notes_of(data)) == len(list(made.points)) == markdown(made).count("\n[^")


# The command


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
class TestExport:
    def test_a_topic_goes_to_stdout_as_markdown(self, loaded_store, capfdbinary):
        export.write_memo(loaded_store, "opcon", None, None)

        said = capfdbinary.readouterr().out.decode()
        assert said.startswith("# Wartime operational control (OPCON) transfer\n")
        assert said.count("\n[^") == 6

    def test_any_name_of_a_topic_will_do_and_the_file_says_the_format(self, loaded_store, tmp_path):
        export.write_memo(loaded_store, "wartime command", None, tmp_path / "memo.docx")

        assert len(notes_of((tmp_path / "memo.docx").read_bytes())) == 6

    def test_a_miss_writes_nothing_and_names_the_nearest(self, loaded_store, tmp_path, capfd):
        with pytest.raises(typer.Exit) as ended:
            export.write_memo(loaded_store, "zebra crossings", None, tmp_path / "memo.md")

        assert ended.value.exit_code == 1
        assert "No briefing on “zebra crossings”" in capfd.readouterr().err
        assert not (tmp_path / "memo.md").exists()

    def test_a_format_that_nobody_writes_is_refused_with_those_there_are(self, loaded_store, tmp_path):
        with pytest.raises(InvalidRequest, match=r"memo\.pdf: a memo is Markdown or Word; name it \.md or \.docx"):
            export.write_memo(loaded_store, "opcon", None, tmp_path / "memo.pdf")

    def test_a_folder_that_is_not_there_is_named(self, loaded_store, tmp_path):
        with pytest.raises(NoInput, match="there is no such folder; make it first"):
            export.write_memo(loaded_store, "opcon", Format.MD, tmp_path / "none" / "memo.md")


def test_a_topic_without_statements_or_korean_name_is_a_memo_too() -> None:
    bare = replace(OPCON, korean=None, statements=(), disagreements=())

    text = markdown(memo(replace(BRIEF, topic=bare, sources=())))

    assert "What the sources say" not in text
    assert text.splitlines()[0] == "# Wartime operational control"


# Two topics side by side


BOTH = Statement("cfc#3", "Both lead | as one.", None, Holder.FACT, (Citation("almanac", 2),))
SIDE_BY_SIDE = compared(BRIEF, Brief("cfc", replace(CFC, statements=(BOTH,)), (ALMANAC,), (), 3))


def test_two_topics_stand_in_two_columns_below_where_their_sources_differ() -> None:
    (table,) = docx.Document(BytesIO(word.written(SIDE_BY_SIDE, NOON))).tables
    texts = [[cell.text for cell in row.cells] for row in table.rows]

    assert SIDE_BY_SIDE.title == "OPCON and CFC compared"
    assert [section.about for section in SIDE_BY_SIDE.differing] == ["OPCON: What holds it back"]
    assert texts[0] == [f"OPCON\n{OPCON.summary}", f"CFC\n{CFC.summary}"]
    assert ["No year is set." in left or "A Korean is to lead." in left for left, _ in texts[1:]] == [True, True]
    assert [right for _, right in texts[1:]] == ["", "Fact\nBoth lead | as one. (undated · fact · cfc#3)"]


def test_every_point_of_two_columns_has_its_footnote_in_word_and_in_markdown() -> None:
    data, text = word.written(SIDE_BY_SIDE, NOON), markdown(SIDE_BY_SIDE)

    numbers = [point.number for point in SIDE_BY_SIDE.points]
    assert numbers == [*range(1, 6)]
    assert marks_of(data) == [str(number) for number in numbers]
    assert list(notes_of(data).values()) == [point.note for point in SIDE_BY_SIDE.points]
    assert all(f"[^{number}]: " in text for number in numbers)
    rows = MarkdownIt().enable("table").render(text)
    assert rows.count("<tr>") == 4
    assert "Both lead | as one." in rows
