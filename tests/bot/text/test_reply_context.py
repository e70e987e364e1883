"""The catalogue of Korean: whole, current, with the places that the code fills; dates and schedules in Korean."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, time
from string import Formatter

import pytest

from bot.text import days
from bot.text.counts import NOUNS
from bot.text.days import describe
from bot.text.reply_context import catalogue, language_of
from store.context import speaking
from store.digests.schedule import LAST, Rule
from store.model import PartialDate
from tests.house import messages
from tests.paths import HOUSE

MARKED = re.compile(r"을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로")


def places(text: str) -> set[str]:
    """Return the names of the places in a message that are filled in."""
    return {place for _, place, *_ in Formatter().parse(text) if place}


def test_every_message_has_its_korean_and_none_is_fuzzy_or_no_longer_said() -> None:
    kept = messages.catalogue()
    said = {one if isinstance(one, str) else tuple(one) for one in messages.messages()}

    there = {one.id if isinstance(one.id, str) else tuple(one.id): one for one in kept if one.id}
    assert said - there.keys() == set(), "make messages, then translate what is new"
    assert there.keys() - said == set(), "make messages takes these out"
    assert [id_ for id_, one in there.items() if one.fuzzy or not one.string or not all(one.string)] == []
    assert list(kept.obsolete) == []


def test_a_translation_fills_the_places_of_its_message_and_no_others() -> None:
    wrong = []
    for one in messages.catalogue():
        ids, told = ([one.id], [one.string]) if isinstance(one.id, str) else (one.id, one.string)
        wanted = set.union(*map(places, ids))
        wrong += [(one.id, text) for text in told if one.id and places(text) != wanted]

    assert wrong == []


def test_a_particle_that_depends_on_a_word_stands_behind_a_place() -> None:
    behind = re.compile(r"\{\w+[^{}]*\}[”)」]*$")
    wrong = [
        told
        for one in messages.catalogue()
        for told in ([one.string] if isinstance(one.string, str) else one.string)
        for found in MARKED.finditer(told)
        if not behind.search(told[: found.start()])
    ]

    assert wrong == []


def test_every_noun_that_is_counted_is_one_that_can_be() -> None:
    calls = (
        node
        for path in (HOUSE / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "counted"
    )

    counted = {node.args[1].value for node in calls if isinstance(node.args[1], ast.Constant)}

    assert counted - NOUNS.keys() == set()


def test_what_is_read_is_what_the_catalogue_says() -> None:
    read = catalogue("ko")
    assert read is not None

    kept = {one.id: one.string for one in messages.catalogue() if one.id}
    said = {id_: read.gettext(id_) if isinstance(id_, str) else (read.ngettext(*id_, 2),) for id_ in kept}

    assert said == kept, "make messages compiles what was translated"


@pytest.mark.parametrize(
    ("locale", "language"), [("ko-KR", "ko"), ("ko", "ko"), ("en-GB", "en"), ("fr-FR", "en"), ("", "en")]
)
def test_a_locale_of_slacks_is_spoken_where_there_is_a_catalogue(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_dates_are_written_as_koreans_write_them() -> None:
    at = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)
    with speaking(catalogue("ko")):
        told = days.day(date(2026, 2, 2)), days.weekday(at), days.moment(at)
        partial = [days.partial(PartialDate.parse(text)) for text in ("2025-12-15", "2025-12", "2025")]

    assert told == ("2026년 2월 2일", "2026년 2월 1일(일)", "2026년 2월 1일, 23:30 UTC")
    assert partial == ["2025년 12월 15일", "2025년 12월", "2025년"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (Rule(("mon", "tue", "wed", "thu", "fri"), (time(8, 30),), "Asia/Seoul"), "평일 08:30, Asia/Seoul 기준"),
        (Rule(("mon", "thu"), (time(9), time(17)), "Asia/Seoul"), "매주 월·목 09:00, 17:00, Asia/Seoul 기준"),
        (Rule(("fri",), (time(9),), "Asia/Seoul", weeks=2), "2주마다 금요일 09:00, Asia/Seoul 기준"),
        (Rule(("mon",), (time(9),), "Asia/Seoul", ordinal=1), "매월 첫째 주 월요일 09:00, Asia/Seoul 기준"),
        (Rule((), (time(9),), "Asia/Seoul", month_days=(15, LAST)), "매월 15일, 말일 09:00, Asia/Seoul 기준"),
        (
            Rule(
                (), (time(9),), "UTC", month_days=(1,), months=(1, 4, 7, 10), skip_holidays=("KR", "GR:half", "12-24")
            ),
            "매 분기 1일 09:00, UTC 기준 (KR 공휴일, GR 반일 휴무일, 12월 24일 제외)",
        ),
    ],
)
def test_a_schedule_is_told_in_korean(rule: Rule, told: str) -> None:
    with speaking(catalogue("ko")):
        assert describe(rule) == told
