"""`/alliance export`: a topic's memo as a Word file, in the person's own conversation with the bot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.answer import card
from bot.slack.errors import card_for
from bot.slack.files import PrivateFiles
from bot.slack.progress import tell
from bot.text.answers import as_of
from bot.text.topics import label
from store.model import Nothing
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blocks.elements import Card
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Command, Way
    from bot.slack.sender import Sender
    from store.model import Brief


@dataclass(frozen=True, slots=True)
class Memos:
    """Makes memos and hands them over, in private wherever they were asked for."""

    service: LookupService
    sender: Sender

    async def answer(self, command: Command, rest: str) -> Card | None:
        """Return that the memo on a topic comes; None where “export” only begins a question."""
        if not rest:
            return browse.notice(_("Say which topic: /alliance export opcon"))
        found = await asyncio.to_thread(self.service.reports.compared, rest)
        if isinstance(found, Nothing):
            return card(found, self.service.snapshot.topics, self.service.to)
        briefs = [brief for one in found or () if (brief := self.service.brief(one.slug)) is not None]
        if not briefs:
            return None
        self.service.background.start(self._give(command.way, briefs))
        topic = ", ".join(label(brief.topic) for brief in briefs)
        return browse.notice(_("The memo on {topic} comes as a Word file, in a direct message.", topic=topic))

    async def _give(self, way: Way, briefs: Sequence[Brief]) -> None:
        try:
            data = await asyncio.to_thread(self._written, briefs)
            names = ", ".join(label(brief.topic) for brief in briefs)
            told = _("The memo on {topic}, {date}, for you alone.", topic=names, date=as_of(briefs[0]))
            file = "-".join(brief.topic.slug for brief in briefs)
            await PrivateFiles(self.sender.client).give(way.user, f"{file}.docx", data, told)
        except Exception as error:
            # The reply went long ago; nobody else is left to tell the person.
            await tell(self.sender, way, card_for(error))

    def _written(self, briefs: Sequence[Brief]) -> bytes:
        from bot.export import word  # noqa: PLC0415 - 0.1 s that a start and every other answer should not wait for
        from bot.export.memo import compared, memo  # noqa: PLC0415 - as above

        made = memo(briefs[0]) if len(briefs) == 1 else compared(briefs[0], briefs[1])
        return word.written(made, self.service.now())
