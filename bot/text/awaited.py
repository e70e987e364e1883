"""What somebody reads who put a question to the editors: that it is answered, or put aside. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text import answers
from bot.text.limits import cut, escape
from store.model import Brief, Sure
from store.text.language import gettext as _

if TYPE_CHECKING:
    from store.model import Answer

MAX_ANSWER = 700


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
