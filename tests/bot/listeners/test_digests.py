"""`/alliance digest …` in the simulated workspace: the form, the words, the buttons, and what the channel then gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from bot.digests.poster import EVENT_TYPE
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import DANIEL, DESK, GENERAL, JISOO
from bot.simulator.user.controls import Control
from store.db.schema import subscription
from store.digests.model import Standing
from store.digests.outbox import Outbox
from tests.bot.served import blocks_of
from tests.bot.slack_rules import buttons, nodes, refused, refused_options, refused_view, said

if TYPE_CHECKING:
    from bot.digests.loop import PostingLoop, Tick
    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from store.digests.model import Subscription
    from store.digests.subscriptions import Roster
    from tests.bot.served import Team

SATURDAY = datetime(2026, 11, 21, 3, tzinfo=UTC)
MONDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""08:30 on Monday the 23rd in Seoul."""


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_digests` has both."""
    return "sqlite"


@pytest.fixture
async def team(team: Team) -> Team:
    """The team on a Saturday."""
    team.clock.at = SATURDAY
    return team


async def open_form(team: Team) -> Any:
    """Type `/alliance digest`; return the modal."""
    reply = await team.hands.command(team.user, team.channel, "/alliance digest")
    assert (reply.status, reply.error) == (200, None)
    return team.modals[-1]


async def test_a_digest_is_set_up_in_the_conversation_with_the_bot(team: Team) -> None:
    team.channel = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id

    form = await open_form(team)

    assert form.body["callback_id"].startswith("digest")


def fill(**chosen: Any) -> dict[str, Any]:
    """What a person enters into fields, by block."""
    return {block: {action: state} for block, (action, state) in chosen.items()}


def topics(*slugs: str) -> tuple[str, Any]:
    options = [{"text": {"type": "plain_text", "text": slug}, "value": slug} for slug in slugs]
    return "digest:topics", {"type": "multi_external_select", "selected_options": options}


def times(text: str) -> tuple[str, Any]:
    return "digest:times", {"type": "plain_text_input", "value": text}


def initial(view: Any, block: str) -> Any:
    """The element of a form's block."""
    return next(one["element"] for one in blocks_of(view) if one["block_id"] == block)


async def suggested(team: Team, view: Any, block: str, typed: str) -> list[str]:
    """What a menu of the form offers for what was *typed*."""
    _, options = await team.controls.suggest(
        team.user, Control(view, block, initial(view, block)["action_id"], {}), typed
    )
    assert refused_options({"options": options}) == []
    return [option["value"] for option in options]


def only(roster: Roster) -> Subscription:
    (one,) = roster.listed()
    return one


async def tick(team: Team, loop: PostingLoop, at: datetime = MONDAY) -> Tick:
    team.clock.at = at
    return await loop.tick()


def digests_in(team: Team) -> list[Message]:
    """The digests' messages in the channel, the oldest first."""
    every = team.slack.workspace.messages[DESK].values()
    return [one for one in every if (one.metadata or {}).get("event_type") == EVENT_TYPE]


def told(message: Message) -> str:
    assert refused(message.blocks) == []
    return said(message.blocks)


async def test_digest_opens_a_form_in_the_persons_own_zone(team: Team) -> None:
    form = await open_form(team)

    assert form.body["title"]["text"] == "Digest for this channel"
    assert initial(form, "zone")["initial_option"]["value"] == JISOO.zone
    assert initial(form, "times")["initial_value"] == "08:30"
    assert [one["value"] for one in initial(form, "topics")["initial_options"]] == ["*"]
    assert [one["value"] for one in initial(form, "days")["initial_options"]] == ["mon", "tue", "wed", "thu", "fri"]
    team.user = DANIEL.id
    assert initial(await open_form(team), "zone")["initial_option"]["value"] == "America/New_York"


async def test_the_forms_menus_find_topics_and_zones_while_one_types(team: Team) -> None:
    form = await open_form(team)

    assert await suggested(team, form, "topics", "") == ["*", "cfc", "sma", "usfk", "opcon"]
    assert await suggested(team, form, "topics", "wartime") == ["opcon"]
    assert await suggested(team, form, "topics", "all") == ["*"]
    assert await suggested(team, form, "zone", "seo") == ["Asia/Seoul"]
    assert await suggested(team, form, "zone", "kst") == ["Asia/Seoul"]
    assert (await suggested(team, form, "zone", "new york"))[0] == "America/New_York"
    assert await suggested(team, form, "zone", "atlantis") == []


async def test_saving_the_form_subscribes_and_shows_the_full_state(team: Team, roster: Roster) -> None:
    form = await open_form(team)

    _, wrong = await team.controls.submit(
        team.user, form, fill(topics=topics("opcon", "sma"), times=times("08:30, 17:00"))
    )

    assert wrong == {}
    shown = team.modals[-1].body
    assert "OPCON, SMA" in said(shown["blocks"])
    assert "Weekdays 08:30, 17:00 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST. One line on quiet days." in said(
        shown["blocks"]
    )
    assert refused_view({key: shown[key] for key in ("type", "title", "close", "blocks")}) == []
    one = only(roster)
    assert (one.owner, one.place.channel, one.topics, one.next_due_at) == (JISOO.id, DESK, ("opcon", "sma"), MONDAY)


@pytest.mark.parametrize(
    ("field", "entered", "says"),
    [
        ("times", times("soon after eight"), "Say one time or more and nothing else"),
        ("times", times("25:00"), "“25:00” is not a time"),
        ("times", times(" , "), "Say one time or more"),
        ("topics", topics(), "Choose “All topics”, or some of them."),
        ("topics", topics("*", "opcon"), "keep either it or them"),
        ("days", ("digest:days", {"type": "multi_static_select", "selected_options": []}), "at least one day"),
    ],
)
async def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_saved(
    team: Team, roster: Roster, field: str, entered: Any, says: str
) -> None:
    form = await open_form(team)

    _, wrong = await team.controls.submit(team.user, form, fill(**{field: entered}))

    assert list(wrong) == [field]
    assert says in wrong[field]
    assert team.modals[-1].body["callback_id"] == "digest:save"
    assert roster.listed() == ()


async def test_saving_the_same_form_twice_makes_one_digest(team: Team, roster: Roster) -> None:
    for slug in ("opcon", "sma"):
        await team.controls.submit(team.user, await open_form(team), fill(topics=topics(slug)))

    assert only(roster).topics == ("opcon", "sma")


async def test_subscribing_in_words_shows_the_state_and_the_next_run(team: Team, roster: Roster) -> None:
    reply = await team.ask("digest subscribe opcon sma weekdays 08:30 Asia/Seoul")

    assert told(reply).startswith(
        "Digest set. \nOPCON, SMA. Weekdays 08:30 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST. One line on quiet days."
    )
    assert buttons(reply.blocks) == ["Change", "Pause", "Remove"]
    assert only(roster).topics == ("opcon", "sma")


async def test_subscribing_again_adds_only_what_was_named(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon daily 07:15 Europe/London")

    reply = await team.ask("digest subscribe US Forces Korea")

    assert "OPCON, USFK. Daily 07:15 Europe/London. Next: Sat 21 Nov, 07:15 GMT." in told(reply)
    assert only(roster).topics == ("opcon", "usfk")


async def test_another_schedule_is_another_digest(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    team.clock.advance(seconds=1)
    await team.ask("digest subscribe sma first monday 09:00 UTC skip KR holidays")

    first, second = roster.listed()
    listed = await team.ask("digest list")

    assert (first.rule.zone, second.rule.ordinal) == ("Asia/Seoul", 1)
    assert "2 digests in this channel" in told(listed)
    assert "1. OPCON\nWeekdays 08:30 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST." in told(listed)
    assert "2. SMA\nFirst Mon of the month, 09:00 UTC, not on KR holidays. Next: Mon 7 Dec, 09:00 UTC." in told(listed)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("opkon weekdays 08:30", "“opkon” is no topic, day or time zone that I know. Nearest: opcon."),
        ("opcon wekdays 08:30", "“wekdays” is no topic, day or time zone that I know. Nearest: weekdays"),
        ("opcon weekdays 08:30 seoul", "Nearest: Asia/Seoul"),
        ("opcon weekdays 08:30 Asia/Seuol", "“Asia/Seuol” is not a time zone we know. Nearest: Asia/Seoul"),
        ("opcon weekdays 25:00", "“25:00” is not a time"),
        (
            "opcon weekdays 08:30 new york",
            "“new york” is no topic, day or time zone that I know. Nearest: America/New_York",
        ),
        ("smaa", "Nearest: sma"),
        ("pottery", "“pottery” is no topic, day or time zone that I know. alliance topics lists every topic."),
    ],
)
async def test_unknown_topics_days_and_zones_get_the_nearest(team: Team, roster: Roster, asked: str, says: str) -> None:
    reply = await team.ask(f"digest subscribe {asked}")

    assert says in told(reply)
    assert roster.listed() == ()


async def test_every_wrong_word_is_named_not_the_first_alone(team: Team, roster: Roster) -> None:
    reply = told(await team.ask("digest subscribe opkon smaa wekdys 25:00 Asia/Soul"))
    many = told(await team.ask("digest subscribe qa qb qc qd qe qf qg qh qi qj"))

    for word in ("opkon", "smaa", "wekdys", "25:00", "Asia/Soul"):
        assert f"“{word}” is no" in reply
    assert "And 2 more." in many
    assert many.count("lists every topic") == 1
    assert roster.listed() == ()


async def test_silence_on_quiet_days_is_a_word_too(team: Team, roster: Roster) -> None:
    first = told(await team.ask("digest subscribe opcon silent weekdays 08:30"))
    joined = told(await team.ask("digest subscribe sma"))

    assert "OPCON. Weekdays 08:30 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST. Silent on quiet days." in first
    assert "OPCON, SMA. Weekdays" in joined
    assert "Silent on quiet days." in joined
    await team.press(await team.ask("digest unsubscribe"), "Remove")
    await team.ask("digest subscribe opcon weekdays 08:30")
    assert "OPCON. Weekdays 08:30 Asia/Seoul. Next: Mon 23 Nov, 08:30 KST. Silent" in told(
        await team.ask("digest subscribe silent")
    )
    assert only(roster).topics == ("opcon",)


@pytest.mark.parametrize("asked", ["digest", "digest subscribe opcon"])
async def test_where_the_bot_is_no_member_it_says_how_to_invite_it(team: Team, roster: Roster, asked: str) -> None:
    team.channel = GENERAL

    reply = await team.ask(asked)

    assert told(reply) == "I am not in this channel, so I cannot post here. Invite me first: /invite @alliance"
    assert (team.modals, roster.listed()) == ([], ())
    await team.hands.command(team.user, GENERAL, "/invite @alliance")
    await open_form(team)
    assert team.modals[-1].body["callback_id"] == "digest:save"


async def test_between_people_nobody_is_told_to_invite_it(team: Team, roster: Roster) -> None:
    """Slack lets nobody into a direct message."""
    team.channel = "D08H7U93GKC"

    reply = told(await team.ask("digest subscribe opcon"))

    assert "/invite" not in reply
    assert "Set the digest up in a channel" in reply
    assert roster.listed() == ()


async def test_a_resume_button_asks_for_the_invitation_too(team: Team, roster: Roster, loop: PostingLoop) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    channel = team.slack.workspace.channels[DESK]
    alone = replace(channel, members=channel.members - {team.slack.workspace.app.user_id})
    team.slack.workspace.channels[DESK] = alone
    await tick(team, loop)

    await team.press(await team.ask("digest list"), "Resume")

    assert "Invite me first: /invite @" in told(team.private[-1])
    assert only(roster).paused_because == "not_in_channel"


async def test_what_a_digest_does_not_do_gets_what_it_does(team: Team) -> None:
    assert "“dance” is nothing a digest does. Try: /alliance digest subscribe" in told(await team.ask("digest dance"))
    assert "This channel has no digest yet" in told(await team.ask("digest list"))
    assert "This channel has no digest yet" in told(await team.ask("digest pause"))


async def test_a_preview_says_what_is_then_posted(team: Team, loop: PostingLoop) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    team.clock.at = MONDAY - timedelta(minutes=1)

    preview = await team.ask("digest preview")
    await tick(team, loop)

    head, *thread = digests_in(team)
    shown = told(preview)
    assert "Preview: what this digest would post now. Only you see it." in shown
    assert all(told(message) in shown for message in (head, *thread))


async def test_pause_holds_and_resume_goes_on_from_now(team: Team, loop: PostingLoop) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")

    paused = await team.ask("digest pause")
    await tick(team, loop)
    resumed = await team.ask("digest resume")

    assert told(paused).count("Paused") == 1
    assert "Paused. \nOPCON. Weekdays 08:30 Asia/Seoul. Nothing comes until it is resumed." in told(paused)
    assert "Resume" in buttons(paused.blocks)
    assert digests_in(team) == []
    assert "Running again. \nOPCON. Weekdays 08:30 Asia/Seoul. Next: Tue 24 Nov, 08:30 KST." in told(resumed)


async def test_move_changes_only_what_it_names(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")

    moved = await team.ask("digest move 09:15")
    how, wrong = await team.ask("digest move"), await team.ask("digest move wekdays")

    assert "Moved. \nOPCON. Weekdays 09:15 Asia/Seoul. Next: Mon 23 Nov, 09:15 KST." in told(moved)
    assert "Say to when. Try: /alliance digest move weekdays 09:00 Asia/Seoul" in told(how)
    assert "“wekdays” is no day, time or zone. Nearest: weekdays" in told(wrong)
    assert only(roster).rule.zone == "Asia/Seoul"


async def test_topics_are_left_out_one_by_one_and_the_last_takes_the_digest_along(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon sma usfk weekdays 08:30")

    some = await team.ask("digest unsubscribe sma and US Forces Korea")
    not_in_it = await team.ask("digest unsubscribe cfc")
    last = await team.ask("digest unsubscribe opcon")
    await team.press(last, "Remove")

    assert told(some).startswith("Left out SMA, USFK. \nOPCON. Weekdays 08:30 Asia/Seoul.")
    assert "This digest does not follow CFC: OPCON." in told(not_in_it)
    assert told(last).startswith("Remove the digest on OPCON (Weekdays 08:30 Asia/Seoul)?")
    assert roster.listed() == ()


async def test_leaving_a_topic_out_of_all_topics_does_not_remove_the_digest(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe all topics weekdays 08:30")

    reply = await team.ask("digest unsubscribe opcon")

    assert "This digest follows all topics" in told(reply)
    assert only(roster).topics == ()


async def test_unsubscribe_alone_asks_and_then_removes_the_digest(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe weekdays 08:30")

    reply = await team.ask("digest unsubscribe")
    there = roster.listed()
    await team.press(reply, "Remove")

    assert buttons(reply.blocks) == ["Remove", "Keep"]
    assert len(there) == 1
    assert "Removed the digest on All topics (Weekdays 08:30 Asia/Seoul)" in told(team.private[-1])
    assert roster.listed() == ()


async def test_among_several_a_number_tells_which(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    team.clock.advance(seconds=1)
    await team.ask("digest subscribe sma daily 17:00")

    unclear, beyond = await team.ask("digest pause"), await team.ask("digest pause 3")
    moved = await team.ask("digest move 2 18:00")
    await team.press(await team.ask("digest unsubscribe 1"), "Remove")

    assert "This channel has several digests; name one by its number" in told(unclear)
    assert "This channel has no digest 3" in told(beyond)
    assert "SMA. Daily 18:00 Asia/Seoul." in told(moved)
    assert "Removed the digest on OPCON" in told(team.private[-1])
    assert only(roster).topics == ("sma",)


async def test_a_pause_may_end_by_itself(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")

    paused = await team.ask("digest pause until 7 Dec")
    from_then = only(roster)
    resumed = await team.ask("digest resume tomorrow")

    assert "Paused until then. \nOPCON. Weekdays 08:30 Asia/Seoul. Next: Mon 7 Dec, 08:30 KST." in told(paused)
    assert from_then.standing is Standing.ACTIVE
    assert "Next: Mon 23 Nov, 08:30 KST." in told(resumed)


async def test_one_topic_of_a_digest_pauses_and_the_others_go_on(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon sma weekdays 08:30 Asia/Seoul")

    paused = await team.ask("digest pause opcon")
    held = only(roster)
    resumed = await team.ask("digest resume opcon")

    assert "OPCON, SMA (paused: OPCON). Weekdays" in told(paused)
    assert (held.topics, held.held, held.standing) == (("opcon", "sma"), ("opcon",), Standing.ACTIVE)
    assert only(roster).held == ()
    assert "paused" not in told(resumed)


@pytest.mark.parametrize("words", ["until doomsday", "until 31 Feb", "cfc", "opcon until monday"])
async def test_a_pause_that_is_not_understood_pauses_nothing(team: Team, roster: Roster, words: str) -> None:
    await team.ask("digest subscribe opcon sma weekdays 08:30 Asia/Seoul")

    refusal = await team.ask(f"digest pause {words}")

    assert "“" in told(refusal) or "does not follow" in told(refusal) or "leave the day out" in told(refusal)
    assert (only(roster).standing, only(roster).held) == (Standing.ACTIVE, ())


@pytest.mark.parametrize("words", ["resume", "resume tomorrow", "pause until monday", "list", "move 9:00 Asia/Seoul"])
async def test_a_digest_whose_zone_went_away_is_answered_in_words(
    team: Team, loaded_store: BriefingStore, words: str
) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
    with loaded_store.database.write() as connection:
        connection.execute(update(subscription).values(zone="Mars/Olympus"))

    reply = told(await team.ask(f"digest {words}"))

    assert "Something went wrong" not in reply
    assert "Mars/Olympus" in reply or "Weekdays 09:00 Asia/Seoul" in reply


async def test_a_digest_is_posted_at_once_after_a_question_and_only_once(team: Team, loop: PostingLoop) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
    asked = await team.ask("digest now")
    before = len(digests_in(team))

    await team.press(asked, "Post now")
    await team.press(asked, "Post now")
    await loop.tick()

    assert "Everybody in the channel sees it." in told(asked)
    assert (before, len([one for one in digests_in(team) if one.thread_ts in {None, one.ts}])) == (0, 1)


async def test_a_digest_can_be_seen_before_it_is_posted(team: Team, loop: PostingLoop) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")

    await team.press(await team.ask("digest now"), "See it first")
    await loop.tick()

    assert "Preview" in told(team.private[-1])
    assert digests_in(team) == []


async def test_a_move_to_a_time_is_no_number_of_a_digest(team: Team) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")

    assert "Weekdays 08:00 Asia/Seoul." in told(await team.ask("digest move 8 am"))
    assert "Fri 08:00 Asia/Seoul." in told(await team.ask("digest move to friday"))


@pytest.mark.parametrize(
    ("words", "told_"),
    [
        ("move 0830", "Weekdays 08:30 Asia/Seoul."),
        ("move to noon", "Weekdays 12:00 Asia/Seoul."),
        ("move to 8:30 p.m. Seoul time", "Weekdays 20:30 Asia/Seoul."),
        ("move on the 15 of the month 09:00", "The 15th of the month, 09:00 Asia/Seoul."),
        ("move every second week friday", "Fri every 2 weeks, 17:00 Asia/Seoul."),
        ("move last day of the quarter", "Quarterly, the last day of the month, 17:00 Asia/Seoul."),
        ("move daily except sundays", "Mon, Tue, Wed, Thu, Fri, Sat 17:00 Asia/Seoul."),
        ("move EST 9:00 skip GR half days", "Weekdays 09:00 America/New_York, not on GR half days."),
        ("move CST", "“CST” may be America/Chicago or Asia/Shanghai or Asia/Taipei"),
        ("move mon 9:00 tue 10:00", "for other times on other days set up another."),
        ("pause 2 weeks", "Paused until then."),
        ("pause through friday", "Paused until then."),
        ("pause until further notice", "Paused."),
        ("pause from monday", "a pause begins at once; say until when"),
        ("pause tomorrow", "a pause begins at once; say until when"),
        ("pause until 30 feb", "“until 30 feb” is no day to come."),
        ("resume in a fortnight", "Running again."),
        ("resume from monday", "Running again."),
        ("subscribe all opcon", "All topics hold those that you name too"),
    ],
)
async def test_a_digest_is_moved_and_paused_as_people_say_it(team: Team, words: str, told_: str) -> None:
    await team.ask("digest subscribe opcon sma weekdays 17:00 Asia/Seoul")

    assert told_ in told(await team.ask(f"digest {words}"))


async def test_every_other_week_begins_with_the_next_such_day(team: Team, roster: Roster) -> None:
    told_ = told(await team.ask("digest subscribe opcon every 2 weeks tue 08:30 Asia/Seoul"))

    assert "Tue every 2 weeks, 08:30 Asia/Seoul. Next: Tue 24 Nov, 08:30 KST." in told_
    assert str(only(roster).rule.since) == "2026-11-24"


async def test_the_form_takes_other_days_in_words_and_shows_them_again(team: Team, roster: Roster) -> None:
    form = await open_form(team)
    words = "digest:words", {"type": "plain_text_input", "value": "the 15th and the last day of the month"}
    await team.controls.submit(team.user, form, fill(words=words))
    await team.press(await team.ask("digest list"), "Change")

    assert only(roster).rule.month_days == (15, -1)
    assert "The 15th and the last day of the month" in str(team.modals[-1].body)


async def test_the_buttons_of_a_list_pause_resume_and_remove(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    listed = await team.ask("digest list")

    await team.press(listed, "Pause")
    paused = team.private[-1]
    await team.press(paused, "Resume")
    resumed = team.private[-1]
    await team.press(resumed, "Remove")
    await team.press(resumed, "Pause")

    assert "Paused." in told(paused)
    assert "Next: Mon 23 Nov, 08:30 KST." in told(resumed)
    assert "Removed the digest on OPCON" in told(team.private[-2])
    assert "There is no digest" in told(team.private[-1])
    assert roster.listed() == ()


async def test_the_change_button_opens_the_form_as_the_digest_stands(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon last friday 17:00 Europe/London skip US holidays")
    listed = await team.ask("digest list")

    await team.press(listed, "Change")
    form = team.modals[-1]
    await team.controls.submit(team.user, form, fill(topics=topics("*"), times=times("18:00")))

    assert form.body["title"]["text"] == "Change this digest"
    assert [one["value"] for one in initial(form, "topics")["initial_options"]] == ["opcon"]
    assert initial(form, "which")["initial_option"]["value"] == "-1"
    assert [one["value"] for one in initial(form, "skip")["initial_options"]] == ["US"]
    one = only(roster)
    assert (one.topics, one.rule.zone, one.rule.ordinal) == ((), "Europe/London", -1)
    assert [f"{local:%H:%M}" for local in one.rule.times] == ["18:00"]


async def test_a_form_of_a_digest_that_was_removed_meanwhile_says_so(team: Team, roster: Roster) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    await team.press(await team.ask("digest list"), "Change")
    await team.press(await team.ask("digest unsubscribe"), "Remove")

    _, wrong = await team.controls.submit(team.user, team.modals[-1], {})

    assert wrong == {"topics": "This digest was removed meanwhile."}
    assert roster.listed() == ()


async def test_every_button_that_removes_asks_first(team: Team, loop: PostingLoop) -> None:
    reply = await team.ask("digest subscribe opcon weekdays 08:30")
    listed = await team.ask("digest list")
    await tick(team, loop)

    asked = [node for place in (reply, listed, digests_in(team)[0]) for node in stops(place)]

    assert len(asked) == 3
    assert {(one["confirm"]["confirm"]["text"], one["confirm"]["deny"]["text"]) for one in asked} == {
        ("Remove", "Keep")
    }


def stops(message: Message) -> list[dict[str, Any]]:
    return [node for node in nodes(message.blocks) if node.get("action_id") == "digest:stop"]


async def test_under_a_posted_digest_anybody_opens_a_topic_changes_or_stops_it(
    team: Team, loop: PostingLoop, roster: Roster
) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    await tick(team, loop)
    head, team.user = digests_in(team)[0], DANIEL.id

    await team.press(head, "Open OPCON")
    await team.press(head, "Change this digest")
    await team.press(head, "Stop")

    assert "OPCON" in told(team.private[0])
    assert team.modals[-1].body["title"]["text"] == "Change this digest"
    assert "Removed the digest on OPCON" in told(team.private[-1])
    assert roster.listed() == ()


async def test_a_refusal_for_good_pauses_the_digest_and_tells_its_owner(team: Team, loop: PostingLoop) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    team.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error="not_in_channel"))

    await tick(team, loop)

    assert to_owner(team).text == (
        f"The digest of Mon 23 Nov, 08:30 KST in <#{DESK}> was not posted: I am not in the channel: /invite me there. "
        "It is paused; once it runs again, the next one tells what this one would have. "
        "When that is mended: /alliance digest resume, in the channel."
    )
    assert "Paused: I am not in the channel" in told(await team.ask("digest list"))


async def test_the_owner_of_an_unconfirmed_digest_looks_and_posts_it_again(
    team: Team, loop: PostingLoop, loaded_store: BriefingStore
) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30")
    team.slack.faults.add(Fault(Wrong.DROP, "chat.postMessage"))
    team.slack.faults.add(Fault(Wrong.REFUSE, "conversations.history", error="missing_scope"))
    await tick(team, loop)
    await tick(team, loop, MONDAY + timedelta(minutes=2))
    question = to_owner(team)
    team.channel = question.channel

    await team.press(question, "Post again")
    await team.press(question, "Post again")
    await tick(team, loop, MONDAY + timedelta(minutes=3))

    assert "Slack did not say whether the digest of Mon 23 Nov, 08:30 KST in" in question.text
    assert "the bot lacks a permission" in question.text
    assert told(team.private[-2]) == "It will be posted within a minute."
    assert told(team.private[-1]) == "This digest has been settled already."
    assert len([one for one in digests_in(team) if one.thread_ts in (None, one.ts)]) == 1
    head = Outbox(loaded_store.database).listed()[0]
    assert head.state.value == "posted"


def to_owner(team: Team) -> Message:
    """The last direct message to the owner."""
    workspace = team.slack.workspace
    direct = workspace.direct(JISOO.id, workspace.app.user_id)
    return list(workspace.messages[direct.id].values())[-1]
