"""The form that sets up a digest: drawn as a modal, read back as an order. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.blocks.elements import MAX_LABEL, Element, plain
from bot.text.answers import title
from bot.text.digests import EDITORS_LIST
from bot.text.limits import cut
from store.digests.model import EDITORS, Place, Quiet, SubscriptionRequest
from store.digests.schedule import LAST, WEEKDAYS, Rule
from store.digests.schedule_parser import Wish, hear
from store.digests.schedule_text import date_in_words, describe_days, read_zone
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.blocks.elements import Block
    from store.digests.model import Subscription
    from store.model import Topic

CALLBACK = "digest:save"
TOPICS, ZONE = "digest:topics", "digest:zone"
"""The two menus that find their options while one types."""
EVERYTHING, ALL = "*", "All topics"
"""The option that stands for every topic, and how it reads."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WHICH = {"every": "Every week", "1": "The first in a month", "2": "The second", "3": "The third", "4": "The fourth"}
_WHICH[str(LAST)] = "The last in a month"
_HINT = "Instead of the two above: the 15th and the last day of the month, every 2 weeks friday, quarterly"
_QUIET = {Quiet.LINE: "One line that nothing changed", Quiet.SILENT: "Nothing at all"}


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
    skip_holidays: tuple[str, ...] = field(default=())
    words: str = ""
    """The days in words, where no menu has them."""

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
        )


def draw(form: DigestForm, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """Return the modal."""
    chosen = [option(_name(slug, topics), slug) for slug in form.topics]
    about = form.place.team, form.place.channel, form.id
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(about),
        "title": plain("Change this digest" if form.id else "Digest for this channel", 24),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            _input("topics", "Topics", _topics(chosen or [option(ALL, EVERYTHING)])),
            _input("days", "Days", _many("digest:days", zip(_DAYS, WEEKDAYS, strict=True), form.days), optional=True),
            _input("which", "How often", _one("digest:which", _WHICH, str(form.ordinal or "every"))),
            _input("words", "Or on other days, in words", _text("digest:words", form.words), hint=_HINT, optional=True),
            _input(
                "times", "Time", _text("digest:times", form.times), hint="Like 08:30. For several a day: 08:30, 17:00"
            ),
            _input("zone", "Time zone", _zone(form.zone)),
            _input("quiet", "On a day without news", _radio("digest:quiet", _QUIET, form.quiet)),
            _input("skip", "Skip public holidays of", _checks("digest:skip", form.skip_holidays), optional=True),
        ],
    }


def read(view: Mapping[str, Any], owner: str) -> tuple[SubscriptionRequest, str | None]:
    """Return what the submitted form asks for, and the id of the digest it changes; DigestFormInvalid names fields."""
    team, channel, id_ = json.loads(view["private_metadata"])
    values = {block: next(iter(actions.values())) for block, actions in view["state"]["values"].items()}
    chosen = {block: _chosen(value) for block, value in values.items()}
    times = _read_times(values["times"].get("value") or "")
    (which,), (zone,), (quiet,) = chosen["which"], chosen["zone"], chosen["quiet"]
    days = [day for day in WEEKDAYS if day in chosen["days"]]
    wish = _read_days(days, which, values.get("words", {}).get("value") or "")
    rule = Rule(
        days=wish.days,
        times=times,
        zone=read_zone(zone),
        ordinal=wish.ordinal,
        skip_holidays=(*chosen.get("skip", ()), *wish.skip_holidays),
        month_days=wish.month_days,
        months=wish.months,
        weeks=wish.weeks,
    )
    return SubscriptionRequest(Place(team, channel), owner, _read_topics(chosen["topics"]), rule, Quiet(quiet)), id_


def _name(slug: str, topics: Mapping[str, Topic]) -> str:
    if slug == EDITORS:
        return EDITORS_LIST
    return title(topics[slug]) if slug in topics else f"{slug} (no longer in the store)"


def option(text: str, value: str) -> Element:
    """Return one choice of a menu."""
    return {"text": {"type": "plain_text", "text": cut(text, MAX_LABEL), "emoji": False}, "value": value}


def _read_times(text: str) -> tuple[Any, ...]:
    heard = hear(text)
    if heard.wrong:
        raise DigestFormInvalid({"times": " ".join(heard.wrong)})
    if heard.rest or heard.says_days or heard.zone or not heard.times:
        raise DigestFormInvalid({"times": "Say one time or more and nothing else: 08:30, or 8:30 am, 5 pm."})
    return heard.times


def _read_days(days: Sequence[str], which: str, words: str) -> Wish:
    """Return the days that were chosen, or those that *words* say instead of them."""
    if not words.strip():
        if not days:
            raise DigestFormInvalid({"days": "Choose at least one day."})
        return Wish(days=tuple(days), ordinal=None if which == "every" else int(which))
    heard = hear(words)
    wrong = [*heard.wrong, *(f"“{word}” is no day." for word in heard.rest)]
    if wrong or heard.times or heard.zone or not heard.says_days:
        raise DigestFormInvalid({"words": " ".join(wrong) or "Say only the days: the 15th, every 2 weeks friday."})
    return heard


def _read_topics(chosen: Sequence[str]) -> tuple[str, ...]:
    if not chosen:
        raise DigestFormInvalid({"topics": "Choose “All topics”, or some of them."})
    if EVERYTHING in chosen and len(chosen) > 1:
        raise DigestFormInvalid({"topics": "“All topics” holds the others already: keep either it or them."})
    if EDITORS in chosen and len(chosen) > 1:
        raise DigestFormInvalid({"topics": f"“{EDITORS_LIST}” comes alone: keep either it or topics."})
    return () if EVERYTHING in chosen else tuple(chosen)


def _chosen(value: Mapping[str, Any]) -> list[str]:
    """The values of whatever was chosen, one or many."""
    many = value.get("selected_options") or ([value["selected_option"]] if value.get("selected_option") else [])
    return [one["value"] for one in many]


def _input(block: str, label: str, element: Element, *, hint: str = "", optional: bool = False) -> Block:
    drawn: Block = {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": optional}
    return {**drawn, "hint": plain(hint)} if hint else drawn


def _topics(chosen: Sequence[Element]) -> Element:
    return {
        "type": "multi_external_select",
        "action_id": TOPICS,
        "min_query_length": 0,
        "initial_options": list(chosen),
        "placeholder": plain("Find topics"),
    }


def _zone(zone: str) -> Element:
    return {"type": "external_select", "action_id": ZONE, "min_query_length": 1, "initial_option": option(zone, zone)}


def _many(action: str, choices: Iterable[tuple[str, str]], chosen: Sequence[str]) -> Element:
    options = [option(text, value) for text, value in choices]
    initial = [one for one in options if one["value"] in chosen]
    drawn = {"type": "multi_static_select", "action_id": action, "options": options}
    return {**drawn, "initial_options": initial} if initial else drawn


def _one(action: str, choices: Mapping[str, str], chosen: str) -> Element:
    options = [option(text, value) for value, text in choices.items()]
    initial = next(one for one in options if one["value"] == chosen)
    return {"type": "static_select", "action_id": action, "options": options, "initial_option": initial}


def _radio(action: str, choices: Mapping[Quiet, str], chosen: Quiet) -> Element:
    options = [option(text, value.value) for value, text in choices.items()]
    initial = next(one for one in options if one["value"] == chosen.value)
    return {"type": "radio_buttons", "action_id": action, "options": options, "initial_option": initial}


def _checks(action: str, chosen: Sequence[str]) -> Element:
    countries = {"KR": "South Korea", "US": "United States"}
    options = [option(name, country) for country, name in countries.items()]
    options += [option(_skip_name(one), one) for one in chosen if one not in countries]
    initial = [one for one in options if one["value"] in chosen]
    drawn = {"type": "checkboxes", "action_id": action, "options": options}
    return {**drawn, "initial_options": initial} if initial else drawn


def _skip_name(one: str) -> str:
    return date_in_words(one) if one[0].isdigit() else f"{one} holidays"


def _text(action: str, text: str) -> Element:
    return {"type": "plain_text_input", "action_id": action, "initial_value": text, "max_length": 60}
