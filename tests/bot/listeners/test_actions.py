"""Buttons, menus and modals in the simulated workspace: where the answer to a click appears, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.listeners.app import build_app
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import DANIEL
from tests.bot.slack_rules import buttons, nodes, refused, refused_view, said

if TYPE_CHECKING:
    from store.core import BriefingStore
    from tests.bot.served import Team


@pytest.fixture
def dialect() -> str:
    """One kind of database; `test_commands` has both."""
    return "sqlite"


async def test_more_shows_the_next_page_of_a_search(team: Team) -> None:
    first = await team.ask(
        "search command korea forces alliance year customer fish market harbour satellites seoul summit general cost"
    )
    assert "8 of " in said(first.blocks)

    await team.press(first, "More")

    assert "9 to " in said(team.private[-1].blocks)


async def test_share_shows_the_channel_the_brief_and_who_shared_it_but_not_what_was_asked(team: Team) -> None:
    reply = await team.ask("wartime command")

    shared = await team.share(reply)

    assert [node["user_id"] for node in nodes(shared.blocks) if node.get("type") == "user"] == [team.user]
    assert "Shared by \n · as of 2026" in said(shared.blocks)
    assert "No year has been set" in said(shared.blocks)
    assert "You asked" not in said(shared.blocks)
    assert "wartime command”" not in said(shared.blocks) + shared.text
    assert shared.text.startswith("OPCON: ")
    assert "Share" not in buttons(shared.blocks)
    assert refused(shared.blocks) == []


async def test_the_full_brief_opens_in_a_modal_with_all_that_the_card_left_out(team: Team) -> None:
    reply = await team.ask("opcon")

    await team.press(reply, "Full brief")
    await team.press(reply, "Timeline")

    (modal,) = team.modals
    assert modal.body["title"]["text"] == "OPCON"
    assert "What the sources say" in said(modal.body["blocks"])
    assert refused_view({"type": "modal", "title": modal.body["title"], "blocks": modal.body["blocks"]}) == []
    assert said(team.private[-1].blocks).startswith("OPCON: timeline")


async def test_a_related_topic_opens_below_and_leaves_the_brief_that_names_it(team: Team) -> None:
    reply = await team.ask("opcon")

    await team.press(reply, "CFC")

    first, second = team.private
    assert "Wartime operational control" in said(first.blocks)
    assert said(second.blocks).startswith("CFC · Combined Forces Command")
    assert "You asked" not in said(second.blocks)
    assert team.public() == []


async def test_a_choice_takes_the_place_of_the_question(team: Team) -> None:
    reply = await team.ask("zeppelin opkon")
    place = reply if "OPCON" in buttons(reply.blocks) else await team.ask("opco")
    label = next(label for label in buttons(place.blocks) if label != "All topics")
    before = len(team.private)

    await team.press(place, label)

    assert len(team.private) == before
    assert "Share" in buttons(team.slack.workspace.find(place.channel, place.ts).blocks)


async def test_a_click_on_a_shared_brief_answers_only_the_one_who_clicked(team: Team) -> None:
    shared = await team.share(await team.ask("opcon"))
    team.user = DANIEL.id

    await team.press(shared, "CFC")

    (answer,) = team.private
    assert answer.seen_by == DANIEL.id
    assert team.public()[0].blocks == shared.blocks


async def test_the_passages_behind_a_brief_open_in_a_modal_in_full(team: Team) -> None:
    reply = await team.ask("opcon")

    await team.press(reply, "Read the passages")

    (modal,) = team.modals
    assert modal.body["title"]["text"] == "OPCON sources"
    assert "[1 ¶1]" in said(modal.body["blocks"])
    assert refused_view({"type": "modal", "title": modal.body["title"], "blocks": modal.body["blocks"]}) == []


async def test_the_menu_finds_topics_while_one_types_and_opens_the_one_chosen(team: Team) -> None:
    chooser = await team.ask("")

    assert await team.suggested(chooser, "") == ["cfc", "sma", "usfk", "opcon"]
    assert await team.suggested(chooser, "forces") == ["usfk", "cfc"]
    assert await team.suggested(chooser, "전작") == ["opcon"]
    assert await team.suggested(chooser, "<!channel>") == []
    await team.pick(chooser, "usfk")

    assert said(team.private[-1].blocks).startswith("USFK · United States Forces Korea")


async def test_all_topics_opens_the_list(team: Team) -> None:
    miss = await team.ask("zeppelins over lake constance")

    await team.press(miss, "All topics")

    assert said(team.private[-1].blocks).startswith("4 topics")


async def test_a_source_opens_in_a_modal_passage_by_passage(team: Team) -> None:
    listed = await team.ask("sources")

    await team.press(listed, "Read")

    (modal,) = team.modals
    assert "¶1" in said(modal.body["blocks"])


async def test_from_a_modal_another_is_pushed_until_the_stack_is_full_and_then_replaced(team: Team) -> None:
    await team.hands.open_home(team.user)
    await team.press(team.slack.views.homes[team.user], "All topics")
    for slug in ("opcon", "cfc", "usfk"):
        await team.pick(team.modals[0], slug)

    titles = [modal.body["title"]["text"] for modal in team.modals]

    assert len(titles) <= 3
    assert titles[0] == "Topics"
    assert titles[-1] in {"OPCON", "CFC", "USFK"}
    assert "Share" not in buttons(team.modals[-1].body["blocks"])


async def test_a_button_of_a_topic_that_was_retired_says_so(
    team: Team, loaded_store: BriefingStore, tmp_path: Any
) -> None:
    reply = await team.ask("opcon")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "note.md").write_text("---\ntitle: Note\n---\n\nNothing is left.\n", encoding="utf-8")
    loaded_store.load(tmp_path / "seeds", by="tests", at=team.clock())

    await team.press(reply, "CFC")
    await team.press(reply, "Share")

    assert "The briefings no longer have this topic" in said(team.private[-1].blocks)
    assert team.public() == []


async def test_slack_being_down_is_told_once(team: Team) -> None:
    reply = await team.ask("opcon")
    team.slack.faults.add(Fault(Wrong.STATUS, "views.open", status=503))

    await team.press(reply, "Read the passages")

    told = [said(message.blocks) for message in team.private if "Slack did not answer" in said(message.blocks)]
    assert len(told) == 1
    assert told[0].startswith("Slack did not answer the bot in time. Please try again.")


async def test_a_response_url_used_up_falls_back_to_a_modal(team: Team) -> None:
    reply = await team.ask("opcon")
    team.slack.faults.add(Fault(Wrong.REFUSE, "response_url", error="used_url"), times=2)

    await team.press(reply, "CFC")

    assert [modal.body["title"]["text"] for modal in team.modals][-1] == "CFC"


async def test_an_action_that_is_not_ours_is_acknowledged_and_does_nothing(loaded_store: BriefingStore) -> None:
    app = build_app(loaded_store, token="xoxb-1")
    body = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "container": {"type": "message", "is_ephemeral": True},
        "response_url": "http://127.0.0.1:9/never-called",
        "trigger_id": "1.2.3",
        "actions": [{"action_id": "somebody:else:1", "value": "x", "block_id": "b", "type": "button"}],
    }

    reply = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))

    assert (reply.status, reply.body) == (200, "")


@pytest.mark.parametrize(
    "text", ["opcon", "", "help", "topics", "sources", "sources policy-review-2025", "search satellites"]
)
async def test_every_button_of_every_reply_has_its_deed(team: Team, loaded_store: BriefingStore, text: str) -> None:
    known = build_app(loaded_store, token="xoxb-1").buttons
    reply = await team.ask(text)

    ids = [node["action_id"] for node in nodes(reply.blocks) if "action_id" in node and node["type"] != "overflow"]
    deeds = [one["value"] for node in nodes(reply.blocks) if node.get("type") == "overflow" for one in node["options"]]

    assert {":".join(id_.split(":")[:2]) for id_ in ids} <= known.keys()
    assert {deed.partition(" ")[0] for deed in deeds} <= known.keys()
