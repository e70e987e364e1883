"""The subcommands: what each answers, how it is written, and its lines in the help."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.answer import searched
from bot.listeners import reports

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.blocks.elements import Card
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Command

    Run = Callable[[LookupService, Command, str], Awaitable[Card | None]]

COMMAND = "/alliance"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

logger = logging.getLogger(__name__)


async def start(service: LookupService, _: Command, _rest: str) -> Card:
    """Return the way in."""
    logger.info("empty", extra={"code": "empty"})
    return browse.chooser(service.snapshot, EXAMPLES)


async def show_help(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return one line a command; None when “help” only begins a question."""
    return None if rest else browse.help_card(service.snapshot, EXAMPLES)


async def list_topics(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return every topic; None when “topics” only begins a question."""
    return None if rest else browse.topics(service.snapshot)


async def search(service: LookupService, _: Command, rest: str) -> Card:
    """Return the passages that hold the words."""
    if not rest:
        return browse.notice("Say what to look for: /alliance search wartime command")
    return searched(await service.search(rest), service.snapshot.topics)


async def show_sources(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return every document, or the passages of one; None when “sources” only begins a question."""
    if not rest:
        return browse.sources(service.sources())
    if not _ID.fullmatch(rest):
        return None
    document = await service.document(rest)
    return browse.unknown_source(rest, service.sources()) if document is None else browse.document(document)


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A word behind `/alliance`: what runs it, None where digests or administrators have their own router."""

    word: str
    run: Run | None
    hint: str = ""
    """How Slack shows it behind the command."""
    examples: tuple[tuple[str, str], ...] = ()
    """Its lines in the help: what to type, with places for what is loaded, and what comes of it."""


SUBCOMMANDS = (
    Subcommand(
        "",
        start,
        "opcon | who commands in a war? | opcon at 20 Nov 2026",
        (("{name}", "the briefing on a topic"), ("{question}", "a question in your own words")),
    ),
    Subcommand("topics", list_topics, "topics", (("topics", "every topic, by category"),)),
    Subcommand(
        "search",
        search,
        "search <words>",
        (
            ("search {short}", "the passages that hold these words"),
            ("search “{short}” by:name since:2025", "a phrase, by author or publisher, from a date on; in:title too"),
        ),
    ),
    Subcommand(
        "sources",
        show_sources,
        "sources [id]",
        (
            ("sources", "the documents behind the briefings"),
            ("sources {source}", "one document, passage by passage"),
        ),
    ),
    Subcommand(
        "compare",
        reports.compare,
        "compare opcon cfc",
        (("compare {pair}", "two topics side by side; one alone: who holds what"),),
    ),
    Subcommand(
        "timeline",
        reports.timeline,
        "timeline [topic]",
        (("timeline {name}", "what happened, in order; without a topic: on all"),),
    ),
    Subcommand(
        "changes",
        reports.changes,
        "changes [since <date>]",
        (
            ("changes since last week", "what was added, changed and removed"),
            ("{name} at 20 Nov 2026", "what the store said on that day"),
            ("{statement}", "one statement and its passages"),
        ),
    ),
    Subcommand(
        "digest",
        None,
        "digest",
        (
            ("digest", "a digest for this channel, by a form"),
            ("digest subscribe {name} weekdays 08:30 Asia/Seoul", "the same in words"),
            ("digest list", "this channel's digests; anybody here may change, pause or remove them"),
        ),
    ),
    Subcommand("admin", None, "admin", (("admin", "load, history, rollback; if you are no administrator, who is"),)),
    Subcommand("help", show_help, "help", (("help", "this list"),)),
)
"""Every subcommand, in the order of the help."""

PHRASES: Mapping[str, str] = {
    **dict.fromkeys(("?", "??", "-h", "--help", "help me", "commands", "how does this work", "도움말", "도움"), "help"),
    **dict.fromkeys(("all topics", "list topics", "list", "주제", "주제 목록"), "topics"),
    **dict.fromkeys(("all sources", "list sources", "documents", "출처", "자료"), "sources"),
    **dict.fromkeys(("news", "updates", "what's new", "whats new", "what is new", "새 소식"), "changes"),
    **dict.fromkeys(("digests", "다이제스트"), "digest"),
    **dict.fromkeys(("subscribe", "구독"), "digest subscribe"),
    **dict.fromkeys(("unsubscribe", "stop", "구독 취소"), "digest list"),
    "관리": "admin",
}
"""What else people say for a subcommand, whole and in lower case."""

RUNS: Mapping[str, Run] = {one.word: one.run for one in SUBCOMMANDS if one.run}
WORDS = frozenset(one.word for one in SUBCOMMANDS if one.word)
EXAMPLES = tuple(example for one in SUBCOMMANDS for example in one.examples)
USAGE = " | ".join(one.hint for one in SUBCOMMANDS)
"""What Slack shows behind the command; the manifest says the same."""
