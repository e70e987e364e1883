"""When a digest comes, in the language that is spoken. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.digests import schedule_text
from store.digests.schedule import HALF, LAST, WEEKDAYS
from store.text.language import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.digests.schedule import Rule

_DAYS = dict(zip(WEEKDAYS, "월화수목금토일", strict=True))
_GROUPS = {WEEKDAYS[:5]: "평일", WEEKDAYS[5:]: "주말", WEEKDAYS: "매일"}
_ORDINALS = {1: "첫째 주", 2: "둘째 주", 3: "셋째 주", 4: "넷째 주", LAST: "마지막 주"}


def describe(rule: Rule) -> str:
    """Return `Weekdays 08:30 Asia/Seoul`, or `평일 08:30, Asia/Seoul 기준`."""
    if language() != "ko":
        return schedule_text.describe(rule)
    times = ", ".join(f"{local:%H:%M}" for local in rule.times)
    return f"{_days(rule)} {times}, {rule.zone} 기준{_skipped(rule.skip_holidays)}"


def skipped_day(one: str) -> str:
    """Return `24 Dec` for `12-24`, and `12월 24일` in Korean."""
    if language() != "ko":
        return schedule_text.date_in_words(one)
    *year, month, day = (int(part) for part in one.split("-"))
    return " ".join((*(f"{number}년" for number in year), f"{month}월", f"{day}일"))


def _days(rule: Rule) -> str:
    month = "매 분기" if rule.months else "매월"
    if rule.month_days:
        return f"{month} {', '.join('말일' if day == LAST else f'{day}일' for day in rule.month_days)}"
    if rule.ordinal is not None:
        return f"{month} {_ORDINALS[rule.ordinal]} {_names(rule.days)}"
    every = f"{rule.weeks}주마다 " if rule.weeks > 1 else ""
    return every + (_GROUPS.get(rule.days) or f"{'' if every else '매주 '}{_names(rule.days)}")


def _names(days: Sequence[str]) -> str:
    return f"{_DAYS[days[0]]}요일" if len(days) == 1 else "·".join(_DAYS[day] for day in days)


def _skipped(skipped: Sequence[str]) -> str:
    countries = [one for one in skipped if not one[0].isdigit() and not one.endswith(HALF)]
    told = [f"{', '.join(countries)} 공휴일"] if countries else []
    told += [f"{one.removesuffix(HALF)} 반일 휴무일" for one in skipped if one.endswith(HALF)]
    told += [skipped_day(one) for one in skipped if one[0].isdigit()]
    return f" ({', '.join(told)} 제외)" if told else ""
