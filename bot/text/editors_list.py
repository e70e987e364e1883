"""The editors' list in words, and what somebody reads whose question is answered or put aside. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.text import answers
from bot.text.counts import counted, times
from bot.text.days import day
from bot.text.limits import cut, escape
from store.model import Brief, Sure
from store.text.language import N_, ngettext
from store.text.language import gettext as _
from store.usage.editors_list import Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.model import Answer
    from store.usage.editors_list import EditorsList, Gap, Overdue


TITLE = N_("Editors' list")
DUE, VAIN = N_("Due for a review"), N_("Asked in vain")
NOTHING = N_("Nothing to look after: no topic is due for a review, and every question found an answer.")
MAX_ANSWER = 700


def summary(given: EditorsList) -> str:
    """Return `2 topics are due for a review. 3 questions found nothing.`"""
    if not given:
        return _(NOTHING)
    due = ngettext("{number} topic is due for a review.", "{number} topics are due for a review.", len(given.stale))
    vain = _("{questions} found nothing.", questions=counted(len(given.gaps), "question"))
    return " ".join(told for told, there in ((due, given.stale), (vain, given.gaps)) if there)


def standing(one: Overdue, days: int) -> str:
    """Return `last reviewed 2 Feb 2026, 295 days ago; asked for 14 times in 90 days`."""
    span = counted(days, "day")
    if one.asked:
        asked = _("asked for {times} in {days}", times=times(one.asked), days=span)
    else:
        asked = _("not asked for in {days}", days=span)
    seen = _("last reviewed {day}, {days} ago", day=day(one.topic.reviewed), days=counted(one.days, "day"))
    return f"{seen}; {asked}"


WHY = {
    Why.NOTHING: "",
    Why.UNSAID: N_("; the documents don't say"),
    Why.PASSAGES: N_("; only passages answer"),
}


def asked_in_vain(gap: Gap) -> str:
    """Return `4 times, last on 20 Nov 2026`, what was found where it was not nothing, and how many want to know."""
    why = _(WHY[gap.why]) if WHY[gap.why] else ""
    wanted = ngettext("; {number} asks you", "; {number} ask you", gap.wanted) if gap.wanted else ""
    return f"{_('{times}, last on {day}', times=times(gap.count), day=day(gap.last_at))}{why}{wanted}"


def text(given: EditorsList) -> str:
    """Return the whole list for a terminal."""
    return "\n".join(_lines(given))


def _lines(given: EditorsList) -> Iterator[str]:
    yield summary(given)
    if given.stale:
        yield f"\n{DUE}, by age times how often asked for"
    yield from (f"  • {one.topic.slug}: {standing(one, given.days)}" for one in given.stale)
    if given.gaps:
        yield f"\n{VAIN}"
    yield from (f"  • “{gap.text}”: {asked_in_vain(gap)}" for gap in given.gaps)


def record(given: EditorsList) -> dict[str, Any]:
    """Return the list as JSON; its keys are a promise and only ever grow."""
    return {
        "on": given.on.isoformat(),
        "review_days": given.review_days,
        "asked_days": given.days,
        "stale": [
            {
                "slug": one.topic.slug,
                "name": one.topic.name,
                "reviewed": one.topic.reviewed.isoformat(),
                "days": one.days,
                "asked": one.asked,
            }
            for one in given.stale
        ],
        "gaps": [{"text": gap.text, "count": gap.count, "last_at": gap.last_at.isoformat()} for gap in given.gaps],
    }


def is_answered(answer: Answer) -> bool:
    """Return whether the store answers now: by a statement, or by a topic that has the question for a name."""
    match answer:
        case Brief(unsaid=True):
            return False
        case Brief(answers=(first, *_)):
            return first.sure is Sure.ANSWER
        case Brief():
            return True
        case _:
            return False


def answered(question: str, answer: Answer) -> str:
    """Return the answer to what somebody put to the editors, with its date and holder, as mrkdwn."""
    told = _("You asked the editors: “{question}” It is answered now:", question=escape(question))
    return f"{told}\n{escape(cut(answers.notification(answer), MAX_ANSWER))}"


def put_aside(question: str) -> str:
    """Return that the editors looked at a question and have nothing for it, as mrkdwn."""
    return _(
        "You asked the editors: “{question}” They looked at it and put it aside: they have no source that says it.",
        question=escape(question),
    )
