"""What somebody follows: that a topic is followed from now on, and the list. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.elements import Card, actions, button, header, left_over, line, rich, said, words
from bot.text.days import describe
from bot.text.digests import gone, next_run
from bot.text.topics import label
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blocks.elements import Block
    from store.digests.model import Subscription
    from store.model import Topic

MOST_LISTED = 20
"""Two blocks each."""


def following(topic: Topic, one: Subscription) -> Card:
    """Return that a topic is followed, and when the bot looks."""
    told = _(
        "You follow {topic}: when it changes, you get a direct message, at most once a day. {schedule}. {next}",
        topic=label(topic),
        schedule=describe(one.rule),
        next=next_run(one),
    )
    stop = button(_("Unfollow"), "follow:stop", topic.slug, spoken=_("Unfollow {topic}", topic=topic.name))
    return Card(told, [rich(line(said(told))), actions(stop, button(_("All I follow"), "follow:list", "all"))])


def unfollowed(topic: str, *, was: bool) -> Card:
    """Return that a topic is followed no more, or never was."""
    if not was:
        return browse.notice(_("You do not follow {topic}. What you follow: /alliance following", topic=topic))
    return browse.notice(_("You no longer follow {topic}.", topic=topic))


def listed(one: Subscription | None, topics: Mapping[str, Topic]) -> Card:
    """Return what somebody follows, each with the way out."""
    if one is None:
        return browse.notice(_("You follow no topic yet. To follow one: /alliance follow opcon"))
    told = _("Topics you follow")
    blocks: list[Block] = [header(told), rich(line(said(f"{describe(one.rule)}. {next_run(one)}")))]
    for slug in one.topics[:MOST_LISTED]:
        name = label(topics[slug]) if slug in topics else gone(slug)
        stop = button(_("Unfollow"), f"follow:stop:{slug}", slug, spoken=_("Unfollow {topic}", topic=name))
        blocks += [rich(line(words(name, bold=True))), actions(stop)]
    return Card(told, [*blocks, *left_over(len(one.topics), MOST_LISTED)])
