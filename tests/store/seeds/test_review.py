"""What `alliance check` doubts in a folder that can be loaded: one line for each planted fault, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import Problem, SeedsInvalid
from store.seeds.folder import examine
from store.seeds.review import review
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

NOTE = """---
title: Lamps of the Peninsula
note: true
---
Lamps burn all night along the coast.

Oil for them is bought in spring.

The keeper says the lamps are the pride of the harbour.

The ministry wants electric lamps within ten years.
"""

TOPIC = """---
format: 2
name: Lamps
category: coast
reviewed: 2026-11-23
statements:
  - id: 1
    text: Lamps burn along the coast through the whole night.
    as_of: undated
    held_by: fact
    cites: [lamps#1]
  - id: 2
    text: The oil of the lamps is bought every spring.
    as_of: undated
    held_by: fact
    cites: [lamps#2]
  - id: 3
    text: One article calls the lamps the pride of the harbour.
    as_of: undated
    held_by: analysis
    cites: [lamps#3]
  - id: 4
    text: The ministry wishes to have electric lamps in ten years.
    as_of: undated
    held_by: official
    cites: [lamps#4]
open: [a price]
---
Lamps burn at night. [1, 2, 3, 4]
"""

ORIGINAL = "The night watch walks around the harbour twice before it goes to bed.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"topics/lamps.md": TOPIC, "documents/lamps.md": NOTE, "documents/watch.txt": ORIGINAL}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def plant(folder: Path, old: str, new: str, file: str = "topics/lamps.md") -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def warnings(folder: Path) -> list[str]:
    return [str(one).removeprefix(f"{folder}/") for one in review(examine(folder)).warnings]


def test_a_sound_folder_has_no_warning(folder: Path) -> None:
    assert review(examine(folder)) == ((), ())


def test_the_seeds_that_ship_have_no_warning() -> None:
    found = review(examine(SHIPPED))

    assert [str(one) for one in (*found.warnings, *found.notes)] == []


def test_a_passage_with_two_holders_is_named(folder: Path) -> None:
    more = "  - id: 5\n    text: Electric lamps are wished for in ten years.\n    as_of: undated\n    held_by: fact\n"
    plant(folder, "open: [a price]", f"{more}    cites: [lamps#4]\nopen: [a price]")

    assert warnings(folder) == [
        (
            "topics/lamps.md:28:11: fact (lamps#5) holds what official (lamps#4) holds at "
            f"{folder}/topics/lamps.md:23: lamps#4 has one holder; set one of them right"
        )
    ]


def test_a_wrong_holder_is_named_once_whoever_else_tells_the_passage(folder: Path) -> None:
    side = (
        "text: The ministry wishes for electric lamps in ten years, as_of: undated, held_by: official, cites: [lamps#4]"
    )
    other = "text: Lamps burn along the whole coast, as_of: undated, held_by: fact, cites: [lamps#1]"
    more = "  - id: 5\n    text: Electric lamps are wished for in ten years.\n    as_of: undated\n    held_by: fact\n"
    sides = f"disagreements: [{{about: Lamps, sides: [{{{side}}}, {{{other}}}]}}]"
    plant(folder, "open: [a price]", f"{more}    cites: [lamps#4]\n{sides}\nopen: [a price]")

    assert [line.partition(" holds ")[0] for line in warnings(folder)] == [
        "topics/lamps.md:28:11: fact (lamps#5)",
    ]


def test_an_analysis_that_names_nobody_is_named(folder: Path) -> None:
    plant(folder, "One article calls the lamps the pride", "The lamps are the pride")

    assert warnings(folder) == [
        (
            "topics/lamps.md:18:11: analysis that names neither author nor source; "
            "lamps has no author and no publisher: say in the text whose view it is"
        )
    ]


def test_an_analysis_of_a_source_with_an_author_is_named_on_its_line(folder: Path) -> None:
    plant(folder, "One article calls the lamps the pride", "The lamps are the pride")
    plant(folder, "note: true", "note: true\nauthor: Ines Aldana", "documents/lamps.md")

    assert warnings(folder) == []


@pytest.mark.parametrize("passage", [1, 2], ids=["of the same passage", "of another passage"])
def test_a_near_copy_in_another_topic_is_named(folder: Path, passage: int) -> None:
    copy = "Through the whole night lamps burn along the coasts."
    statement = f"- {{id: 7, text: {copy}, as_of: undated, held_by: fact, cites: [lamps#{passage}]}}"
    front = f"format: 2\nname: Coast\ncategory: coast\nreviewed: 2026-11-23\nstatements:\n  {statement}"
    (folder / "topics/zone.md").write_text(f"---\n{front}\n---\nThe coast is lit. [7]\n", "utf-8")

    assert warnings(folder) == [
        (
            f"topics/zone.md:7:19: zone#7 says nearly what lamps#1 says at {folder}/topics/lamps.md:8; "
            "keep one, and show it elsewhere by 'also'"
        )
    ]


def test_a_passage_of_a_note_that_no_statement_carries_is_named(folder: Path) -> None:
    plant(folder, "Oil for them", "Most of them are new.\n\nOil for them", "documents/lamps.md")
    plant(folder, "cites: [lamps#4]", "cites: [lamps#5]")
    plant(folder, "cites: [lamps#3]", "cites: [lamps#4]")
    plant(folder, "cites: [lamps#2]", "cites: [lamps#3]")

    assert warnings(folder) == [
        "documents/lamps.md:7:1: no statement carries this passage, lamps#2; write one, or take it out"
    ]


def test_words_of_an_original_are_named_whatever_their_spelling(folder: Path) -> None:
    plant(folder, "The oil of the lamps", "The night-watch walks around the harbor; the oil of the lamps")

    assert warnings(folder) == [
        (
            "topics/lamps.md:13:11: “The night watch walks around the” stands so in watch#1; "
            "say it in other words, or quote it"
        )
    ]


@pytest.mark.parametrize(
    "text", ["“The night watch walks around the harbour twice”, says one.", "The Night Watch Walks Around the Harbour."]
)
def test_a_quotation_and_a_name_may_be_in_the_words_of_an_original(folder: Path, text: str) -> None:
    plant(folder, "The oil of the lamps is bought every spring.", text)

    assert warnings(folder) == []


def test_a_sentence_of_a_summary_that_nothing_carries_is_refused(folder: Path) -> None:
    plant(folder, "[1, 2, 3, 4]", "[1, 2, 3, 4] They are old.")

    with pytest.raises(SeedsInvalid) as caught:
        examine(folder)

    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (29, 35)
    assert problem.message.startswith("no statement carries 'They are old.'")


def test_what_format_2_would_add_is_said_in_a_line_for_each_file(folder: Path) -> None:
    plant(folder, "format: 2\n", "")

    found = review(examine(folder))

    assert found.warnings == ()
    assert [type(one) for one in found.notes] == [Problem]
    assert str(found.notes[0]).removeprefix(f"{folder}/") == (
        "topics/lamps.md:1:1: format 1: with 'format: 2' it can say the statements that carry each sentence of its "
        "summary, when things happened (happened) and questions that statements answer (asks)"
    )
