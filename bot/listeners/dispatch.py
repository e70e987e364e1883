"""What every request passes, by whichever door it came: a number, the pace, the language and clock of its sender."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slack.membership import zone_of
from bot.slack.payloads import Actor
from bot.text.reply_context import catalogue, language_of
from store.context import ENGLISH, by_clock_of, numbered, speaking
from store.errors import InvalidRequest
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from slack_bolt import BoltResponse

    from bot.slack.errors import ErrorHandler
    from bot.slack.membership import Directory
    from bot.slack.sender import Press
    from bot.tasks.concurrency import Background

    Body = dict[str, Any]
    Answering = Callable[[Body], Awaitable[BoltResponse]]
    Headers = dict[str, str | Sequence[str]]


MINUTE_SECONDS = 60.0


class TooMany(InvalidRequest):
    """More requests of one person within a minute than they get."""

    code = "too_many"

    def __init__(self, most: int) -> None:
        super().__init__(_("You have asked {most:,} times within a minute. Please wait one, then go on.", most=most))


class Turn(Enum):
    """What a request is in its minute."""

    WITHIN = auto()
    FIRST_OVER = auto()
    OVER = auto()


@dataclass(slots=True)
class PersonalPace:
    """Counts the requests of each person; *clock* is monotonic, in seconds. With *most* 0 there is no limit.

    All are counted anew each minute: nothing is kept of who asked, and the memory is bounded by who asks in one.
    """

    most: int
    clock: Callable[[], float]
    _since: float = field(default=float("-inf"), init=False)
    _counts: dict[str, int] = field(default_factory=dict, init=False)

    def take(self, person: str) -> Turn:
        """Count one request of *person*."""
        if not self.most or not person:
            return Turn.WITHIN
        now = self.clock()
        if now - self._since >= MINUTE_SECONDS:
            self._since, self._counts = now, {}
        count = self._counts[person] = self._counts.get(person, 0) + 1
        if count <= self.most:
            return Turn.WITHIN
        return Turn.FIRST_OVER if count == self.most + 1 else Turn.OVER


@dataclass(frozen=True, slots=True)
class Locales:
    """Knows people's languages and zones as far as Slack has said them; until then, and of nobody, the usual ones."""

    directory: Directory
    background: Background
    usual_language: str = ENGLISH
    usual_zone: str = "UTC"

    @contextmanager
    def of(self, person: str) -> Iterator[None]:
        """Speak the language of a person, by their id, and go by their clock, in this block."""
        known = self.directory.remembered(person, self.background)
        locale = known.get("locale")
        spoken = language_of(str(locale)) if locale else self.usual_language
        with speaking(catalogue(spoken)), by_clock_of(zone_of(known, self.usual_zone)):
            yield


class OneWorkspace(AsyncAuthorize):
    """Signs every request in with the one token and without asking Slack: an answer needs no Web API."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult:
        """Return the token as the one of whatever workspace it is."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=self._token)


class NumberedApp(AsyncApp):
    """Bolt's app, of whose requests each has a number in the log, and which answers nobody faster than the pace."""

    pace: PersonalPace
    failures: ErrorHandler
    locales: Locales
    buttons: Mapping[str, Press]
    """What each button does, by its action."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._commands: dict[str, Answering] = {}

    def on_command(self, command: str, answering: Answering) -> None:
        """Let *answering* answer a slash command.

        Not by bolt's `command`, whose way to a listener takes longer than most answers: nearly all that comes is one.
        """
        self._commands[command] = answering

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer what bolt's own handler of Socket Mode has read."""
        return await self.answer(req.body, req.headers)

    async def answer(self, body: Body, headers: Headers) -> BoltResponse:
        """Answer a request; over the pace with one clear line: in every reply, and elsewhere once a minute."""
        person = Actor.of(body).id
        with numbered(), self.locales.of(person):
            turn = self.pace.take(person)
            if turn is not Turn.WITHIN:
                return await self.failures.answer(TooMany(self.pace.most), body, aloud=turn is Turn.FIRST_OVER)
            if answering := self._commands.get(body.get("command", "")):
                return await self._answered(answering, body)
            # Bolt takes what is read already in this mode only. It means that nothing is left to verify, which is so.
            return await super().async_dispatch(AsyncBoltRequest(body=body, headers=headers, mode="socket_mode"))

    async def _answered(self, answering: Answering, body: Body) -> BoltResponse:
        try:
            return await answering(body)
        except Exception as error:
            return await self.failures.answer(error, body)
