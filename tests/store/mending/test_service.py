"""Statements edited in place: planned, written and live at once, refused, in conflict, undone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from store.changes import Occasion
from store.db import load_lock
from store.errors import InvalidRequest, LoadRunning
from store.mending.model import (
    AddAlias,
    AddAsk,
    AddStatement,
    EditConflict,
    EditDone,
    EditRefused,
    FieldProblem,
    NewTopic,
    ReplaceStatement,
    RetireStatement,
    SameWords,
    StatementDraft,
)
from tests.conftest import NOW, SEEDS

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore
    from store.mending.model import EditOutcome, WantedEdit
    from store.mending.service import Mending

LATER = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
YEAR = "The handover of wartime command has no year yet."


@pytest.fixture
def mending(loaded_store: BriefingStore, folder: Path) -> Mending:
    loaded_store.load(folder, by="tests", at=NOW)
    return loaded_store.mending(folder)


def otherwise(mending: Mending, key: str, **fields: Any) -> ReplaceStatement:
    seen = mending.seen(key)
    assert seen is not None
    return ReplaceStatement(key, replace(seen, **fields), seen.fingerprint)


def done(outcome: EditOutcome) -> EditDone:
    assert isinstance(outcome, EditDone), outcome
    return outcome


def applied(mending: Mending, change: WantedEdit, by: str = "slack:U1") -> EditDone:
    return done(mending.apply(change, by=by, now=LATER))


def text(store: BriefingStore, key: str) -> str | None:
    topic = store.snapshot.topics[key.partition("#")[0]]
    return next((one.text for one in topic.statements if one.id == key), None)


def changed(folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """The lines that went and came, in each file that is not as the fixture has it."""
    found = {}
    for path in sorted(folder.rglob("*.md")):
        old = SEEDS / path.relative_to(folder)
        before = old.read_text().splitlines() if old.exists() else []
        after = path.read_text().splitlines()
        if before != after:
            told = [one for one in before if one not in after], [one for one in after if one not in before]
            found[path.name] = told
    return found


# Planning


def test_a_plan_shows_before_and_after_and_writes_nothing(mending: Mending, folder: Path) -> None:
    plan = mending.plan(otherwise(mending, "opcon#1", text=YEAR, as_of="2026-11"), now=LATER)

    assert plan.before is not None
    assert plan.after is not None
    assert (plan.before.text, plan.after.text) == ("No year has been set for the handover of wartime command.", YEAR)
    assert (plan.changed, plan.problems, plan.conflict) == (("text", "as_of"), (), None)
    assert plan.files == ("topics/opcon.md",)
    assert changed(folder) == {}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"text": " "}, FieldProblem("text", "Write what is so.", "topics/opcon.md:15:5")),
        (
            {"as_of": "2026-13"},
            FieldProblem(
                "as_of",
                "Write the date like 2026-01-24, 2026-01 or 2026.",
                "topics/opcon.md:17:12",
            ),
        ),
        (
            {"holder": "critic"},
            FieldProblem(
                "holder",
                "'critic' is not valid for 'held_by'; write one of: fact, official, supporters, critics, analysis.",
                "topics/opcon.md:18:14",
            ),
        ),
        (
            {"citations": (("policy-review-2025", 99),)},
            FieldProblem(
                "citations",
                "policy-review-2025#99: 'policy-review-2025' has 4 passages; cite one that is there.",
                "topics/opcon.md:19:13",
            ),
        ),
        (
            {"citations": ()},
            FieldProblem("citations", "Cite at least one passage.", "topics/opcon.md:15:5"),
        ),
        ({"topics": ("cfk",)}, FieldProblem("topics", "There is no topic “cfk”; did you mean 'cfc'?")),
        ({}, FieldProblem("", "Nothing would change.")),
    ],
)
def test_a_problem_is_told_in_words_by_its_field(
    mending: Mending, folder: Path, fields: dict[str, Any], problem: FieldProblem
) -> None:
    change = otherwise(mending, "opcon#1", **fields)

    plan = mending.plan(change, now=LATER)
    outcome = mending.apply(plan, by="slack:U1", now=LATER)

    assert plan.problems == (problem,)
    assert outcome == EditRefused((problem,))
    assert changed(folder) == {}


def test_words_that_stand_so_in_the_cited_passage_are_pointed_out(mending: Mending, loaded_store) -> None:
    passage = loaded_store.document("policy-review-2025").passages[1]
    words = " ".join(passage.text.split()[:8])

    plan = mending.plan(otherwise(mending, "opcon#3", text=f"It says that {words}."), now=LATER)

    (remark,) = plan.remarks
    assert remark == SameWords(" ".join(passage.text.split()[:6]), "policy-review-2025", 2)


# Applying


def test_an_edit_is_in_its_file_live_and_in_the_history_at_once(mending: Mending, loaded_store, folder: Path) -> None:
    plan = mending.plan(otherwise(mending, "opcon#1", text=YEAR), now=LATER)

    outcome = done(mending.apply(plan, by="slack:U1", now=LATER))

    assert changed(folder) == {
        "opcon.md": (["    text: No year has been set for the handover of wartime command."], [f"    text: {YEAR}"])
    }
    assert text(loaded_store, "opcon#1") == YEAR
    made = loaded_store.archive.generations()[0]
    assert (made.number, made.loaded_by, made.difference.statements.changed) == (
        outcome.generation,
        "slack:U1",
        ("opcon#1",),
    )
    assert not loaded_store.load(folder, by="tests", at=LATER).changed
    (edit,) = mending.edits("opcon#1")
    assert (edit.number, edit.by, edit.kind, edit.after) == (outcome.edit, "slack:U1", "replace", YEAR)


def test_a_start_keeps_what_was_edited(mending: Mending, loaded_store, folder: Path) -> None:
    applied(mending, otherwise(mending, "opcon#1", text=YEAR))

    loaded = loaded_store.load(folder, by="start", at=LATER, occasion=Occasion.START)

    assert (loaded.changed, loaded.waits) == (False, None)
    assert text(loaded_store, "opcon#1") == YEAR


def test_an_edit_takes_nothing_else_along_that_waits_in_the_folder(mending: Mending, loaded_store, folder) -> None:
    sma = folder / "topics/sma.md"
    sma.write_text(sma.read_text().replace("tax on friendship", "burden on friendship"))
    (folder / "topics/usfk.md").write_text("---\nbroken: [\n---\n")

    applied(mending, otherwise(mending, "opcon#1", text=YEAR))

    assert text(loaded_store, "opcon#1") == YEAR
    assert text(loaded_store, "sma#2") == "The talks are a tax on friendship."


def test_where_the_same_file_waits_to_be_loaded_the_edit_alone_is_live(mending: Mending, loaded_store, folder) -> None:
    opcon = folder / "topics/opcon.md"
    opcon.write_text(opcon.read_text().replace("Two of five", "Three of five"))

    applied(mending, otherwise(mending, "opcon#1", text=YEAR))

    assert text(loaded_store, "opcon#1") == YEAR
    assert text(
        loaded_store,
        "opcon#3",
    ).startswith("Two of five")
    assert loaded_store.load(folder, by="tests", at=LATER).changed
    assert text(loaded_store, "opcon#3").startswith("Three of five")


def test_of_two_editors_the_second_is_shown_what_stands_now(mending: Mending, loaded_store) -> None:
    first, second = (otherwise(mending, "opcon#1", text=told) for told in (YEAR, "Nobody knows the year."))
    applied(mending, first)

    outcome = mending.apply(second, by="slack:U2", now=LATER)

    assert isinstance(outcome, EditConflict)
    assert outcome.stands is not None
    assert (outcome.stands.text, outcome.wanted, outcome.by) == (YEAR, second.draft, "slack:U1")
    assert text(loaded_store, "opcon#1") == YEAR
    applied(mending, replace(second, seen=outcome.seen))
    assert text(loaded_store, "opcon#1") == "Nobody knows the year."


def test_what_the_folder_says_otherwise_and_nobody_loaded_is_a_conflict(mending: Mending, loaded_store, folder) -> None:
    change = otherwise(mending, "opcon#1", text=YEAR)
    opcon = folder / "topics/opcon.md"
    opcon.write_text(opcon.read_text().replace("No year has been set", "No month has been set"))

    outcome = mending.apply(change, by="slack:U1", now=LATER)

    assert isinstance(outcome, EditConflict)
    assert outcome.stands is not None
    assert outcome.stands.text.startswith("No month")
    applied(mending, replace(change, seen=outcome.seen))
    assert text(loaded_store, "opcon#1") == YEAR
    assert not loaded_store.load(folder, by="tests", at=LATER).changed


def test_a_statement_that_is_gone_is_a_conflict_without_what_stands(mending: Mending) -> None:
    outcome = mending.apply(RetireStatement("opcon#9", "x"), by="slack:U1", now=LATER)

    assert outcome == EditConflict("opcon#9", None, None, "")


def test_whoever_edits_during_a_load_is_told_who_loads(mending: Mending, loaded_store) -> None:
    change = otherwise(mending, "opcon#1", text=YEAR)

    with load_lock.taken(loaded_store.database, by="jisoo", at=NOW), pytest.raises(LoadRunning, match="jisoo"):
        mending.apply(change, by="slack:U1", now=LATER)

    applied(mending, change)


# Adding, retiring, asks, names, topics


def test_a_statement_is_added_under_a_number_that_none_ever_had(mending: Mending, loaded_store, folder: Path) -> None:
    wanted = StatementDraft("A census is due.", "2026", "official", (("almanac-peninsula", 6),), topics=("opcon",))
    first = applied(mending, AddStatement("usfk", wanted))
    seen = mending.seen(first.key)
    assert seen is not None
    applied(mending, RetireStatement(first.key, seen.fingerprint))

    second = applied(mending, AddStatement("usfk", wanted))

    assert (first.key, second.key) == ("usfk#3", "usfk#4")
    assert [one.id for one in loaded_store.snapshot.topics["opcon"].also] == ["usfk#4"]
    assert not loaded_store.load(folder, by="tests", at=LATER).changed
    assert [*changed(folder)] == ["opcon.md", "usfk.md"]


def retired(mending: Mending, key: str) -> RetireStatement:
    seen = mending.seen(key)
    assert seen is not None
    return RetireStatement(key, seen.fingerprint)


def test_a_statement_is_retired_and_the_summary_stands_on_the_others(mending, loaded_store, folder: Path) -> None:
    gone = applied(mending, retired(mending, "cfc#3"))

    assert text(loaded_store, "cfc#3") is None
    assert loaded_store.snapshot.topics["cfc"].summary_sentences[0].statements == ("cfc#1",)
    assert "of both countries together. [1] It was" in (folder / "topics/cfc.md").read_text()
    assert not loaded_store.load(folder, by="tests", at=LATER).changed
    done(mending.undo(gone.edit, by="slack:U2", now=LATER))
    assert changed(folder) == {}
    assert loaded_store.snapshot.topics["cfc"].summary_sentences[0].statements == ("cfc#1", "cfc#3")


def test_a_statement_that_a_summary_stands_on_alone_is_not_retired(mending: Mending, folder: Path) -> None:
    refused = mending.apply(retired(mending, "opcon#2"), by="slack:U1", now=LATER)

    told = "The summary of CFC stands on this alone: “It was set up in 1971.” Change that sentence in its file first."
    assert refused == EditRefused((FieldProblem("", told, "topics/cfc.md"),))
    assert changed(folder) == {}


def test_a_statement_that_another_address_leads_to_is_not_retired(mending: Mending, folder: Path) -> None:
    path = folder / "topics/opcon.md"
    path.write_text(path.read_text().replace("keywords:", "moved: {9: cfc#3}\nkeywords:"))

    refused = mending.apply(retired(mending, "cfc#3"), by="slack:U1", now=LATER)

    assert isinstance(refused, EditRefused)
    assert [one.place.partition(":")[0] for one in refused.problems] == ["topics/opcon.md"]


def test_a_gap_becomes_an_ask_of_a_statement(mending: Mending, loaded_store, folder: Path) -> None:
    applied(mending, AddAsk("opcon#1", "in which year comes the handover"))

    again = mending.apply(AddAsk("opcon#1", "in which year comes the handover"), by="slack:U1", now=LATER)

    assert again == EditRefused((FieldProblem("ask", "The statement answers this already."),))
    assert changed(folder)["opcon.md"] == ([], ["    asks: [in which year comes the handover]"])
    assert loaded_store.ask("in which year comes the handover").answers[0].id == "opcon#1"


def test_a_gap_becomes_another_name_of_a_topic(mending: Mending, loaded_store, folder: Path) -> None:
    applied(mending, AddAlias("usfk", "the quay guard"))

    taken = mending.apply(AddAlias("sma", "The Quay Guard"), by="slack:U1", now=LATER)

    assert loaded_store.named("the quay guard") == "usfk"
    assert isinstance(taken, EditRefused)
    (problem,) = taken.problems
    assert problem == FieldProblem("alias", "“The Quay Guard” already names USFK (usfk); give it to one topic.")
    assert [*changed(folder)] == ["usfk.md"]


def test_a_topic_is_made_with_its_first_statement(mending: Mending, loaded_store, folder: Path) -> None:
    first = StatementDraft(
        "Lamps are lit at dusk.", "2026", "fact", (("harbour-gazette-2026", 1),), ("when are lamps lit",)
    )
    wanted = NewTopic(
        "lamps", "Lamps of the quay", "harbour", "Lamps are lit. They cost money.", ("quay lamps",), first
    )

    made = applied(mending, wanted)

    topic = loaded_store.snapshot.topics["lamps"]
    assert (made.key, topic.summary, topic.reviewed) == (
        "lamps#1",
        "Lamps are lit. They cost money.",
        LATER.date(),
    )
    assert not loaded_store.load(folder, by="tests", at=LATER).changed
    done(mending.undo(made.edit, by="slack:U2", now=LATER))
    assert "lamps" not in loaded_store.snapshot.topics
    assert changed(folder) == {}


def test_a_topic_that_cannot_be_is_told_by_its_fields(mending: Mending, folder: Path) -> None:
    first = StatementDraft("Lamps are lit at dusk.", "x", "fact", (("harbour-gazette-2026", 1),))

    def fields(*told: str) -> list[str]:
        return [one.field for one in mending.plan(NewTopic(*told, (), first), now=LATER).problems]

    assert fields("../lamps", "OPCON", "harbour", "Lamps are lit.") == ["id", "name"]
    assert fields("opcon", "", "", "") == ["name", "category", "summary", "id"]
    assert fields("lamps", "Lamps", "harbour", "- Lamps are lit.") == ["as_of", "summary"]
    assert changed(folder) == {}


def test_a_folder_of_documents_alone_gets_no_topic(store: BriefingStore, tmp_path: Path) -> None:
    folder = tmp_path / "flat"
    shutil.copytree(SEEDS / "documents", folder)
    store.load(folder, by="tests", at=NOW)
    first = StatementDraft("Lamps are lit.", "2026", "fact", (("harbour-gazette-2026", 1),))

    outcome = store.mending(folder).apply(NewTopic("lamps", "Lamps", "x", "Lamps.", (), first), by="x", now=LATER)

    assert isinstance(outcome, EditRefused)
    assert "documents alone" in outcome.problems[0].message
    assert not (folder / "topics").exists()


# Undoing


@pytest.mark.parametrize("key", ["opcon#1", "opcon#4"])
def test_an_undo_brings_every_byte_back_as_a_new_edit(mending: Mending, loaded_store, folder: Path, key: str) -> None:
    before = text(loaded_store, key)
    fields = {"text": YEAR, "happened": "2020", "asks": ("a", "b"), "topics": ("usfk",), "holder": "critics"}
    made = applied(mending, otherwise(mending, key, **fields))

    back = done(mending.undo(made.edit, by="slack:U2", now=LATER))

    assert changed(folder) == {}
    assert (text(loaded_store, key), loaded_store.archive.generations()[0].loaded_by) == (before, "slack:U2")
    assert back.generation == made.generation + 1
    assert not loaded_store.load(folder, by="tests", at=LATER).changed
    assert [one.kind for one in mending.edits()] == ["undo", "replace"]
    assert [one.undone for one in mending.edits()] == [False, True]


def test_a_retired_statement_comes_back_where_it_stood(mending: Mending, loaded_store, folder: Path) -> None:
    seen = mending.seen("opcon#3")
    assert seen is not None
    gone = applied(mending, RetireStatement("opcon#3", seen.fingerprint))

    done(mending.undo(gone.edit, by="slack:U2", now=LATER))

    assert changed(folder) == {}
    assert [one.id for one in loaded_store.snapshot.topics["opcon"].statements][2] == "opcon#3"


def test_nothing_is_undone_twice_nor_once_something_came_after(mending: Mending, loaded_store) -> None:
    made = applied(mending, otherwise(mending, "opcon#1", text=YEAR))
    done(mending.undo(made.edit, by="slack:U2", now=LATER))
    again = mending.undo(made.edit, by="slack:U2", now=LATER)
    redone = applied(mending, otherwise(mending, "opcon#1", text=YEAR))
    later = applied(mending, otherwise(mending, "opcon#1", text="Nobody knows the year."))

    stale = mending.undo(redone.edit, by="slack:U2", now=LATER)

    assert isinstance(again, EditConflict)
    assert isinstance(stale, EditConflict)
    assert stale.stands is not None
    assert stale.stands.text == "Nobody knows the year."
    done(mending.undo(later.edit, by="slack:U2", now=LATER))
    assert text(loaded_store, "opcon#1") == YEAR


def test_what_the_folder_has_otherwise_by_now_is_not_undone(mending: Mending, loaded_store, folder: Path) -> None:
    made = applied(mending, otherwise(mending, "opcon#1", text=YEAR))
    opcon = folder / "topics/opcon.md"
    opcon.write_text(opcon.read_text().replace(YEAR, "By hand."))
    loaded_store.load(folder, by="tests", at=LATER)

    assert isinstance(mending.undo(made.edit, by="slack:U2", now=LATER), EditConflict)
    assert text(loaded_store, "opcon#1") == "By hand."


def test_an_edit_that_never_was_is_not_undone(mending: Mending) -> None:
    with pytest.raises(InvalidRequest, match="no edit 7"):
        mending.undo(7, by="slack:U2", now=LATER)
