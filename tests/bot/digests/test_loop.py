"""The posting loop against the simulated workspace, over real databases and a real Web API client."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import update

from bot.digests.loop import BATCH
from bot.simulator import Fault, Wrong
from bot.simulator.state.fixtures import ARCHIVED, DESK, GENERAL, JISOO, TEAM
from bot.text.digests import state
from store.access.notices import ADMINISTRATORS, Notice
from store.db.schema import subscription
from store.digests.model import Place, Quiet, Standing, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.history.archive import Archive, prune
from tests.bot.digests.office import DAILY, DAY, DUE, NOON, opened
from tests.paths import seeds_in


@pytest.fixture
async def folder(store, tmp_path):
    folder = seeds_in(tmp_path)
    await asyncio.to_thread(store.load, folder, by="editor", at=NOON - DAY)
    return folder


@pytest.fixture
async def office(store, database, folder):
    async with opened(store, database, folder) as office:
        yield office


async def test_a_due_digest_is_one_message_with_its_details_in_the_thread(office):
    office.subscribe()

    tick = await office.tick()

    (head,) = office.heads()
    replies = [one for one in office.posted() if one.thread_ts == head.ts and one.ts != head.ts]
    assert tick.due == 1
    assert "Alliance digest" in head.text
    assert len(replies) == 1
    assert "handover" in json.dumps(replies[0].blocks)


async def test_a_notice_reaches_every_administrator_once(office):
    office.store.notices.add(Notice("waits", ADMINISTRATORS, "The seed folder waits."), NOON)

    await office.tick()
    await office.tick()

    assert office.told() == ["The seed folder waits."]


async def test_a_notice_that_slack_refuses_is_told_later(office):
    office.store.notices.add(Notice("waits", ADMINISTRATORS, "The seed folder waits."), NOON)
    office.slack.faults.add(Fault(Wrong.REFUSE, "chat.postMessage", error="token_revoked"))

    await office.tick(NOON)
    early = office.told()
    await office.tick(NOON + timedelta(minutes=15))

    assert (early, office.told()) == ([], ["The seed folder waits."])


async def test_nothing_is_posted_twice_by_ticking_again(office):
    office.subscribe()
    await office.tick()

    again = await office.tick()

    assert again.outcomes == ()
    assert len(office.heads()) == 1


async def test_the_next_digest_tells_only_what_is_new_since(office):
    office.subscribe()
    await office.tick()
    office.edit("No year has been set", "The year 2031 has been set")

    await office.tick(DUE + DAY)

    told = json.dumps([one.blocks for one in office.posted()[2:]])
    assert "No year has been set" in told
    assert "The year 2031 has been set" in told
    assert "satellites" not in told


async def test_news_is_told_whole_where_what_the_channel_was_told_is_pruned(office):
    office.subscribe()
    await office.tick()
    for year in ("2031", "2032", "2033"):
        office.edit("No year has been set" if year == "2031" else str(int(year) - 1), f"The year {year} has been set")
        office.clock.at += 100 * DAY
    await asyncio.to_thread(prune, office.store.database, 30, office.clock())

    await office.tick(DUE + 400 * DAY)

    head, details = office.posted()[2:]
    assert "News on 1 issue since the last digest" in json.dumps(head.blocks)
    told = json.dumps(details.blocks)
    assert "No year has been set" in told
    assert "The year 2033 has been set" in told
    assert "2031" not in told
    assert [made.number for made in Archive(office.store.database).generations()] == [4, 3]


async def test_a_document_that_an_editor_gave_to_a_topic_is_news_of_it(office):
    office.subscribe()
    await office.tick()
    note = "---\ntopics: opcon\n---\nCormorants were seen on the harbour pier.\n"
    (office.folder / "documents" / "note.md").write_text(note)
    await asyncio.to_thread(office.store.load, office.folder, by="editor", at=office.clock())

    await office.tick(DUE + DAY)

    assert "Cormorants were seen" in json.dumps([one.blocks for one in office.posted()[2:]])


async def test_a_quiet_day_is_one_line_or_silence_as_chosen(office):
    office.subscribe()
    office.subscribe(topics=("sma",), quiet=Quiet.SILENT, rule=replace(DAILY, times=(time(12, 20),)))
    await office.tick()

    tick = await office.tick(DUE + DAY)

    assert {outcome.state for outcome in tick.outcomes} == {State.POSTED, State.QUIET}
    assert office.heads()[-1].text == "No changes since 22 Nov; 1 topic checked. Issue of the day: OPCON"


async def test_an_answer_that_got_lost_is_read_up_in_the_channel(office):
    office.subscribe()
    office.slack.faults.add(Fault(Wrong.ACCEPT_THEN_DROP, "chat.postMessage"))
    await office.tick()
    assert office.states()[0] is State.UNSURE

    await office.tick(DUE + timedelta(minutes=2))

    assert len(office.heads()) == 1
    assert office.states() == [State.POSTED, State.POSTED]


async def test_a_request_that_got_lost_is_sent_once_the_channel_was_read(office):
    office.subscribe()
    office.slack.faults.add(Fault(Wrong.DROP, "chat.postMessage"))
    await office.tick()
    assert office.heads() == []

    await office.tick(DUE + timedelta(minutes=2))

    assert len(office.heads()) == 1


async def test_a_rate_limit_waits_as_long_as_slack_says(office):
    office.subscribe()
    office.slack.faults.add(Fault(Wrong.RATE_LIMIT, "chat.postMessage", seconds=1))
    await office.tick()

    too_early = await office.tick(DUE + timedelta(milliseconds=900))
    await office.tick(DUE + timedelta(seconds=1))

    assert too_early.outcomes == ()
    assert len(office.heads()) == 1


@pytest.mark.parametrize(
    "code", ["account_inactive", "invalid_auth", "token_expired", "token_revoked", "org_login_required"]
)
async def test_a_dead_token_holds_digests_and_the_latest_comes_once_one_works(store, database, folder, code, caplog):
    async with opened(store, database, folder) as office:
        office.subscribe()
        office.slack.dead_token = code
        held = await office.tick()
        day_after = await office.tick(DUE + DAY)

        assert [outcome.state for outcome in (*held.outcomes, *day_after.outcomes)] == [State.PENDING, State.PENDING]
        assert office.digests.trouble == code
        assert [record.code for record in caplog.records if record.levelname == "ERROR"] == [code]
        assert office.roster.listed()[0].standing is Standing.ACTIVE

    async with opened(store, database, folder) as office:
        await office.tick(DUE + DAY + timedelta(minutes=2))

        assert len(office.heads()) == 1
        assert office.digests.trouble is None
        assert {one.state for one in office.outbox.listed() if one.part == 0} == {State.POSTED, State.EXPIRED}


async def test_a_channel_that_must_wait_keeps_no_other_waiting(office):
    workspace = office.slack.workspace
    general = workspace.channels[GENERAL]
    workspace.channels[GENERAL] = replace(general, members=general.members | {workspace.app.user_id})
    office.subscribe()
    office.subscribe(channel=GENERAL)
    office.slack.faults.add(Fault(Wrong.RATE_LIMIT, "chat.postMessage", seconds=600))

    tick = await office.tick()

    heads = [outcome.state for outcome in tick.outcomes if outcome.delivery.part == 0]
    assert sorted(heads) == [State.PENDING, State.POSTED]


@pytest.mark.parametrize(
    "spoilt",
    [{"zone": "Mars/Olympus"}, {"zone": "Asia"}, {"zone": "../etc"}, {"times": "half past"}, {"days": "w0@x"}],
)
async def test_a_row_that_cannot_be_read_stops_no_other_and_its_owner_is_told(office, database, spoilt):
    broken = office.subscribe(topics=("sma",), rule=replace(DAILY, times=(time(7, 30),)))
    office.subscribe()
    with database.write() as connection:
        connection.execute(update(subscription).where(subscription.c.id == broken.id).values(spoilt))

    await office.tick()
    await office.tick(DUE + DAY)

    listed = {one.id: one for one in office.roster.listed()}
    assert len(office.heads()) == 2
    assert (listed[broken.id].standing, listed[broken.id].paused_because) == (Standing.PAUSED, "schedule_unreadable")
    assert "I cannot read when the digest" in office.told_to_owner()
    assert "its schedule cannot be read" in state(listed[broken.id], office.store.snapshot.topics)


async def test_what_would_wait_long_for_its_turn_is_put_back_until_then(office):
    office.subscribe()
    office.pace.close(TEAM.id, 60)

    tick = await office.tick()

    (outcome,) = tick.outcomes
    assert (outcome.state, office.heads()) == (State.PENDING, [])
    assert timedelta(seconds=55) < outcome.retry_at - DUE <= timedelta(seconds=60)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_more_than_are_held_at_once_are_posted_in_one_tick(office):
    for number in range(BATCH + 20):
        order = SubscriptionRequest(Place(TEAM.id, f"C0{number}"), JISOO.id, ("opcon",), DAILY, Quiet.SILENT)
        office.roster.subscribe(order, generation=office.store.snapshot.generation, at=office.clock())

    tick = await office.tick()

    assert [outcome.state for outcome in tick.outcomes] == [State.QUIET] * (BATCH + 20)
    assert office.digests.backlog.digests == 0


async def test_what_a_tick_leaves_is_told_as_its_backlog(office):
    office.subscribe()
    office.outbox.hold_back(TEAM.id, DUE, DUE + timedelta(minutes=1))

    await office.tick(DUE + timedelta(seconds=40))

    assert office.digests.backlog.digests == 1
    assert office.digests.backlog.lag_seconds(office.clock()) == 40


async def test_what_was_not_posted_is_told_once_with_what_became_of_it(office):
    office.subscribe()
    office.slack.faults.add(Fault(Wrong.RATE_LIMIT, "chat.postMessage", seconds=90_000, channel=DESK))
    await office.tick()
    told_early = office.told()

    await office.tick(DUE + DAY)
    await office.tick(DUE + DAY + timedelta(hours=1))

    (told,) = office.told()
    assert told_early == []
    assert "The digest of Mon 23 Nov, 12:30 UTC in <#" in told
    assert "was not posted: Slack asked me to wait. The next one tells what it would have." in told


async def test_what_a_stop_of_days_missed_is_told_in_one_message(office):
    office.subscribe()
    office.subscribe(topics=("sma",), rule=replace(DAILY, times=(time(8, 0),)))

    await office.tick(DUE + 3 * DAY)

    (told,) = office.told()
    assert "The digest of Mon 23 Nov, 12:30 UTC and 2 times after it" in told
    assert "The digest of Tue 24 Nov, 08:00 UTC and 1 time after it" in told


async def test_what_a_dead_token_held_for_days_is_told_once_it_works(store, database, folder):
    async with opened(store, database, folder) as office:
        office.subscribe()
        office.slack.dead_token = "token_revoked"
        for days in range(3):
            await office.tick(DUE + days * DAY)
        held = office.told()

    async with opened(store, database, folder) as office:
        await office.tick(DUE + 2 * DAY + timedelta(hours=1))

        (told,) = office.told()
        assert held == []
        assert told.count("the bot's token was revoked") == 2
        assert len(office.heads()) == 1


async def test_where_the_owner_is_gone_an_administrator_is_told_once(office):
    office.subscribe(channel=ARCHIVED)
    with office.outbox_database.write() as connection:
        connection.execute(update(subscription).values(owner="U0GONE"))

    for days in range(3):
        await office.tick(DUE + days * DAY)

    (told,) = office.told()
    assert "the channel is archived. It is paused" in told
    assert "<@U0GONE>, whose it is, could not be told" in told
    assert office.roster.listed()[0].paused_because == "is_archived"


@pytest.mark.parametrize("quiet", [Quiet.LINE, Quiet.SILENT])
async def test_a_digest_whose_topics_have_all_left_says_so_and_then_is_paused_and_its_owner_told_once(office, quiet):
    office.subscribe(topics=("usfk",), quiet=quiet)
    await office.tick()
    for file in office.folder.rglob("*.md"):
        if file.parent.name == "topics":
            file.write_text(re.sub(r"^(related:).*$", r"\1 []", file.read_text(), flags=re.MULTILINE))
    (office.folder / "topics" / "usfk.md").unlink()
    office.store.load(office.folder, by="editor", at=office.clock())

    for days in range(1, 4):
        await office.tick(DUE + days * DAY)

    (told,) = office.told()
    assert "all its topics have left the briefings. It is paused" in told
    assert len(office.heads()) == 2
    assert office.roster.listed()[0].paused_because == "topics_retired"


async def test_a_digest_that_keeps_one_topic_goes_on_when_the_others_leave(office):
    office.subscribe(topics=("opcon", "gone"))

    await office.tick()
    await office.tick(DUE + DAY)

    assert office.roster.listed()[0].standing is Standing.ACTIVE
    assert len(office.heads()) == 2


class Dawdling(Outbox):
    """An outbox whose commits take longer than a lease leaves for a request."""

    clock = None

    def intend(self, drafts, now):
        intended = super().intend(drafts, now)
        self.clock.at += timedelta(seconds=55)
        return intended


async def test_what_was_committed_to_and_waited_past_its_time_is_not_sent(store, database, folder):
    async with opened(store, database, folder, Dawdling(database)) as office:
        office.outbox.clock = office.clock
        office.subscribe()

        tick = await office.tick()

        assert (tick.outcomes, office.states()[0], office.heads()) == ((), State.SENDING, [])
    async with opened(store, database, folder) as office:
        await office.tick(DUE + timedelta(minutes=3))

        assert len(office.heads()) == 1


async def test_a_message_is_posted_as_it_was_drawn(office):
    office.subscribe()

    await office.tick()

    (head,) = office.heads()
    drawn = json.loads(office.outbox.listed()[0].content)
    assert head.text == drawn["text"]
    assert [block["type"] for block in head.blocks] == [block["type"] for block in drawn["blocks"]]


@pytest.mark.parametrize(
    ("channel", "reason"), [(ARCHIVED, "is_archived"), (GENERAL, "not_in_channel"), ("C0", "channel_not_found")]
)
async def test_a_refusal_for_good_pauses_the_subscription(office, channel, reason):
    office.subscribe(channel)

    await office.tick()

    (subscription,) = office.roster.listed()
    assert (subscription.standing, subscription.paused_because) == (Standing.PAUSED, reason)
    assert office.states()[0] is State.FAILED
    assert "It is paused" in office.told_to_owner()


async def test_a_channel_that_cannot_be_read_leaves_it_to_the_owner(office):
    office.subscribe()
    office.slack.faults.add(Fault(Wrong.ACCEPT_THEN_DROP, "chat.postMessage"))
    await office.tick()
    office.slack.scopes = office.slack.scopes - {"channels:history"}

    await office.tick(DUE + timedelta(minutes=2))

    assert office.states()[0] is State.UNCONFIRMED
    assert len(office.heads()) == 1
    assert "post it again" in office.told_to_owner()


async def test_a_channel_that_stays_unreadable_is_asked_ever_less_often_and_in_the_end_its_owner(office):
    office.subscribe(rule=replace(DAILY, days=("mon",)))
    office.slack.faults.add(Fault(Wrong.ACCEPT_THEN_DROP, "chat.postMessage"))
    await office.tick()
    office.slack.faults.add(Fault(Wrong.STATUS, "conversations.history", status=503), times=1_000)

    at, waits = DUE + timedelta(minutes=1), []
    while (tick := await office.tick(at)).outcomes[0].state is State.UNSURE:
        waits.append(tick.outcomes[0].retry_at - at)
        at += waits[-1]

    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert set(waits[4:]) == {timedelta(minutes=15)}
    assert timedelta(hours=24) < at - DUE < timedelta(hours=24, minutes=30)
    assert office.states()[0] is State.UNCONFIRMED
    assert len(office.heads()) == 1


async def test_a_thread_that_fails_is_tried_again_without_its_head(office):
    office.subscribe()
    office.slack.faults.add(Fault(Wrong.DELAY, "chat.postMessage", seconds=0))
    office.slack.faults.add(Fault(Wrong.STATUS, "chat.postMessage", status=503))

    await office.tick()
    states = office.states()
    await office.tick(DUE + timedelta(minutes=2))

    assert states == [State.POSTED, State.UNSURE]
    assert len(office.heads()) == 1
    assert len(office.posted()) == 2


async def test_a_day_with_news_uses_up_no_issue_of_the_day(office):
    office.subscribe()
    await office.tick()
    office.edit("No year has been set", "The year 2031 has been set")

    await office.tick(DUE + DAY)

    assert office.roster.listed()[0].shown == ()
    assert office.heads()[-1].text.startswith("Alliance digest, Tue 24 Nov 2026: Changed: The year 2031 has been set")
    assert "Issue of the day" not in json.dumps(office.heads()[-1].blocks)


async def test_no_issue_of_the_day_comes_twice_before_all_were_shown(office):
    office.subscribe(topics=())
    await office.tick()
    shown = []
    for day in range(1, 6):
        await office.tick(DUE + DAY * day)
        shown.append(office.roster.listed()[0].shown[-1])

    assert sorted(shown[:4]) == ["cfc", "opcon", "sma", "usfk"]
    assert shown[4] != shown[3]
