"""What somebody says of an answer: the form, the thanks, the administrators' list of flags. Pure."""

from __future__ import annotations

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
    quote,
    rich,
    said,
    words,
)
from bot.blocks.modals import FilledForm, field, kept, menu, modal_form, text_input
from bot.text.counts import counted
from bot.text.errors import Spoiled
from store.text.language import N_
from store.text.language import gettext as _
from store.usage.editors_list import Opinion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.blocks.elements import Block
    from bot.blocks.modals import View
    from store.model import Topic
    from store.usage.editors_list import Flag

CALLBACK = "feedback"
MAX_NOTE = 500
LABELS = {
    Opinion.HELPFUL: N_("Helpful"),
    Opinion.WRONG: N_("Wrong: it is not so, or not what the source says"),
    Opinion.OUTDATED: N_("Outdated: it was so, and is no longer"),
}
OPINIONS = {
    Opinion.HELPFUL: N_("helpful"),
    Opinion.WRONG: N_("wrong"),
    Opinion.OUTDATED: N_("outdated"),
}
THANKS = {
    True: N_("Thank you. The editors see it, without your name; you are told here when it is settled."),
    False: N_("You said so already, and the editors have it. You are told when it is settled."),
}
PRAISED = {True: N_("Thank you, noted as helpful."), False: N_("Noted as helpful already. Thank you.")}


def form(subject: str, text: str, chosen: Opinion | None) -> View:
    """Return the form: what it is about, which of the three, and a note."""
    options = {one.value: _(label) for one, label in LABELS.items()}
    which = menu("radio_buttons", "feedback:which", options, [chosen.value] if chosen else [])
    note = text_input(
        "feedback:note", "", MAX_NOTE, multiline=True, placeholder=plain(_("What it should say, and where"))
    )
    blocks: list[Block] = [
        rich(line(words(f"{subject} ", bold=True), said(text, MAX_LINE))),
        field("which", _("What is it?"), which),
        field("note", _("What should editors know?"), note, optional=True),
        context(_("Only editors and administrators read this, without your name.")),
    ]
    return modal_form(CALLBACK, [subject], _("Feedback"), _("Send"), blocks)


def read(view: Mapping[str, Any]) -> tuple[str, Opinion, str]:
    """Return what the submitted form is about, what somebody says of it, and their note."""
    (subject,) = kept(view, 1)
    fields = FilledForm(view)
    try:
        verdict = Opinion(fields.value("which"))
    except ValueError:
        raise Spoiled from None
    return subject, verdict, fields.typed("note").strip()[:MAX_NOTE]


def text_of(subject: str, topics: Mapping[str, Topic]) -> str | None:
    """Return what a statement `opcon#3` says, or a topic's summary; None where the briefings no longer have it."""
    slug, sign, _number = subject.partition("#")
    topic = topics.get(slug)
    if topic is None or not sign:
        return topic.summary if topic else None
    return next((one.text for one in topic.shown if one.id == subject), None)


def flags(
    found: Sequence[Flag], counts: Mapping[str, Mapping[str, int]], topics: Mapping[str, Topic], start: int = 0
) -> Card:
    """Return what people called wrong or outdated, the oldest first, from number *start* on, each to be closed."""
    if not found:
        return browse.notice(_("Nothing is flagged as wrong or outdated."))
    told = _("{flags} to settle", flags=counted(len(found), "flag"))
    parts = [_flag(one, counts.get(one.subject, {}), text_of(one.subject, topics)) for one in found[start:]]
    blocks, _end = paged(parts, start, len(found), "admin:flags")
    note = context(_("The oldest first. Whoever raised a flag is told in private when it is settled; nobody is named."))
    return Card(told, [header(told), note, *blocks], _("Flags"))


def _flag(one: Flag, counts: Mapping[str, int], text: str | None) -> list[Block]:
    tally = ", ".join(
        _("{number} {opinion}", number=counts[verdict], opinion=_(OPINIONS[verdict]))
        for verdict in Opinion
        if counts.get(verdict)
    )
    first = line(
        words(f"{_(OPINIONS[one.verdict]).capitalize()}: {one.subject}", bold=True),
        words(" · "),
        instant(one.raised_at),
        words(" · " + _("so far {tally}", tally=tally) if tally else ""),
    )
    said_so = said(text, MAX_LINE) if text else words(_("The briefings no longer say this."), italic=True)
    noted = [quote(one.note)] if one.note else []
    topic, _sign, _number = one.subject.partition("#")
    row = [button(_("Settle"), "admin:close", one.id, spoken=_("Settle the flag on {subject}", subject=one.subject))]
    if text:
        row.append(
            button(_("Edit"), "edit:open", f"{one.subject} {one.id}", spoken=_("Edit {subject}", subject=one.subject))
        )
        row.append(button(_("Open"), "topic:open:flag", topic, spoken=_("Open {topic}", topic=topic)))
    return [rich(first, line(said_so), *noted), actions(*row)]


def settled(one: Flag) -> str:
    """Return what the person reads whose flag was settled."""
    return _(
        "What you called {opinion}, {subject}, has been looked at and settled. How it reads now: /alliance {subject}",
        opinion=_(OPINIONS[one.verdict]),
        subject=one.subject,
    )
