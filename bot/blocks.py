"""An answer as Block Kit: what a person sees. Pure; every reply fits Slack's limits with room to spare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from bot import plain
from bot.pieces import (
    MAX_BLOCKS,
    MAX_CHARACTERS,
    Block,
    Element,
    actions,
    bullets,
    button,
    context,
    escape,
    header,
    line,
    link,
    rich,
    said,
    section,
    weight,
    words,
)
from store.model import Brief, Choices, Citation, Disagreement, Nothing, Passages, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from store.model import Answer, Found, Topic

    Link = Callable[[Citation], str | None]

__all__ = ["Page", "asked", "brief", "escape", "render"]

MOST_MARKS = 12
"""The most citations shown behind one statement; the passages button shows all."""
MOST_RELATED = 10
EXCERPT = 600


@dataclass(frozen=True, slots=True)
class Page:
    """One message's worth of a brief; *following* is the first item that did not fit."""

    blocks: list[Block]
    following: int | None


def no_link(_: Citation) -> str | None:
    """Return None: there is no public address to point to."""
    return None


def render(answer: Answer, link: Link = no_link) -> list[Block]:
    """Return the whole face of an answer, the question repeated. *link* gives a passage's public address."""
    match answer:
        case Brief():
            first, *rest = brief(answer, link).blocks
            return [first, asked(answer.query, answer.topic), *rest[1:]]
        case Choices():
            return _choices(answer)
        case Passages():
            return _passages(answer)
        case Nothing():
            return _nothing(answer)
        case _:
            assert_never(answer)


def asked(query: str, topic: Topic) -> Block:
    """Return the line under the heading that repeats the question."""
    return context(*([topic.korean] if topic.korean else []), f"You asked “{query}”")


def brief(answer: Brief, link: Link = no_link, start: int = 0) -> Page:
    """Return the brief from item *start* on: no question in it, so that it can be shared and kept."""
    number = plain.numbers(answer.sources)
    items: list[Statement | Disagreement] = [*answer.topic.statements, *answer.topic.disagreements]
    end = len(items)
    while True:
        blocks = _page(answer, items[start:end], start, end if end < len(items) else None, number, link)
        if end <= start + 1 or (len(blocks) <= MAX_BLOCKS and weight(blocks) <= MAX_CHARACTERS):
            return Page(blocks, end if end < len(items) else None)
        end -= 1


def _page(
    answer: Brief,
    items: Sequence[Statement | Disagreement],
    start: int,
    following: int | None,
    number: Mapping[str, int],
    link: Link,
) -> list[Block]:
    topic = answer.topic
    statements = [item for item in items if isinstance(item, Statement)]
    disagreements = [item for item in items if isinstance(item, Disagreement)]
    korean = topic.korean or topic.category
    blocks = [header(plain.title(topic)), context(korean if start == 0 else f"{korean} · continued")]
    if start == 0:
        blocks.append(rich(line(said(topic.summary))))
    if statements:
        blocks.append(
            rich(
                line(words("What the sources say", bold=True)),
                bullets([_statement(statement, number, link) for statement in statements]),
            )
        )
    if disagreements:
        blocks.append(rich(*_differ(disagreements, number, link)))
    shown = _shown(items)
    captions = [f"[{number[source.id]}] {plain.full_caption(source)}" for source in answer.sources if source.id in shown]
    if captions:
        blocks.append({"type": "context", "elements": [section(*captions)["text"]]})
    blocks.append(context(plain.footing(answer)))
    blocks.append(_deeds(topic, following))
    if answer.related:
        blocks.append(openers(answer.related[:MOST_RELATED]))
    return blocks


def _statement(statement: Statement, number: Mapping[str, int], link: Link) -> Element:
    standing = words(f"\n{plain.standing(statement)}", italic=True)
    return line(said(statement.text), standing, *_marks(statement.citations, number, link))


def _differ(disagreements: Iterable[Disagreement], number: Mapping[str, int], link: Link) -> list[Element]:
    parts = [line(words("Where they differ", bold=True))]
    for disagreement in disagreements:
        sides = [line(said(side.text), *_marks(side.citations, number, link)) for side in disagreement.sides]
        parts += [line(said(disagreement.about)), bullets(sides)]
    return parts


def _marks(citations: Sequence[Citation], number: Mapping[str, int], link: Link) -> list[Element]:
    elements: list[Element] = []
    for citation in citations[:MOST_MARKS]:
        elements += [words(" "), _mark(citation, number, link)]
    if len(citations) > MOST_MARKS:
        elements.append(words(f" and {len(citations) - MOST_MARKS} more"))
    return elements


def _mark(citation: Citation, number: Mapping[str, int], to: Link) -> Element:
    mark, url = plain.mark(citation, number), to(citation)
    return words(mark) if url is None else link(mark, url)


def _shown(items: Iterable[Statement | Disagreement]) -> set[str]:
    cited: set[str] = set()
    for item in items:
        holders = [item] if isinstance(item, Statement) else list(item.sides)
        cited |= {citation.document for holder in holders for citation in holder.citations}
    return cited


def _deeds(topic: Topic, following: int | None) -> Block:
    deeds = [
        button("Share to channel", "brief:share", topic.slug, primary=True),
        button("Read the passages", "brief:passages", topic.slug),
    ]
    if following is not None:
        deeds.append(button("Show more", "brief:more", f"{topic.slug}:{following}"))
    return actions(*deeds)


def openers(topics: Iterable[Topic], verb: str = "topic:open") -> Block:
    """Return a row of buttons that open topics; `topic:choose` puts the topic in place of the question."""
    return actions(*(opener(topic, f"{verb}:{place}") for place, topic in enumerate(topics, start=1)))


def opener(topic: Topic, action: str) -> Element:
    """Return one button that opens a topic."""
    return button(topic.short, action, topic.slug, spoken=f"Open the briefing on {topic.name}")


def _choices(answer: Choices) -> list[Block]:
    told = [
        section(plain.title(topic), topic.summary, accessory=opener(topic, f"topic:choose:{place}"))
        for place, topic in enumerate(answer.topics[:10], start=1)
    ]
    return [rich(line(words(plain.close_call(answer.query)))), *told]


def _passages(answer: Passages) -> list[Block]:
    blocks = [rich(line(said(plain.no_briefing(answer.query))))]
    for one in answer.found:
        blocks += _found(one)
    return blocks


def _found(one: Found) -> list[Block]:
    spot = f"{one.source.id}#{one.passage.number}"
    return [
        rich(line(said(one.passage.text))),
        context(f"{plain.caption(one.source)} · ¶{one.passage.number}"),
        actions(button("Read in full", "passage:open", spot)),
    ]


def _nothing(answer: Nothing) -> list[Block]:
    blocks = [rich(line(said(plain.no_briefing(answer.query))))]
    if answer.nearest:
        blocks.append(openers(answer.nearest, "topic:choose"))
    return blocks
