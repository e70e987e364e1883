"""What a load would change, and the load itself: looked at first, expected, alarming, with kept files; on both."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psutil import Process
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from store.changes import silent
from store.content import file_marks, index
from store.db import load_lock
from store.errors import LoadRunning, NoInput, PathRefused, SeedsInvalid
from store.history.archive import Archive
from store.loading import reading as reading_loading
from store.loading.glance import glance
from store.loading.loader import MANY, Loader
from store.loading.request import FolderMoved, FolderShrunk
from store.model import Nothing, Passages
from tests.store.outages import silent_after_a_commit

if TYPE_CHECKING:
    from store.changes import Loaded
    from store.core import BriefingStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD, NEW = "No year has been set for the handover", "A year has been set for the handover"
NOTE = "A Note on Rope\n\nRope is dear this year, and oil is dearer.\n"


@pytest.fixture
def loader(store: BriefingStore) -> Loader:
    return store.loader


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


def due(store: BriefingStore, folder: Path) -> list[str]:
    """Return the documents that a load would have to read."""
    with store.database.read() as connection:
        known = reading_loading.known(connection)
    seen = glance(store.database, folder, may_be_empty=False)
    reading = reading_loading.FolderReading(seen.found, seen.digests, known, silent)
    return [order.job.id for order in reading.orders]


def says_the_same(store: BriefingStore, folder: Path) -> bool:
    return glance(store.database, folder, may_be_empty=True).says_the_same


def lose(folder: Path, *slugs: str) -> None:
    """Remove topics, and what others say of them."""
    for slug in slugs:
        (folder / "topics" / f"{slug}.md").unlink()
    for path in (folder / "topics").glob("*.md"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("related:")), "utf-8")


def keep(store: BriefingStore, name: str, text: str) -> None:
    with store.database.write() as connection:
        file_marks.keep(connection, name, text.encode(), "U123", NOW)


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
        with load_lock.taken(store.database, by="Kim", at=NOW):
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


class TestMarks:
    """A file that reads as it did is not read again."""

    def test_of_an_unchanged_folder_nothing_is_read(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        assert due(store, folder) == []
        assert not load(loaded, folder).changed

    def test_a_folder_says_the_same_until_anything_in_it_changes(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        assert says_the_same(store, folder)
        edit(folder)
        assert not says_the_same(store, folder)
        edit(folder, old=NEW, new=OLD)
        assert says_the_same(store, folder)

        keep(store, "documents/note.txt", NOTE)
        assert not says_the_same(store, folder)
        load(loaded, folder)
        assert says_the_same(store, folder)

        (folder / "stray.txt").write_text(NOTE, "utf-8")
        assert not says_the_same(store, folder)

    def test_what_says_the_same_is_still_held_to_what_somebody_saw(self, loaded: Loader, folder: Path) -> None:
        edit(folder)
        seen = loaded.plan(folder).mark
        edit(folder, old=NEW, new=OLD)

        with pytest.raises(FolderMoved):
            load(loaded, folder, expecting=seen)

    def test_only_the_document_that_changed_is_read(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        edit(folder, "documents/policy-review-2025.md", "kind: analysis", "kind: reference")

        assert due(store, folder) == ["policy-review-2025"]
        load(loaded, folder)

        assert store.snapshot.sources["policy-review-2025"].kind == "reference"
        assert due(store, folder) == []

    def test_a_sidecar_makes_its_document_read_again(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        beside = folder / "documents" / "policy-review-2025.md.yaml"
        beside.write_text("kind: official\n", "utf-8")
        assert due(store, folder) == ["policy-review-2025"]
        load(loaded, folder)

        beside.unlink()

        assert due(store, folder) == ["policy-review-2025"]
        load(loaded, folder)
        assert store.snapshot.sources["policy-review-2025"].kind == "analysis"

    def test_a_renamed_document_is_read_again(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        (folder / "documents" / "note.txt").write_text(NOTE, "utf-8")
        load(loaded, folder)
        (folder / "documents" / "note.txt").rename(folder / "documents" / "other.txt")

        assert due(store, folder) == ["other"]
        load(loaded, folder)

        assert {"note", "other"} & store.snapshot.sources.keys() == {"other"}

    def test_what_a_rollback_undid_is_read_again(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        edit(folder, "documents/policy-review-2025.md", "kind: analysis", "kind: reference")
        load(loaded, folder)
        Archive(store.database).roll_back(1, by="tests", at=NOW)
        store.refresh()
        assert store.snapshot.sources["policy-review-2025"].kind == "analysis"

        assert due(store, folder) == ["policy-review-2025"]
        assert load(loaded, folder).generation == 4

        assert store.snapshot.sources["policy-review-2025"].kind == "reference"

    def test_a_citation_of_an_unchanged_document_is_still_checked(self, loaded: Loader, folder: Path) -> None:
        edit(folder, "topics/sma.md", "cites: [almanac-peninsula#4]", "cites: [almanac-peninsula#44]")

        with pytest.raises(SeedsInvalid, match=r"almanac-peninsula#44: 'almanac-peninsula' has 6 passages"):
            load(loaded, folder)

    def test_a_topic_that_left_is_missed_by_an_unchanged_document(self, loaded: Loader, folder: Path) -> None:
        (folder / "documents" / "note.md").write_text(f"---\ntopics: cfc\n---\n{NOTE}", "utf-8")
        load(loaded, folder)
        lose(folder, "cfc")

        with pytest.raises(SeedsInvalid, match=r"documents/note\.md:2:9: there is no topic 'cfc'"):
            load(loaded, folder)

    def test_another_reader_reads_everything_again(self, loaded: Loader, folder: Path, store: BriefingStore) -> None:
        with store.database.write() as connection:
            connection.execute(text("UPDATE mark SET digest = 'of another release'"))
            connection.execute(text("UPDATE current_generation SET mark = 'of another release'"))

        assert due(store, folder) == ["almanac-peninsula", "harbour-gazette-2026", "policy-review-2025"]
        load(loaded, folder)

        assert due(store, folder) == []

    def test_a_file_that_cannot_be_read_any_more_is_a_problem(self, loaded: Loader, folder: Path) -> None:
        (folder / "documents" / "policy-review-2025.md").write_bytes(b"\xe9")

        with pytest.raises(SeedsInvalid, match="not UTF-8"):
            load(loaded, folder)

    def test_an_unchanged_load_counts_what_there_is(self, loader: Loader, folder: Path) -> None:
        first, again = load(loader, folder), load(loader, folder)

        counted = [(one.topics, one.statements, one.documents, one.passages) for one in (first, again)]
        assert counted[0] == counted[1]
        assert (again.generation, again.changed) == (1, False)

    def test_a_plan_of_what_was_not_read_counts_it_too(self, loaded: Loader, folder: Path) -> None:
        (folder / "documents" / "note.txt").write_text(NOTE, "utf-8")
        (folder / "documents" / "harbour-gazette-2026.md").write_text(NOTE, "utf-8")
        (folder / "topics" / "opcon.md").unlink()
        lose(folder, "sma", "usfk", "cfc")

        plan = loaded.plan(folder)

        done = load(loaded, folder, sure=True)
        assert (plan.documents, plan.passages) == (done.documents, done.passages)


class TestMany:
    """Of many documents, some are written while others are read, by two processes."""

    @pytest.fixture
    def many(self, folder: Path) -> Path:
        for number in range(MANY):
            note = f"A Note on Rope {number}\n\nRope number {number} is dear this year, and oil is dearer.\n"
            (folder / "documents" / f"note-{number:03}.txt").write_text(note, "utf-8")
        return folder

    def test_they_are_loaded_as_few_are(self, loader: Loader, many: Path, store: BriefingStore) -> None:
        done = load(loader, many)

        assert (done.documents, done.changed) == (MANY + 3, True)
        answer = store.search("rope 217")
        assert isinstance(answer, Passages)
        assert [found.source.id for found in answer.found][:1] == ["note-217"]
        with store.database.write() as connection:
            assert not index.renew(connection)
            held = connection.execute(text("SELECT passages FROM current_generation")).scalar_one()
            there = connection.execute(text("SELECT count(*) FROM passage")).scalar_one()
        assert answer.total == MANY
        assert held == there

    def test_with_a_problem_in_one_of_them_nothing_changes(
        self, loaded: Loader, many: Path, store: BriefingStore
    ) -> None:
        (many / "documents" / "note-400.txt").write_bytes(b"\xe9")
        (many / "documents" / "note-007.md").write_text("---\nkind: opinion\n---\nRope is dear this year.\n", "utf-8")
        (many / "documents" / "note-007.txt").unlink()

        with pytest.raises(SeedsInvalid) as caught:
            load(loaded, many)

        assert [Path(problem.file).name for problem in caught.value.problems] == ["note-007.md", "note-400.txt"]
        assert isinstance(store.search("rope 217"), Nothing)
        assert store.snapshot.generation == 1

    def test_what_was_not_expected_changes_nothing(self, loaded: Loader, many: Path, store: BriefingStore) -> None:
        mark = loaded.plan(many).mark
        (many / "documents" / "note-007.txt").unlink()

        with pytest.raises(FolderMoved):
            load(loaded, many, expecting=mark)
        assert not store.refresh()
        assert load(loaded, many, expecting=loaded.plan(many).mark).documents == MANY + 2

    @pytest.mark.parametrize("helper", ["/bin/true", "/bin/there-is-none"])
    def test_without_its_helper_a_load_goes_on_alone(
        self, loader: Loader, many: Path, monkeypatch: pytest.MonkeyPatch, helper: str
    ) -> None:
        monkeypatch.setattr("sys.executable", helper)

        assert load(loader, many).documents == MANY + 3

    @pytest.mark.parametrize("dialect", ["sqlite"])
    def test_a_load_that_fails_while_others_are_read_leaves_no_helper_behind(
        self, loaded: Loader, many: Path, store: BriefingStore
    ) -> None:
        with store.database.write() as connection:
            connection.execute(
                text("CREATE TRIGGER full BEFORE INSERT ON passage BEGIN SELECT RAISE(ABORT, 'full'); END")
            )
        before = Process().children()

        with pytest.raises(IntegrityError, match="full") as caught:
            load(loaded, many)

        # What was raised is held still, and with it every frame that it came through.
        assert caught.value.__traceback__ is not None
        assert Process().children() == before
        assert store.snapshot.generation == 1


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

    def test_a_folder_that_was_empty_is_read_when_it_is_full_again(
        self, loaded: Loader, folder: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "unmounted").mkdir()
        load(loaded, tmp_path / "unmounted", sure=True)

        assert load(loaded, folder).topics == 4

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

    def test_a_kept_sidecar_corrects_the_document_that_it_was_kept_with_and_no_other(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        keep(store, "documents/note.txt", NOTE)
        keep(store, "documents/note.txt.yaml", "kind: official\npublished: 2020\n")

        (folder / "documents" / "note.txt").write_text("A Note on Oil\n\nOil is dear this year, says Bo.\n", "utf-8")
        load(loaded, folder)
        other = store.snapshot.sources["note"]
        (folder / "documents" / "note.txt").write_text(NOTE, "utf-8")
        load(loaded, folder)

        assert (other.kind, str(other.published)) != ("official", "2020")
        assert store.snapshot.sources["note"].kind == "official"

    def test_a_kept_file_that_is_written_out_changes_nothing(
        self, loaded: Loader, folder: Path, store: BriefingStore
    ) -> None:
        keep(store, "documents/note.txt", NOTE)
        load(loaded, folder)
        mark = loaded.plan(folder).mark

        (folder / "documents" / "note.txt").write_text(NOTE, "utf-8")
        with store.database.write() as connection:
            file_marks.let_go(connection, ["documents/note.txt"])

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
            found = file_marks.listed(connection)

        assert [(one.name, one.content) for one in found] == [("documents/a.txt", b"A"), ("documents/note.txt", b"two")]
        assert (found[0].added_by, found[0].added_at) == ("U123", NOW)

    @pytest.mark.parametrize(
        "name", ["note.txt", "documents/../x.txt", "documents/a/b.txt", "documents/.x", "documents/a\nb", "topics/a.md"]
    )
    def test_a_name_that_leads_elsewhere_is_refused(self, store: BriefingStore, name: str) -> None:
        with pytest.raises(PathRefused, match="is not the name of a document"):
            keep(store, name, "x")


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_was_loaded_is_loaded_even_if_it_cannot_be_read_back(
    loaded: Loader, store: BriefingStore, folder: Path
) -> None:
    edit(folder)

    with silent_after_a_commit():
        done = load(loaded, folder)

    assert (done.generation, done.changed, store.snapshot.generation) == (2, True, 1)
    assert store.refresh()


class TestABadFile:
    BAD = b"caf\x81"

    def test_holds_up_nothing_else_and_what_it_said_before_stays(
        self, loaded: Loader, store: BriefingStore, folder: Path
    ) -> None:
        (folder / "documents" / "policy-review-2025.md").write_bytes(self.BAD)
        (folder / "documents" / "rope.txt").write_text(NOTE, "utf-8")
        before = store.document("policy-review-2025")

        done = load(loaded, folder, skip_bad=True)

        assert done.difference.documents.added == ("rope",)
        assert [Path(problem.file).name for problem in done.skipped] == ["policy-review-2025.md"]
        assert store.document("policy-review-2025") == before

    def test_leaves_what_its_front_matter_said_too(self, loaded: Loader, store: BriefingStore, folder: Path) -> None:
        path = folder / "documents" / "policy-review-2025.md"
        path.write_text("---\npublished: some day\n---\nRope is dear this year, they say.\n", "utf-8")
        before = store.document("policy-review-2025")

        done = load(loaded, folder, skip_bad=True)

        assert (done.changed, {Path(problem.file).name for problem in done.skipped}) == (False, {path.name})
        assert store.document("policy-review-2025") == before

    def test_stays_on_a_list_with_the_day_since_when_until_it_is_mended(self, loaded: Loader, folder: Path) -> None:
        bad = folder / "documents" / "bad.txt"
        bad.write_bytes(self.BAD)
        load(loaded, folder, skip_bad=True)
        loaded.load(folder, by="tests", at=NOW + timedelta(days=1), skip_bad=True)

        (listed,) = loaded.bad_files()
        bad.write_text(NOTE, "utf-8")
        load(loaded, folder)

        assert (Path(listed.problem.file).name, listed.since) == ("bad.txt", NOW)
        assert loaded.bad_files() == ()

    def test_is_named_by_every_load_until_it_is_mended(self, loaded: Loader, folder: Path) -> None:
        (folder / "documents" / "bad.txt").write_bytes(self.BAD)
        load(loaded, folder, skip_bad=True)

        again = load(loaded, folder, skip_bad=True)

        assert (again.changed, len(again.skipped)) == (False, 1)
        with pytest.raises(SeedsInvalid, match="not UTF-8"):
            load(loaded, folder)
        (folder / "documents" / "bad.txt").write_text(NOTE, "utf-8")
        assert load(loaded, folder, skip_bad=True).skipped == ()

    def test_that_a_topic_cites_and_nobody_has_is_refused_all_the_same(self, loader: Loader, folder: Path) -> None:
        (folder / "documents" / "policy-review-2025.md").write_bytes(self.BAD)

        with pytest.raises(SeedsInvalid, match="policy-review-2025"):
            load(loader, folder, skip_bad=True)

    def test_is_told_by_a_plan_too(self, loaded: Loader, folder: Path) -> None:
        (folder / "documents" / "rope.odt").write_bytes(b"x")
        (folder / "documents" / "rope.txt").write_text(NOTE, "utf-8")

        plan = loaded.plan(folder, skip_bad=True)

        assert (plan.difference.documents.added, len(plan.skipped)) == (("rope",), 1)

    def test_of_a_topic_holds_up_neither_documents_nor_other_topics(
        self, loaded: Loader, store: BriefingStore, folder: Path
    ) -> None:
        edit(folder)
        (folder / "topics" / "cfc.md").write_text("---\nname: [\n---\n", "utf-8")
        (folder / "documents" / "rope.txt").write_text(NOTE, "utf-8")
        before = store.snapshot.topics

        done = load(loaded, folder, skip_bad=True)

        assert done.difference.documents.added == ("rope",)
        assert {Path(problem.file).name for problem in done.skipped} == {"cfc.md"}
        assert {Path(one.problem.file).name for one in loaded.bad_files()} == {"cfc.md"}
        after = store.snapshot.topics
        assert (after["cfc"], after["opcon"] != before["opcon"]) == (before["cfc"], True)

    def test_of_a_topic_that_cites_what_is_not_there_leaves_it_as_it_was(
        self, loaded: Loader, store: BriefingStore, folder: Path
    ) -> None:
        edit(folder, "topics/cfc.md", "almanac-peninsula#3", "almanac-peninsula#300")
        before = store.snapshot.topics["cfc"]

        done = load(loaded, folder, skip_bad=True)

        assert [problem.line for problem in done.skipped] == [24]
        assert store.snapshot.topics["cfc"] == before

    def test_of_a_topic_is_refused_where_the_rest_does_not_bear_out_what_it_said(
        self, loaded: Loader, folder: Path
    ) -> None:
        (folder / "topics" / "cfc.md").write_text("---\nname: [\n---\n", "utf-8")
        (folder / "documents" / "harbour-gazette-2026.txt").unlink(missing_ok=True)
        for path in (folder / "documents").glob("harbour-gazette-2026*"):
            path.unlink()

        with pytest.raises(SeedsInvalid, match="harbour-gazette-2026"):
            load(loaded, folder, skip_bad=True)

    def test_of_a_new_topic_is_left_out_with_what_leads_to_it(
        self, loaded: Loader, store: BriefingStore, folder: Path
    ) -> None:
        (folder / "topics" / "pier.md").write_text("---\nname: [\n---\n", "utf-8")
        edit(folder, "topics/cfc.md", "related: [opcon]", "related: [opcon, pier]")
        before = store.snapshot.topics

        done = load(loaded, folder, skip_bad=True)

        assert {Path(problem.file).name for problem in done.skipped} == {"pier.md", "cfc.md"}
        assert store.snapshot.topics == before
