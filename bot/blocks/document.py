"""What somebody sees who adds a document: what was read of it, what keeps it out, and that it is live. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.elements import (
    MAX_LINE,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    context,
    header,
    instant,
    left_over,
    line,
    rich,
    runs,
    said,
    who,
    words,
)
from bot.blocks.modals import modal
from bot.text import counts
from bot.text.counts import counted, named
from bot.text.errors import left_out
from bot.text.limits import cut
from bot.text.sources import full_caption
from bot.text.topics import label
from store.files.formats import NAMES
from store.model import FEWEST_KEPT
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.errors import Problem
    from store.files.disk import KeptFile
    from store.ingest.model import Added, Look
    from store.model import Change, Document, Passage, Topic

SHOWN_PASSAGES = 4
MAX_OPENING = 160
SHOWN_PROBLEMS = 5
MAX_KEPT = 40
MAX_PROBLEM = 600

PULL = N_("The seed folder is read-only here, so the bot keeps the file. To write it out: alliance seeds pull")


def waiting(told: str) -> dict[str, Any]:
    """Return the modal that stands while something is being done."""
    return modal(Card(told, [rich(line(said(told)))]))


def how_to_paste(most: int, parts: int) -> Block:
    """Return what the fields of a pasted text take."""
    return context(
        _(
            "Each field takes {most:,} characters, {most2:,} together; each begins a new paragraph. A file "
            "takes more: upload it in any channel that I am in, and choose “Add to briefings” in its "
            "message's menu.",
            most=most,
            most2=most * parts,
        )
    )


def seen(look: Look, *, pasted: bool) -> list[Block]:
    """Return what was read: how much, and how the first passages begin."""
    passages = look.document.passages
    weight = len(look.raw.data)
    size = f"{weight / 1024:,.0f} KiB" if weight > 1023 else _("{number:,} bytes", number=weight)
    what = _("Pasted text") if pasted else f"{look.raw.name} · {NAMES.get(look.raw.suffix, _('file'))}"
    begins = _("It begins so:") if len(passages) > 1 else _("It reads so:")
    kept = look.document.kept
    share = "" if kept is None else _("They hold {share:.0%} of the file's words.", share=kept)
    doubt = _("Look whether the text is whole.") if kept is not None and kept < FEWEST_KEPT else ""
    count = _("{passages} read.", passages=counted(len(passages), "passage"))
    told = line(words(f"{count} ", bold=True), words(" ".join(filter(None, (share, doubt, begins)))))
    blocks = [context(f"{what} · {size}"), rich(told, bullets(list(_openings(passages))))]
    if look.twin is not None:
        there = f"{full_caption(look.twin.source)} ({look.twin.source.id})"
        told_twin = _("The store has this very text already: {document}.", document=there)
        blocks.append(_warning(_("Twice?"), f"{told_twin} {_('Added again, every passage would be found twice.')}"))
    return blocks


def _openings(passages: Sequence[Passage]) -> Iterator[Element]:
    for one in passages[:SHOWN_PASSAGES]:
        heading = [said(one.heading, 80, bold=True), words("  ")] if one.heading else []
        yield line(words(f"¶{one.number}  ", italic=True), *heading, said(one.text, MAX_OPENING))
    if len(passages) > SHOWN_PASSAGES:
        last = passages[-1]
        yield line(words(f"… ¶{last.number}  ", italic=True), said(last.text, MAX_OPENING))


def present(look: Look) -> list[Block]:
    """Return what there is under its id, and what replacing it would change."""
    if look.present is None:
        return []
    there = look.present.source
    told = f"{full_caption(there)}. {_compared(look.present, look.document)}"
    blocks = [_warning(_("A document has the id {id}:", id=there.id), told)]
    if look.shaken:
        cited = named([f"¶{one.passage}" for one in look.shaken], 8)
        blocks.append(
            _warning(
                _("Statements cite it:"),
                _("{cited} would read otherwise or be gone; look at those statements.", cited=cited),
            )
        )
    return blocks


def _compared(before: Document, after: Document) -> str:
    old, new = [one.text for one in before.passages], [one.text for one in after.passages]
    if old == new:
        return _("Its passages are the same word for word.")
    same = len(set(old) & set(new))
    return _(
        "Replaced, it has {passages} instead of {before}; {same} stay word for word.",
        passages=counted(len(new), "passage"),
        before=len(old),
        same=same,
    )


def unread(why: str, problems: Sequence[Problem] = ()) -> Card:
    """Return why a document was not read, or not added, where there is no form to say it above."""
    return Card(f"{_('Not added.')} {why}", refusal(why, problems), _("Add to briefings"))


def kept(files: Sequence[KeptFile], folder: str) -> Card:
    """Return the files that only the bot has, by whom and since when, and how they get into the folder."""
    if not files:
        return browse.notice(_("The store keeps no files: {folder} has everything.", folder=folder))
    told = _("{files} that only the bot has", files=counted(len(files), "file"))
    rows = [
        line(
            said(one.name, 200, code=True),
            words("  "),
            *runs(_("added by {person} {moment}"), person=who(one.added_by), moment=instant(one.added_at)),
        )
        for one in files[:MAX_KEPT]
    ]
    told_how = _("They are loaded with {folder}. To write them into it: {command}")
    how = line(*runs(told_how, folder=folder, command=words("alliance seeds pull", code=True)))
    return Card(
        told,
        [header(told), rich(how), rich(bullets(rows)), *left_over(len(files), MAX_KEPT)],
        _("Files kept by the bot"),
    )


def refusal(why: str, problems: Sequence[Problem] = ()) -> list[Block]:
    """Return why a document was not added, above its form."""
    lines = [line(said(str(one), MAX_PROBLEM)) for one in problems[:SHOWN_PROBLEMS]]
    left = len(problems) - SHOWN_PROBLEMS
    if left > 0:
        lines.append(line(words(_("and {left:,} more; /alliance admin reload lists them all", left=left))))
    top = line(words(_("Not added.") + " ", bold=True), said(why))
    return [rich(top, *([bullets(lines)] if lines else []))]


def added(done: Added, topics: Mapping[str, Topic]) -> Card:
    """Return that a document is live, with the way to it."""
    source, number = done.document.source, done.loaded.generation
    count = counted(len(done.document.passages), "passage")
    named = [label(topics[slug]) for slug in source.topics if slug in topics]
    about = _("topics {names}", names=", ".join(named)) if named else _("no topics")
    told = (
        _("Version {number} is live", number=number)
        if done.loaded.changed
        else _("Version {number} says so already", number=number)
    )
    first = line(words(f"{told}: ", bold=True), said(source.title, MAX_LINE, bold=True), words(f", {count}, {about}."))
    notes = [context(cut(full_caption(source), MAX_LINE))]
    if others := _others(done):
        notes.append(context(_("The same load brought what waited in the folder: {others}.", others=others)))
    if done.loaded.skipped:
        notes.append(context(_("Left as it was until mended: {files}.", files=left_out(done.loaded.skipped))))
    if done.kept:
        notes.append(context(_(PULL)))
    row = [button(_("Open the document"), "sources:open", source.id)]
    if done.loaded.changed and number > 1:
        row.append(button(_("What changed"), "sheet:more", f"changes {number - 1} {number}:0"))
    return Card(
        f"{told}: {source.title}, {count}, {about}", [rich(first), *notes, actions(*row)], _("Added to briefings")
    )


def _others(done: Added) -> str:
    """Return what else the load changed; empty when nothing."""
    found, id_ = done.loaded.difference, done.document.source.id
    others = replace(found, documents=_without(found.documents, id_))
    return counts.tally(others) if others else ""


def _without(change: Change, id_: str) -> Change:
    return replace(
        change,
        added=tuple(one for one in change.added if one != id_),
        changed=tuple(one for one in change.changed if one != id_),
    )


def _warning(first: str, rest: str) -> Block:
    return rich(line(words("⚠ "), said(first, MAX_LINE, bold=True), words(" "), said(rest)))
