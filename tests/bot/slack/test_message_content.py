"""A message is read as a person sees it: its words, what it forwards, what is shown below it, and the files."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.message_content import MessageContent

FORWARDED = {"is_share": True, "text": "OPCON is <https://a.example/x|moving> &amp; soon", "fallback": "[1.1] x: …"}
PREVIEW = {"title": "Lamps", "text": "The price of lamps", "fallback": "Lamps"}


def rich(*pieces: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"text": "<@U0> what of *CFC*?\nAnd SMA"}, "what of *CFC*?\nAnd SMA"),
        ({"text": "", "attachments": [FORWARDED]}, "OPCON is moving & soon"),
        ({"text": "see this", "attachments": [FORWARDED]}, "see this\n\nOPCON is moving & soon"),
        ({"text": "<https://a.example>", "attachments": [PREVIEW]}, "https://a.example\n\nLamps\nThe price of lamps"),
        ({"text": "", "attachments": [{"fallback": "Lamps cost more"}]}, "Lamps cost more"),
        ({"attachments": [{"fields": [{"title": "Command", "value": "CFC"}]}]}, "Command\nCFC"),
        ({"bot_id": "B1", "text": "News", "blocks": [{"type": "markdown", "text": "OPCON moves"}]}, "OPCON moves"),
        (
            {"blocks": [rich({"type": "user", "user_id": "U0"}, {"type": "text", "text": " opcon & sma"})]},
            "opcon & sma",
        ),
        (
            {"blocks": [rich({"type": "text", "text": "by "}, {"type": "link", "url": "https://a.example"})]},
            "by https://a.example",
        ),
        ({"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "A <b>"}}]}, "A <b>"),
        (
            {"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": "a &lt; b"}]}, {"type": "actions"}]},
            "a < b",
        ),
        (
            {"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "SMA"}, rich()]]}]},
            "SMA",
        ),
        (
            {
                "attachments": [
                    {
                        "is_share": True,
                        "message_blocks": [{"message": {"blocks": [rich({"type": "text", "text": "only in blocks"})]}}],
                    }
                ]
            },
            "only in blocks",
        ),
        ({"attachments": [{"is_share": True, "text": "", "attachments": [FORWARDED]}]}, "OPCON is moving & soon"),
    ],
)
def test_everything_that_a_person_reads_is_read(message: dict[str, Any], words: str) -> None:
    assert MessageContent.of(message).everything == words


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"text": "<@U0>  opcon", "attachments": [PREVIEW]}, "opcon"),
        ({"text": "<@U0> <https://a.example>", "attachments": [PREVIEW]}, "https://a.example Lamps The price of lamps"),
        ({"text": "<@U0>", "attachments": [FORWARDED, PREVIEW]}, "OPCON is moving & soon"),
    ],
)
def test_a_preview_is_asked_about_where_there_is_only_the_link(message: dict[str, Any], words: str) -> None:
    assert MessageContent.of(message).asked == words


def test_a_table_whose_rows_are_none_says_nothing() -> None:
    message = {"blocks": [{"type": "table", "rows": True}, {"type": "header", "text": "OPCON"}]}

    assert MessageContent.of(message).everything == "OPCON"


def test_the_files_of_what_is_forwarded_are_its_files_each_once() -> None:
    inner = {"is_share": True, "files": [{"id": "F1"}, {"id": "F2"}], "attachments": [{"files": [{"id": "F3"}]}]}

    content = MessageContent.of({"files": [{"id": "F1"}], "attachments": [inner]})

    assert [one["id"] for one in content.files] == ["F1", "F2", "F3"]


KEYS = ("text", "blocks", "attachments", "elements", "files", "rows", "type", "message_blocks", "message", "fields")
TYPES = st.sampled_from(["rich_text", "rich_text_section", "section", "table", "image", "text", "plain_text"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | TYPES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        max_leaves=25,
    )
)
def test_whatever_shape_a_message_has_it_is_read(value: Any) -> None:
    content = MessageContent.of(value if isinstance(value, dict) else {"blocks": value, "attachments": [value]})

    assert isinstance(content.everything + content.asked, str)
