"""The app's Home: a field, the week's news, one's digests and questions, topics, the administrators' panel. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.blocks.answer import all_topics
from bot.blocks.browse import category_name, picker
from bot.blocks.digest_status import deeds
from bot.blocks.elements import (
    MAX_LABEL,
    MAX_LINE,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    context,
    conversation,
    header,
    line,
    opener,
    rich,
    said,
    words,
)
from bot.blocks.modals import asked_at_once
from bot.text.digests import about, schedule
from bot.text.limits import cut
from bot.text.topics import label
from store.text.language import N_, ngettext
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.changes import Changes, StatementChange
    from store.digests.model import Subscription
    from store.model import Snapshot, Topic

MOST_NEWS, MOST_DIGESTS, MOST_ASKED = 3, 5, 5
MOST_CATEGORIES, MOST_TOPICS = 20, 12
"""So many categories, and so many buttons of one; the rest are behind “All topics”."""
PANEL = {
    N_("Flags"): "flags",
    N_("Gaps"): "gaps",
    N_("Stale"): "stale",
    N_("Status"): "status",
    N_("History"): "history",
    N_("Audit"): "audit",
}
"""What an administrator's panel has, by label: what shows something within moments."""
EDITS = frozenset({"flags", "gaps", "stale"})
"""What an editor's has of it."""


@dataclass(frozen=True, slots=True)
class AdminPanel:
    """What waits for administrators, and for editors who are none."""

    flags: int
    gaps: int
    edits_only: bool = False


def home(
    snapshot: Snapshot,
    week: Changes | None,
    digests: Sequence[Subscription],
    asked: Sequence[str],
    panel: AdminPanel | None,
) -> Card:
    """Return the app's Home for one person. *week* is None where nothing older than a week is kept."""
    topics = snapshot.topics
    told = ngettext("Ask about one topic", "Ask about one of {number} topics", len(topics))
    ask = asked_at_once("ask", _("Ask, search, or say what you want"), "home:ask", _("who commands in a war?"))
    blocks = [
        header(told),
        ask,
        actions(picker(), all_topics(), button(_("Help"), "home:again:help", "help")),
        *_asked(asked),
        *_week(week, topics),
        *_digests(digests, topics),
        *_panel(panel),
        *_topics(topics),
    ]
    return Card(told, blocks)


def _asked(questions: Sequence[str]) -> Iterator[Block]:
    """Yield what the person asked last, each to be asked again."""
    if questions:
        again = (
            button(cut(one, MAX_LABEL), f"home:again:{place}", one)
            for place, one in enumerate(questions[:MOST_ASKED], 1)
        )
        yield context(_("You asked last; only you see this, and it is not kept beyond a day:"))
        yield actions(*again)


def _week(week: Changes | None, topics: Mapping[str, Topic]) -> Iterator[Block]:
    yield header(_("New this week"))
    if week is None:
        yield context(_("All of it was loaded within the week."))
        return
    news = sorted((one for one in week.statements if one.after), key=lambda one: one.before is not None)
    if not news:
        yield context(_("Nothing changed this week."))
        return
    yield rich(bullets([line(*_change(one, topics)) for one in news[:MOST_NEWS]]))
    about_ = [topics[slug] for slug in dict.fromkeys(one.topic for one in news) if slug in topics]
    key = f"changes {week.since} {week.until}:0"
    every = button(ngettext("See it", "All {number} changes", len(news)), "sheet:more", key)
    yield actions(*(opener(one, f"topic:open:w{place}") for place, one in enumerate(about_[:4])), every)


def _change(one: StatementChange, topics: Mapping[str, Topic]) -> Iterator[Element]:
    topic = topics.get(one.topic)
    yield words(f"{_('Changed') if one.before else _('New')} · {label(topic) if topic else one.topic}: ", bold=True)
    if one.after:
        dated = f" ({one.after.as_of.human})" if one.after.as_of else ""
        yield words(f"{cut(one.after.text, MAX_LINE)}{dated}")


def _digests(mine: Sequence[Subscription], topics: Mapping[str, Topic]) -> Iterator[Block]:
    yield header(_("Your digests"))
    if not mine:
        yield context(_("You look after none. In a channel, /alliance digest sets one up and lists those it has."))
    for one in mine[:MOST_DIGESTS]:
        where = conversation(one.place.channel)
        yield rich(line(where, words(f" {cut(about(one, topics), MAX_LINE)}", bold=True)), line(said(schedule(one))))
        yield actions(*deeds(one))
    if len(mine) > MOST_DIGESTS:
        yield context(ngettext("and {number} more", "and {number} more", len(mine) - MOST_DIGESTS))


def _panel(panel: AdminPanel | None) -> Iterator[Block]:
    if panel is not None:
        verbs = {named: verb for named, verb in PANEL.items() if verb in EDITS or not panel.edits_only}
        yield header(_("For editors") if panel.edits_only else _("For administrators"))
        yield context(
            ngettext("{number} flag to settle", "{number} flags to settle", panel.flags),
            ngettext("{number} question without an answer", "{number} questions without an answer", panel.gaps),
        )
        yield actions(*(button(_(named), f"admin:verb:{verb}", verb) for named, verb in verbs.items()))


def _topics(topics: Mapping[str, Topic]) -> Iterator[Block]:
    """Yield a row of buttons for each category."""
    if topics:
        yield header(_("Topics"))
    ordered = sorted(topics.values(), key=lambda one: (one.category, one.short.casefold()))
    grouped = [(category, [*members]) for category, members in groupby(ordered, key=lambda one: one.category)]
    for number, (category, members) in enumerate(grouped[:MOST_CATEGORIES]):
        more = _(" ({shown} of {number})", shown=MOST_TOPICS, number=len(members)) if len(members) > MOST_TOPICS else ""
        yield context(f"{category_name(category)}{more}")
        yield actions(*(opener(one, f"topic:open:{number}-{at}") for at, one in enumerate(members[:MOST_TOPICS])))
