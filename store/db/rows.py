"""Nouns to rows and back, with the fingerprints that tell whether a row is still true. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from store.model import (
    Change,
    Citation,
    DatedBy,
    Difference,
    Disagreement,
    Generation,
    Holder,
    Kind,
    Moved,
    OpenQuestion,
    PartialDate,
    Side,
    Source,
    Statement,
    SummarySentence,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
        "note": source.note,
        "published_from": None if source.published_from is None else source.published_from.value,
        "places": _json(source.places) if source.places else "",
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
        row.note,
        _dated_by(row),
        tuple((number, place) for number, place in json.loads(row.places)) if row.places else (),
    )


def _dated_by(row: Any) -> DatedBy | None:
    if row.published is None:
        return None
    # What an earlier release stored does not say. The next load does, where it is anything else.
    return _DATED_BY[row.published_from] if row.published_from else DatedBy.FRONT_MATTER


def of_topic(topic: Topic) -> Row:
    """Return the columns of `topic` that *topic* fills: everything but its statements, and what asks for them.

    What seed format 2 adds is left out where a topic has none of it, so that an older row keeps its fingerprint.
    """
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
        "disagreements": [[point.about, [_of_side(side) for side in point.sides]] for point in topic.disagreements],
        **_order(topic.statements),
        **{key: value for key, value in _added(topic).items() if value},
    }
    text = _json(body)
    return {"slug": topic.slug, "body": text, "fingerprint": _fingerprint(text)}


def topic(slug: str, body: str, own: Iterable[Statement], statements: Mapping[str, Statement]) -> Topic:
    """Return the topic that `of_topic` made *body* of.

    Its *own* statements are put into the author's order; *statements* are those of every topic, by id.
    """
    fields = json.loads(body)
    asks = fields.get("asks")
    said = [replace(one, asks=tuple(asks.get(one.id, ()))) for one in own] if asks else own
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
        tuple(sorted(said, key=lambda s: place[number_of(s.id)])) if place else tuple(said),
        tuple(Disagreement(about, tuple(_side(*side) for side in sides)) for about, sides in fields["disagreements"]),
        tuple(statements[id_] for id_ in fields.get("also", ())),
        tuple(Moved(*one) for one in fields.get("moved", ())),
        tuple(OpenQuestion(text, tuple(asked)) for text, asked in fields.get("open", ())),
        tuple(SummarySentence(text, tuple(ids)) for text, ids in fields.get("sentences", ())),
    )


def shown_of_others(body: str) -> frozenset[str]:
    """Return the addresses of the statements of other topics that a topic shows."""
    return frozenset(json.loads(body).get("also", ()))


def moved(body: str) -> dict[str, str]:
    """Return where addresses of a topic lead that were merged away."""
    return dict(json.loads(body).get("moved", ()))


def of_statement(topic: str, statement: Statement) -> Row:
    """Return the columns of `statement` that *statement* of *topic* fills."""
    cites = _cites(statement.citations)
    as_of = "" if statement.as_of is None else str(statement.as_of)
    told = [statement.text, as_of, statement.held_by.value, cites]
    if statement.happened:
        told.append(str(statement.happened))
    return {
        "topic": topic,
        "number": number_of(statement.id),
        "text": statement.text,
        "as_of": statement.as_of,
        "held_by": statement.held_by.value,
        "citations": cites,
        "fingerprint": _fingerprint("\0".join(told)),
        "happened": statement.happened,
    }


def statement(row: Any) -> Statement:
    """Return the statement of a row with the columns that `of_statement` fills, without its asks: a topic has them."""
    id_ = f"{row.topic}#{row.number}"
    return Statement(id_, row.text, row.as_of, _HOLDERS[row.held_by], _citations(row.citations), row.happened)


def of_generation(generation: Generation) -> Row:
    """Return the columns of `generation`."""
    return asdict(generation) | {"difference": of_difference(generation.difference)}


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
_DATED_BY = {by.value: by for by in DatedBy}


def _order(statements: Sequence[Statement]) -> dict[str, list[int]]:
    # Kept only where the author left the order of the numbers: a statement added at the end changes no topic.
    numbers = [number_of(statement.id) for statement in statements]
    return {} if numbers == sorted(numbers) else {"order": numbers}


def _added(topic: Topic) -> Mapping[str, Any]:
    """Return what seed format 2 adds to a topic.

    Its statements' asks are among it: they say how a topic is found, and a statement reads as it did without them.
    """
    return {
        "also": [one.id for one in topic.also],
        "moved": [[one.id, one.to] for one in topic.moved],
        "open": [[one.text, one.asks] for one in topic.open],
        "sentences": [[one.text, one.statements] for one in topic.summary_sentences],
        "asks": {one.id: one.asks for one in topic.statements if one.asks},
    }


def _of_side(side: Side) -> list[str]:
    told = [side.text, _cites(side.citations)]
    if side.held_by is not None:
        told += [side.held_by.value, "" if side.as_of is None else str(side.as_of)]
    return told


def _side(text: str, cites: str, held_by: str = "", as_of: str = "") -> Side:
    date_ = PartialDate.parse(as_of) if as_of else None
    return Side(text, _citations(cites), _HOLDERS[held_by] if held_by else None, date_)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cites(citations: Iterable[Citation]) -> str:
    return " ".join(map(str, citations))


def _citations(text: str) -> tuple[Citation, ...]:
    return tuple([_citation(word) for word in text.split()])


def _citation(word: str) -> Citation:
    document, _, passage = word.rpartition("#")
    return Citation(document, int(passage))


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()
