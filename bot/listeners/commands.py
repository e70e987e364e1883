"""The subcommands: what each answers, how it is written, and its lines in the help."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.answer import searched
from bot.listeners import reports
from store.text.language import N_
from store.text.language import gettext as _

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


async def search(service: LookupService, _command: Command, rest: str) -> Card:
    """Return the passages that hold the words."""
    if not rest:
        return browse.notice(_("Say what to look for: /alliance search wartime command"))
    return searched(await service.search(rest), service.snapshot.topics)


async def show_sources(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return every document, or the passages of one; None when “sources” only begins a question."""
    if not rest:
        return browse.sources(service.store.sources())
    if not _ID.fullmatch(rest):
        return None
    document = await service.document(rest)
    return browse.unknown_source(rest, service.store.sources()) if document is None else browse.document(document)


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A word behind `/alliance`: what runs it, None where digests or administrators have their own router."""

    word: str
    run: Run | None
    hint: str = ""
    """How Slack shows it behind the command."""
    examples: tuple[tuple[str, str], ...] = ()
    """Its lines in the help: what to type, with places for what is loaded, and what comes of it."""
    korean: tuple[str, ...] = ()
    """The Korean words for it."""


SUBCOMMANDS = (
    Subcommand(
        "",
        start,
        "opcon | who commands in a war? | opcon at 20 Nov 2026",
        (("{name}", N_("the briefing on a topic")), ("{question}", N_("a question in your own words"))),
    ),
    Subcommand(
        "topics",
        list_topics,
        "topics",
        ((N_("topics"), N_("every topic, by category")),),
        ("주제", "주제 목록", "모든 주제"),
    ),
    Subcommand(
        "search",
        search,
        "search <words>",
        (
            (N_("search {short}"), N_("the passages that hold these words")),
            (
                N_("search “{short}” by:name since:2025"),
                N_("a phrase, by author or publisher, from a date on; in:title too"),
            ),
        ),
        ("검색", "찾기"),
    ),
    Subcommand(
        "sources",
        show_sources,
        "sources [id]",
        (
            (N_("sources"), N_("the documents behind the briefings")),
            (N_("sources {source}"), N_("one document, passage by passage")),
        ),
        ("출처", "자료", "문서"),
    ),
    Subcommand(
        "compare",
        reports.compare,
        "compare opcon cfc",
        ((N_("compare {pair}"), N_("two topics side by side; one alone: who holds what")),),
        ("비교",),
    ),
    Subcommand(
        "timeline",
        reports.timeline,
        "timeline [topic]",
        ((N_("timeline {name}"), N_("what happened, in order; without a topic: on all")),),
        ("연표", "경과"),
    ),
    Subcommand(
        "changes",
        reports.changes,
        "changes [since <date>]",
        (
            (N_("changes since last week"), N_("what was added, changed and removed")),
            (N_("{name} at 20 Nov 2026"), N_("what the briefings said on that day")),
            ("{statement}", N_("one statement and its passages")),
        ),
        ("변경", "변경 사항", "새 소식"),
    ),
    Subcommand(
        "news",
        reports.news,
        "news [topic]",
        ((N_("news {name}"), N_("what feeds brought, each with the passage that speaks of it")),),
        ("보도", "뉴스"),
    ),
    Subcommand(
        "follow",
        None,
        "follow opcon",
        ((N_("follow {name}"), N_("a direct message when it changes, at most once a day")),),
        ("팔로우",),
    ),
    Subcommand(
        "unfollow",
        None,
        "unfollow opcon",
        ((N_("unfollow {name}"), N_("no more of these")),),
        ("팔로우 취소",),
    ),
    Subcommand("following", None, "following", ((N_("following"), N_("the topics you follow")),), ("팔로우 목록",)),
    Subcommand(
        "export",
        None,
        "export opcon",
        ((N_("export {name}"), N_("the topic as a memo for Word, in a direct message")),),
        ("메모",),
    ),
    Subcommand(
        "digest",
        None,
        "digest",
        (
            (N_("digest"), N_("a digest for this channel, by a form")),
            (N_("digest subscribe {name} weekdays 08:30 Asia/Seoul"), N_("the same in words")),
            (N_("digest list"), N_("this channel's digests; anybody here may change, pause or remove them")),
        ),
        ("요약", "정기 요약", "다이제스트"),
    ),
    Subcommand(
        "admin",
        None,
        "admin",
        ((N_("admin"), N_("load, history, rollback; if you are no administrator, who is")),),
        ("관리",),
    ),
    Subcommand("help", show_help, "help", ((N_("help"), N_("this list")),), ("도움말", "도움", "사용법")),
)
"""Every subcommand, in the order of the help."""

PHRASES: Mapping[str, str] = {
    **dict.fromkeys(("?", "??", "-h", "--help", "help me", "commands", "how does this work"), "help"),
    **dict.fromkeys(("all topics", "list topics", "list"), "topics"),
    **dict.fromkeys(("all sources", "list sources", "documents"), "sources"),
    **dict.fromkeys(("reports",), "news"),
    **dict.fromkeys(("updates", "what's new", "whats new", "what is new"), "changes"),
    **dict.fromkeys(("digests",), "digest"),
    **dict.fromkeys(("subscribe",), "digest subscribe"),
    **dict.fromkeys(("unsubscribe", "stop"), "digest list"),
}
"""What else people say for a subcommand, whole and in lower case."""

KOREAN: Mapping[str, str] = {
    **{korean: one.word for one in SUBCOMMANDS for korean in one.korean},
    "구독": "digest subscribe",
    "구독 취소": "digest list",
}
"""The Korean words, each with the English ones that it stands for."""
BEHIND = frozenset({"search", "compare", "timeline", "export", "follow"})
"""What Korean says behind what it is about: `전작권 검색`."""

RUNS: Mapping[str, Run] = {one.word: one.run for one in SUBCOMMANDS if one.run}
WORDS = frozenset(one.word for one in SUBCOMMANDS if one.word)
EXAMPLES = tuple(example for one in SUBCOMMANDS for example in one.examples)
USAGE = " | ".join(one.hint for one in SUBCOMMANDS)
"""What Slack shows behind the command; the manifest says the same."""
