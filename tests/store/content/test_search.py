"""What a search finds and what it puts first: one suite, run on both databases."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from store import text as words
from store.content import read, write
from store.content import search as search_content
from store.content.index_entry import STRONG
from store.content.search import MAX_CANDIDATES
from store.db.engine import Database
from store.model import Content, Document, Kind, Passage, Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


def document(id_: str, *texts: str, heading: str | None = None) -> Document:
    mark = "\n".join(texts) + (heading or "")
    source = Source(id_, id_.title(), None, None, Kind.NEWS, None, None, "en", mark[:64])
    return Document(source, tuple(Passage(number, heading, it) for number, it in enumerate(texts, 1)))


def load(database: Database, *documents: Document) -> None:
    content = Content({}, {found.source.id: found for found in documents})
    with database.write() as connection:
        write.write(connection, content, by="tests", at=NOW)


def search(database: Database, asked: str, *, cover: float = 0.0, limit: int = 8) -> list[str]:
    with database.read() as connection:
        found = search_content.search(connection, words.terms(asked), limit, cover=cover).found
    return [f"{id_}#{passage.number}" for id_, passage in found]


@pytest.fixture
def filled(database: Database) -> Database:
    load(
        database, document("a", "A harbour.", "Pier and AND or NOT near."), document("b", "전작권 a b ab", "x_y -1 7.5")
    )
    return database


class TestMatching:
    def test_a_word_finds_its_other_forms(self, database: Database) -> None:
        load(database, document("a", "The ministers negotiated for nine days."))

        assert search(database, "negotiating minister") == ["a#1"]

    def test_british_and_american_spelling_find_each_other(self, database: Database) -> None:
        load(database, document("a", "A defence programme."), document("b", "A defense program."))

        assert search(database, "defense programme") == ["a#1", "b#1"]
        assert search(database, "defence program") == ["a#1", "b#1"]

    def test_hangul_is_found_without_its_particles(self, database: Database) -> None:
        load(database, document("a", "전작권은 아직 넘어가지 않았다."), document("b", "방위비분담금을 다시 정한다."))

        assert search(database, "전작권의") == ["a#1"]
        assert search(database, "방위비 분담금") == ["b#1"]

    def test_a_heading_speaks_for_its_passages(self, database: Database) -> None:
        load(database, document("a", "Both sides went home content.", heading="The lighthouse talks"))

        assert search(database, "lighthouse") == ["a#1"]

    def test_no_word_of_content_finds_nothing(self, database: Database) -> None:
        load(database, document("a", "What is the and of it, a lighthouse?"))

        assert search(database, "what is the of") == []
        assert search(database, "") == []

    def test_an_empty_store_finds_nothing(self, database: Database) -> None:
        assert search(database, "lighthouse") == []

    @pytest.mark.parametrize(
        "asked",
        [
            'harbour" OR "1',
            "harbour AND NOT pier",
            "terms:harbour",
            "NEAR(harbour pier)",
            "harbour*",
            "^harbour",
            "harbour & !pier | (",
            "harbour:* <-> pier",
            "har%bour'; DROP TABLE passage; --",
            "harbour\\",
        ],
    )
    def test_syntax_is_only_words(self, database: Database, asked: str) -> None:
        load(database, document("a", "The harbour at dawn."), document("b", "Nothing of that sort."))

        assert set(search(database, asked)) <= {"a#1"}
        assert search(database, "harbour") == ["a#1"]

    @SHARED
    @given(asked=st.text(max_size=200))
    def test_no_text_at_all_makes_a_search_fail(self, filled: Database, asked: str) -> None:
        for found in search(filled, asked):
            assert found.count("#") == 1

    @SHARED
    @given(asked=st.text(st.sampled_from("ab\"'&|!():*<>-_%\\^ \x00\ud800가 OR AND NOT NEAR"), max_size=60))
    def test_no_syntax_makes_a_search_fail(self, filled: Database, asked: str) -> None:
        assert len(search(filled, asked)) <= 8

    @SHARED
    @given(terms=st.lists(st.text(max_size=80), max_size=8))
    def test_no_terms_make_a_search_fail(self, filled: Database, terms: list[str]) -> None:
        with filled.read() as connection:
            assert search_content.search(connection, terms).generation == 1


class TestRanking:
    def test_a_passage_with_every_word_comes_first(self, database: Database) -> None:
        load(
            database,
            document("a", "Pier pier pier, and the pier again: a pier."),
            document("b", "Long after the boats had gone, nobody in town cared for the pier or for its harbour."),
            document("c", "A harbour."),
        )

        assert search(database, "harbour pier")[0] == "b#1"

    def test_a_rare_word_weighs_more_than_a_common_one(self, database: Database) -> None:
        common = [document(f"c{number}", f"The pier, day {number}.") for number in range(10)]
        load(database, *common, document("rare", "The lighthouse, day 99."))

        assert search(database, "pier lighthouse")[0] == "rare#1"

    def test_a_short_passage_comes_before_a_long_one(self, database: Database) -> None:
        load(
            database,
            document("long", "The harbour, where boats and nets and gulls and ropes and crates lie about all day."),
            document("short", "The harbour at dawn."),
        )

        assert search(database, "harbour") == ["short#1", "long#1"]

    def test_a_word_said_twice_comes_before_a_word_said_once(self, database: Database) -> None:
        load(
            database,
            document("once", "The harbour lies near town."),
            document("twice", "A harbour is a harbour still."),
        )

        assert search(database, "harbour") == ["twice#1", "once#1"]

    def test_ties_go_by_document_and_number(self, database: Database) -> None:
        load(database, document("b", "A pier.", "A pier."), document("a", "A pier.", "A pier."))

        assert search(database, "pier") == ["a#1", "a#2", "b#1", "b#2"]

    def test_at_most_as_many_as_asked_for(self, database: Database) -> None:
        load(database, document("a", *["A pier."] * 20))

        assert search(database, "pier", limit=3) == ["a#1", "a#2", "a#3"]

    def test_of_too_many_matches_those_that_say_it_most_come_first(self, database: Database) -> None:
        many = document("many", *[f"A pier of kind {number}." for number in range(3 * MAX_CANDIDATES)])
        load(database, document("first", "A pier is a pier."), many, document("last", "A pier, and one more pier."))

        assert set(search(database, "pier", limit=2)) == {"first#1", "last#1"}

    def test_of_too_many_matches_the_last_loaded_are_ranked(self, database: Database) -> None:
        old = document("old", *[f"A pier of kind {number}." for number in range(3 * MAX_CANDIDATES)])
        load(database, old)
        load(database, old, document("new", "A pier of quite another kind, in the end."))

        assert "new#1" in search(database, "pier", limit=MAX_CANDIDATES)

    def test_common_words_together_find_the_passage_that_has_all(self, database: Database) -> None:
        rng = random.Random(7)
        texts = [" ".join(rng.sample(["pier", "boat", "rope", "gull", "crate"], 2)) for _ in range(400)]
        load(database, document("many", *texts), document("one", "Pier, boat, rope, gull and crate."))

        assert search(database, "pier boat rope gull crate")[0] == "one#1"

    def test_both_databases_give_the_same_order(self, sqlite_url: str, postgresql_url: str) -> None:
        rng = random.Random(11)
        common, rare = (
            ["pier", "boat", "rope", "gull"],
            [f"{a}{b}{c}o" for a in "bdkmt" for b in "aeiou" for c in "lnrs"],
        )
        folder = [
            document(f"d{number:02}", *(" ".join([*rng.choices(common, k=6), *rng.sample(rare, 4)]) for _ in range(12)))
            for number in range(30)
        ]
        asked = [" ".join(rng.sample(common + rare, rng.randint(1, 5))) for _ in range(300)]
        answers = []
        for url in (sqlite_url, postgresql_url):
            database = Database(url)
            load(database, *folder[:20])
            load(database, *folder[5:])
            answers.append([search(database, it, cover=cover) for it in asked for cover in (0.0, 0.4, 0.8)])
            database.close()

        assert answers[0] == answers[1]
        assert sum(map(len, answers[0])) > 1_000


class TestCover:
    def test_an_unknown_word_is_not_covered(self, database: Database) -> None:
        load(database, document("a", "The harbour at dawn.", "Boats in the harbour.", "Nets."))

        assert search(database, "harbour volcano", cover=0.8) == []
        assert search(database, "harbour volcano", cover=0.1) == ["a#1", "a#2"]

    def test_the_rare_word_decides_and_a_common_one_may_lack(self, database: Database) -> None:
        common = [document(f"c{number}", f"The harbour, day {number}.") for number in range(30)]
        load(database, *common, document("rare", "The lighthouse."))

        assert search(database, "harbour lighthouse", cover=0.8) == ["rare#1"]

    def test_half_of_the_rare_words_is_not_an_answer(self, database: Database) -> None:
        load(database, document("a", "The lighthouse."), document("b", "The keeper."), document("c", "A pier."))

        assert search(database, "lighthouse keeper", cover=0.8) == []
        assert search(database, "lighthouse keeper", cover=0.4) == ["a#1", "b#1"]


class TestIndex:
    def test_a_retired_passage_is_found_no_more(self, database: Database) -> None:
        load(database, document("a", "The harbour at dawn."), document("b", "A pier."))
        load(database, document("a", "The airfield at dawn."), document("b", "A pier."))

        assert search(database, "harbour") == []
        assert search(database, "airfield") == ["a#1"]
        assert search(database, "pier") == ["b#1"]

    def test_a_passage_that_comes_back_is_found_once(self, database: Database) -> None:
        for texts in (["The harbour."], ["The airfield."], ["The harbour."]):
            load(database, document("a", *texts))

        assert search(database, "harbour") == ["a#1"]

    def test_a_kilobyte_without_a_space_is_found_by_its_beginning(self, database: Database) -> None:
        load(database, document("a", "x" * 5_000), document("b", "가" * 5_000))

        assert search(database, "x" * 70) == ["a#1"]
        assert search(database, "가나") == []

    def test_a_passage_of_a_megabyte_is_taken(self, database: Database) -> None:
        rng = random.Random(3)
        long = " ".join(f"{rng.getrandbits(64):x}" for _ in range(60_000))
        load(database, document("a", f"harbour {long}"))

        assert search(database, "harbour") == ["a#1"]

    def test_a_passage_without_words_is_stored_and_never_found(self, database: Database) -> None:
        load(database, document("a", "… — !", "The harbour."))

        assert search(database, "harbour") == ["a#2"]

    def test_terms_of_another_release_are_made_anew_by_the_next_load(self, database: Database) -> None:
        documents = (document("a", "The harbour at dawn.", "A pier."), document("b", "A pier and a pier."))
        load(database, *documents)
        with database.write() as connection:
            index_otherwise(connection)
        assert search(database, "pier") == []

        load(database, *documents)

        assert search(database, "pier") == ["b#1", "a#2"]
        with database.read() as connection:
            assert read.current(connection) == 1
            assert recount(connection)[0] == indexed(connection) == {"harbor": 1, "dawn": 1, "pier": 2}

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
    @given(
        folders=st.lists(
            st.dictionaries(
                st.sampled_from("abcd"),
                st.lists(st.sampled_from(["harbour pier", "pier pier", "a harbour", "…", "전작권"]), max_size=4),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_the_counts_are_those_of_what_is_found(
        self, database: Database, folders: list[dict[str, list[str]]]
    ) -> None:
        for folder in folders:
            load(database, *(document(id_, *texts) for id_, texts in folder.items()))

        with database.read() as connection:
            expected = counted(folders[-1])
            assert recount(connection) == expected
            assert indexed(connection) == expected[0]


def index_otherwise(connection: Connection) -> None:
    """Leave the index as a release would that cut every word to its first letter."""
    connection.execute(text("UPDATE passage SET terms = ' ' || substr(trim(terms), 1, 1) || ' ', length = 1"))
    connection.execute(text("DELETE FROM term"))
    connection.execute(text("INSERT INTO term SELECT trim(terms), count(*) FROM passage GROUP BY terms"))
    connection.execute(text("UPDATE current_generation SET terms = passages"))
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO passage_index (passage_index) VALUES ('delete-all')"))
        connection.execute(
            text("INSERT INTO passage_index (rowid, terms) SELECT -key, terms FROM passage ORDER BY -key")
        )
    else:
        connection.execute(text("DELETE FROM passage_index"))
        connection.execute(
            text("INSERT INTO passage_index SELECT key, array_to_tsvector(ARRAY[trim(terms)]) FROM passage")
        )


def counted(folder: dict[str, list[str]]) -> tuple[dict[str, int], int, int]:
    found = [words.terms(it) for texts in folder.values() for it in texts]
    return dict(Counter(word for terms in found for word in set(terms))), len(found), sum(map(len, found))


def recount(connection: Connection) -> tuple[dict[str, int], int, int]:
    counts = dict(connection.execute(text("SELECT term, passages FROM term")).all())
    passages_, terms = connection.execute(text("SELECT passages, terms FROM current_generation")).one()
    return counts, passages_, terms


def indexed(connection: Connection) -> dict[str, int]:
    """In how many passages each term stands, by the index itself."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO passage_index (passage_index) VALUES ('integrity-check')"))
        connection.execute(text("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, passage_index, row)"))
        found = connection.execute(text("SELECT term, doc FROM temp.seen")).all()
    else:
        found = connection.execute(text("SELECT word, ndoc FROM ts_stat('SELECT terms FROM passage_index')")).all()
    return {word: count for word, count in found if not word.startswith(STRONG)}
