from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text

from store.db.bulk import among, in_columns, kept_by, taken
from store.db.schema import sight

NOON = datetime(2026, 11, 23, 12, 0, 0, 250_000, tzinfo=UTC)


def rows_of(database):
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(select(sight.c.id, sight.c.seen_at).order_by(sight.c.id))]


def add(database, rows):
    with database.write() as connection:
        kept = kept_by(connection.dialect)
        in_columns(connection, sight, ["id", "seen_at"], [(id_, kept(at)) for id_, at in rows])


def test_what_went_past_sqlalchemy_reads_as_what_went_through_it(database):
    add(database, [("a", NOON), ("b", NOON + timedelta(hours=1))])

    assert rows_of(database) == [("a", NOON), ("b", NOON + timedelta(hours=1))]


def test_no_rows_are_nothing_to_do(database):
    add(database, [])

    assert rows_of(database) == []


@pytest.mark.parametrize("texts", [[], ["b"], ["b", "'\"\\%s:x?", "\u3131", "not there"], map(str, range(100_000))])
def test_a_column_is_found_among_any_texts_of_any_number(database, texts):
    ids = ["'\"\\%s:x?", "7", "b", "c", "\u3131"]
    wanted = [*texts]
    add(database, [(id_, NOON) for id_ in ids])

    with database.read() as connection:
        found = connection.execute(select(sight.c.id).where(among(connection, sight.c.id, wanted))).scalars().all()

    assert sorted(found) == sorted({*ids} & {*wanted})


def test_what_is_chosen_is_no_more_than_was_asked_for_whatever_plan_the_database_makes(database):
    add(database, [(str(one), NOON) for one in range(50)])
    chosen = taken(select(sight.c.id).where(sight.c.seen_at <= NOON).limit(3))

    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            for plan in ("hashagg", "hashjoin", "mergejoin", "material", "sort"):
                connection.execute(text(f"SET LOCAL enable_{plan} = off"))
        gone = connection.execute(delete(sight).where(sight.c.id.in_(chosen)).returning(sight.c.id)).all()

    assert len(gone) == 3
    assert len(rows_of(database)) == 47
