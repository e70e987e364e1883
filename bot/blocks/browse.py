"""The cards that answer no lookup: the way in, help, the lists of topics and sources, a document. Pure."""

from __future__ import annotations

from itertools import groupby, islice
from string import Formatter
from typing import TYPE_CHECKING

from bot.blocks.answer import all_topics
from bot.blocks.citations import cite_menu
from bot.blocks.elements import (
    MAX_LABEL,
    Block,
    Card,
    Element,
    actions,
    bullets,
    button,
    cite_button,
    context,
    fitting,
    header,
    line,
    paged,
    plain,
    rich,
    said,
    section,
    words,
)
from bot.blocks.modals import option
from bot.text import counts
from bot.text.limits import cut, size
from bot.text.sources import caption, citation_mark, origin, place, source_numbers, source_title
from bot.text.topics import label, topic_title
from store.context import language
from store.model import Found
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Examples = Iterable[tuple[str, str]]
    """What to type behind the command, with places for what is loaded, and what comes of it."""

    from store.model import Brief, Citation, Document, Passage, Snapshot, Source, Topic

GONE = N_("The briefings no longer have this topic; /alliance topics lists what it has.")
MAX_PASSAGE = 9_000
MAX_BY = 45
MAX_RUN = 1_400
CATEGORIES = {
    "agreements": N_("Agreements"),
    "command": N_("Command"),
    "debates": N_("Debates"),
    "diplomacy": N_("Diplomacy"),
    "economy": N_("Economy"),
    "forces": N_("Forces"),
    "history": N_("The past"),
    "politics": N_("Politics"),
    "strategy": N_("Strategy"),
    "threats": N_("Threats"),
}
"""The categories of the shipped topics; others stay as editors wrote them."""


def chooser(snapshot: Snapshot, examples: Examples) -> Card:
    """Return the way in for somebody who typed nothing: a menu of topics, and how to ask by *examples*."""
    told = _("Ask about one of {topics}", topics=counts.counted(len(snapshot.topics), "topic"))
    ask = rich(line(words(_("Pick a topic, or type it behind the command. Only you see the answer."))))
    return Card(told, [header(told), ask, actions(picker(), all_topics()), _commands(snapshot, examples)])


def help_card(snapshot: Snapshot, examples: Examples) -> Card:
    """Return one line a command, each with an example that works here."""
    told = _("How to ask the briefing store")
    elsewhere = context(
        _(
            "In a thread: mention the bot, or choose “Ask the briefing store” in the menu of a message. "
            "Replies stay private until you share them."
        )
    )
    return Card(
        told, [header(told), _commands(snapshot, examples), elsewhere, actions(picker(), all_topics())], _("Help")
    )


def topics(snapshot: Snapshot, start: int = 0) -> Card:
    """Return the topics from number *start* on, grouped by category."""
    ordered = sorted(snapshot.topics.values(), key=lambda topic: (topic.category, topic.name.casefold()))
    told = counts.counted(len(ordered), "topic")
    parts = [[rich(bullets([_entry(topic)]))] for topic in ordered[start:]]
    end = start + fitting(parts, blocks=len(parts))
    groups = groupby(ordered[start:end], key=lambda topic: topic.category)
    listed = [_category(category, members) for category, members in groups]
    more = [button(_("Show more"), "topics:list", str(end))] if end < len(ordered) else []
    return Card(told, [header(told), *_rich(listed), actions(picker(), *more)], _("Topics"))


def sources(listed: Sequence[Source], start: int = 0) -> Card:
    """Return the documents from number *start* on, each with a button that opens it."""
    told = _counted(listed)
    parts = [[_source(source)] for source in listed[start:]]
    blocks, _end = paged(parts, start, len(listed), "sources:list")
    return Card(told, [header(told), *blocks], _("Sources"))


def _counted(listed: Sequence[Source]) -> str:
    """Return `5 sources`, or `5 documents, 3 of them editors' notes`."""
    notes = sum(source.note for source in listed)
    if not notes:
        return counts.counted(len(listed), "source")
    if notes == len(listed):
        return counts.counted(notes, "editors' note")
    documents = counts.counted(len(listed), "document")
    return _("{documents}, {notes:,} of them editors' notes", documents=documents, notes=notes)


def unknown_source(document: str, listed: Sequence[Source]) -> Card:
    """Return that no document has this id, and the ones there are."""
    told = _("No source is called “{document}”. These are loaded:", document=cut(document, MAX_LABEL))
    card = sources(listed)
    return Card(told, [rich(line(said(told))), *card.blocks[1:]], card.title)


def document(given: Document, start: int = 0) -> Card:
    """Return the passages of a document from the one after *start* on, each with its number."""
    source, passages = given.source, given.passages[start:]
    headings = [passage.heading for passage in given.passages]
    parts = [
        [_passage(passage, new=at == start or headings[at - 1] != headings[at], number=_number(source, passage))]
        for at, passage in enumerate(passages, start)
    ]
    blocks, end = paged(parts, start, len(given.passages), "sources:more", f"{source.id}:")
    shown = (
        _("¶{first} to ¶{last} of {count}", first=start + 1, last=end, count=len(given.passages))
        if parts
        else _("no passages")
    )
    told = f"{source_title(source)}: {shown}"
    head = [header(source_title(source)), context(f"{source.id} · {origin(source)}", shown)]
    cites = cite_menu(Found(source, one, ()) for one in given.passages[start:end])
    return Card(told, [*head, *blocks, *cites], source.title)


def _number(source: Source, given: Passage) -> str:
    return f"¶{given.number}{place(source, given.number)}  "


def passage(found: Found) -> Card:
    """Return one passage in full, with the way to its document."""
    source, number = found.source, found.passage.number
    told = _("¶{number} of {source}", number=number, source=f"{caption(source)}{place(source, number)}")
    whole = _("Open the whole note") if source.note else _("Open the whole source")
    blocks = [
        header(source_title(source)),
        context(origin(source)),
        *_cited(found.passage, told),
        actions(button(whole, "sources:open", source.id), *cite_button(source.id, number)),
    ]
    return Card(told, blocks, source.title)


def evidence(brief: Brief, cited: Sequence[tuple[Citation, Found]], start: int = 0) -> Card:
    """Return the passages that a brief cites, in full, by the order of their marks, from the one after *start* on."""
    number = source_numbers(brief.sources)
    cited = sorted(cited, key=lambda one: (number[one[0].document], one[0].passage))
    passages = counts.counted(len(cited), "passage")
    told = _("{topic}: the {passages} it rests on", topic=cut(label(brief.topic), MAX_LABEL), passages=passages)
    parts = [
        _cited(found.passage, f"{citation_mark(citation, number)} {caption(found.source)}")
        for citation, found in cited[start:]
    ]
    blocks, _end = paged(parts, start, len(cited), "passages:more", f"{brief.topic.slug}:")
    return Card(told, [rich(line(said(told))), *blocks], _("{topic} sources", topic=label(brief.topic)))


def notice(told: str) -> Card:
    """Return one sentence."""
    return Card(told, [rich(line(said(told)))])


def with_form_button(shown: Card) -> Card:
    """Return a card about digests with the button that opens the form, where words alone cannot."""
    return Card(shown.text, [*shown.blocks, actions(button(_("Set up a digest"), "digest:new", "new"))], shown.title)


def picker() -> Element:
    """Return the menu that finds topics while one types."""
    placeholder = plain(_("Find a topic"))
    return {"type": "external_select", "action_id": "topics:pick", "placeholder": placeholder, "min_query_length": 0}


def options(found: Iterable[tuple[Topic, str]]) -> list[Element]:
    """Return what the menu offers, at most a hundred topics: `US troops → USFK`, where another name is what fits."""
    return [
        option(f"{cut(by, MAX_BY)} → {topic.short}" if by else topic_title(topic), topic.slug)
        for topic, by in islice(found, 100)
    ]


def _commands(snapshot: Snapshot, examples: Examples) -> Block:
    """Return a line an example, filled in with what is loaded; one that nothing loaded fits is left out."""
    topic = snapshot.topics.get("opcon") or next(iter(snapshot.topics.values()), None)
    name = topic.slug if topic else "opcon"
    loaded = {
        "name": name,
        "short": topic.short if topic else name,
        "pair": " ".join([name, *(slug for slug in snapshot.topics if slug != name)][:2]),
        "source": next(iter(snapshot.sources), ""),
        "question": next(iter(topic.questions), "") if topic else "",
        "statement": topic.statements[0].id if topic and topic.statements else "",
    }
    there = [
        (_(typed).format_map(loaded), _(does))
        for typed, does in examples
        if all(loaded[place] for _, place, *_ in Formatter().parse(typed) if place)
    ]
    return rich(
        bullets([line(said(f"/alliance {typed}", 200, code=True), words(f"  {does}")) for typed, does in there])
    )


def _entry(topic: Topic) -> Element:
    names = [topic.name, *([topic.korean] if topic.korean else [])]
    if language() == "ko":
        names.reverse()
    return line(said(topic.slug, 100, code=True), *(words(f"  {cut(name, 150)}") for name in names))


def _category(category: str, members: Iterable[Topic]) -> list[Element]:
    return [line(said(category_name(category), 100, bold=True)), bullets([_entry(topic) for topic in members])]


def category_name(category: str) -> str:
    """Return a category as it is written, or the Korean name of one that the shipped topics have."""
    return _(CATEGORIES[category]) if category in CATEGORIES else category.capitalize()


def _rich(groups: Sequence[list[Element]]) -> list[Block]:
    """Return a block a group, or all in one where there are too many for a message."""
    if len(groups) > 40:
        return [rich(*(element for group in groups for element in group))]
    return [rich(*group) for group in groups]


def _source(source: Source) -> Block:
    spoken = _("Read {source_title}", source_title=source_title(source))
    read = button(_("Read"), "sources:open", source.id, spoken=spoken)
    return section(source_title(source), f"{source.id} · {origin(source)}", accessory=read)


def _cited(given: Passage, mark: str) -> list[Block]:
    """Return a passage under the mark that cites it."""
    return [context(mark), _passage(given, new=True)]


def _passage(given: Passage, *, new: bool, number: str = "") -> Block:
    """Return a passage, its heading above it where it is *new*; what is longer than a message is cut and says so."""
    text = cut(given.text, MAX_PASSAGE)
    runs = [words(text[at : at + MAX_RUN]) for at in range(0, len(text), MAX_RUN)]
    if size(given.text) > MAX_PASSAGE:
        runs.append(words(" " + _("(the first {number:,} characters)", number=MAX_PASSAGE), italic=True))
    above = [line(said(given.heading, 300, bold=True))] if new and given.heading else []
    return rich(*above, line(*([words(number, italic=True)] if number else []), *runs))
