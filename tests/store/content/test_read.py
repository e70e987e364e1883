"""What is loaded is what is read, in every generation; a load writes what changed and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from store.content import read
from store.model import (
    Change,
    Citation,
    Content,
    DatedBy,
    Difference,
    Disagreement,
    Document,
    Generation,
    Holder,
    Kind,
    Moved,
    OpenQuestion,
    PartialDate,
    Passage,
    Side,
    Snapshot,
    Source,
    Statement,
    SummarySentence,
    Topic,
)
from tests.contents import written

if TYPE_CHECKING:
    from store.db.engine import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

ALMANAC = Document(
    Source(
        "almanac",
        "An Almanac",
        "Lantern Press",
        "A. Lee",
        Kind.REFERENCE,
        PartialDate(2025, 6),
        "https://a.example",
        "en",
        "f1",
        note=True,
        published_from=DatedBy.COPYRIGHT_LINE,
        places=((2, "p. 3"),),
    ),
    (Passage(1, None, "Before any heading."), Passage(2, "Command", "Two flags go up.")),
)
GAZETTE = Document(Source("gazette", "The Gazette", None, None, Kind.NEWS, None, None, "ko", "f2"), ())
OPCON = Topic(
    slug="opcon",
    name="Wartime operational control",
    short="OPCON",
    korean="전시작전통제권",
    category="command",
    summary="Who commands in a war. It is open.",
    reviewed=date(2026, 11, 23),
    abbreviations=("OPCON",),
    aliases=("전작권", "wartime command"),
    questions=("who commands in a war",),
    keywords=("wartime",),
    related=("cfc",),
    statements=(
        Statement("opcon#1", "One claim.", PartialDate(2025, 12, 15), Holder.ANALYSIS, (Citation("almanac", 2),)),
        Statement(
            "opcon#2", "Another — “quoted”.", None, Holder.FACT, (Citation("almanac", 1), Citation("almanac", 2))
        ),
    ),
    disagreements=(
        Disagreement(
            "Whose flag", (Side("Ours.", (Citation("almanac", 1),)), Side("Theirs.", (Citation("almanac", 2),)))
        ),
    ),
)
USFK = Topic(
    slug="usfk",
    name="United States Forces Korea",
    short="USFK",
    korean=None,
    category="forces",
    summary="They came. They are led.",
    reviewed=date(2026, 11, 23),
    statements=(
        Statement(
            "usfk#1",
            "They came by boat.",
            PartialDate(2025, 6),
            Holder.FACT,
            (Citation("almanac", 1),),
            happened=PartialDate(1971),
            asks=("when did they come", "how did they come"),
        ),
    ),
    disagreements=(
        Disagreement(
            "Who pays",
            (
                Side("They do.", (Citation("almanac", 1),), Holder.OFFICIAL, PartialDate(2025, 6)),
                Side("We do.", (Citation("almanac", 2),), Holder.CRITICS),
            ),
        ),
    ),
    also=(OPCON.statements[0],),
    moved=(Moved("usfk#4", "opcon#1"),),
    open=(OpenQuestion("how many came", ("how many troops came",)), OpenQuestion("a year")),
    summary_sentences=(
        SummarySentence("They came.", ("usfk#1",)),
        SummarySentence("They are led.", ("usfk#1", "opcon#1")),
    ),
)
CFC = Topic("cfc", "Combined Forces Command", "CFC", None, "command", "One command.", date(2026, 1, 1))
EVERYTHING = Content({"opcon": OPCON, "cfc": CFC}, {"almanac": ALMANAC, "gazette": GAZETTE})


def load(database: Database, content: Content) -> Generation | None:
    with database.write() as connection:
        return written(connection, content, by="tests", at=NOW)


def snapshot(database: Database, generation: int) -> Snapshot:
    with database.read() as connection:
        return read.snapshot(connection, generation)


def document(database: Database, id_: str, generation: int) -> Document | None:
    with database.read() as connection:
        return read.document(connection, id_, generation)


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.read() as connection:
        tables = set(inspect(connection).get_table_names())
        rows = {name: connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables}  # noqa: S608 - our names
    return {name: sorted(map(tuple, found), key=repr) for name, found in rows.items()}


def with_statements(topic: Topic, *statements: Statement) -> Content:
    return Content({"opcon": replace(topic, statements=statements)}, EVERYTHING.documents)


class TestReading:
    def test_an_empty_store_has_generation_0_and_says_nothing(self, database: Database) -> None:
        with database.read() as connection:
            assert read.current(connection) == 0
            assert read.snapshot(connection, 0) == Snapshot(0, {}, {})
            assert read.generations(connection) == ()

    def test_what_was_loaded_is_what_is_read(self, database: Database) -> None:
        load(database, EVERYTHING)

        found = snapshot(database, 1)

        assert dict(found.topics) == EVERYTHING.topics
        assert dict(found.sources) == {"almanac": ALMANAC.source, "gazette": GAZETTE.source}
        assert document(database, "almanac", 1) == ALMANAC
        assert document(database, "gazette", 1) == GAZETTE

    def test_what_seed_format_2_adds_is_read_as_it_was_loaded(self, database: Database) -> None:
        load(database, Content({"opcon": OPCON, "usfk": USFK}, EVERYTHING.documents))

        assert snapshot(database, 1).topics["usfk"] == USFK

    def test_a_statement_that_another_topic_shows_is_one_statement(self, database: Database) -> None:
        load(database, Content({"opcon": OPCON, "usfk": USFK}, EVERYTHING.documents))
        told = replace(OPCON.statements[0], text="Told otherwise.")
        opcon = replace(OPCON, statements=(told, OPCON.statements[1]))

        generation = load(
            database, Content({"opcon": opcon, "usfk": replace(USFK, also=(told,))}, EVERYTHING.documents)
        )

        assert generation is not None
        assert generation.difference == Difference(statements=Change(changed=("opcon#1",)))
        assert snapshot(database, 2).topics["usfk"].also == (told,)
        assert snapshot(database, 1).topics["usfk"].also == OPCON.statements[:1]

    def test_topics_and_sources_come_in_the_order_of_their_names(self, database: Database) -> None:
        slugs = ["b", "a-c", "a", "aa", "a-b", "z9", "z10"]
        load(database, Content({slug: replace(CFC, slug=slug) for slug in slugs}, EVERYTHING.documents))

        assert list(snapshot(database, 1).topics) == sorted(slugs)

    def test_of_sources_that_are_known_only_what_changed_is_read_anew(self, database: Database) -> None:
        other = replace(GAZETTE, source=replace(GAZETTE.source, title="The New Gazette", fingerprint="f3"))
        added = replace(GAZETTE, source=replace(GAZETTE.source, id="annals"))
        gone = replace(GAZETTE, source=replace(GAZETTE.source, id="bulletin"))
        load(database, replace(EVERYTHING, documents={**EVERYTHING.documents, "bulletin": gone}))
        known = snapshot(database, 1).sources
        load(database, replace(EVERYTHING, documents={"almanac": ALMANAC, "annals": added, "gazette": other}))

        with database.read() as connection:
            found = read.snapshot(connection, 2, known).sources

        assert list(found.items()) == [("almanac", ALMANAC.source), ("annals", added.source), ("gazette", other.source)]
        assert found["almanac"] is known["almanac"]

    def test_a_passage_is_found_by_its_citation(self, database: Database) -> None:
        load(database, EVERYTHING)

        with database.read() as connection:
            assert read.passage(connection, Citation("almanac", 2), 1) == (ALMANAC.source, ALMANAC.passages[1])
            assert read.passage(connection, Citation("almanac", 3), 1) is None
            assert read.passage(connection, Citation("atlas", 1), 1) is None
            assert read.passage(connection, Citation("almanac", 2), 0) is None

    def test_statements_keep_the_order_of_their_author(self, database: Database) -> None:
        one, two = OPCON.statements
        ten = replace(two, id="opcon#10")
        load(database, with_statements(OPCON, ten, two, one))

        assert snapshot(database, 1).topics["opcon"].statements == (ten, two, one)

    def test_the_snapshot_cannot_be_changed(self, database: Database) -> None:
        load(database, EVERYTHING)

        with pytest.raises(TypeError):
            snapshot(database, 1).topics["new"] = CFC  # type: ignore[index] # that is the point

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
    @given(
        said=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
        as_of=st.none()
        | st.builds(PartialDate, st.integers(1, 9999))
        | st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
        held_by=st.sampled_from(Holder),
        cites=st.lists(
            st.builds(Citation, st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]*", fullmatch=True), st.integers(1, 9999))
        ),
    )
    def test_any_statement_is_read_as_it_was_loaded(
        self, database: Database, said: str, as_of: PartialDate | None, held_by: Holder, cites: list[Citation]
    ) -> None:
        statement = Statement("opcon#1", said, as_of, held_by, tuple(cites))
        topic = replace(OPCON, statements=(statement,), summary=said, aliases=(said, said))
        load(database, Content({"opcon": topic}, {}))

        with database.read() as connection:
            found = read.snapshot(connection, read.current(connection))

        assert found.topics["opcon"] == topic


class TestLoading:
    def test_the_first_load_is_generation_1_and_tells_what_it_added(self, database: Database) -> None:
        generation = load(database, EVERYTHING)

        assert generation == Generation(
            1,
            NOW,
            "tests",
            Difference(
                Change(added=("cfc", "opcon")),
                Change(added=("opcon#1", "opcon#2")),
                Change(added=("almanac", "gazette")),
            ),
        )

    def test_an_unchanged_load_writes_nothing_and_keeps_the_number(self, database: Database) -> None:
        load(database, EVERYTHING)
        before = contents(database)

        assert load(database, EVERYTHING) is None

        assert contents(database) == before

    def test_a_changed_statement_changes_neither_its_topic_nor_the_documents(self, database: Database) -> None:
        load(database, EVERYTHING)
        one, two = OPCON.statements
        corrected = replace(OPCON, statements=(replace(one, text="One corrected claim."), two))

        generation = load(database, replace(EVERYTHING, topics={"opcon": corrected, "cfc": CFC}))

        assert generation is not None
        assert generation.difference == Difference(statements=Change(changed=("opcon#1",)))

    def test_only_what_changed_is_written(self, database: Database) -> None:
        load(database, EVERYTHING)
        before = contents(database)
        load(database, replace(EVERYTHING, topics={"opcon": OPCON, "cfc": replace(CFC, summary="Other words.")}))
        after = contents(database)

        grown = {name: len(after[name]) - len(before[name]) for name in before if after[name] != before[name]}

        assert grown == {"topic": 1, "generation": 1, "current_generation": 0}

    @pytest.mark.parametrize(
        "change",
        [
            {"text": "Other words."},
            {"as_of": PartialDate(2025, 12)},
            {"as_of": None},
            {"held_by": Holder.CRITICS},
            {"citations": (Citation("almanac", 1),)},
            {"happened": PartialDate(2019, 10)},
        ],
    )
    def test_every_part_of_a_statement_counts(self, database: Database, change: dict[str, object]) -> None:
        load(database, with_statements(OPCON, OPCON.statements[0]))

        generation = load(database, with_statements(OPCON, replace(OPCON.statements[0], **change)))

        assert generation is not None
        assert generation.difference.statements.changed == ("opcon#1",)

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "x"},
            {"short": "x"},
            {"korean": None},
            {"category": "x"},
            {"summary": "x"},
            {"reviewed": date(2027, 1, 1)},
            {"abbreviations": ()},
            {"aliases": ()},
            {"questions": ()},
            {"keywords": ()},
            {"related": ()},
            {"disagreements": ()},
            {"statements": OPCON.statements[::-1]},
            {"statements": (replace(OPCON.statements[0], asks=("who says so",)), OPCON.statements[1])},
            {"also": OPCON.statements[:1]},
            {"moved": (Moved("opcon#9", "opcon#1"),)},
            {"open": (OpenQuestion("a year"),)},
            {"summary_sentences": (SummarySentence("It is open.", ("opcon#1",)),)},
            {
                "disagreements": (
                    Disagreement(
                        "Whose flag",
                        tuple(replace(side, held_by=Holder.CRITICS) for side in OPCON.disagreements[0].sides),
                    ),
                )
            },
        ],
    )
    def test_every_part_of_a_topic_counts(self, database: Database, change: dict[str, object]) -> None:
        load(database, EVERYTHING)

        generation = load(database, replace(EVERYTHING, topics={"opcon": replace(OPCON, **change), "cfc": CFC}))

        assert generation is not None
        assert generation.difference == Difference(topics=Change(changed=("opcon",)))

    def test_a_statement_added_at_the_end_does_not_change_its_topic(self, database: Database) -> None:
        load(database, EVERYTHING)
        more = replace(OPCON, statements=(*OPCON.statements, replace(OPCON.statements[0], id="opcon#10")))

        generation = load(database, replace(EVERYTHING, topics={"opcon": more, "cfc": CFC}))

        assert generation is not None
        assert generation.difference == Difference(statements=Change(added=("opcon#10",)))

    def test_statements_are_listed_by_their_numbers(self, database: Database) -> None:
        many = [replace(OPCON.statements[0], id=f"opcon#{number}") for number in range(1, 12)]

        generation = load(database, with_statements(OPCON, *many))

        assert generation is not None
        assert generation.difference.statements.added == tuple(f"opcon#{number}" for number in range(1, 12))

    def test_an_empty_folder_retires_everything(self, database: Database) -> None:
        load(database, EVERYTHING)

        generation = load(database, Content({}, {}))

        assert generation is not None
        assert generation.difference.documents.removed == ("almanac", "gazette")
        assert snapshot(database, 2) == Snapshot(2, {}, {})

    def test_the_time_of_a_load_is_kept_in_utc(self, database: Database) -> None:
        seoul = timezone(timedelta(hours=9))
        with database.write() as connection:
            written(connection, EVERYTHING, by="tests", at=NOW.astimezone(seoul))

        with database.read() as connection:
            found = read.generations(connection)[0].loaded_at

        assert found == NOW
        assert found.tzinfo is UTC

    def test_a_time_without_a_zone_is_refused(self, database: Database) -> None:
        with pytest.raises(Exception, match="no time zone"), database.write() as connection:
            written(connection, EVERYTHING, by="tests", at=NOW.replace(tzinfo=None))

        assert snapshot(database, 1) == Snapshot(1, {}, {})


class TestHistory:
    def test_an_older_generation_reads_as_it_did(self, database: Database) -> None:
        other = replace(ALMANAC, source=replace(ALMANAC.source, fingerprint="new"), passages=ALMANAC.passages[:1])
        load(database, EVERYTHING)
        load(database, Content({"opcon": replace(OPCON, summary="Otherwise now.", statements=())}, {"almanac": other}))

        assert dict(snapshot(database, 1).topics) == EVERYTHING.topics
        assert document(database, "almanac", 1) == ALMANAC
        assert document(database, "almanac", 2) == other
        assert document(database, "gazette", 2) is None
        assert list(snapshot(database, 2).topics) == ["opcon"]
        assert snapshot(database, 2).topics["opcon"].statements == ()

    def test_what_went_and_came_back_is_there_twice(self, database: Database) -> None:
        for content in (EVERYTHING, Content({}, {}), EVERYTHING):
            load(database, content)

        assert dict(snapshot(database, 3).topics) == EVERYTHING.topics
        assert document(database, "almanac", 3) == ALMANAC
        assert snapshot(database, 2).topics == {}

    def test_generations_are_listed_the_newest_first(self, database: Database) -> None:
        first = load(database, EVERYTHING)
        second = load(database, Content({}, {}))

        with database.read() as connection:
            assert read.generations(connection) == (second, first)

    def test_the_database_itself_refuses_a_second_valid_version(self, database: Database) -> None:
        load(database, EVERYTHING)
        copy = text(
            "INSERT INTO topic (key, since, until, fingerprint, slug, body)"
            " SELECT 99, 9, NULL, 'x', slug, body FROM topic WHERE slug = 'cfc'"
        )

        with pytest.raises(IntegrityError), database.write() as connection:
            connection.execute(copy)

    def test_the_difference_is_kept_as_json(self, database: Database) -> None:
        load(database, EVERYTHING)

        with database.read() as connection:
            kept = json.loads(connection.execute(text("SELECT difference FROM generation")).scalar_one())

        assert kept["documents"] == {"added": ["almanac", "gazette"], "changed": [], "removed": []}
