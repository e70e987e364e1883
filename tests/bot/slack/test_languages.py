"""In which language people are answered: that of their Slack, and Korean whose words are Korean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.listeners.commands import EXAMPLES, KOREAN, WORDS
from bot.listeners.digests import KOREAN_VERBS, VERBS
from bot.listeners.words import in_english
from bot.simulator.service.faults import Fault, Wrong
from bot.simulator.state.fixtures import JISOO, MINJUN
from bot.text.catalogue import catalogue
from store.text.language import gettext, speaking
from tests.bot.slack_rules import buttons, refused, said

if TYPE_CHECKING:
    from bot.digests.loop import PostingLoop
    from store.core import BriefingStore
    from tests.bot.served import Team


@pytest.fixture
def dialect() -> str:
    return "sqlite"


async def in_korean(team: Team) -> None:
    """Let this person's Slack be in Korean, and the bot know it."""
    people = team.slack.workspace.people
    people[team.user] = replace(people[team.user], locale="ko-KR")
    await team.ask("help")
    await team.background.drain(5)


async def test_who_has_a_korean_slack_is_answered_in_korean_once_it_is_known(team: Team) -> None:
    await in_korean(team)

    reply = await team.ask("opcon")

    assert buttons(reply.blocks)[:2] == ["전체 브리핑", "공유"]
    assert "사실" in said(reply.blocks)
    assert refused(reply.blocks) == []


async def test_the_first_answer_does_not_wait_for_slack_to_say_the_language(team: Team) -> None:
    people = team.slack.workspace.people
    people[JISOO.id] = replace(people[JISOO.id], locale="ko-KR")
    team.slack.faults.stay(Fault(Wrong.DELAY, "users.info", seconds=0.4))

    reply = await team.ask("opcon")

    assert "Full brief" in buttons(reply.blocks)


async def test_korean_words_are_answered_in_korean_whatever_slack_speaks(team: Team) -> None:
    helped, greeted = await team.ask("도움말"), await team.ask("안녕하세요")
    english = await team.ask("help")

    assert "브리핑 저장소 이용 방법" in said(helped.blocks)
    assert "안녕하십니까" in said(greeted.blocks)
    assert "How to ask the briefing store" in said(english.blocks)


async def test_a_digest_speaks_the_language_of_whoever_set_it_up(team: Team, loop: PostingLoop) -> None:
    await in_korean(team)
    await team.ask("digest subscribe opcon daily 08:30 Asia/Seoul")
    await team.ask("digest subscribe all daily 09:30 Asia/Seoul")

    team.clock.advance(days=1)
    await loop.tick()

    head, *_ = team.public()
    assert head.text.startswith("동맹 정기 요약, ")
    assert "정기 요약 변경" in buttons(head.blocks)
    assert refused(head.blocks) == []


async def test_who_saves_the_form_of_a_digest_decides_its_language(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("digest subscribe opcon daily 08:30 Asia/Seoul")
    before = loaded_store.roster.listed()[0].language
    team.user = MINJUN.id
    await in_korean(team)

    await team.press(await team.ask("digest list"), "변경")
    await team.controls.submit(team.user, team.modals[-1], {})

    assert (before, loaded_store.roster.listed()[0].language) == ("en", "ko")


def test_everything_the_korean_help_shows_does_what_it_says() -> None:
    with speaking(catalogue("ko")):
        typed = [(gettext(typed), typed) for typed, _ in EXAMPLES if gettext(typed) != typed]

    strange = [korean for korean, english in typed if (in_english(korean) or korean).split()[0] != english.split()[0]]
    assert strange == []


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("주제", "topics"),
        ("검색 전작권 전환", "search 전작권 전환"),
        ("전작권 전환 검색", "search 전작권 전환"),
        ("출처 kei-klingner-2025", "sources kei-klingner-2025"),
        ("비교 opcon cfc", "compare opcon cfc"),
        ("opcon cfc 비교", "compare opcon cfc"),
        ("요약 구독 opcon 평일 08:30", "digest subscribe opcon 평일 08:30"),
        ("정기 요약 목록", "digest list"),
        ("새 소식", "changes"),
        ("관리 reload", "admin reload"),
        ("구독 취소", "digest list"),
        ("요약 보고서가 무엇입니까", None),
        ("전작권이 무엇입니까", None),
        ("opcon", None),
        ("", None),
    ],
)
def test_korean_words_stand_for_english_ones(typed: str, english: str | None) -> None:
    assert in_english(typed) == english


def test_every_korean_word_leads_to_a_word_that_there_is() -> None:
    assert {english.partition(" ")[0] for english in KOREAN.values()} <= WORDS
    assert set(KOREAN_VERBS.values()) <= VERBS.keys()
