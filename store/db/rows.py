"""Nouns to rows and back, with the fingerprints that tell whether a row is still true. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from store.model import (
    Change,
    Citation,
    Difference,
    Disagreement,
    Generation,
    Holder,
    Kind,
    Side,
    Source,
    Statement,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]


def number_of(statement: str) -> int:
    """Return 3 of `opcon#3`."""
    return int(statement.rpartition("#")[2])


def of_source(source: Source) -> Row:
    """Return the columns of `document` that *source* fills."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "kind": source.kind.value,
        "published": None if source.published is None else str(source.published),
        "url": source.url,
        "language": source.language,
        "fingerprint": source.fingerprint,
        "topics": " ".join(source.topics),
    }


def source(row: Any) -> Source:
    """Return the source that `of_source` made *row* of."""
    return Source(
        row.id,
        row.title,
        row.publisher,
        row.author,
        _KINDS[row.kind],
        row.published,
        row.url,
        row.language,
        row.fingerprint,
        tuple(row.topics.split()),
    )


def of_topic(topic: Topic) -> Row:
    """Return the columns of `topic` that *topic* fills: everything but its statements."""
    body = {
        "name": topic.name,
        "short": topic.short,
        "korean": topic.korean,
        "category": topic.category,
        "summary": topic.summary,
        "reviewed": topic.reviewed.isoformat(),
        "abbreviations": topic.abbreviations,
        "aliases": topic.aliases,
        "questions": topic.questions,
        "keywords": topic.keywords,
        "related": topic.related,
        "disagreements": [
            [point.about, [[side.text, _cites(side.citations)] for side in point.sides]]
            for point in topic.disagreements
        ],
        **_order(topic.statements),
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return {"slug": topic.slug, "body": text, "fingerprint": _fingerprint(text)}


def topic(slug: str, body: str, statements: Iterable[Statement]) -> Topic:
    """Return the topic that `of_topic` made *body* of, with its *statements* in the author's order."""
    fields = json.loads(body)
    order: list[int] | None = fields.get("order")
    place = {number: position for position, number in enumerate(order)} if order else None
    return Topic(
        slug,
        fields["name"],
        fields["short"],
        fields["korean"],
        fields["category"],
        fields["summary"],
        date.fromisoformat(fields["reviewed"]),
        tuple(fields["abbreviations"]),
        tuple(fields["aliases"]),
        tuple(fields["questions"]),
        tuple(fields["keywords"]),
        tuple(fields["related"]),
        tuple(sorted(statements, key=lambda s: place[number_of(s.id)])) if place else tuple(statements),
        tuple(_disagreement(about, sides) for about, sides in fields["disagreements"]),
    )


def of_statement(topic: str, statement: Statement) -> Row:
    """Return the columns of `statement` that *statement* of *topic* fills."""
    cites = _cites(statement.citations)
    as_of = "" if statement.as_of is None else str(statement.as_of)
    return {
        "topic": topic,
        "number": number_of(statement.id),
        "text": statement.text,
        "as_of": statement.as_of,
        "held_by": statement.held_by.value,
        "citations": cites,
        "fingerprint": _fingerprint("\0".join((statement.text, as_of, statement.held_by.value, cites))),
    }


def statement(row: Any) -> Statement:
    """Return the statement of topic, number, text, as of, held by and citations, in this order."""
    topic, number, text, as_of, held_by, cites = row
    return Statement(f"{topic}#{number}", text, as_of, _HOLDERS[held_by], _citations(cites))


def of_generation(generation: Generation) -> Row:
    """Return the columns of `generation`."""
    return {
        "number": generation.number,
        "loaded_at": generation.loaded_at,
        "loaded_by": generation.loaded_by,
        "difference": of_difference(generation.difference),
        "rollback_to": generation.rollback_to,
    }


def generation(row: Any) -> Generation:
    """Return the generation of a row that `of_generation` made."""
    return Generation(row.number, row.loaded_at, row.loaded_by, difference(row.difference), row.rollback_to)


def of_difference(difference: Difference) -> str:
    """Return *difference* as JSON."""
    return json.dumps(asdict(difference), separators=(",", ":"))


def difference(text: str) -> Difference:
    """Return the difference that `of_difference` made *text* of."""
    changes = {
        thing: Change(*(tuple(change[what]) for what in ("added", "changed", "removed")))
        for thing, change in json.loads(text).items()
    }
    return Difference(**changes)


_HOLDERS = {holder.value: holder for holder in Holder}
_KINDS = {kind.value: kind for kind in Kind}


def _order(statements: Sequence[Statement]) -> dict[str, list[int]]:
    # Kept only where the author left the order of the numbers: a statement added at the end changes no topic.
    numbers = [number_of(statement.id) for statement in statements]
    return {} if numbers == sorted(numbers) else {"order": numbers}


def _disagreement(about: str, sides: list[list[str]]) -> Disagreement:
    return Disagreement(about, tuple(Side(text, _citations(cites)) for text, cites in sides))


def _cites(citations: Iterable[Citation]) -> str:
    return " ".join(map(str, citations))


def _citations(text: str) -> tuple[Citation, ...]:
    return tuple([_citation(word) for word in text.split()])


def _citation(word: str) -> Citation:
    document, _, passage = word.rpartition("#")
    return Citation(document, int(passage))


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()
