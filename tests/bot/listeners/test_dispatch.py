"""In which language and by which clock people are answered: those of their Slack, and Korean whose words are Korean."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.listeners.commands import EXAMPLES, KOREAN, WORDS
from bot.listeners.digests import VERBS
from bot.listeners.dispatch import PersonalPace, TooMany, Turn
from bot.listeners.words import KOREAN_VERBS, in_english
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import JISOO, MINJUN
from bot.text.reply_context import catalogue
from store.context import speaking
from store.text.language import gettext
from tests.bot.lenient import peer
from tests.bot.payload_kinds import Kinds, Payload
from tests.bot.served import opened
from tests.bot.slack_rules import buttons, refused, said
from tests.paths import seeds_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.digests.loop import PostingLoop
    from store.core import BriefingStore
    from tests.bot.served import Team

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def dialect() -> str:
    return "sqlite"


async def in_korean(team: Team) -> None:
    """Let this person's Slack be in Korean, and the bot know it."""
    people = team.slack.workspace.people
    people[team.user] = replace(people[team.user], locale="ko-KR")
    await team.ask("help")
    await team.background.drain(30)


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


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("digest subscribe opcon weekdays 25:99", "“25:99”는 시각이 아닙니다."),
        ("digest subscribe opcon 30 Feb", "“30 Feb”는 달력에 없는 날입니다."),
        ("digest subscribe opcon weekdays 08:30 bst", "“bst”는 Europe/London or Asia/Dhaka 중 하나일 수 있습니다."),
        ("digest pause until 99 Nov", "“until 99 Nov”는 앞으로 올 날짜가 아닙니다."),
        ("admin rollback 77", "버전 77이 없습니다."),
    ],
)
async def test_what_the_store_cannot_read_or_find_is_told_in_the_persons_language(
    team: Team, typed: str, told: str
) -> None:
    await in_korean(team)
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")

    assert told in said((await team.ask(typed)).blocks)


@dataclass(frozen=True)
class Clock:
    """What somebody sees on their clock of two loads, on Friday and on Monday 09:00 UTC."""

    zone: str
    loaded: str
    monday: str
    """The day of the second load, as it is typed."""
    day_before: str


CLOCKS = [
    Clock("Asia/Seoul", "23 Nov 2026, 18:00 KST", "23 Nov 2026", "22 Nov 2026"),
    Clock("Pacific/Honolulu", "22 Nov 2026, 23:00 HST", "22 Nov 2026", "21 Nov 2026"),
    Clock("Asia/Kathmandu", "23 Nov 2026, 14:45 UTC+0545", "23 Nov 2026", "22 Nov 2026"),
    Clock("Pacific/Kiritimati", "23 Nov 2026, 23:00 UTC+14", "23 Nov 2026", "22 Nov 2026"),
    Clock("America/New_York", "23 Nov 2026, 04:00 EST", "23 Nov 2026", "22 Nov 2026"),
]


@pytest.mark.parametrize("there", CLOCKS, ids=lambda one: one.zone)
async def test_instants_are_told_and_days_are_meant_by_the_persons_own_clock(loads: Team, there: Clock) -> None:
    await in_zone(loads, there.zone)

    changes = await loads.ask(f"changes since {there.monday}")
    day_before = await loads.ask(f"opcon at {there.day_before}")
    that_day = await loads.ask(f"opcon at {there.monday}")

    assert f"loaded {there.loaded}" in said(changes.blocks)
    assert "1 changed" in said(changes.blocks)
    assert f"on {there.day_before} (version 1)" in said(day_before.blocks)
    assert f"on {there.monday} (version 2)" in said(that_day.blocks)


async def test_yesterday_is_yesterday_where_the_person_is(loads: Team) -> None:
    loads.clock.at = MONDAY + timedelta(hours=6)  # past midnight in Seoul: Tuesday there

    await in_zone(loads, "Asia/Seoul")
    seoul = await loads.ask("changes since today")
    await in_zone(loads, "Pacific/Honolulu")
    honolulu = await loads.ask("changes since today")

    assert "No changes since 24 Nov 2026." in said(seoul.blocks)
    assert "No changes since 23 Nov 2026." in said(honolulu.blocks)


async def test_a_day_is_to_come_only_where_it_has_not_begun(loads: Team) -> None:
    loads.clock.at = MONDAY + timedelta(hours=6)

    await in_zone(loads, "Asia/Seoul")
    begun = await loads.ask("opcon at 24 Nov 2026")
    await in_zone(loads, "Pacific/Honolulu")
    to_come = await loads.ask("opcon at 24 Nov 2026")

    assert "on 24 Nov 2026 (version 2)" in said(begun.blocks)
    assert "24 Nov 2026 is still to come" in said(to_come.blocks)


async def test_no_reply_waits_for_the_zone_and_until_it_is_known_the_usual_clock_counts(loads: Team) -> None:
    loads.slack.faults.stay(Fault(Wrong.DELAY, "users.info", seconds=0.4))

    reply = await loads.ask("changes")

    assert "loaded 23 Nov 2026, 09:00 UTC" in said(reply.blocks)


@pytest.fixture
async def loads(store: BriefingStore, tmp_path: Path) -> AsyncIterator[Team]:
    """The team after a load on Friday and one on Monday, in which a year was set."""
    folder = seeds_in(tmp_path)
    store.load(folder, by="an editor", at=MONDAY - timedelta(days=3))
    opcon = folder / "topics" / "opcon.md"
    opcon.write_text(opcon.read_text().replace("No year has been set", "The year 2031 has been set"))
    store.load(folder, by="an editor", at=MONDAY)
    async with opened(store) as made:
        made.clock.at = MONDAY + timedelta(hours=3)
        yield made


async def in_zone(team: Team, name: str) -> None:
    """Let this person be in a zone, and a bot know it that has just begun."""
    people = team.slack.workspace.people
    team.user = f"U0{name.rpartition('/')[2].upper()}"
    people[team.user] = replace(people[JISOO.id], id=team.user, zone=name)
    await team.ask("help")
    await team.background.drain(30)


LINE = "You have asked 3 times within a minute. Please wait one, then go on."


class Seconds:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_each_person_has_their_own_count_and_each_minute_begins_anew() -> None:
    clock = Seconds()
    pace = PersonalPace(2, clock)

    turns = [pace.take("U1") for _ in range(4)] + [pace.take("U2")]
    clock.at = 60.0

    assert turns == [Turn.WITHIN, Turn.WITHIN, Turn.FIRST_OVER, Turn.OVER, Turn.WITHIN]
    assert pace.take("U1") is Turn.WITHIN


def test_without_a_limit_and_of_nobody_nothing_is_counted() -> None:
    assert {PersonalPace(0, Seconds()).take("U1") for _ in range(5)} == {Turn.WITHIN}
    assert {PersonalPace(1, Seconds()).take("") for _ in range(5)} == {Turn.WITHIN}


def test_the_line_says_how_many_and_what_to_do() -> None:
    assert str(TooMany(3)) == LINE
    assert str(TooMany(1_000)).startswith("You have asked 1,000 times")


async def test_a_command_beyond_the_limit_gets_one_clear_line(loaded_store: BriefingStore) -> None:
    async with peer(loaded_store, most=3) as (bot, slack):
        fields = {**Kinds(Random(1), slack).command(), "text": "opcon", "user_id": "U1"}

        replies = [json.loads((await bot.send(Payload("command", fields, json=False)))[1]) for _ in range(5)]
        other = json.loads((await bot.send(Payload("command", {**fields, "user_id": "U2"}, json=False)))[1])

    assert [reply["text"] == LINE for reply in replies] == [False, False, False, True, True]
    assert other["text"].startswith("OPCON")


async def test_elsewhere_the_line_comes_once(loaded_store: BriefingStore) -> None:
    async with peer(loaded_store, most=3) as (bot, slack):
        kinds = Kinds(Random(2), slack)
        click = {**kinds.click(), "user": {"id": "U1", "team_id": "T1"}, "response_url": f"{slack}/response/1"}
        click.pop("view", None)

        answers = [await bot.send(Payload("block_actions", click, json=False)) for _ in range(6)]
        told = [call for call in bot.calls if call == f"response:{LINE}"]
        form = {**kinds.submission(), "user": {"id": "U1", "team_id": "T1"}}
        _, body = await bot.send(Payload("view_submission", form, json=False))

    assert {status for status, _ in answers} == {200}
    assert len(told) == 1
    assert LINE in str(json.loads(body))


async def test_a_mention_beyond_the_limit_is_told_to_the_person_alone(loaded_store: BriefingStore) -> None:
    async with peer(loaded_store, most=1) as (bot, slack):
        kinds = Kinds(Random(3), slack)
        for number in range(3):
            said = {"type": "app_mention", "user": "U1", "channel": "C1", "text": "opcon", "ts": f"{number}.1"}
            await bot.send(Payload("app_mention", kinds.event(said), json=True))

    assert bot.calls.count("chat.postEphemeral") == 1
