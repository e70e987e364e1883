from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.seeds.frontmatter import List, NotYaml, Spot, Table, Text, compose, part


def test_front_matter_is_parted_from_the_body_at_its_fences() -> None:
    parted = part("---\nname: Rope\n---\nRope is dear.\n")

    assert (parted.front, parted.body) == ("name: Rope", "Rope is dear.\n")
    assert (parted.fence, parted.body_line) == (Spot(3, 1), 4)


@given(st.text("-a \n\r\t\u00a0\x0b\x1c\u2028", max_size=40).map("---\n".__add__))
def test_front_matter_ends_at_the_first_line_that_is_a_fence(text: str) -> None:
    lines = text.split("\n")
    closing = [number for number, line in enumerate(lines) if number and line.rstrip() == "---"][:1]

    try:
        parted = part(text)
    except NotYaml:
        assert not closing
        return

    (at,) = closing
    assert (parted.front, parted.body) == ("\n".join(lines[1:at]), "\n".join(lines[at + 1 :]))
    assert (parted.fence, parted.body_line) == (Spot(at + 1, 1), at + 2)


def test_a_file_without_a_fence_is_all_body() -> None:
    assert part("Rope\n---\n").front is None


def test_an_open_front_matter_is_refused() -> None:
    with pytest.raises(NotYaml, match="not closed"):
        part("---\nname: Rope\n")


def test_values_know_where_they_stand() -> None:
    table, mistakes = compose("name: Rope\naliases: [cord, 밧줄]\nof:\n  - id: 1\n", first_line=2)

    assert mistakes == []
    assert table.keys == {"name": Spot(2, 1), "aliases": Spot(3, 1), "of": Spot(4, 1)}
    assert table.entries["name"] == Text(Spot(2, 7), "Rope", empty=False)
    aliases = table.entries["aliases"]
    assert isinstance(aliases, List)
    assert [item.spot for item in aliases.items] == [Spot(3, 11), Spot(3, 17)]


@pytest.mark.parametrize("written", ["2026", "2026-01", "2026-01-24", "yes", "1.50", "0x1F", "12:30"])
def test_a_scalar_stays_what_was_written(written: str) -> None:
    table, _ = compose(f"key: {written}")

    assert table.entries["key"] == Text(Spot(1, 6), written, empty=False)


@pytest.mark.parametrize("written", ["", "~", "null", '""', '" "'])
def test_nothing_written_is_empty(written: str) -> None:
    value = compose(f"key: {written}")[0].entries["key"]

    assert isinstance(value, Text)
    assert value.empty


def test_a_quoted_null_is_a_word() -> None:
    value = compose('key: "null"')[0].entries["key"]

    assert value == Text(Spot(1, 6), "null", empty=False)


def test_an_empty_text_is_an_empty_table() -> None:
    assert compose("# nothing\n")[0].entries == {}


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

    with pytest.raises(NotYaml, match="aliases") as caught:
        compose(bomb)

    assert caught.value.mistake.spot == Spot(1, 4)


def test_nesting_to_twenty_levels_is_read_and_deeper_is_not() -> None:
    assert isinstance(compose("a: " + "[" * 19 + "]" * 19)[0], Table)

    with pytest.raises(NotYaml, match="deeper than 20"):
        compose("a: " + "[" * 20 + "]" * 20)


def test_endless_nesting_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotYaml, match="deeper than 20"):
        compose("a: " + "[" * 100_000)


def test_long_front_matter_is_refused() -> None:
    with pytest.raises(NotYaml, match="longer than 256 KiB") as caught:
        compose("a: " + "x" * 300_000)

    assert caught.value.mistake.code == "too_large"


@given(st.text())
def test_any_text_is_a_table_or_a_mistake_with_its_place(text: str) -> None:
    try:
        table, mistakes = compose(text)
    except NotYaml as error:
        places = [error.mistake.spot]
    else:
        places = [table.spot, *table.keys.values(), *(mistake.spot for mistake in mistakes)]

    assert all(spot.line >= 1 and spot.column >= 1 for spot in places)
