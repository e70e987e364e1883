"""What a search finds and what it puts first: one suite, run on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from store.content import index, read
from store.content.collection import weight
from store.content.search import Hits, Searcher
from store.db.engine import Database
from store.lookup.search_query import SearchPage, SearchQuery
from store.model import Content, Document, Kind, Passage, Source
from tests.contents import written
from tests.soundness import misindexed, unsound

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=75)


def document(id_: str, *texts: str, heading: str | None = None) -> Document:
    mark = "\n".join(texts) + (heading or "")
    source = Source(id_, id_.title(), None, None, Kind.NEWS, None, None, "en", mark[:64])
    return Document(source, tuple(Passage(number, heading, it) for number, it in enumerate(texts, 1)))


def load(database: Database, *documents: Document) -> None:
    content = Content({}, {found.source.id: found for found in documents})
    with database.write() as connection:
        written(connection, content, by="tests", at=NOW)


def search(database: Database, asked: str, *, least: float = 0.0, limit: int = 8, start: int = 0) -> list[str]:
    return [
        f"{hit.document}#{hit.passage.number}" for hit in hits(database, asked, least, SearchPage(limit, start)).found
    ]


def hits(database: Database, asked: str, least: float = 0.0, page: SearchPage = SearchPage()) -> Hits:  # noqa: B008 - it is frozen
    with database.read() as connection:
        return Searcher().search(connection, SearchQuery.parse(asked), page, least=least)


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
            assert Searcher().search(connection, SearchQuery(tuple(terms)), SearchPage()).generation == 1

    def test_title_publisher_and_author_speak_for_every_passage(self, database: Database) -> None:
        load(database, about(document("a", "Both sides went home.", "Nobody came."), "The Lighthouse", "Pier Press"))

        for asked in ("lighthouse", "pier press", "quill"):
            assert sorted(search(database, asked)) == ["a#1", "a#2"]

    def test_one_word_of_many_is_enough(self, database: Database) -> None:
        load(database, document("a", "The harbour at dawn."))

        assert search(database, "volcano glacier desert harbour") == ["a#1"]


class TestPhrases:
    def test_a_phrase_stands_as_it_is(self, database: Database) -> None:
        load(database, document("a", "Command in wartime.", "Wartime command.", "Wartime of command."))

        assert search(database, '"wartime command"') == ["a#2", "a#3"]

    def test_other_words_only_rank_what_holds_the_phrase(self, database: Database) -> None:
        load(database, document("a", "Wartime command.", "Harbour, wartime command.", "Harbour."))

        assert search(database, "harbour “wartime command”") == ["a#2", "a#1"]

    def test_a_phrase_of_one_word_must_be_there(self, database: Database) -> None:
        load(database, document("a", "A pier.", "A harbour."))

        assert search(database, '"pier" harbour') == ["a#1"]

    def test_a_phrase_does_not_go_from_the_title_into_the_text(self, database: Database) -> None:
        load(database, about(document("a", "Command of the sea."), "Wartime"))

        assert search(database, '"wartime command"') == []

    def test_hangul_phrases_are_found_without_particles(self, database: Database) -> None:
        load(database, document("a", "전작권의 전환을 논의했다.", "전환이 전작권보다 빠르다."))

        assert search(database, '"전작권 전환"') == ["a#1"]

    def test_a_phrase_of_hangul_is_found_however_it_is_spaced(self, database: Database) -> None:
        load(database, document("a", "방위비분담 특별협정을 논의했다.", "특별히 방위비를 분담하는 협정."))

        for asked in ('"방위비 분담 특별협정"', '"방위비분담특별협정"', '"방위비 분담 특별 협정"'):
            assert search(database, asked) == ["a#1"]


class TestRanking:
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

        assert search(database, "pier") == ["a#1", "b#1", "a#2", "b#2"]

    def test_at_most_as_many_as_asked_for(self, database: Database) -> None:
        load(database, document("a", *["A pier."] * 20))

        assert search(database, "pier", limit=3) == ["a#1", "a#2", "a#3"]

    def test_one_document_does_not_fill_the_page(self, database: Database) -> None:
        load(database, document("a", *["A pier."] * 20), document("b", "A pier, which is not so short."))

        assert search(database, "pier", limit=2) == ["a#1", "b#1"]

    def test_what_a_document_speaks_of_elsewhere_counts(self, database: Database) -> None:
        load(
            database,
            document("a", "A pier was built.", "The lighthouse is near."),
            document("b", "A pier was built.", "The volcano is near."),
        )

        assert search(database, "pier lighthouse") == ["a#2", "b#1", "a#1"]

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
            answers.append([search(database, it, least=least) for it in asked for least in (0.0, 0.4, 0.8)])
            assert unsound(database) == []
            database.close()

        assert answers[0] == answers[1]
        assert sum(map(len, answers[0])) > 1_000


class TestPages:
    def test_pages_hold_everything_once_and_in_one_order(self, database: Database) -> None:
        rng = random.Random(5)
        texts = [" ".join(rng.choices(["pier", "boat", "rope"], k=rng.randint(1, 6))) for _ in range(90)]
        load(database, *(document(f"d{at}", *texts[at : at + 9]) for at in range(0, 90, 9)))

        every = search(database, "pier boat", limit=100)

        assert [one for start in range(0, 100, 7) for one in search(database, "pier boat", limit=7, start=start)][
            : len(every)
        ] == every
        assert len(set(every)) == len(every) == hits(database, "pier boat").total

    def test_after_the_last_page_comes_the_last(self, database: Database) -> None:
        load(database, document("a", *["A pier."] * 10))

        assert search(database, "pier", start=80) == ["a#9", "a#10"]
        assert hits(database, "pier", page=SearchPage(8, 80)).start == 8


class TestShare:
    def test_the_share_is_that_of_the_weight_of_what_is_asked(self, database: Database) -> None:
        load(database, document("a", "The harbour at dawn.", "Boats in the harbour.", "Nets."))

        assert search(database, "harbour dawn", least=0.31) == ["a#1", "a#2"]
        assert search(database, "harbour dawn", least=0.33) == ["a#1"]
        assert search(database, "harbour volcano", least=0.8) == []
        assert search(database, "harbour volcano", least=0.1) == ["a#1", "a#2"]

    def test_words_that_only_ask_are_no_part_of_it(self, database: Database) -> None:
        load(database, document("a", "The lighthouse."), document("b", "A pier."))

        assert search(database, "please explain the lighthouse", least=1.0) == ["a#1"]

    def test_the_rare_word_decides_and_a_common_one_may_lack(self, database: Database) -> None:
        common = [document(f"c{number}", f"The harbour, day {number}.") for number in range(30)]
        load(database, *common, document("rare", "The lighthouse."))

        assert search(database, "harbour lighthouse", least=0.8) == ["rare#1"]

    def test_half_of_the_rare_words_is_not_an_answer(self, database: Database) -> None:
        load(database, document("a", "The lighthouse."), document("b", "The keeper."), document("c", "A pier."))

        assert search(database, "lighthouse keeper", least=0.8) == []
        assert search(database, "lighthouse keeper", least=0.4) == ["a#1", "b#1"]


class TestSilence:
    def test_what_stood_nowhere_is_not_asked_of_the_database_again(self, database: Database) -> None:
        load(database, document("a", "The harbour at dawn."), document("b", "Boats in the harbour."))
        searcher, asked = Searcher(), SearchQuery.parse("harbour volcano")
        with database.read() as connection:
            generation = searcher.search(connection, asked, SearchPage(), least=0.8).generation

        assert searcher.is_silent(asked, generation, 0.8)
        assert not searcher.is_silent(asked, generation, 0.1)
        assert not searcher.is_silent(asked, generation + 1, 0.8)
        assert not searcher.is_silent(SearchQuery.parse("harbour dawn"), generation, 0.8)

    def test_what_stood_nowhere_is_found_once_it_is_loaded(self, database: Database) -> None:
        searcher, asked = Searcher(), SearchQuery.parse("volcano")
        load(database, document("a", "The harbour."))
        with database.read() as connection:
            assert not searcher.search(connection, asked, SearchPage(), least=0.8).found
        load(database, document("a", "The harbour."), document("b", "The volcano."))

        with database.read() as connection:
            found = searcher.search(connection, asked, SearchPage(), least=0.8).found

        assert [hit.document for hit in found] == ["b"]

    def test_no_passage_is_missed_for_it(self, database: Database) -> None:
        rng, words = random.Random(3), ["pier", "boat", "rope", "gull", "net", "oar"]
        texts = [" ".join(rng.sample(words, rng.randint(1, 4))) for _ in range(20)]
        load(database, document("a", *texts))
        searcher = Searcher()

        with database.read() as connection:
            for _ in range(300):
                asked, least = (
                    rng.sample([*words, "volcano", "geyser", "comet"], rng.randint(1, 5)),
                    rng.uniform(0.05, 1),
                )
                query = SearchQuery.plain(" ".join(asked))
                found = searcher.search(connection, query, SearchPage(), least=least).found

                assert bool(found) == (largest_share(asked, texts) >= least)


def largest_share(asked: list[str], texts: list[str]) -> float:
    held = [set(text.split()) for text in texts]
    weights = {word: weight(sum(word in some for some in held), len(held)) for word in asked}
    return max(sum(weights[word] for word in some & weights.keys()) for some in held) / sum(weights.values())


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
        assert unsound(database) == []
        with database.read() as connection:
            assert read.current(connection) == 1

    def test_a_database_without_an_index_is_indexed(self, database: Database) -> None:
        load(database, document("a", "The harbour at dawn."))
        with database.write() as connection:
            connection.execute(text("DELETE FROM segment"))
            connection.execute(text("DELETE FROM posting"))
            assert index.renew(connection)
            assert not index.renew(connection)

        assert search(database, "harbour") == ["a#1"]

    def test_a_searcher_sees_what_its_connection_sees(self, database: Database) -> None:
        searcher, query = Searcher(), SearchQuery.plain("harbour pier")
        load(database, document("a", "The harbour at dawn."))
        found = []
        for documents in ([document("b", "A pier.")], [], [document("a", "The harbour."), document("c", "A pier.")]):
            with database.read() as connection:
                before = searcher.search(connection, query, SearchPage())
                load(database, *documents)
                found.append((before, searcher.search(connection, query, SearchPage())))

        assert all(before == after for before, after in found)
        assert [[hit.document for hit in before.found] for before, _ in found] == [["a"], ["b"], []]
        assert search(database, "harbour pier") == ["a#1", "c#1"]

    def test_many_loads_leave_few_segments_and_nothing_that_is_retired(self, database: Database) -> None:
        for day in range(60):
            load(
                database,
                *(document(f"d{number}", f"Pier {number}, day {day // (number + 1)}.") for number in range(12)),
            )

        assert len(search(database, "pier", limit=20)) == 12
        assert unsound(database) == []
        with database.read() as connection:
            held, number = connection.execute(text("SELECT sum(passages), count(*) FROM segment")).one()
        assert number <= 2 * index.MANY
        assert held <= 60 * 12 / 3

    def test_a_key_is_not_given_again_while_something_is_found_by_it(self, database: Database) -> None:
        load(database, document("a", "The harbour."), document("b", "A pier."))
        load(database, document("a", "The harbour."))
        with database.write() as connection:
            connection.execute(
                text("DELETE FROM passage WHERE document_key IN (SELECT key FROM document WHERE id = 'b')")
            )
            connection.execute(text("DELETE FROM document WHERE id = 'b'"))

        load(database, document("a", "The harbour."), document("c", "A rope."))

        assert search(database, "pier") == []
        assert search(database, "rope") == ["c#1"]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
    @given(
        folders=st.lists(
            st.dictionaries(
                st.sampled_from("abcd"),
                st.lists(st.sampled_from(["harbour pier", "pier pier", "a harbour", "…", "전작권"]), max_size=4),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_what_is_found_is_what_the_passages_say(
        self, database: Database, folders: list[dict[str, list[str]]]
    ) -> None:
        for folder in folders:
            load(database, *(document(id_, *texts) for id_, texts in folder.items()))

            with database.read() as connection:
                assert [*misindexed(connection)] == []


def about(given: Document, title: str, publisher: str | None = None) -> Document:
    return replace(given, source=replace(given.source, title=title, publisher=publisher, author="Ann Quill"))


def index_otherwise(connection: Connection) -> None:
    """Leave the index as a release would that cut every word to its first letter."""
    connection.execute(text("UPDATE passage SET terms = ' ' || substr(trim(terms), 1, 1) || ' '"))
    connection.execute(text("UPDATE posting SET term = '?' || term"))
