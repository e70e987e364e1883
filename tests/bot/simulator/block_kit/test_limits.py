"""The workspace refuses the blocks and views that Slack refuses, and says where."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.simulator.block_kit.limits import check_blocks, check_view, problems_of
from bot.simulator.state.model import SlackError


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def markup(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def button(text: str = "Go", **rest: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), **rest}


def options(how_many: int) -> list[dict[str, Any]]:
    return [{"text": plain(str(n)), "value": str(n)} for n in range(how_many)]


def select(**rest: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", **rest}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def cells(how_many: int) -> list[dict[str, Any]]:
    return [{"type": "raw_text", "text": "x"} for _ in range(how_many)]


AT_THE_LIMIT = [
    [{"type": "divider"}] * 50,
    [{"type": "header", "text": plain("x" * 150)}],
    [{"type": "section", "text": markup("x" * 3000)}],
    [{"type": "section", "fields": [markup("x" * 1000)] * 10}],
    [{"type": "section", "text": markup("x"), "accessory": button()}],
    [{"type": "context", "elements": [markup("x")] * 10}],
    [actions(*[button() for _ in range(25)])],
    [actions(button("x" * 75, value="v" * 2000, url="https://example.org/" + "x" * 2980))],
    [actions(select(options=options(100)))],
    [actions({"type": "overflow", "options": options(5)})],
    [{"type": "divider", "block_id": "b" * 255}],
    [{"type": "markdown", "text": "x" * 12_000}],
    [{"type": "table", "rows": [cells(20)] * 100}],
]


@pytest.mark.parametrize("blocks", AT_THE_LIMIT)
def test_blocks_at_the_limit_are_taken(blocks):
    assert problems_of("blocks", blocks) == []


BEYOND = [
    ([{"type": "divider"}] * 51, "/blocks"),
    ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    ([{"type": "header", "text": markup("x")}], "/blocks/0/text/type"),
    ([{"type": "section", "text": markup("x" * 3001)}], "/blocks/0/text/text"),
    ([{"type": "section", "text": markup("")}], "/blocks/0/text/text"),
    ([{"type": "section"}], "/blocks/0"),
    ([{"type": "section", "fields": [markup("x")] * 11}], "/blocks/0/fields"),
    ([{"type": "context", "elements": [markup("x")] * 11}], "/blocks/0/elements"),
    ([{"type": "context", "elements": []}], "/blocks/0/elements"),
    ([actions(*[button() for _ in range(26)])], "/blocks/0/elements"),
    ([actions(button("x" * 76))], "/blocks/0/elements/0/text/text"),
    ([actions(button(value="v" * 2001))], "/blocks/0/elements/0/value"),
    ([actions(button(style="loud"))], "/blocks/0/elements/0/style"),
    ([actions(select(options=options(101)))], "/blocks/0/elements/0/options"),
    ([actions(select())], "/blocks/0/elements/0"),
    ([actions({"type": "overflow", "options": options(6)})], "/blocks/0/elements/0/options"),
    ([actions({"type": "plain_text_input", "action_id": "p"})], "/blocks/0/elements/0/type"),
    ([actions(button(action_id="same"), button(action_id="same"))], "/blocks"),
    ([{"type": "divider", "block_id": "same"}, {"type": "divider", "block_id": "same"}], "/blocks"),
    ([{"type": "divider", "block_id": "b" * 256}], "/blocks/0/block_id"),
    ([{"type": "divider", "colour": "red"}], "/blocks/0/colour"),
    ([{"type": "marquee"}], "/blocks/0/type"),
    ([{"type": "table", "rows": [cells(1)]}, {"type": "table", "rows": [cells(1)]}], "/blocks"),
    (["a string"], "/blocks/0/type"),
    ("a string", "/blocks"),
]


@pytest.mark.parametrize(("blocks", "pointer"), BEYOND)
def test_blocks_beyond_a_limit_are_refused_with_the_place(blocks, pointer):
    assert [problem.pointer for problem in problems_of("blocks", blocks)] == [pointer]


def test_a_refusal_lists_every_problem_in_slacks_words():
    with pytest.raises(SlackError) as raised:
        check_blocks([{"type": "header", "text": plain("x" * 151)}, {"type": "marquee"}], mint=str)

    assert raised.value.error == "invalid_blocks"
    assert raised.value.detail["errors"] == [
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        "unsupported type: marquee [json-pointer:/blocks/1/type]",
    ]


def test_blocks_and_elements_without_an_id_get_one():
    numbers = count(1)

    taken = check_blocks([actions(button(), button(action_id="own"))], mint=lambda: f"b{next(numbers)}")

    assert taken[0]["block_id"] == "b1"
    assert [element["action_id"] for element in taken[0]["elements"]] == ["b2", "own"]


def modal(**rest: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Title"), "blocks": [{"type": "divider"}], **rest}


TEXT_INPUT = {"type": "input", "label": plain("Note"), "element": {"type": "plain_text_input", "action_id": "n"}}


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(blocks=[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        (modal(blocks=[TEXT_INPUT]), "missing required field: submit [json-pointer:/view]"),
        (
            modal(blocks=[{"type": "table", "rows": [cells(1)]}]),
            "unsupported type: table [json-pointer:/view/blocks/0/type]",
        ),
        ({"type": "home", "blocks": []}, "must be modal [json-pointer:/view/type]"),
        (None, "unsupported type: None [json-pointer:/view/type]"),
    ],
)
def test_a_view_beyond_a_limit_is_refused_with_the_place(view, message):
    with pytest.raises(SlackError) as raised:
        check_view(view, "modal", mint=str)

    assert raised.value.error == "invalid_arguments"
    assert raised.value.detail["response_metadata"]["messages"] == [f"[ERROR] {message}"]


async def test_blocks_can_be_validated_without_posting_them(peer):
    assert (await peer.client.blocks_validate(blocks=[{"type": "divider"}]))["ok"]

    with pytest.raises(SlackApiError) as raised:
        await peer.client.blocks_validate(view=modal(title=plain("x" * 25)))

    problem = {"pointer": "/view/title/text", "code": "failed_constraint", "message": "must be less than 25 characters"}
    assert (raised.value.response["error"], raised.value.response["errors"]) == ("invalid_view", [problem])
