"""The form that sets up a digest: drawn as a modal, read back as an order. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks.elements import section
from bot.blocks.modals import FilledForm, field, kept, menu, modal_form, option, text_input, topics_menu
from bot.text.days import skipped_day
from bot.text.digests import EDITORS_LIST, gone
from bot.text.errors import Spoiled
from bot.text.topics import topic_title
from store.digests.model import EDITORS, Place, Quiet, SubscriptionRequest, Tells
from store.digests.schedule import HALF, LAST, WEEKDAYS, ParsedSchedule, Rule
from store.digests.schedule_parser import parse_schedule
from store.digests.schedule_text import ScheduleInvalid, describe_days, read_zone
from store.errors import InvalidRequest
from store.text.language import N_, told
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.blocks.elements import Element
    from store.digests.model import Subscription
    from store.model import Topic

CALLBACK = "digest:save"
TOPICS, ZONE = "digest:topics", "digest:zone"
"""The two menus that find their options while one types."""
EVERYTHING, ALL = "*", N_("All topics")
"""The option that stands for every topic, and how it reads."""

_NAMES = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_DAYS = dict(zip(WEEKDAYS, _NAMES, strict=True))
_WHICH = {
    "every": N_("Every week"),
    "1": N_("The first in a month"),
    "2": N_("The second"),
    "3": N_("The third"),
    "4": N_("The fourth"),
}
_WHICH[str(LAST)] = N_("The last in a month")
_HINT = N_("Instead of the two above: the 15th and the last day of the month, every 2 weeks friday, quarterly")
MAX_TEXT = 60
_TELLS = {
    Tells.BOTH.value: N_("What changed in the briefings, and reports"),
    Tells.STATEMENTS.value: N_("What changed in the briefings"),
    Tells.REPORTS.value: N_("Reports from feeds"),
}
_QUIET = {Quiet.LINE.value: N_("One line that nothing changed"), Quiet.SILENT.value: N_("Nothing at all")}


class DigestFormInvalid(InvalidRequest):
    """A field that cannot be read; *fields* says which and why, as Slack shows it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


@dataclass(frozen=True, slots=True)
class DigestForm:
    """What the form shows at first. *id* is the digest it changes; None sets up a new one."""

    place: Place
    zone: str
    id: str | None = None
    topics: tuple[str, ...] = ()
    days: tuple[str, ...] = WEEKDAYS[:5]
    ordinal: int | None = None
    times: str = "08:30"
    quiet: Quiet = Quiet.LINE
    skip_holidays: tuple[str, ...] = ()
    words: str = ""
    """The days in words, where no menu has them."""
    tells: Tells = Tells.BOTH
    read_by: str = ""
    """Who reads the channel beside our workspace."""

    @classmethod
    def of(cls, one: Subscription) -> DigestForm:
        """Return the form that changes *one*."""
        rule, times = one.rule, ", ".join(f"{local:%H:%M}" for local in one.rule.times)
        plainly = not (rule.month_days or rule.months or rule.weeks > 1)
        return cls(
            one.place,
            rule.zone,
            one.id,
            one.topics,
            rule.days if plainly else (),
            rule.ordinal if plainly else None,
            times,
            one.quiet,
            rule.skip_holidays,
            "" if plainly else describe_days(rule),
            one.tells,
        )


def draw(form: DigestForm, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """Return the modal."""
    chosen = [option(_name(slug, topics), slug) for slug in form.topics]
    about = form.place.team, form.place.channel, form.id
    title = _("Change this digest") if form.id else _("Digest for this channel")
    blocks = [
        *([section(form.read_by)] if form.read_by else []),
        field("topics", _("Topics"), topics_menu(TOPICS, chosen or [option(_(ALL), EVERYTHING)])),
        field("days", _("Days"), menu("multi_static_select", "digest:days", _said(_DAYS), form.days), optional=True),
        field(
            "which",
            _("How often"),
            menu("static_select", "digest:which", _said(_WHICH), [str(form.ordinal or "every")]),
        ),
        field(
            "words",
            _("Or on other days, in words"),
            text_input("digest:words", form.words, MAX_TEXT),
            hint=_(_HINT),
            optional=True,
        ),
        field(
            "times",
            _("Time"),
            text_input("digest:times", form.times, MAX_TEXT),
            hint=_("Like 08:30. For several a day: 08:30, 17:00"),
        ),
        field("zone", _("Time zone"), _zone(form.zone)),
        field("tells", _("What it brings"), menu("static_select", "digest:tells", _said(_TELLS), [form.tells])),
        field("quiet", _("On a day without news"), menu("radio_buttons", "digest:quiet", _said(_QUIET), [form.quiet])),
        field("skip", _("Skip public holidays of"), _checks(form.skip_holidays), optional=True),
    ]
    return modal_form(CALLBACK, about, title, _("Save"), blocks)


def read(view: Mapping[str, Any], owner: str) -> tuple[SubscriptionRequest, str | None]:
    """Return what the submitted form asks for, and the id of the digest it changes; DigestFormInvalid names fields."""
    team, channel, id_ = kept(view, 3)
    fields = FilledForm(view)
    times = _read_times(fields.typed("times"))
    which, zone, quiet = map(fields.value, ("which", "zone", "quiet"))
    if not (team and channel and which in _WHICH and quiet in _QUIET):
        raise Spoiled
    days = [day for day in WEEKDAYS if day in fields.values("days")]
    parsed = _read_days(days, which, fields.typed("words"))
    rule = Rule(
        days=parsed.days,
        times=times,
        zone=_read_zone(zone),
        ordinal=parsed.ordinal,
        skip_holidays=(*fields.values("skip"), *parsed.skip_holidays),
        month_days=parsed.month_days,
        months=parsed.months,
        weeks=parsed.weeks,
    )
    return SubscriptionRequest(
        Place(team, channel),
        owner,
        _read_topics(fields.values("topics")),
        rule,
        Quiet(quiet),
        _read_tells(fields.values("tells")),
    ), id_ or None


def _read_tells(chosen: Sequence[str]) -> Tells | None:
    """Return what the digest is to bring; None in a form that was opened before it was asked."""
    return next((Tells(one) for one in chosen if one in _TELLS), None)


def _said(options: Mapping[str, str]) -> dict[str, str]:
    """Return what a menu offers in the language that is spoken."""
    return {value: _(told) for value, told in options.items()}


def _name(slug: str, topics: Mapping[str, Topic]) -> str:
    if slug == EDITORS:
        return _(EDITORS_LIST)
    return topic_title(topics[slug]) if slug in topics else gone(slug)


def _read_times(text: str) -> tuple[Any, ...]:
    parsed = parse_schedule(text)
    if parsed.wrong:
        raise DigestFormInvalid({"times": " ".join(told(one) for one in parsed.wrong)})
    if parsed.rest or parsed.says_days or parsed.zone or not parsed.times:
        raise DigestFormInvalid({"times": _("Say one time or more and nothing else: 08:30, or 8:30 am, 5 pm.")})
    return parsed.times


def _read_days(days: Sequence[str], which: str, words: str) -> ParsedSchedule:
    """Return the days that were chosen, or those that *words* say instead of them."""
    if not words.strip():
        if not days:
            raise DigestFormInvalid({"days": _("Choose at least one day.")})
        return ParsedSchedule(days=tuple(days), ordinal=None if which == "every" else int(which))
    parsed = parse_schedule(words)
    wrong = [*(told(one) for one in parsed.wrong), *(_("“{word}” is no day.", word=word) for word in parsed.rest)]
    if wrong or parsed.times or parsed.zone or not parsed.says_days:
        raise DigestFormInvalid({"words": " ".join(wrong) or _("Say only the days: the 15th, every 2 weeks friday.")})
    return parsed


def _read_zone(name: str) -> str:
    try:
        return read_zone(name)
    except ScheduleInvalid as gone:
        raise DigestFormInvalid({"zone": told(gone.message)}) from gone


def _read_topics(chosen: Sequence[str]) -> tuple[str, ...]:
    if not chosen:
        raise DigestFormInvalid({"topics": _("Choose “All topics”, or some of them.")})
    if EVERYTHING in chosen and len(chosen) > 1:
        raise DigestFormInvalid({"topics": _("“All topics” holds the others already: keep either it or them.")})
    if EDITORS in chosen and len(chosen) > 1:
        raise DigestFormInvalid({"topics": _("“{name}” comes alone: keep either it or topics.", name=_(EDITORS_LIST))})
    return () if EVERYTHING in chosen else tuple(chosen)


def _zone(zone: str) -> Element:
    return {"type": "external_select", "action_id": ZONE, "min_query_length": 1, "initial_option": option(zone, zone)}


def _checks(chosen: Sequence[str]) -> Element:
    countries = {"KR": _("South Korea"), "US": _("United States")}
    others = {one: _skip_name(one) for one in chosen if one not in countries}
    return menu("checkboxes", "digest:skip", {**countries, **others}, chosen)


def _skip_name(one: str) -> str:
    if one[0].isdigit():
        return skipped_day(one)
    if one.endswith(HALF):
        return _("{country} half days", country=one.removesuffix(HALF))
    return _("{country} holidays", country=one)
