"""What somebody says of an answer: the form, the thanks, the administrators' list of flags. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.elements import (
    MAX_LINE,
    Card,
    actions,
    button,
    context,
    header,
    instant,
    line,
    paged,
    plain,
    rich,
    said,
    words,
)
from bot.blocks.modals import field, filled_in, kept, menu, modal_form, text_input, value
from bot.text.counts import counted
from bot.text.errors import Spoiled
from store.usage.verdicts import Opinion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.blocks.elements import Block
    from bot.blocks.modals import View
    from store.model import Topic
    from store.usage.verdicts import Flag

CALLBACK = "feedback"
MAX_NOTE = 500
LABELS = {
    Opinion.HELPFUL: "Helpful",
    Opinion.WRONG: "Wrong: it is not so, or not what the source says",
    Opinion.OUTDATED: "Outdated: it was so, and is no longer",
}
THANKS = {
    True: "Thank you. The administrators see it, without your name; you are told here when it is settled.",
    False: "You said so already, and the administrators have it. You are told when it is settled.",
}
PRAISED = {True: "Thank you, noted as helpful.", False: "Noted as helpful already. Thank you."}


def form(subject: str, text: str, chosen: Opinion | None) -> View:
    """Return the form: what it is about, which of the three, and a note."""
    options = {one.value: label for one, label in LABELS.items()}
    which = menu("radio_buttons", "feedback:which", options, [chosen.value] if chosen else [])
    note = text_input("feedback:note", "", MAX_NOTE, multiline=True, placeholder=plain("What it should say, and where"))
    blocks: list[Block] = [
        rich(line(words(f"{subject} ", bold=True), said(text, MAX_LINE))),
        field("which", "What is it?", which),
        field("note", "What should editors know?", note, optional=True),
        context("Only administrators read this; nobody is named in public."),
    ]
    return modal_form(CALLBACK, json.dumps([subject]), "Feedback", "Send", blocks)


def read(view: Mapping[str, Any]) -> tuple[str, Opinion, str]:
    """Return what the submitted form is about, what somebody says of it, and their note."""
    (subject,) = kept(view, 1)
    fields = filled_in(view)
    try:
        verdict = Opinion(value(fields.get("which", {})))
    except ValueError:
        raise Spoiled from None
    return subject or "", verdict, str(fields.get("note", {}).get("value") or "").strip()[:MAX_NOTE]


def text_of(subject: str, topics: Mapping[str, Topic]) -> str | None:
    """Return what a statement `opcon#3` says, or a topic's summary; None where the briefings no longer have it."""
    slug, sign, _ = subject.partition("#")
    topic = topics.get(slug)
    if topic is None or not sign:
        return topic.summary if topic else None
    return next((one.text for one in topic.shown if one.id == subject), None)


def flags(
    found: Sequence[Flag], counts: Mapping[str, Mapping[str, int]], topics: Mapping[str, Topic], start: int = 0
) -> Card:
    """Return what people called wrong or outdated, the oldest first, from number *start* on, each to be closed."""
    if not found:
        return browse.notice("Nothing is flagged as wrong or outdated.")
    told = f"{counted(len(found), 'flag')} to settle"
    parts = [_flag(one, counts.get(one.subject, {}), text_of(one.subject, topics)) for one in found[start:]]
    blocks, _ = paged(parts, start, len(found), "admin:flags")
    note = context("The oldest first. Closing one tells who raised it, in private; who that is stands nowhere.")
    return Card(told, [header(told), note, *blocks], "Flags")


def _flag(one: Flag, counts: Mapping[str, int], text: str | None) -> list[Block]:
    tally = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Opinion if counts.get(verdict))
    first = line(
        words(f"{one.verdict.value.capitalize()}: {one.subject}", bold=True),
        words(" · "),
        instant(one.raised_at),
        words(f" · so far {tally}" if tally else ""),
    )
    said_so = said(text, MAX_LINE) if text else words("The briefings no longer say this.", italic=True)
    noted = [{"type": "rich_text_quote", "elements": [said(one.note)]}] if one.note else []
    topic, _, _ = one.subject.partition("#")
    row = [button("Close", "admin:close", one.id, spoken=f"Close the flag on {one.subject}")]
    if text:
        row.append(button("Open", "topic:open:flag", topic, spoken=f"Open {topic}"))
    return [rich(first, line(said_so), *noted), actions(*row)]


def settled(one: Flag) -> str:
    """Return what the person reads whose flag was settled."""
    return (
        f"What you called {one.verdict.value}, {one.subject}, has been looked at and settled. "
        f"How it reads now: /alliance {one.subject}"
    )
