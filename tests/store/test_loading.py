"""What a load would change, and the load itself: looked at first, expected, alarming, with kept files; on both."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store import kept, turns
from store.archive import Archive
from store.errors import LoadRunning, NoInput, PathRefused, SeedsInvalid
from store.loading import FolderMoved, FolderShrunk, Loaded, Loader

if TYPE_CHECKING:
    from store.core import BriefingStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEEDS = Path(__file__).parents[1] / "fixtures" / "seeds"
OLD, NEW = "No year has been set for the handover", "A year has been set for the handover"
NOTE = "A Note on Rope\n\nRope is dear this year, and oil is dearer.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The seeds, to be changed by a test."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


@pytest.fixture
def loader(store: BriefingStore) -> Loader:
    return Loader(store)


@pytest.fixture
def loaded(loader: Loader, folder: Path) -> Loader:
    """A loader of a store that holds the folder."""
    load(loader, folder)
    return loader


def load(loader: Loader, folder: Path, **options: object) -> Loaded:
    return loader.load(folder, by="tests", at=NOW, **options)  # type: ignore[arg-type]


def edit(folder: Path, file: str = "topics/opcon.md", old: str = OLD, new: str = NEW) -> None:
    path = folder / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def lose(folder: Path, *slugs: str) -> None:
    """Remove topics, and what others say of them."""
    for slug in slugs:
        (folder / "topics" / f"{slug}.md").unlink()
    for path in (folder / "topics").glob("*.md"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("related:")), "utf-8")


def keep(store: BriefingStore, name: str, text: str) -> None:
    with store.database.write() as connection:
        kept.keep(connection, name, text.encode(), "U123", NOW)


class TestPlans:
    def test_a_plan_tells_what_the_load_then_does(self, loader: Loader, folder: Path) -> None:
        plan = loader.plan(folder)

        done = load(loader, folder)

        assert plan
        assert plan.difference == done.difference
        assert plan.changes.until == done.generation
        counted = (plan.topics, plan.statements, plan.documents, plan.passages)
        assert counted == (done.topics, done.statements, done.documents, done.passages)

    def test_a_plan_reads_as_the_changes_do_afterwards(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        edit(folder)
        lose(folder, "cfc")
        (folder / "documents" / "note.txt").write_text(NOTE, "utf-8")
        edit(folder, "documents/policy-review-2025.md", "kind: analysis", "kind: reference")
        with (folder / "documents" / "almanac-peninsula.md").open("a", encoding="utf-8") as file:
            file.write("\nThe almanac adds a word on cost.\n")

        plan = loaded.plan(folder)
        load(loaded, folder)

        after = Archive(store.database).changes(1, 2)
        assert (plan.changes.topics, plan.changes.documents) == (after.topics, after.documents)
        assert plan.changes.passages == after.passages
        told = [(one.id, one.topic, one.before, one.after, one.generation) for one in plan.changes.statements]
        assert told == [(one.id, one.topic, one.before, one.after, one.generation) for one in after.statements]
        assert {one.at for one in plan.changes.statements} == {None}

    def test_a_plan_changes_nothing(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        edit(folder)

        assert loaded.plan(folder)

        assert not store.refresh()
        assert loaded.plan(folder) == loaded.plan(folder)

    def test_a_folder_that_says_what_the_store_says_is_nothing_to_do(self, loaded: Loader, folder: Path) -> None:
        plan = loaded.plan(folder)

        assert not plan
        assert not plan.changes
        assert plan.alarms == ()

    def test_one_looks_while_another_loads(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        with turns.taken(store.database, by="Kim", at=NOW):
            assert not loaded.plan(folder)
            with pytest.raises(LoadRunning):
                load(loaded, folder)

    def test_every_problem_is_told_before_anything_is_done(self, loaded: Loader, folder: Path) -> None:
        (folder / "topics" / "opcon.md").write_text("---\nname: [\n---\n", "utf-8")
        (folder / "documents" / "empty.txt").write_text("", "utf-8")

        with pytest.raises(SeedsInvalid) as caught:
            loaded.plan(folder)

        assert len(caught.value.problems) == 2

    def test_a_missing_folder_is_named(self, loaded: Loader, tmp_path: Path) -> None:
        with pytest.raises(NoInput, match="nowhere: there is no such folder"):
            loaded.plan(tmp_path / "nowhere")

    def test_progress_is_told_up_to_the_writing(self, loader: Loader, folder: Path) -> None:
        told: list[tuple[str, int, int]] = []

        load(loader, folder, progress=lambda *step: told.append(step))

        assert [one for one in told if one[1] == one[2] and one[1] > 1] == [("documents", 3, 3), ("topics", 4, 4)]
        assert told[-2:] == [("writing", 0, 1), ("writing", 1, 1)]


class TestExpecting:
    def test_what_was_looked_at_is_loaded(self, loaded: Loader, folder: Path) -> None:
        edit(folder)
        plan = loaded.plan(folder)

        assert load(loaded, folder, expecting=plan.mark).generation == 2

    def test_a_folder_that_moved_since_is_not_loaded(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        edit(folder)
        plan = loaded.plan(folder)
        edit(folder, "documents/policy-review-2025.md", "kind: analysis", "kind: reference")

        with pytest.raises(FolderMoved, match="have changed since you looked"):
            load(loaded, folder, expecting=plan.mark)

        assert store.snapshot.generation == 1
        assert load(loaded, folder, expecting=loaded.plan(folder).mark).generation == 2

    def test_the_mark_is_of_names_and_contents_not_of_the_place(
        self, loader: Loader, folder: Path, tmp_path: Path
    ) -> None:
        mark = loader.plan(folder).mark
        elsewhere = Path(shutil.copytree(folder, tmp_path / "elsewhere"))
        assert loader.plan(elsewhere).mark == mark

        (elsewhere / "documents" / "policy-review-2025.md").rename(elsewhere / "documents" / "policy-review-2025.txt")

        assert loader.plan(elsewhere).mark != mark


class TestAlarms:
    def test_a_folder_that_lost_half_its_topics_asks_again(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        lose(folder, "cfc", "sma")

        assert loaded.plan(folder).alarms == ("It has 2 topics where the store has 4.",)
        with pytest.raises(FolderShrunk, match=r"seeds: It has 2 topics where the store has 4\. Nothing was loaded"):
            load(loaded, folder)
        assert store.snapshot.generation == 1

        assert load(loaded, folder, sure=True).topics == 2

    def test_less_than_half_is_an_ordinary_edit(self, loaded: Loader, folder: Path) -> None:
        lose(folder, "cfc")

        assert loaded.plan(folder).alarms == ()
        assert load(loaded, folder).topics == 3

    def test_topics_that_are_all_others_now_ask_again(self, loaded: Loader, folder: Path) -> None:
        for slug in ("cfc", "sma"):
            (folder / "topics" / f"{slug}.md").rename(folder / "topics" / f"{slug}-2.md")
        lose(folder)

        assert loaded.plan(folder).alarms == ("It lacks 2 of the 4 topics that the store has.",)

    def test_an_empty_folder_asks_again(self, loaded: Loader, tmp_path: Path, store: BriefingStore) -> None:
        (tmp_path / "unmounted").mkdir()

        alarms = loaded.plan(tmp_path / "unmounted").alarms
        assert alarms == ("It has 0 topics where the store has 4.", "It has 0 documents where the store has 3.")
        with pytest.raises(FolderShrunk):
            load(loaded, tmp_path / "unmounted")

        assert load(loaded, tmp_path / "unmounted", sure=True).generation == 2
        assert store.snapshot.topics == {}

    def test_an_empty_folder_is_a_mistake_where_nothing_is_loaded(self, loader: Loader, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()

        with pytest.raises(SeedsInvalid, match="is it the right folder"):
            loader.plan(tmp_path / "empty")
        with pytest.raises(SeedsInvalid, match="is it the right folder"):
            load(loader, tmp_path / "empty", sure=True)

    def test_a_first_load_alarms_nobody(self, loader: Loader, folder: Path) -> None:
        assert loader.plan(folder).alarms == ()
        assert load(loader, folder).generation == 1


class TestKeptFiles:
    def test_a_kept_file_is_read_as_if_it_stood_in_the_folder(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        keep(store, "documents/note.txt", NOTE)
        keep(store, "documents/note.txt.yaml", "kind: official\n")

        assert load(loaded, folder).difference.documents.added == ("note",)

        assert store.snapshot.sources["note"].kind == "official"

    def test_the_folder_wins_where_it_has_a_file_of_the_name(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        keep(store, "documents/note.txt", "The Kept Note\n\nThe store said this of ropes and of oil.\n")
        (folder / "documents" / "note.txt").write_text(NOTE, "utf-8")

        load(loaded, folder)

        assert store.snapshot.sources["note"].title == "A Note on Rope"

    def test_a_kept_file_that_is_written_out_changes_nothing(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        keep(store, "documents/note.txt", NOTE)
        load(loaded, folder)
        mark = loaded.plan(folder).mark

        (folder / "documents" / "note.txt").write_text(NOTE, "utf-8")
        with store.database.write() as connection:
            kept.let_go(connection, ["documents/note.txt"])

        plan = loaded.plan(folder)
        assert not plan
        assert plan.mark == mark

    def test_it_stands_at_the_top_of_a_folder_without_parts(
        self, loader: Loader, tmp_path: Path, store: BriefingStore
    ) -> None:
        (tmp_path / "flat").mkdir()
        (tmp_path / "flat" / "other.txt").write_text("A Note on Oil\n\nOil is dear this year, and rope is.\n", "utf-8")
        keep(store, "documents/note.txt", NOTE)

        assert load(loader, tmp_path / "flat").difference.documents.added == ("note", "other")

    def test_its_problems_say_where_it_is(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        keep(store, "documents/note.md", "---\nkind: opinion\n---\n" + NOTE)

        with pytest.raises(SeedsInvalid, match=r"note\.md \(kept in the store\):2:7: 'opinion' is not valid"):
            loaded.plan(folder)

    def test_the_last_one_of_a_name_is_kept(self, store: BriefingStore) -> None:
        keep(store, "documents/note.txt", "one")
        keep(store, "documents/a.txt", "A")
        keep(store, "documents/note.txt", "two")

        with store.database.read() as connection:
            found = kept.listed(connection)

        assert [(one.name, one.content) for one in found] == [("documents/a.txt", b"A"), ("documents/note.txt", b"two")]
        assert (found[0].added_by, found[0].added_at) == ("U123", NOW)

    @pytest.mark.parametrize(
        "name", ["note.txt", "documents/../x.txt", "documents/a/b.txt", "documents/.x", "documents/a\nb", "topics/a.md"]
    )
    def test_a_name_that_leads_elsewhere_is_refused(self, store: BriefingStore, name: str) -> None:
        with pytest.raises(PathRefused, match="is not the name of a document"):
            keep(store, name, "x")
