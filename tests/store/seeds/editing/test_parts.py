"""Topic files edited in one place, read back, and otherwise the same to the byte."""

from __future__ import annotations

import pytest

from store.seeds.editing import hunks
from store.seeds.editing.changes import Unwritable
from store.seeds.editing.parts import EditedPart, key_places, rest, said_of, statement_of
from store.seeds.fields import Notebook
from store.seeds.topics import draft

FILE = """---
# Kept by the desk; ask before you change the order.
format: 2
name:   Lamps      # as on the quay
aliases: [lanterns,   'the "lights"', 등불]
category: harbour
reviewed: 2026-11-23
statements:
  - id: 1
    text: >-
      The keeper lights forty lamps at dusk, and writes
      the hour down.
    as_of: 2026-01   # the month of the note
    held_by: fact
    cites: [note#1, note#2]

  # The second was added in spring.
  - id: 2
    text: 'It''s told that oil is dear.'
    happened: 2019
    as_of: undated
    held_by: critics
    cites:
      - note#3   # the only one
      - "note#4"
    asks:
      - is oil dear
      # from the Home
      - 기름값이 비싼가요

  - {id: 4, text: plain and short, as_of: 2026, held_by: fact, cites: [note#1]}
disagreements: []
---
Lamps are lit. [1] Oil is dear. [2, 4]
"""


def edited(key: str, file: str = FILE, **otherwise: str | list[str]) -> str:
    part, data = EditedPart.of(key), file.encode()
    said = part.said_in(data)
    wanted = {**(said if isinstance(said, dict) else {}), **otherwise}
    new = part.written(data, wanted)
    assert new is not None
    assert part.said_in(new) == wanted
    return new.decode()


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    hunk = hunks.between(before.encode(), after.encode())
    old, new = hunk.was.splitlines(), hunk.became.splitlines()
    return [one for one in old if one not in new], [one for one in new if one not in old]


def test_a_folded_text_stays_folded_as_far_in_and_nothing_else_moves() -> None:
    after = edited("lamps#1", text="The keeper lights fifty lamps at dusk, and forgets to write the hour down.")

    assert lines(FILE, after) == (
        ["      The keeper lights forty lamps at dusk, and writes", "      the hour down."],
        ["      The keeper lights fifty lamps at dusk, and forgets to write the hour down."],
    )


def test_a_comment_behind_a_date_stays() -> None:
    after = edited("lamps#1", as_of="2026-02-03")

    assert lines(FILE, after) == (
        ["    as_of: 2026-01   # the month of the note"],
        ["    as_of: 2026-02-03   # the month of the note"],
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("It's dear: so they say.", "    text: 'It''s dear: so they say.'"),
        ("기름은 비싸다.", "    text: '기름은 비싸다.'"),
    ],
)
def test_quotes_stay_those_that_were_there(text: str, line: str) -> None:
    after = edited("lamps#2", text=text)

    assert lines(FILE, after)[1] == [line]


@pytest.mark.parametrize(
    "text", ["yes", "null", "# no", "a: b", "- x", "[x", "{y", "5", "'", '"', "x #y", "@home", "!"]
)
def test_a_text_that_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    edited("lamps#4", text=text, asks=[text])
    edited("lamps#1", text=text, asks=[text])


def test_an_entry_of_a_list_comes_and_goes_alone() -> None:
    after = edited("lamps#2", asks=["기름값이 비싼가요", "who pays"], cites=["note#3"])

    assert lines(FILE, after) == (
        ['      - "note#4"', "      - is oil dear"],
        ["      - who pays"],
    )


def test_keys_come_and_go_where_they_belong() -> None:
    after = edited("lamps#2", happened="", asks=[])
    with_day = edited("lamps#1", happened="2020-05", asks=["how many lamps"])

    assert "happened" not in after
    assert "기름값" not in after
    assert lines(FILE, with_day)[1] == ["    happened: 2020-05", "    asks: [how many lamps]"]


def test_a_statement_in_braces_stays_in_them() -> None:
    after = edited("lamps#4", text="plain, and long", asks=["what"], held_by="official", happened="2020")

    (line,) = lines(FILE, after)[1]
    assert line == (
        '  - {id: 4, text: "plain, and long", happened: 2020, as_of: 2026, held_by: official, cites: [note#1], '
        "asks: [what]}"
    )


def test_a_new_statement_is_put_after_the_last_as_far_from_it() -> None:
    after = edited("lamps#5", text="New.", happened="", as_of="2026", held_by="fact", cites=["note#1"], asks=[])

    assert after == FILE.replace(
        "disagreements",
        "\n  - id: 5\n    text: New.\n    as_of: 2026\n    held_by: fact\n    cites: [note#1]\ndisagreements",
    )
    assert (
        EditedPart.of("lamps#5").written(after.encode(), None)
        == FILE.replace("cites: [note#1]}\ndis", "cites: [note#1]}\n\ndis").encode()
    )


def test_a_statement_goes_with_its_lines_and_comes_back_by_its_hunk() -> None:
    part = EditedPart.of("lamps#2")

    gone = part.written(FILE.encode(), None)

    assert gone is not None
    assert part.said_in(gone) is None
    hunk = hunks.between(FILE.encode(), gone)
    assert "# The second was added in spring." in gone.decode()
    assert hunk.undone.applied(gone) == FILE.encode()


def test_a_hunk_that_fits_nowhere_or_twice_is_not_applied() -> None:
    hunk = hunks.between(FILE.encode(), FILE.replace("forty", "fifty").encode())

    assert hunk.undone.applied(b"other lines") is None
    assert hunk.applied((FILE * 2).encode()) is None


def test_the_only_statement_stays() -> None:
    only = FILE[: FILE.index("\n  # The second")] + "\n---\nLamps. [1]\n"

    with pytest.raises(Unwritable, match="only statement"):
        EditedPart.of("lamps#1").written(only.encode(), None)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_at_the_beginning_are_kept(ends: str, mark: str) -> None:
    data = (mark + FILE.replace("\n", ends)).encode()
    part = EditedPart.of("lamps#1")
    said = part.said_in(data)
    assert isinstance(said, dict)

    new = part.written(data, {**said, "text": "word " * 60 + "end.", "asks": ["one", "two"]})

    assert new is not None
    assert new.decode().replace(ends, "").count("\n") == 0
    assert new.decode().startswith(mark + "---" + ends)
    assert hunks.between(data, new).undone.applied(new) == data


def test_an_alias_is_added_to_what_is_there_and_taken_out_again() -> None:
    part = EditedPart.of("lamps aliases the harbour, lit")

    new = part.written(FILE.encode(), part.entry)

    assert new is not None
    assert """aliases: [lanterns,   'the "lights"', 등불, "the harbour, lit"]\n""" in new.decode()
    assert part.written(new, None) == FILE.encode()


def test_what_a_topic_shows_of_others_gets_a_key_of_its_own_and_loses_it() -> None:
    part = EditedPart.of("lamps also cfc#2")

    new = part.written(FILE.encode(), "cfc#2")

    assert new is not None
    assert new.decode() == FILE.replace("statements:", "also: [cfc#2]\nstatements:")
    assert part.written(new, None) == FILE.encode()


@pytest.mark.parametrize(
    "file", ["---\nname: &a Lamps\n---\nx", "no front matter", "---\nname: [\n---\n", "---\nx: 1\n"]
)
def test_a_file_that_cannot_be_read_is_not_written(file: str) -> None:
    with pytest.raises(Unwritable):
        EditedPart.of("lamps#1").written(file.encode(), {"text": "x"})


def test_a_statement_reads_back_as_what_it_said() -> None:
    read = draft("lamps", FILE, Notebook("", []))

    assert read is not None
    for one in read.topic.statements:
        assert statement_of(one.id, said_of(one)) == one
    assert [one.id for one in rest(read, [EditedPart.of("lamps#2")])[0].statements] == ["lamps#1", "lamps#4"]


def test_a_key_says_what_its_part_is() -> None:
    for key in ("opcon#3", "opcon aliases wartime command", "cfc also opcon#3", "opcon"):
        assert EditedPart.of(key).key == key
    with pytest.raises(ValueError, match="no part"):
        EditedPart.of("Opcon 3")


def test_the_places_of_keys_are_lines() -> None:
    found = {one.key: (one.first, one.last) for one in key_places(EditedPart.of("lamps#2"), FILE)}

    assert found["text"] == (19, 19)
    assert found["asks"] == (26, 29)
    assert {one.key for one in key_places(EditedPart.of("lamps"), FILE)} > {"name", "summary", "text"}


@pytest.mark.parametrize("item", ["-", "?", "- oil", "#", ":"])
def test_an_item_that_reads_as_a_mark_at_its_lines_end_is_quoted(item: str) -> None:
    before = FILE.replace(
        "    cites: [note#1, note#2]\n", "    cites: [note#1, note#2]\n    asks: [\n      lamps\n      ]\n"
    )

    after = edited("lamps#1", before, asks=["lamps", item])

    assert lines(before, after)[1] == [f'      lamps, "{item}"']
