"""Replies as ready JSON: rendered once, and never more of them than there is room for."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace

from bot.blocks.answer import card
from bot.blocks.message import Replies, private
from tests.bot.invented import BRIEF


def topic(number: int) -> str:
    return f"opcon-{number}"


def test_a_kept_reply_is_what_was_rendered_with_the_question_of_now() -> None:
    replies, other = Replies(), replace(BRIEF, query='"opcon" \\ 전작권')
    first = replies.body(BRIEF, {})

    again, asked_otherwise = replies.body(BRIEF, {}), replies.body(other, {})

    assert again == first == private(card(BRIEF, {}))
    assert json.loads(asked_otherwise) == json.loads(private(card(other, {})))


def test_each_reply_says_back_its_own_topic() -> None:
    replies, others = Replies(), [replace(BRIEF, topic=replace(BRIEF.topic, slug=topic(number))) for number in (1, 2)]

    said = [[replies.body(brief, {}) for brief in others] for _ in range(2)]

    assert said == [[private(card(brief, {})) for brief in others]] * 2


def test_no_more_replies_are_kept_than_there_is_room_for() -> None:
    length = len(Replies().body(BRIEF, {}))
    replies = Replies(most=10 * length)
    tracemalloc.start()

    for number in range(100):
        replies.body(replace(BRIEF, topic=replace(BRIEF.topic, slug=topic(number))), {})

    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 30 * length


def test_a_reply_that_had_to_go_is_rendered_anew() -> None:
    replies = Replies(most=2_000)
    briefs = [replace(BRIEF, topic=replace(BRIEF.topic, slug=topic(number))) for number in range(20)]
    first = [replies.body(brief, {}) for brief in briefs]

    again = [replies.body(brief, {}) for brief in briefs]

    assert again == first
