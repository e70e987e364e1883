"""Who passes the gate before the deeds of administrators, what the others read, and the audit of both."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.blocks import digest_form
from bot.blocks.digest_form import DigestForm
from bot.config.settings import AccessRules
from bot.listeners.digests import LOOKS, VERBS
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import AOIFE, DANIEL, JISOO, MINJUN, TEAM
from store.access.admins import Admins, Audit
from store.access.model import AttemptOutcome
from store.digests.model import Place
from tests.bot.served import opened
from tests.bot.slack_rules import buttons, nodes, refused, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.simulator.state.model import Message
    from store.access.model import Attempt
    from store.core import BriefingStore
    from tests.bot.served import Team


def mentioned(message: Message) -> list[str]:
    """The people whose names a message shows."""
    return [node["user_id"] for node in nodes(message.blocks) if node.get("type") == "user"]


def audited(store: BriefingStore) -> Sequence[Attempt]:
    return Audit(store.database).latest()


def be(team: Team, user: str, **changes: bool) -> None:
    """Let somebody be what they were not."""
    people = team.slack.workspace.people
    people[user] = replace(people[user], **changes)


def estrange(team: Team, user: str) -> None:
    """Let somebody be of another workspace."""
    people = team.slack.workspace.people
    people[user] = replace(people[user], home="T0ELSEWHERE")


WITH_WORDS = {"subscribe": "subscribe sma weekdays 09:00", "move": "move 9 am"}


async def test_an_administrator_gets_the_list_of_what_they_can_do(team: Team, loaded_store: BriefingStore) -> None:
    reply = await team.ask("admin")

    assert "What administrators do" in said(reply.blocks)
    assert refused(reply.blocks) == []
    (one,) = audited(loaded_store)
    assert (one.team, one.person, one.deed, one.outcome) == (TEAM.id, JISOO.id, "admin", AttemptOutcome.ALLOWED)


async def test_help_is_the_list_too(team: Team) -> None:
    reply, asked = await team.ask("admin"), await team.ask("admin help")

    assert said(asked.blocks) == said(reply.blocks)
    assert "/alliance admin help" not in said(reply.blocks)


async def test_everybody_else_is_told_who_may_and_how_to_ask(
    team: Team, loaded_store: BriefingStore, caplog: pytest.LogCaptureFixture
) -> None:
    Admins(loaded_store.database).add(TEAM.id, AOIFE.id, by=JISOO.id, at=team.clock())
    team.user = DANIEL.id

    with caplog.at_level(logging.WARNING):
        reply = await team.ask("admin reload now")

    assert mentioned(reply) == [JISOO.id, AOIFE.id]
    assert "ask to be added" in said(reply.blocks)
    assert refused(reply.blocks) == []
    (one,) = audited(loaded_store)
    assert (one.person, one.outcome) == (DANIEL.id, AttemptOutcome.DENIED)
    assert "reload" in f"{one.deed} {one.detail}"
    assert [record.code for record in caplog.records if hasattr(record, "code")] == ["denied"]


async def test_many_administrators_are_counted_not_all_named(team: Team, loaded_store: BriefingStore) -> None:
    admins = Admins(loaded_store.database)
    for number in range(20):
        admins.add(TEAM.id, f"U0NUMBER{number:02}", by=JISOO.id, at=team.clock())
    team.user = DANIEL.id

    reply = await team.ask("admin")

    assert len(mentioned(reply)) == 12
    assert "and 9 more" in said(reply.blocks)


async def test_without_administrators_it_says_how_to_name_one(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store, admins=()) as team:
        reply = await team.ask("admin")

    assert "ALLIANCE_ADMINS" in said(reply.blocks)


async def test_somebody_who_was_added_may(team: Team, loaded_store: BriefingStore) -> None:
    Admins(loaded_store.database).add(TEAM.id, MINJUN.id, by=JISOO.id, at=team.clock())
    team.user = MINJUN.id

    assert "What administrators do" in said((await team.ask("admin")).blocks)


async def test_people_of_another_workspace_are_refused_even_when_they_are_on_the_list(
    team: Team, loaded_store: BriefingStore
) -> None:
    Admins(loaded_store.database).add("T0ELSEWHERE", JISOO.id, by=JISOO.id, at=team.clock())
    estrange(team, JISOO.id)

    reply = await team.ask("admin")

    assert "You belong to another workspace." in said(reply.blocks)
    assert mentioned(reply) == []
    assert buttons(reply.blocks) == []
    (one,) = audited(loaded_store)
    assert (one.team, one.person, one.outcome) == ("T0ELSEWHERE", JISOO.id, AttemptOutcome.DENIED)


async def test_a_lookup_of_theirs_is_answered_all_the_same(team: Team) -> None:
    estrange(team, JISOO.id)

    assert "OPCON" in said((await team.ask("opcon")).blocks)


async def test_a_word_that_is_no_deed_is_named(team: Team) -> None:
    reply = await team.ask("admin explode <!channel>")

    assert "“explode” is nothing an administrator does" in said(reply.blocks)
    assert refused(reply.blocks) == []


async def test_slack_is_asked_once_which_workspace_is_ours(team: Team) -> None:
    await team.ask("admin")
    team.slack.faults.add(Fault(Wrong.REFUSE, "auth.test"))

    assert "What administrators do" in said((await team.ask("admin")).blocks)


async def test_the_reply_does_not_wait_for_a_pen_that_a_load_holds_and_the_audit_follows(
    loaded_store: BriefingStore,
) -> None:
    async with opened(loaded_store) as team:
        with loaded_store.database.write() as connection:
            connection.execute(text("UPDATE current_generation SET generation = generation"))
            before = time.monotonic()
            reply = await team.ask("admin")
            took = time.monotonic() - before
        await team.background.drain(30)

    assert "What administrators do" in said(reply.blocks)
    assert took < 2.5
    assert [one.deed for one in audited(loaded_store)] == ["admin"]


@pytest.mark.parametrize(
    "verb", ["", "list", "subscribe opcon weekdays 08:30", "pause", "now", "unsubscribe", "preview"]
)
async def test_a_stranger_does_nothing_with_digests_and_it_is_written_down(
    team: Team, loaded_store: BriefingStore, verb: str
) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
    estrange(team, JISOO.id)

    reply = await team.ask(f"digest {verb}".strip())

    assert "You belong to another workspace. Digests are set up by" in said(reply.blocks)
    assert team.modals == []
    one, _ = audited(loaded_store)
    assert (one.team, one.person, one.outcome) == ("T0ELSEWHERE", JISOO.id, AttemptOutcome.DENIED)
    assert one.deed == f"digest {verb.partition(' ')[0]}".strip()
    assert len(loaded_store.roster.listed()) == 1


async def test_a_stranger_presses_no_button_of_a_digest(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
    listed = await team.ask("digest list")
    estrange(team, JISOO.id)

    await team.press(listed, "Remove")

    assert "You belong to another workspace." in said(team.private[-1].blocks)
    assert len(loaded_store.roster.listed()) == 1
    assert [one.outcome for one in audited(loaded_store)] == [AttemptOutcome.DENIED, AttemptOutcome.DONE]


async def test_a_stranger_hands_in_no_form_of_a_digest(team: Team, loaded_store: BriefingStore) -> None:
    await team.hands.command(team.user, team.channel, "/alliance digest")
    estrange(team, JISOO.id)

    await team.controls.submit(team.user, team.modals[-1], {})

    assert "You belong to another workspace." in said(team.modals[-1].body["blocks"])
    assert not loaded_store.roster.listed()
    assert [one.outcome for one in audited(loaded_store)] == [AttemptOutcome.DENIED]


async def test_every_change_of_a_digest_is_written_down(team: Team, loaded_store: BriefingStore) -> None:
    for words in ("subscribe opcon weekdays 08:30 Asia/Seoul", "pause", "resume", "move 9 am", "list", "preview"):
        await team.ask(f"digest {words}")
    listed = await team.ask("digest list")
    await team.press(listed, "Pause")
    await team.hands.command(team.user, team.channel, "/alliance digest")
    await team.controls.submit(team.user, team.modals[-1], {})
    await team.press(await team.ask("digest unsubscribe 1"), "Remove")
    await team.press(team.private[-1], "Undo")
    await team.ask("digest pause zebra")

    deeds = [(one.deed, one.outcome.value) for one in audited(loaded_store)][::-1]
    done = ["subscribe", "pause", "resume", "move", "pause", "form", "stop", "undo"]
    assert deeds == [*((f"digest {deed}", "done") for deed in done), ("digest pause", "failed")]
    assert audited(loaded_store)[-1].detail == f"{team.channel}: Weekdays 08:30 Asia/Seoul"


async def test_a_guest_looks_at_digests_and_changes_none(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
    people = team.slack.workspace.people
    people[DANIEL.id] = replace(people[DANIEL.id], restricted=True)
    team.user = DANIEL.id

    listed, refused_ = await team.ask("digest list"), await team.ask("digest pause")

    assert "1 digest in this channel" in said(listed.blocks)
    assert "You are a guest of this workspace." in said(refused_.blocks)
    assert [one.outcome for one in audited(loaded_store)] == [AttemptOutcome.DENIED, AttemptOutcome.DONE]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"restricted": True}, "You are a guest of this workspace."),
        ({"restricted": True, "ultra_restricted": True}, "You are a guest of this workspace."),
        ({"ultra_restricted": True}, "You are a guest of this workspace."),
        ({"deleted": True}, "people who have an account in this workspace"),
        ({"is_bot": True}, "people who have an account in this workspace"),
    ],
)
async def test_only_members_who_are_people_change_digests(
    team: Team, loaded_store: BriefingStore, changes: dict[str, bool], words: str
) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
    listed = await team.ask("digest list")
    be(team, DANIEL.id, **changes)
    before = loaded_store.roster.listed()
    team.user = DANIEL.id

    told = [
        said((await team.ask(f"digest {WITH_WORDS.get(verb, verb)}".strip())).blocks) for verb in VERBS.keys() - LOOKS
    ]
    for label in ("Remove", "Pause", "Change"):
        await team.press(listed, label)
        told.append(said(team.private[-1].blocks))
    told.append(said((await team.ask("follow opcon")).blocks))

    assert [one for one in told if words not in one] == []
    assert loaded_store.roster.listed() == before
    assert team.modals == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(Wrong.DROP, "users.info"), "Please try again"),
        (Fault(Wrong.DELAY, "users.info", seconds=2), "Please try again"),
        (Fault(Wrong.STATUS, "users.info"), "ry again"),
        (Fault(Wrong.RATE_LIMIT, "users.info"), "Try again in a minute"),
        (Fault(Wrong.REFUSE, "users.info"), "Try again in a minute"),
        (Fault(Wrong.REFUSE, "users.info", error="missing_scope"), "lacks a permission"),
    ],
)
async def test_while_slack_does_not_say_who_somebody_is_they_look_and_change_nothing(
    team: Team, loaded_store: BriefingStore, fault: Fault, words: str
) -> None:
    be(team, DANIEL.id, restricted=True)
    team.user = DANIEL.id
    team.slack.faults.stay(fault)

    changed = said((await team.ask("digest subscribe opcon weekdays 08:30")).blocks)
    looked, asked = said((await team.ask("digest list")).blocks), said((await team.ask("opcon")).blocks)

    assert words in changed
    assert loaded_store.roster.listed() == ()
    assert "no digest" in looked.lower()
    assert "OPCON" in asked


async def test_a_form_stays_as_it_was_filled_in_while_slack_does_not_say_who_hands_it_in(
    team: Team, loaded_store: BriefingStore
) -> None:
    team.slack.faults.stay(Fault(Wrong.DROP, "users.info"))
    form = DigestForm(Place(TEAM.id, team.channel), "Asia/Seoul")
    team.slack.views.open(team.user, digest_form.draw(form, loaded_store.snapshot.topics))

    _, errors = await team.controls.submit(team.user, team.modals[-1], {})

    assert "Please try again" in str(errors)
    assert loaded_store.roster.listed() == ()


async def test_who_was_known_lately_goes_on_while_slack_is_silent(team: Team) -> None:
    await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
    team.slack.faults.stay(Fault(Wrong.DROP, "users.info"))

    reply = await team.ask("digest pause")

    assert "Paused" in said(reply.blocks)


@pytest.mark.parametrize("changes", [{"deleted": True}, {"is_bot": True}])
async def test_an_administrator_whose_account_is_gone_does_nothing(team: Team, changes: dict[str, bool]) -> None:
    be(team, JISOO.id, **changes)

    reply = await team.ask("admin reload")

    assert "ask to be added" in said(reply.blocks)


async def test_administrators_go_on_while_slack_does_not_say_who_they_are(team: Team) -> None:
    team.slack.faults.stay(Fault(Wrong.DROP, "users.info"))

    assert "What administrators do" in said((await team.ask("admin")).blocks)


async def test_a_setting_lets_guests_change_digests(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store, rules=AccessRules(digests_by="guests")) as team:
        people = team.slack.workspace.people
        people[JISOO.id] = replace(people[JISOO.id], restricted=True)

        reply = await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")

    assert "Digest set." in said(reply.blocks)


async def test_a_setting_lets_everybody_change_digests_of_our_channels(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store, rules=AccessRules(digests_by="anyone")) as team:
        estrange(team, JISOO.id)

        await team.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")

    assert [one.place.team for one in loaded_store.roster.listed()] == [TEAM.id]


async def test_a_stranger_hands_in_no_pasted_text(team: Team, loaded_store: BriefingStore) -> None:
    await team.hands.command(team.user, team.channel, "/alliance admin add")
    estrange(team, JISOO.id)
    text = {"text1": {"adding:text1": {"type": "plain_text_input", "value": "A paper of lamps. It is long enough."}}}

    await team.controls.submit(team.user, team.modals[-1], text)

    assert "You belong to another workspace." in said(team.modals[-1].body["blocks"])
    assert audited(loaded_store)[0].outcome is AttemptOutcome.DENIED
