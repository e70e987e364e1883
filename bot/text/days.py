"""Days, moments and schedules in words, by the clock of whoever reads them: see `store.text.zone`. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from store.context import language
from store.digests import schedule_text
from store.digests.schedule import HALF, LAST, WEEKDAYS
from store.text import zone
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.digests.schedule import Rule
    from store.model import PartialDate


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS, _KOREAN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "월화수목금토일"
_OF_THE_WEEK = dict(zip(WEEKDAYS, "월화수목금토일", strict=True))
_GROUPS = {WEEKDAYS[:5]: "평일", WEEKDAYS[5:]: "주말", WEEKDAYS: "매일"}
_ORDINALS = {1: "첫째 주", 2: "둘째 주", 3: "셋째 주", 4: "넷째 주", LAST: "마지막 주"}


def day(when: date | datetime) -> str:
    """Return `2 Feb 2026`."""
    when = _local(when)
    return _("{day} {month} {year}", day=when.day, month=_month(when), year=when.year)


def day_of_year(when: date | datetime) -> str:
    """Return `2 Feb`."""
    when = _local(when)
    return _("{day} {month}", day=when.day, month=_month(when))


def weekday(when: date | datetime) -> str:
    """Return `Mon 2 Feb 2026`."""
    return _("{weekday} {date}", weekday=_weekday(when), date=day(when))


def weekday_of_year(when: date | datetime) -> str:
    """Return `Mon 2 Feb`."""
    return _("{weekday} {date}", weekday=_weekday(when), date=day_of_year(when))


def moment(when: datetime) -> str:
    """Return `2 Feb 2026, 09:30 KST`."""
    return f"{day(when)}, {clock(when)}"


def clock(when: datetime) -> str:
    """Return `09:30 KST`."""
    when = zone.local(when)
    name = when.tzname() or ""
    return f"{when:%H:%M} {name if name.isalpha() else f'UTC{name}'}"


def partial(when: PartialDate) -> str:
    """Return `15 Dec 2025`, `Dec 2025` or `2025`."""
    if language() != "ko":
        return when.human
    parts = ((when.year, "년"), (when.month, "월"), (when.day, "일"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


def _local(when: date | datetime) -> date:
    return zone.day_of(when) if isinstance(when, datetime) else when


def _month(when: date) -> str:
    return str(when.month) if language() == "ko" else _MONTHS[when.month - 1]


def _weekday(when: date | datetime) -> str:
    return (_KOREAN_DAYS if language() == "ko" else _DAYS)[_local(when).weekday()]


def describe(rule: Rule) -> str:
    """Return `Weekdays 08:30 Asia/Seoul`, or `평일 08:30, Asia/Seoul 기준`."""
    if language() != "ko":
        return schedule_text.describe(rule)
    times = ", ".join(f"{local:%H:%M}" for local in rule.times)
    return f"{_rule_days(rule)} {times}, {rule.zone} 기준{_skipped(rule.skip_holidays)}"


def skipped_day(one: str) -> str:
    """Return `24 Dec` for `12-24`, and `12월 24일` in Korean."""
    if language() != "ko":
        return schedule_text.date_in_words(one)
    *year, month, day = (int(part) for part in one.split("-"))
    return " ".join((*(f"{number}년" for number in year), f"{month}월", f"{day}일"))


def _rule_days(rule: Rule) -> str:
    month = "매 분기" if rule.months else "매월"
    if rule.month_days:
        return f"{month} {', '.join('말일' if day == LAST else f'{day}일' for day in rule.month_days)}"
    if rule.ordinal is not None:
        return f"{month} {_ORDINALS[rule.ordinal]} {_day_names(rule.days)}"
    every = f"{rule.weeks}주마다 " if rule.weeks > 1 else ""
    return every + (_GROUPS.get(rule.days) or f"{'' if every else '매주 '}{_day_names(rule.days)}")


def _day_names(days: Sequence[str]) -> str:
    return f"{_OF_THE_WEEK[days[0]]}요일" if len(days) == 1 else "·".join(_OF_THE_WEEK[day] for day in days)


def _skipped(skipped: Sequence[str]) -> str:
    countries = [one for one in skipped if not one[0].isdigit() and not one.endswith(HALF)]
    told = [f"{', '.join(countries)} 공휴일"] if countries else []
    told += [f"{one.removesuffix(HALF)} 반일 휴무일" for one in skipped if one.endswith(HALF)]
    told += [skipped_day(one) for one in skipped if one[0].isdigit()]
    return f" ({', '.join(told)} 제외)" if told else ""
