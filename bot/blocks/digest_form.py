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
from store.digests.schedule_text import COUNTRIES, read_time, read_zone
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

    @classmethod
    def of(cls, one: Subscription) -> DigestForm:
        """Return the form that changes *one*."""
        rule, times = one.rule, ", ".join(f"{local:%H:%M}" for local in one.rule.times)
        return cls(
            one.place, rule.zone, one.id, one.topics, rule.days, rule.ordinal, times, one.quiet, rule.skip_holidays
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
            _input("days", "Days", _many("digest:days", zip(_DAYS, WEEKDAYS, strict=True), form.days)),
            _input("which", "How often", _one("digest:which", _WHICH, str(form.ordinal or "every"))),
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
    days = tuple(day for day in WEEKDAYS if day in chosen["days"])
    if not days:
        raise DigestFormInvalid({"days": "Choose at least one day."})
    (which,), (zone,), (quiet,) = chosen["which"], chosen["zone"], chosen["quiet"]
    ordinal = None if which == "every" else int(which)
    rule = Rule(days, times, read_zone(zone), ordinal, tuple(chosen.get("skip", ())))
    return SubscriptionRequest(Place(team, channel), owner, _read_topics(chosen["topics"]), rule, Quiet(quiet)), id_


def _name(slug: str, topics: Mapping[str, Topic]) -> str:
    if slug == EDITORS:
        return EDITORS_LIST
    return title(topics[slug]) if slug in topics else f"{slug} (no longer in the store)"


def option(text: str, value: str) -> Element:
    """Return one choice of a menu."""
    return {"text": {"type": "plain_text", "text": cut(text, MAX_LABEL), "emoji": False}, "value": value}


def _read_times(text: str) -> tuple[Any, ...]:
    try:
        times = sorted({read_time(part) for part in text.replace(",", " ").split()})
    except InvalidRequest as wrong:
        raise DigestFormInvalid({"times": str(wrong)}) from None
    if not times:
        raise DigestFormInvalid({"times": "Say at least one time, like 08:30."})
    return tuple(times)


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
    return {"type": "multi_static_select", "action_id": action, "options": options, "initial_options": initial}


def _one(action: str, choices: Mapping[str, str], chosen: str) -> Element:
    options = [option(text, value) for value, text in choices.items()]
    initial = next(one for one in options if one["value"] == chosen)
    return {"type": "static_select", "action_id": action, "options": options, "initial_option": initial}


def _radio(action: str, choices: Mapping[Quiet, str], chosen: Quiet) -> Element:
    options = [option(text, value.value) for value, text in choices.items()]
    initial = next(one for one in options if one["value"] == chosen.value)
    return {"type": "radio_buttons", "action_id": action, "options": options, "initial_option": initial}


def _checks(action: str, chosen: Sequence[str]) -> Element:
    options = [option({"KR": "South Korea", "US": "United States"}[country], country) for country in COUNTRIES]
    initial = [one for one in options if one["value"] in chosen]
    drawn = {"type": "checkboxes", "action_id": action, "options": options}
    return {**drawn, "initial_options": initial} if initial else drawn


def _text(action: str, text: str) -> Element:
    return {"type": "plain_text_input", "action_id": action, "initial_value": text, "max_length": 60}
