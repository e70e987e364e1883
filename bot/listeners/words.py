"""One router of words for every door, the command, a mention, a direct message, a menu, the Home; and `/alliance …`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse
from bot.blocks.message import Replies, private
from bot.listeners import reports
from bot.listeners.commands import BEHIND, COMMAND, KOREAN, PHRASES, RUNS, WORDS
from bot.slack.payloads import Command
from bot.text.reply_context import catalogue, offering
from store import lookup
from store.context import speak
from store.lookup import talk
from store.text import clean
from store.text.korean import HANGUL
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blocks.elements import Card
    from bot.listeners.admin.router import AdminRouter
    from bot.listeners.digests import DigestListeners
    from bot.listeners.dispatch import NumberedApp
    from bot.listeners.following import Following
    from bot.listeners.sharing import Memos
    from bot.lookup.service import LookupService


logger = logging.getLogger(__name__)
_HELLO = N_("Hello! Ask me about the alliance, such as “opcon” or “who commands in a war?”. “help” lists what I do.")
_WELCOME = N_(
    "You're welcome. If something here is wrong or missing, tell your editors: each answer names its sources."
)
KIND = {"hello": _HELLO, "thanks": _WELCOME}
"""What is no question, and the line that answers it."""
OF_ALL = {"changes", "topics", "sources"}
"""Views that say less of one topic than its brief does."""
KOREAN_VERBS = {
    "구독": "subscribe",
    "목록": "list",
    "미리보기": "preview",
    "지금": "now",
    "중지": "pause",
    "재개": "resume",
    "변경": "move",
    "해지": "unsubscribe",
}
"""What is said of digests behind the Korean word for them."""
OUTER = " .!…~。"
STRAIGHT = str.maketrans({0x2018: "'", 0x2019: "'"})
"""Telephones write curly apostrophes."""


class Door(Enum):
    """Where somebody speaks to the bot, and so who reads the answer and whether a form can open there."""

    COMMAND = "command"
    MENTION = "mention"
    CONVERSATION = "direct message"
    MENU = "menu of a message"
    HOME = "home"

    @property
    def opens_forms(self) -> bool:
        """Whether Slack lets a form open as the answer."""
        return self in {Door.COMMAND, Door.MENU}

    @property
    def has_channel(self) -> bool:
        """Whether it stands in a channel or a conversation, which a digest could be for."""
        return self is not Door.HOME

    @property
    def private(self) -> bool:
        """Whether only the person reads the answer, and what follows it finds its way there."""
        return self not in {Door.MENTION, Door.HOME}


@dataclass(frozen=True, slots=True)
class Routed:
    """What a word brought; *card* is None where a form has opened instead."""

    card: Card | None


@dataclass(frozen=True, slots=True)
class WordRouter:
    """Answers what begins with one of our words, whichever way it came; everything else is a lookup."""

    service: LookupService
    digests: DigestListeners
    admins: AdminRouter
    memos: Memos
    following: Following
    edits: Callable[[str], bool]
    """Whether a reply to somebody offers to edit."""

    async def answer(self, command: Command, door: Door, about: str = "") -> Routed | None:
        """Return what the words of *command*, cleaned, bring at *door*; None where they are to be looked up.

        *about* is the topic that was spoken of before, if any: "pros and cons?" means those of it.
        """
        said = command.text.casefold().translate(STRAIGHT)
        phrase = said.strip(OUTER) or said
        # The name of a topic greets nobody and compares nothing, and most of what is typed is one.
        named = self.service.store.named(command.text) is not None
        if not named and (kind := KIND.get(talk.greeting(phrase))):
            if not phrase.isascii():
                speak(catalogue("ko"))
            return Routed(browse.notice(_(kind)))
        bare = phrase.rstrip("? ")
        alone = PHRASES.get(phrase) or PHRASES.get(bare) or KOREAN.get(bare) or (bare if bare in WORDS else "")
        if door is Door.MENU and not alone:
            return None  # somebody's message, which may begin with any word
        korean = in_english(bare) if alone else in_english(command.text)
        if korean:
            speak(catalogue("ko"))  # whose words are Korean reads Korean, whatever their Slack speaks
        text = alone or korean or command.text
        word, _sep, rest = text.partition(" ")
        command = command.saying(text)
        if word.casefold() != "admin":
            await self.service.ready()
        match word.casefold():
            case "digest":
                return await self._digest(command, rest, door)
            case "admin":
                return await self._admin(command, rest, door)
            case "export":
                card = await self.memos.answer(command, rest)
            case "follow" | "unfollow" | "following" as wish:
                card = await self.following.answer(wish, command, rest)
            case other:
                run = RUNS.get(other)
                card = await run(self.service, command, rest) if run else None
                card = card or (None if named else await self._beside(command, about))
        return None if card is None else Routed(card)

    async def _beside(self, command: Command, about: str) -> Card | None:
        if self.service.store.named(command.text):
            return None  # by now: in the first seconds the store is read meanwhile
        return await reports.beside(self.service, command.text) or await self._view(command, about)

    async def _view(self, command: Command, about: str) -> Card | None:
        """Return what a word of ours would bring that *command* has others for, such as “history of opcon”."""
        asked = lookup.view_asked(command.text, self.service.store.index)
        if asked is None or (run := RUNS.get(asked.view)) is None:
            return None
        of_one = asked.view not in OF_ALL
        if asked.name and not (of_one or asked.since):
            return None  # the brief shows it
        name = asked.name or (about if of_one else "")
        if HANGUL.search(command.text):
            speak(catalogue("ko"))
        return await run(self.service, command, f"{name} since {asked.since}".strip() if asked.since else name)

    async def _digest(self, command: Command, rest: str, door: Door) -> Routed:
        if not door.has_channel:
            return Routed(browse.notice(_("A digest is for a channel. Type there: {command} digest", command=COMMAND)))
        if not door.opens_forms and rest.casefold() in {"", "subscribe"}:
            listed = await self.digests.answer(command, "list")
            return Routed(None if listed is None else browse.with_form_button(listed))
        return Routed(await self.digests.answer(command, rest))

    async def _admin(self, command: Command, rest: str, door: Door) -> Routed:
        if not door.private:
            told = _(
                "What administrators do is answered in private: {command} admin, or “admin” in a message to me.",
                command=COMMAND,
            )
            return Routed(browse.notice(told))
        if not door.opens_forms and rest.casefold() == "add":
            return Routed(
                browse.notice(_("A form opens only behind the command: {command} admin add", command=COMMAND))
            )
        return Routed(await self.admins.answer(command, rest))


def in_english(text: str) -> str | None:
    """Return what our Korean words ask for in English, `digest list` for `요약 목록`; None without any.

    What only begins like them is a question: `요약 보고서가 무엇입니까`.
    """
    said = text.split()
    if len(said) > 1 and KOREAN.get(said[-1]) in BEHIND:
        return " ".join((KOREAN[said[-1]], *said[:-1]))
    for length in (2, 1):
        word, rest = KOREAN.get(" ".join(said[:length])), said[length:]
        if word == "digest" and rest:
            verb = KOREAN_VERBS.get(rest[0])
            return verb and " ".join((word, verb, *rest[1:]))
        if word:
            return " ".join((word, *rest))
    return None


def cleaned(text: str) -> str:
    """Return what somebody sent as it may be repeated; it is logged that there were invisible or control characters."""
    if not text.isprintable() or "<" in text:
        logger.info("cleaned", extra={"code": "cleaned"})
    return clean(text)


def register_command(app: NumberedApp, service: LookupService, words: WordRouter) -> None:
    """Make *app* answer the slash command: a word, or a lookup; with an empty body when a form opened instead."""
    replies = Replies(service.to, service.now, lambda: service.store.links.ended)

    async def answered(command: Command) -> str:
        routed = await words.answer(command, Door.COMMAND)
        if routed is not None:
            return "" if routed.card is None else private(routed.card)
        return replies.body(await service.look_up(command.text, by=command.user), service.snapshot.topics)

    async def alliance(body: dict[str, Any]) -> BoltResponse:
        command = Command.of(body)
        with offering(edits=words.edits(command.user)):
            return BoltResponse(status=200, body=await answered(command.saying(cleaned(command.text))))

    app.on_command(COMMAND, alliance)
