"""What somebody was answered, handed on: shared with a note, seen first, posted once, taken back; or as a memo."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.blocks import browse
from bot.blocks.answer import card, shared
from bot.blocks.personal import share_form
from bot.blocks.personal.share_form import ShareTarget
from bot.slack import membership
from bot.slack.errors import SLACKS_FAULTS, card_for, reason
from bot.slack.files import FileClient
from bot.slack.payloads import Way
from bot.slack.progress import tell
from bot.slack.sender import Feature, Shown
from bot.text.answers import as_of
from bot.text.counts import counted
from bot.text.topics import label
from store.model import Brief, Nothing
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blocks.elements import Card
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Click, Command
    from bot.slack.sender import Sender


NO_MEMBER = frozenset({"not_in_channel", "channel_not_found"})
"""How Slack refuses where only a response URL reaches."""
TWICE = N_("This was shared already.")
NOT_YOURS = N_("Only who shared it can take it back here.")


@dataclass(frozen=True, slots=True)
class Sharing:
    """Brings answers to a channel, and takes them back."""

    service: LookupService
    sender: Sender

    async def ask(self, click: Click) -> Shown | None:
        """Open what would be posted, with a field for a note, and a warning where others read along."""
        target = _target(click)
        brief = self.service.brief(target.subject)
        if brief is None:
            return Shown(browse.notice(_(browse.GONE)))
        warnings = await self._readers(target.channel)
        preview = shared(brief, click.way.user, self.service.to)
        await self.sender.open(click.way.trigger, share_form.draw(target, preview, warnings))
        return None

    async def submit(self, view: dict[str, Any], way: Way) -> dict[str, Any]:
        """Return Slack's answer to the form; what was agreed to is posted behind it, once for one message."""
        target, note = share_form.read(view)
        brief = self.service.brief(target.subject)
        if brief is None:
            return share_form.instead(_(browse.GONE))
        if not await self.service.is_new(target.key):
            return share_form.instead(_(TWICE))
        shown = shared(brief, way.user, self.service.to, note)
        self.service.background.start(self._share(target, way, shown))
        return {"response_action": "clear"}

    async def take_back(self, click: Click) -> Shown:
        """Delete what was shared, for whoever shared it."""
        channel, ts, user = share_form.posted(click.value)
        if user != click.way.user:
            return Shown(browse.notice(_(NOT_YOURS)))
        gone = await self.sender.take_back(channel, ts)
        return Shown(browse.notice(_("Removed from the channel.") if gone else _("It is no longer in the channel.")))

    async def again(self, _click: Click) -> Shown:
        """Return that it was shared, and nothing more."""
        return Shown(browse.notice(_(TWICE)))

    async def _share(self, target: ShareTarget, way: Way, shown: Card) -> None:
        back = Way(way.person, "", target.response_url, target.thread or None, target.channel)
        try:
            ts = await self._post(target, back, shown)
        except SlackApiError as error:
            await self.service.let_again(target.key)
            await tell(self.sender, back, card_for(error))
        except SLACKS_FAULTS:
            await tell(
                self.sender, back, browse.notice(_("Slack did not say whether it was shared; look there first."))
            )
        else:
            await self._mark(target, back, ts)

    async def _post(self, target: ShareTarget, back: Way, shown: Card) -> str:
        """Post for everybody and return the timestamp; empty where only the response URL reached the channel."""
        try:
            return await self.sender.post(target.channel, target.thread or None, shown)
        except SlackApiError as error:
            if reason(error) not in NO_MEMBER or not await self.sender.respond(
                back, shown, response_type="in_channel", replace_original=False
            ):
                raise
        return ""

    async def _mark(self, target: ShareTarget, back: Way, ts: str) -> None:
        """Let the message of the button say that it was shared, and offer the way back."""
        if (drawn := await self._drawn_again(target)) is not None:
            await tell(self.sender, back, share_form.marked(drawn, target, ts, back.user), instead=True)

    async def _drawn_again(self, target: ShareTarget) -> Card | None:
        topics, to = self.service.snapshot.topics, self.service.to
        if target.question:
            answer = await self.service.answered(target.question)
            if isinstance(answer, Brief):
                return card(answer, topics, to)
        brief = self.service.brief(target.subject)
        return None if brief is None else card(brief, topics, to)

    async def _readers(self, channel: str) -> list[str]:
        """Return a sentence for each kind of reader beside our own people."""
        others, guests = await asyncio.gather(self._others(channel), membership.guests(self.sender.client, channel))
        readers = [*filter(None, [others]), *([counted(guests, "guest")] if guests else [])]
        return [
            _("Mind: {reader} reads this channel too.", reader=one)
            if guests == 1 and one == readers[-1]
            else _("Mind: {readers} read this channel too.", readers=one)
            for one in readers
        ]

    async def _others(self, channel: str) -> str:
        try:
            return (await membership.readers(self.sender.client, channel)).others
        except SLACKS_FAULTS:
            return ""


def _target(click: Click) -> ShareTarget:
    """Return what a button asks for; a button of an older message names no question."""
    subject, _sep, question = click.value.partition(" ")
    way = click.way
    return ShareTarget(way.channel, way.thread or "", way.message, subject, question, way.response_url or "")


def feature(sharing: Sharing) -> Feature:
    """Return the buttons around sharing, and the form."""
    return Feature(
        {"brief:share": sharing.ask, "share:remove": sharing.take_back, "share:done": sharing.again},
        {share_form.CALLBACK: sharing.submit},
    )


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
            told = _("The memo on {topic}, {date}, for you alone.", topic=names, date=as_of(briefs[0].topic))
            file = "-".join(brief.topic.slug for brief in briefs)
            await FileClient(self.sender.client).give(way.user, f"{file}.docx", data, told)
        except Exception as error:
            # The reply went long ago; nobody else is left to tell the person.
            await tell(self.sender, way, card_for(error))

    def _written(self, briefs: Sequence[Brief]) -> bytes:
        from bot.export import word  # noqa: PLC0415 - 0.1 s that a start and every other answer should not wait for
        from bot.export.memo import compared, memo  # noqa: PLC0415 - as above

        made = memo(briefs[0]) if len(briefs) == 1 else compared(briefs[0], briefs[1])
        return word.written(made, self.service.now())
