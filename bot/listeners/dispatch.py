"""What every request passes, by whichever door it came: a number, the pace and the language of whoever sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from bot.config.logs import numbered
from bot.slack.actor import Actor
from bot.slack.personal_pace import TooMany, Turn

if TYPE_CHECKING:
    from slack_bolt import BoltResponse
    from slack_bolt.request.async_request import AsyncBoltRequest

    from bot.slack.errors import ErrorHandler
    from bot.slack.languages import Languages
    from bot.slack.personal_pace import PersonalPace


class NumberedApp(AsyncApp):
    """Bolt's app, of whose requests each has a number in the log, and which answers nobody faster than the pace."""

    pace: PersonalPace
    failures: ErrorHandler
    languages: Languages

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer a request; over the pace with one clear line: in every reply, and elsewhere once a minute."""
        with numbered(), self.languages.of(req.body):
            turn = self.pace.take(Actor.of(req.body).id)
            if turn is Turn.WITHIN:
                return await super().async_dispatch(req)
            return await self.failures.answer(TooMany(self.pace.most), req.body, aloud=turn is Turn.FIRST_OVER)
