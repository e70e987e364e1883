"""What a menu offers while one types: by fit, by every name, with the name that fits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.blocks.browse import options
from bot.lookup.typeahead import fitting
from store.lookup.names import keys
from store.model import Topic

if TYPE_CHECKING:
    from tests.bot.served import Team


def topic(slug: str, name: str, *aliases: str, korean: str | None = None) -> Topic:
    return Topic(slug, name, slug.upper(), korean, "People", "A summary.", date(2026, 11, 23), (), aliases)


AUTONOMY = topic("autonomy", "A South Korean autonomy", "foreign troops", "dependence on foreign troops")
USFK = topic("usfk", "United States Forces Korea", "US troops", "American troops", "troops here", korean="주한미군")
SMA = topic("sma", "Special Measures Agreement", "cost of US troops", "US forces' costs", "미군 비용")
TOPICS = {one.slug: one for one in (AUTONOMY, USFK, SMA)}


def offered(typed: str) -> list[tuple[str, str]]:
    return [(one.slug, by) for one, by in fitting(typed, keys(TOPICS.values()), TOPICS)]


def test_the_topic_of_whose_names_a_word_is_more_comes_first_with_the_name() -> None:
    assert offered("troops") == [("usfk", "troops here"), ("autonomy", "foreign troops"), ("sma", "cost of US troops")]


def test_what_a_title_shows_is_not_said_again() -> None:
    assert offered("united st") == [("usfk", "")]
    assert offered("주한") == [("usfk", "")]


def test_a_korean_alias_is_found_and_shown() -> None:
    assert offered("미군 비") == [("sma", "미군 비용")]


def test_nothing_typed_offers_all_by_name() -> None:
    assert [slug for slug, _ in offered("")] == ["autonomy", "sma", "usfk"]


def test_an_option_says_which_name_led_there() -> None:
    first, *_ = options([(USFK, "US troops")])

    assert first["text"]["text"] == "US troops → USFK"


async def test_a_slip_of_the_pen_is_offered_what_it_may_mean(team: Team) -> None:
    chooser = await team.ask("")

    assert "opcon" in await team.suggested(chooser, "opkon")
