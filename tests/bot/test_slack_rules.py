"""The rules that other tests go by refuse what Slack would."""

from __future__ import annotations

import pytest

from tests.bot.slack_rules import refused

WORDS = {"type": "text", "text": "Forty lamps"}


def rich(*elements: dict[str, object]) -> list[dict[str, object]]:
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


def test_what_slack_takes_is_not_refused() -> None:
    assert refused(rich(WORDS, {"type": "link", "url": "https://example.org", "text": "a page"})) == []


@pytest.mark.parametrize(
    "element",
    [{**WORDS, "colour": "red"}, {"type": "smoke", "text": "x"}, {**WORDS, "style": {"loud": True}}, {}],
)
def test_an_element_of_no_kind_or_with_a_wrong_field_is_refused(element: dict[str, object]) -> None:
    assert refused(rich(element))
