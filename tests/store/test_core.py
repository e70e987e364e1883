"""The store as its doors see it, on both databases."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from store.core import BriefingStore
from store.errors import LoadRunning, MendTheSettings, NoInput, SchemaAhead, SeedsInvalid, TooLong
from store.lookup.view import MOST_ANSWERS
from store.model import MAX_QUERY, Brief, Citation, Nothing, Passages
from tests.paths import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.db.engine import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

CORMORANTS = """---
name: Cormorants
category: birds
reviewed: 2026-11-23
statements:
  - id: 1
    text: A cormorant sits on the pier.
    as_of: undated
    held_by: fact
    cites: [almanac-peninsula#1]
---
Cormorants sit on piers. They dry their wings.
"""
WHO = "---\ntitle: Who is who\nkind: news\npublisher: Desk\n---\n"


@pytest.fixture
def replica(database_url: str, loaded_store: BriefingStore) -> Iterator[BriefingStore]:
    """A second store on the same database, opened after the load."""
    assert loaded_store.snapshot.generation == 1
    replica = BriefingStore.open(database_url)
    yield replica
    replica.close()


class TestOpening:
    def test_a_store_without_tables_is_empty_until_migrated(self, empty_database_url: str) -> None:
        store = BriefingStore.open(empty_database_url)
        assert store.snapshot.generation == 0

        with pytest.raises(MendTheSettings, match="run `alliance migrate`"):
            store.search("harbour")
        store.migrate()

        assert isinstance(store.ask("harbour"), Nothing)
        store.close()

    def test_a_store_opens_with_what_was_loaded(self, replica: BriefingStore, loaded_store: BriefingStore) -> None:
        assert replica.snapshot == loaded_store.snapshot
        assert isinstance(replica.glance("opcon"), Brief)

    def test_a_store_of_a_newer_release_is_not_opened(self, database_url: str, database: Database) -> None:
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        with pytest.raises(SchemaAhead):
            BriefingStore.open(database_url)


class TestAsking:
    def test_a_name_gives_its_brief(self, loaded_store: BriefingStore) -> None:
        answer = loaded_store.ask("OPCON")

        assert isinstance(answer, Brief)
        assert answer.topic.slug == "opcon"
        assert [source.id for source in answer.sources][:2] == ["harbour-gazette-2026", "almanac-peninsula"]
        assert answer.generation == 1

    def test_words_of_a_passage_give_it_with_its_topics(self, loaded_store: BriefingStore) -> None:
        answer = loaded_store.ask("island with two flagpoles")

        assert isinstance(answer, Passages)
        assert answer.found[0].source.id == "almanac-peninsula"
        assert answer.found[0].passage.heading == "Command"
        assert "opcon" in answer.found[0].topics

    def test_what_nobody_wrote_of_gives_nothing(self, loaded_store: BriefingStore) -> None:
        assert isinstance(loaded_store.ask("island with seven volcanoes"), Nothing)

    def test_a_search_is_content_with_less_than_an_answer(self, loaded_store: BriefingStore) -> None:
        asked = "flagpoles volcano"

        assert isinstance(loaded_store.ask(asked), Nothing)
        assert isinstance(loaded_store.search(asked), Passages)

    def test_the_query_is_repeated_clean(self, loaded_store: BriefingStore) -> None:
        answer = loaded_store.ask("  seven\u202e \x00 volcanoes\n")

        assert answer.query == "seven volcanoes"

    @pytest.mark.parametrize("way", ["glance", "ask", "search"])
    def test_more_than_500_characters_are_refused(self, loaded_store: BriefingStore, way: str) -> None:
        ask = getattr(loaded_store, way)

        ask("x" * MAX_QUERY)
        ask(" " * 500 + "opcon\u200b" + " " * 500)

        with pytest.raises(TooLong, match="Please shorten this to 500 characters"):
            ask("x" * (MAX_QUERY + 1))

    def test_a_glance_needs_no_database(self, loaded_store: BriefingStore) -> None:
        with loaded_store.database.write() as connection:
            connection.execute(text("DROP TABLE statement"))
            connection.execute(text("DROP TABLE posting"))

        assert isinstance(loaded_store.glance("opcon"), Brief)
        assert loaded_store.glance("island with two flagpoles") is None

    def test_what_was_asked_before_is_answered_at_a_glance(self, loaded_store: BriefingStore) -> None:
        asked = "island with seven volcanoes"
        first = loaded_store.ask(asked)

        assert loaded_store.glance(asked) is first
        assert loaded_store.glance(asked, about="opcon") is None

    def test_passages_are_read_anew(self, loaded_store: BriefingStore) -> None:
        asked = "island with two flagpoles"
        assert isinstance(loaded_store.ask(asked), Passages)

        assert loaded_store.glance(asked) is None

    def test_of_many_answers_the_oldest_are_forgotten(self, loaded_store: BriefingStore) -> None:
        loaded_store.ask("island with seven volcanoes")
        for number in range(MOST_ANSWERS):
            loaded_store.glance(f"opcon#{number}")

        assert loaded_store.glance("island with seven volcanoes") is None

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
    @given(asked=st.text(max_size=200))
    def test_any_text_gets_an_answer(self, loaded_store: BriefingStore, asked: str) -> None:
        answer = loaded_store.ask(asked)

        assert answer.generation == 1


class TestReading:
    def test_sources_are_listed_by_id(self, loaded_store: BriefingStore) -> None:
        ids = [source.id for source in loaded_store.sources()]

        assert ids == ["almanac-peninsula", "harbour-gazette-2026", "policy-review-2025"]

    def test_a_document_comes_with_its_passages(self, loaded_store: BriefingStore) -> None:
        document = loaded_store.document("almanac-peninsula")

        assert document is not None
        assert [passage.number for passage in document.passages] == list(range(1, len(document.passages) + 1))
        assert loaded_store.document("no-such-source") is None

    def test_a_citation_gives_its_passage_and_the_topics_that_cite_it(self, loaded_store: BriefingStore) -> None:
        found = loaded_store.passage(Citation("almanac-peninsula", 4))

        assert found is not None
        assert "reopen" in found.passage.text
        assert "sma" in found.topics
        assert loaded_store.passage(Citation("almanac-peninsula", 99)) is None

    def test_a_raw_document_is_linked_to_the_topics_that_it_names(self, store: BriefingStore, folder: Path) -> None:
        (folder / "documents" / "raw.txt").write_text("A Note\n\nIn the harbour they talk of nothing but OPCON.\n")

        store.load(folder, by="tests", at=NOW)

        answer = store.search("nothing but harbour talk")
        assert isinstance(answer, Passages)
        assert answer.found[0].source.id == "raw"
        assert answer.found[0].topics == ("opcon",)

    def test_a_document_speaks_to_the_topics_that_an_editor_gave_it(self, store: BriefingStore, folder: Path) -> None:
        note = "---\ntopics: [usfk, opcon]\n---\nIn the harbour they talk of nothing but the SMA and OPCON.\n"
        (folder / "documents" / "raw.md").write_text(note)
        sma = folder / "topics" / "sma.md"
        sma.write_text(sma.read_text().replace("cites: [almanac-peninsula#4", "cites: [raw#1, almanac-peninsula#4"))

        store.load(folder, by="tests", at=NOW)

        answer = store.search("nothing but harbour talk")
        assert isinstance(answer, Passages)
        assert answer.found[0].source.topics == ("usfk", "opcon")
        assert answer.found[0].topics == ("sma", "usfk", "opcon")


class TestLoading:
    def test_a_load_tells_what_it_did(self, store: BriefingStore) -> None:
        loaded = store.load(SEEDS, by="tests", at=NOW)

        assert (loaded.generation, loaded.changed) == (1, True)
        assert (loaded.topics, loaded.documents) == (4, 3)
        assert loaded.difference.topics.added == ("cfc", "opcon", "sma", "usfk")
        assert loaded.statements == len(loaded.difference.statements.added)
        assert loaded.passages > loaded.documents

    def test_the_same_folder_again_changes_nothing(self, loaded_store: BriefingStore) -> None:
        loaded = loaded_store.load(SEEDS, by="tests", at=NOW)

        assert (loaded.generation, loaded.changed) == (1, False)
        assert not loaded.difference

    def test_progress_is_told(self, store: BriefingStore) -> None:
        told: list[tuple[str, int, int]] = []

        store.load(SEEDS, by="tests", at=NOW, progress=lambda *step: told.append(step))

        assert ("topics", 4, 4) in told

    def test_a_mistake_in_one_file_keeps_everything_as_it_was(self, loaded_store: BriefingStore, folder: Path) -> None:
        (folder / "topics" / "opcon.md").write_text("---\nname: [\n---\n")
        (folder / "topics" / "cfc.md").unlink()
        before = loaded_store.snapshot

        with pytest.raises(SeedsInvalid):
            loaded_store.load(folder, by="tests", at=NOW)

        assert not loaded_store.refresh()
        assert loaded_store.snapshot is before

    def test_a_missing_folder_is_named(self, loaded_store: BriefingStore) -> None:
        with pytest.raises(NoInput, match="no-such-folder"):
            loaded_store.load(Path("no-such-folder"), by="tests", at=NOW)

    def test_a_check_loads_nothing(self, store: BriefingStore) -> None:
        content = store.check(SEEDS)

        assert sorted(content.topics) == ["cfc", "opcon", "sma", "usfk"]
        assert store.snapshot.generation == 0

    def test_a_second_loader_is_told_who_loads_and_since_when(self, store: BriefingStore, database_url: str) -> None:
        script = (
            "import sys\nfrom datetime import datetime, UTC\n"
            "from store.db import load_lock\nfrom store.db.engine import Database\n"
            "with load_lock.taken(Database(sys.argv[1]), by='Kim', at=datetime(2026, 11, 23, 8, 30, tzinfo=UTC)):\n"
            "    print('loading', flush=True)\n    sys.stdin.read()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "loading\n"

            with pytest.raises(LoadRunning, match="A load by Kim has been running since") as caught:
                store.load(SEEDS, by="tests", at=NOW)
            other.kill()

        assert caught.value.since.tzinfo is not None
        # The killed one left nothing to clear; a server takes an instant to see that it is gone.
        assert store.load(SEEDS, by="tests", at=NOW, patience=30).changed

    def test_of_many_loads_at_once_one_runs(self, store: BriefingStore) -> None:
        def load(_: int) -> str:
            try:
                return str(store.load(SEEDS, by="tests", at=NOW).generation)
            except LoadRunning:
                return "told"

        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(load, range(12)))

        assert set(outcomes) <= {"1", "told"}
        assert "1" in outcomes


class TestFollowing:
    def test_a_replica_follows_a_load_when_it_looks(
        self, replica: BriefingStore, loaded_store: BriefingStore, folder: Path
    ) -> None:
        (folder / "topics" / "cfc.md").unlink()
        opcon = folder / "topics" / "opcon.md"
        opcon.write_text(opcon.read_text().replace("related: [cfc, usfk]", "related: [usfk]"))
        loaded_store.load(folder, by="tests", at=NOW)
        before = replica.snapshot

        assert "cfc" in before.topics
        assert replica.refresh()
        assert not replica.refresh()
        assert "cfc" not in replica.snapshot.topics
        assert "cfc" in before.topics

    def test_an_answer_of_passages_is_whole_of_the_new_generation(
        self, replica: BriefingStore, loaded_store: BriefingStore, folder: Path
    ) -> None:
        (folder / "documents" / "new.md").write_text(f"{WHO}The harbour master of the OPCON pier is a cormorant.\n")
        loaded_store.load(folder, by="tests", at=NOW)

        answer = replica.ask("harbour master cormorant")

        assert isinstance(answer, Passages)
        assert answer.generation == replica.snapshot.generation == 2
        assert answer.found[0].source.id == "new"

    def test_a_question_that_became_a_topic_gets_its_brief(
        self, replica: BriefingStore, loaded_store: BriefingStore, folder: Path
    ) -> None:
        assert isinstance(replica.ask("cormorants"), Nothing)
        (folder / "topics" / "cormorants.md").write_text(CORMORANTS)
        loaded_store.load(folder, by="tests", at=NOW)
        replica.refresh()

        answer = replica.glance("cormorants")

        assert isinstance(answer, Brief)
        assert answer.topic.slug == "cormorants"

    def test_readers_meet_whole_generations_while_one_loads(
        self, loaded_store: BriefingStore, replica: BriefingStore, folder: Path
    ) -> None:
        wrong: list[object] = []
        done = threading.Event()
        note = folder / "documents" / "note.md"

        def read() -> None:
            while not done.is_set():
                replica.refresh()
                answer = replica.search("cormorant")
                if isinstance(answer, Passages):
                    said = {found.passage.text for found in answer.found}
                    if len(said) != 1 or f"generation {answer.generation}." not in said.pop():
                        wrong.append(answer)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(2, 12):
            line = f"A cormorant of generation {number}."
            note.write_text(f"{WHO}\n\n".join(["", "\n\n".join([line] * 5)]) + "\n")
            loaded_store.load(folder, by="tests", at=NOW)
        done.set()
        for reader in readers:
            reader.join()

        assert wrong == []
        assert loaded_store.snapshot.generation == 11


class TestRemembering:
    def test_an_event_is_new_once_over_all_replicas(self, loaded_store: BriefingStore, replica: BriefingStore) -> None:
        assert loaded_store.usage.first_sight("Ev1", NOW)
        assert not replica.usage.first_sight("Ev1", NOW + timedelta(minutes=5))
        assert replica.usage.first_sight("Ev2", NOW)

    def test_an_event_is_forgotten_after_a_day(self, store: BriefingStore) -> None:
        store.usage.first_sight("Ev1", NOW)

        assert not store.usage.first_sight("Ev1", NOW + timedelta(hours=23))
        assert store.usage.first_sight("Ev1", NOW + timedelta(hours=25))

    def test_of_many_that_see_an_event_at_once_one_is_first(self, store: BriefingStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            seen = list(pool.map(lambda _: store.usage.first_sight("Ev1", NOW), range(24)))

        assert seen.count(True) == 1

    def test_misses_are_counted_by_what_was_meant(self, store: BriefingStore) -> None:
        later = NOW + timedelta(hours=1)
        store.usage.note_misses([("Harbour tolls", NOW)])
        store.usage.note_misses([("the harbor tolls?", later)])
        store.usage.note_misses([("seagulls", NOW)])

        gaps = store.usage.gaps()

        assert [(gap.text, gap.count) for gap in gaps] == [("the harbor tolls?", 2), ("seagulls", 1)]
        assert (gaps[0].first_at, gaps[0].last_at) == (NOW, later)

    def test_a_miss_without_letters_is_kept_too(self, store: BriefingStore) -> None:
        store.usage.note_misses([("???", NOW)])
        store.usage.note_misses([("!!!", NOW)])

        assert sorted(gap.text for gap in store.usage.gaps()) == ["!!!", "???"]


def test_a_text_that_met_a_newer_generation_is_asked_anew(
    folder: Path, replica: BriefingStore, loaded_store: BriefingStore
) -> None:
    (folder / "topics" / "cormorants.md").write_text(CORMORANTS, encoding="utf-8")
    loaded_store.load(folder, by="test", at=NOW)

    answer = replica.ask("cormorants")

    assert isinstance(answer, Brief)
    assert answer.generation == 2
