"""“Ask the editors” where no statement answers: the question goes on their list, and its asker is told the answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.answer import card
from bot.blocks.modals import modal, updated
from bot.blocks.personal import editors_form
from bot.lookup.usage import why_missed
from bot.slack.sender import Feature, Shown
from bot.text.editors_list import is_answered
from store.context import language
from store.text import clean
from store.text.language import gettext as _
from store.usage.editors_list import Miss, Why, key_of

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Click, Way
    from bot.slack.sender import Sender


@dataclass(frozen=True, slots=True)
class EditorQuestions:
    """Takes the questions that people put to the editors."""

    service: LookupService
    sender: Sender

    async def ask(self, click: Click) -> None:
        """Open the form with the question."""
        await self.sender.open(click.way.trigger, editors_form.form(click.value))

    async def submit(self, view: dict[str, Any], way: Way) -> dict[str, Any]:
        """Return Slack's answer to the form: that it is on the list, or the answer that there is by now."""
        question, tell = editors_form.read(view)
        question = clean(question)
        if not question:
            return {"response_action": "errors", "errors": {"question": _("Write the question.")}}
        await self.service.ready()
        return updated(modal(await self._put(question, way.user, tell=tell)))

    async def _put(self, question: str, user: str, *, tell: bool) -> Card:
        answer = await self.service.answered(question)
        if is_answered(answer):
            return browse.notice(_(editors_form.BY_NOW))
        if not await self.service.is_new(f"editors {user} {key_of(question)} {tell}"):
            return browse.notice(_(editors_form.ALREADY))
        asked = Miss(question, self.service.now(), why_missed(answer) or Why.UNSAID)
        put = self.service.store.usage.awaited.put
        await asyncio.to_thread(put, asked, user if tell else "", language())
        return browse.notice(_(editors_form.THANKS[tell]))

    async def show(self, click: Click) -> Shown:
        """Return the answer, as of now, to what was asked of the editors."""
        asked = await asyncio.to_thread(self.service.store.usage.awaited.of, click.value)
        if asked is None:
            return Shown(browse.notice(_(browse.GONE)))
        answer = await self.service.answered(asked.text)
        return Shown(card(answer, self.service.snapshot.topics, self.service.to, share=False))


def feature(questions: EditorQuestions) -> Feature:
    """Return the form for such a question, and the buttons around it."""
    return Feature(
        {"editors:ask": questions.ask, "editors:answer": questions.show}, {editors_form.CALLBACK: questions.submit}
    )
