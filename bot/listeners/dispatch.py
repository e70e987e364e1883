"""What every request passes, by whichever door it came: a number, the pace, the language and clock of its sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from bot.config.logs import numbered
from bot.slack.actor import Actor
from bot.slack.personal_pace import TooMany, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import BoltResponse
    from slack_bolt.request.async_request import AsyncBoltRequest

    from bot.slack.errors import ErrorHandler
    from bot.slack.locales import Locales
    from bot.slack.personal_pace import PersonalPace
    from bot.slack.respond import Press


class NumberedApp(AsyncApp):
    """Bolt's app, of whose requests each has a number in the log, and which answers nobody faster than the pace."""

    pace: PersonalPace
    failures: ErrorHandler
    locales: Locales
    buttons: Mapping[str, Press]
    """What each button does, by its action."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer a request; over the pace with one clear line: in every reply, and elsewhere once a minute."""
        with numbered(), self.locales.of(req.body):
            turn = self.pace.take(Actor.of(req.body).id)
            if turn is Turn.WITHIN:
                return await super().async_dispatch(req)
            return await self.failures.answer(TooMany(self.pace.most), req.body, aloud=turn is Turn.FIRST_OVER)
