"""The editors' list as Block Kit: for the administrator who asks, and for the channel that gets it weekly. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.digest import stop_button
from bot.blocks.elements import (
    MAX_LINE,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    choice_of,
    context,
    header,
    line,
    openers,
    rich,
    said,
    words,
)
from bot.text.counts import counted
from bot.text.days import describe, weekday
from bot.text.editors_list import DUE, TITLE, VAIN, asked_in_vain, standing, summary
from bot.text.topics import label
from store.text.language import N_
from store.text.language import gettext as _
from store.usage.editors_list import Overdue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from store.digests.model import Subscription
    from store.usage.editors_list import EditorsList, Gap

    Message = dict[str, Any]

MOST = 20
"""The lines of one message."""
GAPS_LINES = 25
MOST_PAGES = 5
"""The messages of a thread; the terminal lists all."""
MOST_OPENERS = 4
MAX_SHORT, MAX_QUESTION = 75, 150
ORDER = N_("by age times how often asked for")


def card(given: EditorsList, start: int = 0) -> Card:
    """Return the list from line *start* on; what does not fit a message waits behind “Show more”."""
    if not given:
        return Card(summary(given), [rich(line(words(summary(given))))], _(TITLE))
    (blocks, opens), end = _page(given, start), start + MOST
    more = [button(_("Show more"), "admin:stale", str(end))] if end < _length(given) else []
    above = [context(_continued())] if start else [header(_(TITLE)), context(summary(given), _(ORDER))]
    row = [*more, *opens]
    return Card(f"{_(TITLE)}: {summary(given)}", [*above, *blocks, *([actions(*row)] if row else [])], _(TITLE))


def head(given: EditorsList, to: Subscription, due_at: datetime) -> Message:
    """Return the message for a channel at its local *due_at*; a single line when there is nothing to do."""
    change = button(_("Change"), "digest:change", to.id, spoken=_("Change when the editors' list comes"))
    deeds = change, stop_button(_("Stop"), to.id)
    if not given:
        return {"text": summary(given), "blocks": [context(summary(given)), actions(*deeds)]}
    (lines, opens), when = _page(given, 0), weekday(due_at)
    more = f" · {_('more in the thread')}" if _length(given) > MOST else ""
    blocks = [
        header(f"{_(TITLE)} · {when}"),
        rich(line(words(summary(given), bold=True))),
        *lines,
        context(f"{describe(to.rule)} · {_(ORDER)}{more}"),
        actions(*opens, *deeds),
    ]
    return {"text": f"{_(TITLE)}, {when}: {summary(given)}", "blocks": blocks}


def thread(given: EditorsList) -> Iterator[Message]:
    """Yield the rest of the list, in as many messages as it needs, MOST_PAGES at most."""
    last = min(_length(given), MOST * (1 + MOST_PAGES))
    left = counted(_length(given) - last, "line")
    for start in range(MOST, last, MOST):
        cut = start + MOST >= last and last < _length(given)
        more = [context(_("and {lines} more; all of them: alliance stale, in the terminal", lines=left))] if cut else []
        yield {"text": _continued(), "blocks": [*_page(given, start)[0], *more]}


def gaps(found: Sequence[Gap], start: int = 0) -> Card:
    """Return the questions without an answer, the most asked first, from number *start* on."""
    if not found:
        return browse.notice(_("Every question found an answer."))
    told = _("{questions} found nothing", questions=counted(len(found), "question"))
    end = min(start + GAPS_LINES, len(found))
    lines = [line(said(one.text, MAX_LINE), words(f"  {asked_in_vain(one)}", italic=True)) for one in found[start:end]]
    questions = {one.id: one.text for one in found[start:end]}
    away = choice_of("admin:dismiss", _("Dismiss one"), questions)
    answers = choice_of("edit:gap", _("Answer one"), questions)
    more = [button(_("Show more"), "admin:gaps", str(end))] if end < len(found) else []
    note = context(
        _("First what people put to you, then the most asked. Who asked is not shown."),
        _("A dismissed question comes back when it is asked again."),
    )
    return Card(told, [header(told), note, rich(bullets(lines)), actions(answers, away, *more)], _("Gaps"))


def _continued() -> str:
    return f"{_(TITLE)}, {_('continued')}"


def _page(given: EditorsList, start: int) -> tuple[list[Block], list[Element]]:
    """Return MOST lines from *start* on, and what opens their topics: the first message has the worst of both."""
    half = MOST // 2
    lines: list[Overdue | Gap] = [*given.stale[:half], *given.gaps[:half], *given.stale[half:], *given.gaps[half:]]
    shown = lines[start : start + MOST]
    stale = [one for one in shown if isinstance(one, Overdue)]
    due = [_line(label(one.topic), standing(one, given.days), MAX_SHORT) for one in stale]
    vain = [_line(f"“{one.text}”", asked_in_vain(one), MAX_QUESTION) for one in shown if not isinstance(one, Overdue)]
    told = ((_(DUE), due), (_(VAIN), vain))
    blocks = [rich(line(words(heading, bold=True)), bullets(lines)) for heading, lines in told if lines]
    return blocks, openers([one.topic for one in stale[:MOST_OPENERS]], "topic:open")


def _length(given: EditorsList) -> int:
    return len(given.stale) + len(given.gaps)


def _line(name: str, told: str, limit: int) -> Element:
    return line(said(name, limit, bold=True), words(f": {told}"))
