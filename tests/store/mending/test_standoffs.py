"""Edits that the folder has not got, or lost again: kept, laid over it, and shown until somebody chooses."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from store.changes import Occasion
from store.errors import InvalidRequest
from store.mending.model import AddStatement, EditDone, NewTopic, ReplaceStatement, RetireStatement, StatementDraft
from tests.conftest import NOW, SEEDS
from tests.store.powers import read_only

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore
    from store.mending.model import EditOutcome, WantedEdit
    from store.mending.service import Mending

LATER = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BEFORE = "No year has been set for the handover of wartime command."
YEAR = "The handover of wartime command has no year yet."
LINE = f"    text: {YEAR}"


@pytest.fixture
def mending(loaded_store: BriefingStore, folder: Path) -> Mending:
    loaded_store.load(folder, by="tests", at=NOW)
    with ExitStack() as held:
        for _ in range(4):
            # Opened now: who may not write into a folder may not reach PostgreSQL's socket either.
            held.enter_context(loaded_store.database.read())
    return loaded_store.mending(folder)


def year(mending: Mending, text: str = YEAR) -> ReplaceStatement:
    seen = mending.seen("opcon#1")
    assert seen is not None
    return ReplaceStatement("opcon#1", replace(seen, text=text), seen.fingerprint)


def done(outcome: EditOutcome) -> EditDone:
    assert isinstance(outcome, EditDone), outcome
    return outcome


def apply(mending: Mending, change: WantedEdit) -> EditDone:
    return done(mending.apply(change, by="slack:U1", now=LATER))


def kept(mending: Mending, folder: Path, change: WantedEdit) -> EditDone:
    with read_only(folder / "topics"):
        made = apply(mending, change)
    assert made.kept
    return made


def text(store: BriefingStore, key: str) -> str | None:
    topic = store.snapshot.topics.get(key.partition("#")[0])
    return next((one.text for one in topic.statements if one.id == key), None) if topic else None


def older(folder: Path) -> None:
    """Put the folder back as it was."""
    shutil.rmtree(folder)
    shutil.copytree(SEEDS, folder)


def reload(store: BriefingStore, folder: Path, **how: Any) -> Any:
    return store.loader.load(folder, by="tests", at=LATER, **how)


def hand_edit(folder: Path, old: str, new: str) -> None:
    path = folder / "topics/opcon.md"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


# A folder that cannot be written


def test_the_store_keeps_an_edit_and_lays_it_over_the_folder(mending: Mending, loaded_store, folder: Path) -> None:
    kept(mending, folder, year(mending))

    assert text(loaded_store, "opcon#1") == YEAR
    assert YEAR not in (folder / "topics/opcon.md").read_text()
    again = reload(loaded_store, folder)
    assert (again.changed, again.standoffs, text(loaded_store, "opcon#1")) == (False, (), YEAR)


def test_other_changes_of_the_folder_are_loaded_below_it(mending: Mending, loaded_store, folder: Path) -> None:
    kept(mending, folder, year(mending))
    hand_edit(folder, "Two of five", "Three of five")

    assert reload(loaded_store, folder).standoffs == ()

    assert text(loaded_store, "opcon#1") == YEAR
    assert str(text(loaded_store, "opcon#3")).startswith("Three of five")


def test_edits_that_are_kept_follow_each_other_and_are_undone(mending: Mending, loaded_store, folder: Path) -> None:
    kept(mending, folder, year(mending))
    second = kept(mending, folder, year(mending, "Nobody knows the year."))
    with read_only(folder / "topics"):
        back = done(mending.undo(second.edit, by="slack:U2", now=LATER))

    assert (back.kept, text(loaded_store, "opcon#1")) == (True, YEAR)
    assert not reload(loaded_store, folder).changed


def test_a_statement_and_a_topic_that_are_kept_stand_beside_the_folder(mending: Mending, loaded_store, folder) -> None:
    first = StatementDraft("Lamps are lit.", "2026", "fact", (("harbour-gazette-2026", 1),))
    kept(mending, folder, NewTopic("lamps", "Lamps", "harbour", "Lamps are lit.", (), first))
    added = kept(mending, folder, AddStatement("lamps", replace(first, text="They cost money.", topics=("sma",))))

    assert added.key == "lamps#2"
    assert not reload(loaded_store, folder).changed
    assert text(loaded_store, "lamps#2") == "They cost money."
    assert [one.id for one in loaded_store.snapshot.topics["sma"].also] == ["lamps#2"]


def test_once_the_folder_says_it_nothing_stands_over_it(mending: Mending, loaded_store, folder: Path) -> None:
    kept(mending, folder, year(mending))
    hand_edit(folder, BEFORE, YEAR)

    assert not reload(loaded_store, folder).changed

    hand_edit(folder, YEAR, "By hand, later.")
    assert reload(loaded_store, folder).standoffs == ()
    assert text(loaded_store, "opcon#1") == "By hand, later."


def test_where_both_were_changed_the_edit_stands_until_somebody_chooses(mending: Mending, loaded_store, folder) -> None:
    kept(mending, folder, year(mending))
    hand_edit(folder, BEFORE, "By hand meanwhile.")

    plan = loaded_store.loader.plan(folder)
    loaded = reload(loaded_store, folder)

    (standoff,) = plan.standoffs
    assert (standoff.key, standoff.edited, standoff.folder) == (
        "opcon#1",
        YEAR,
        "By hand meanwhile.",
    )
    assert (standoff.by, standoff.stands) == ("slack:U1", True)
    assert loaded.standoffs == mending.standoffs() == (standoff,)
    assert text(loaded_store, "opcon#1") == YEAR


@pytest.mark.parametrize(("side", "stands"), [("edit", YEAR), ("folder", "By hand meanwhile.")])
def test_what_is_chosen_stands_from_then_on(mending: Mending, loaded_store, folder, side: Any, stands: str) -> None:
    kept(mending, folder, year(mending))
    hand_edit(folder, BEFORE, "By hand meanwhile.")
    reload(loaded_store, folder)

    done(mending.choose("opcon#1", side, by="slack:U2", now=LATER))

    assert (text(loaded_store, "opcon#1"), mending.standoffs()) == (stands, ())
    again = reload(loaded_store, folder)
    assert (again.changed, again.standoffs) == (False, ())
    assert stands in (folder / "topics/opcon.md").read_text()


def test_what_is_chosen_for_a_folder_that_cannot_be_written_is_kept(mending: Mending, loaded_store, folder) -> None:
    kept(mending, folder, year(mending))
    hand_edit(folder, BEFORE, "By hand meanwhile.")
    reload(loaded_store, folder)

    with read_only(folder / "topics"):
        made = done(mending.choose("opcon#1", "edit", by="slack:U2", now=LATER))

    assert (made.kept, mending.standoffs()) == (True, ())
    assert not reload(loaded_store, folder).changed
    assert text(loaded_store, "opcon#1") == YEAR


def test_nothing_is_chosen_where_nothing_stands_against_the_folder(mending: Mending) -> None:
    with pytest.raises(InvalidRequest, match="opcon#1"):
        mending.choose("opcon#1", "edit", by="slack:U2", now=LATER)


def test_of_two_texts_only_what_differs_is_told(mending: Mending, loaded_store, folder: Path) -> None:
    seen = mending.seen("opcon#1")
    assert seen is not None
    wanted = replace(seen, as_of="2026-11", asks=("which year",))
    kept(mending, folder, ReplaceStatement("opcon#1", wanted, seen.fingerprint))
    hand_edit(folder, "No year has been set", "No month has been set")

    (standoff,) = reload(loaded_store, folder).standoffs

    assert (standoff.edited, standoff.folder) == (
        f"{BEFORE} (2026-11 · which year)",
        f"{BEFORE.replace('year', 'month')} (2026)",
    )


# A folder that was put back


def test_an_older_folder_does_not_undo_an_edit_silently(mending: Mending, loaded_store, folder: Path) -> None:
    apply(mending, year(mending))
    older(folder)

    plan = loaded_store.loader.plan(folder)
    loaded = reload(loaded_store, folder)

    (standoff,) = plan.standoffs
    assert (standoff.edited, standoff.folder) == (YEAR, BEFORE)
    assert (loaded.standoffs, text(loaded_store, "opcon#1")) == ((standoff,), YEAR)
    assert reload(loaded_store, folder).standoffs == (standoff,)


def test_a_start_leaves_an_older_folder_alone(mending: Mending, loaded_store, folder: Path) -> None:
    apply(mending, year(mending))
    older(folder)
    hand_edit(folder, "Two of five", "Three of five")

    loaded = reload(loaded_store, folder, occasion=Occasion.START)

    assert loaded.waits is not None
    assert text(loaded_store, "opcon#1") == YEAR


@pytest.mark.parametrize(("side", "stands"), [("edit", YEAR), ("folder", BEFORE)])
def test_of_an_older_folder_and_an_edit_one_is_chosen(mending: Mending, loaded_store, folder, side, stands) -> None:
    apply(mending, year(mending))
    older(folder)

    done(mending.choose("opcon#1", side, by="slack:U2", now=LATER))

    assert (text(loaded_store, "opcon#1"), mending.standoffs()) == (stands, ())
    assert not reload(loaded_store, folder).changed
    assert (LINE in (folder / "topics/opcon.md").read_text()) is (side == "edit")


def test_a_folder_from_before_what_was_edited_was_loaded_is_older_too(mending: Mending, loaded_store, folder) -> None:
    hand_edit(folder, BEFORE, "No year is set.")
    reload(loaded_store, folder)
    apply(mending, year(mending))
    older(folder)

    (standoff,) = reload(loaded_store, folder).standoffs

    assert standoff.folder.startswith(BEFORE)


def test_an_older_folder_brings_back_nothing_that_was_retired_nor_loses_what_was_added(
    mending: Mending, loaded_store, folder: Path
) -> None:
    first = StatementDraft("Lamps are lit.", "2026", "fact", (("harbour-gazette-2026", 1),))
    seen = mending.seen("opcon#3")
    assert seen is not None
    apply(mending, RetireStatement("opcon#3", seen.fingerprint))
    added = apply(mending, AddStatement("usfk", first))
    apply(mending, NewTopic("lamps", "Lamps", "harbour", "Lamps are lit.", (), first))
    older(folder)

    loaded = reload(loaded_store, folder)

    assert {one.key for one in loaded.standoffs} == {"opcon#3", added.key, "lamps"}
    assert (loaded.changed, text(loaded_store, "opcon#3"), text(loaded_store, added.key)) == (False, None, first.text)
    for one in loaded.standoffs:
        done(mending.choose(one.key, "folder", by="slack:U2", now=LATER))
    assert "lamps" not in loaded_store.snapshot.topics
    assert not reload(loaded_store, folder).changed


def test_what_a_person_writes_over_an_edit_by_hand_is_loaded_as_ever(mending: Mending, loaded_store, folder) -> None:
    apply(mending, year(mending))
    hand_edit(folder, YEAR, "By hand, later.")

    loaded = reload(loaded_store, folder)

    assert (loaded.standoffs, text(loaded_store, "opcon#1")) == ((), "By hand, later.")


def test_nothing_is_edited_over_a_standoff(mending: Mending, folder: Path) -> None:
    apply(mending, year(mending))
    older(folder)

    plan = mending.plan(year(mending, "A third text."), now=LATER)

    (problem,) = plan.problems
    assert "choose between the two first" in problem.message
    other = mending.seen("opcon#3")
    assert other is not None
    apply(mending, ReplaceStatement("opcon#3", replace(other, text="Beside it."), other.fingerprint))
    assert [one.key for one in mending.standoffs()] == ["opcon#1"]
    assert BEFORE in (folder / "topics/opcon.md").read_text()


def test_a_topic_that_left_the_folder_takes_its_kept_edit_along_and_it_is_said(mending, loaded_store, folder) -> None:
    change = mending.seen("sma#1")
    kept(mending, folder, ReplaceStatement("sma#1", replace(change, text="Every five years."), change.fingerprint))
    (folder / "topics/sma.md").unlink()
    for name in ("opcon", "usfk"):
        path = folder / f"topics/{name}.md"
        path.write_text(path.read_text().replace(", sma", "").replace("sma, ", "").replace("[sma]", "[]"))

    loaded = reload(loaded_store, folder, sure=True)

    (standoff,) = loaded.standoffs
    assert (standoff.key, standoff.stands, standoff.folder) == ("sma#1", False, "")
    done(mending.choose("sma#1", "folder", by="slack:U2", now=LATER))
    assert reload(loaded_store, folder).standoffs == ()
