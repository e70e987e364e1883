"""The JSON records that scripts rely on: their keys are a promise and only ever grow.

Every function returns plain dicts, lists, strings, numbers and None, in a fixed order of keys.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, assert_never

from store.model import Brief, Choices, Nothing, Passages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from store.changes import Loaded, Standoff
    from store.model import (
        Answer,
        Change,
        Citation,
        Difference,
        Disagreement,
        Document,
        Finding,
        Found,
        Generation,
        PartialDate,
        Passage,
        Side,
        Source,
        Statement,
    )

Record = dict[str, Any]


def answer(given: Answer) -> Record:
    """Return `{"query", "outcome", "topic", "choices", "brief", "passages", "generation", "statement", …}`.

    Then come `answers`, best first, and `unsaid`, whether the documents don't say; of passages how many
    there are in `total`, how many come before these, and `notes` on what was asked and could not be heeded.
    """
    record: Record = {
        "query": given.query,
        "outcome": "nothing",
        "topic": None,
        "choices": [],
        "brief": None,
        "passages": [],
        "generation": given.generation,
        "statement": None,
        "answers": [finding(one) for one in given.answers] if isinstance(given, Brief | Passages) else [],
        "unsaid": False,
        "total": 0,
        "start": 0,
        "notes": list(given.notes) if isinstance(given, Passages | Nothing) else [],
    }
    match given:
        case Brief():
            record |= {"outcome": "brief", "topic": given.topic.slug, "choices": [topic.slug for topic in given.also]}
            record |= {"brief": brief(given), "statement": given.focus, "unsaid": given.unsaid}
        case Choices():
            record |= {"outcome": "choices", "choices": [topic.slug for topic in given.topics]}
        case Passages():
            record |= {"outcome": "passages", "passages": [found(one) for one in given.found]}
            record |= {"total": given.total, "start": given.start}
        case Nothing():
            pass
        case _:
            assert_never(given)
    return record


def brief(given: Brief) -> Record:
    """Return the topic with every statement, disagreement and citation in full.

    Among `statements` are those of other topics that it shows.
    """
    topic = given.topic
    sources = {source.id: source for source in given.sources}
    return {
        "slug": topic.slug,
        "name": topic.name,
        "korean": topic.korean,
        "summary": topic.summary,
        "reviewed": topic.reviewed.isoformat(),
        "statements": [statement(one, sources) for one in topic.shown],
        "disagreements": [_disagreement(disagreement, sources) for disagreement in topic.disagreements],
        "related": [related.slug for related in given.related],
        "stale": given.stale,
        "summary_sentences": [{"text": one.text, "citations": list(one.statements)} for one in topic.summary_sentences],
        "open": [one.text for one in topic.open],
    }


def finding(one: Finding) -> Record:
    """Return what answers a question or comes near; `document` and `passage` are its first citation's."""
    first = one.citations[0]
    return {
        "id": one.id,
        "document": first.document,
        "passage": first.passage,
        "text": one.text,
        "as_of": written(one.as_of),
        "held_by": one.held_by.value if one.held_by else None,
        "citations": [{"document": citation.document, "passage": citation.passage} for citation in one.citations],
        "sure": one.sure.value,
    }


def found(one: Found) -> Record:
    """Return one passage that was found, cited as statements cite; `marks` are where in its text the words stand."""
    return {
        **_cited(one.source, one.passage.number),
        "heading": one.passage.heading,
        "text": one.passage.text,
        "topics": list(one.topics),
        "marks": [list(mark) for mark in one.marks],
    }


def source(given: Source) -> Record:
    """Return what is known about one document, without its text."""
    return {
        "document": given.id,
        "title": given.title,
        "publisher": given.publisher,
        "author": given.author,
        "published": written(given.published),
        "kind": given.kind.value,
        **_whose(given),
    }


def document(given: Document, topics: Callable[[Passage], Sequence[str]]) -> Record:
    """Return the document with its passages; *topics* says which topics a passage speaks of."""
    passages = [
        {"number": one.number, "heading": one.heading, "text": one.text, "topics": list(topics(one))}
        for one in given.passages
    ]
    return {**source(given.source), "passages": passages}


def loaded(given: Loaded) -> Record:
    """Return what a load did: its generation, whether anything changed, the counts and the difference.

    `skipped` names the documents that were left as they were, and is there only when any were; `waits` is what a
    folder would change that an unattended start left alone; `standoffs` are edits that the folder says otherwise.
    """
    skipped = [str(problem) for problem in given.skipped]
    return {
        "generation": given.generation,
        "changed": given.changed,
        "topics": given.topics,
        "statements": given.statements,
        "documents": given.documents,
        "passages": given.passages,
        "difference": difference(given.difference),
        **({"skipped": skipped} if skipped else {}),
        **({"waits": difference(given.waits.difference)} if given.waits else {}),
        **({"standoffs": [standoff(one) for one in given.standoffs]} if given.standoffs else {}),
    }


def standoff(given: Standoff) -> Record:
    """Return an edit and what the folder says instead, in words, and who made it when."""
    return {**asdict(given), "at": given.at.isoformat()}


def generation(given: Generation, live: int) -> Record:
    """Return one load: its number, when and by whom, whether it is the *live* one, and what it changed.

    `rollback_to` is the generation that it says again; null when it is no rollback, or from before that was kept.
    """
    return {
        "generation": given.number,
        "loaded_at": given.loaded_at.isoformat(),
        "loaded_by": given.loaded_by,
        "live": given.number == live,
        "rollback_to": given.rollback_to,
        "difference": difference(given.difference),
    }


def difference(given: Difference) -> Record:
    """Return the ids of what was added, changed and removed, by sort of thing."""
    return {
        "topics": change(given.topics),
        "statements": change(given.statements),
        "documents": change(given.documents),
    }


def statement(given: Statement, sources: Mapping[str, Source]) -> Record:
    """Return one claim with who holds it, as of when, and where it is said."""
    return {
        "id": given.id,
        "text": given.text,
        "as_of": written(given.as_of),
        "held_by": given.held_by.value,
        "citations": _citations(given.citations, sources),
        "happened": written(given.happened),
    }


def _disagreement(given: Disagreement, sources: Mapping[str, Source]) -> Record:
    return {"about": given.about, "sides": [_side(side, sources) for side in given.sides]}


def _side(given: Side, sources: Mapping[str, Source]) -> Record:
    return {
        "text": given.text,
        "citations": _citations(given.citations, sources),
        "held_by": given.held_by.value if given.held_by else None,
        "as_of": written(given.as_of),
    }


def _citations(given: Sequence[Citation], sources: Mapping[str, Source]) -> list[Record]:
    return [_cited(sources[citation.document], citation.passage) for citation in given]


def _cited(given: Source, passage: int) -> Record:
    return {
        "document": given.id,
        "passage": passage,
        "title": given.title,
        "publisher": given.publisher,
        "published": written(given.published),
        **_whose(given),
    }


def _whose(given: Source) -> Record:
    """Return whether the words are the editors' on somebody's text, and where the date comes from."""
    return {"note": given.note, "published_from": given.published_from.value if given.published_from else None}


def change(given: Change) -> Record:
    """Return the ids of what was added, changed and removed."""
    return {"added": list(given.added), "changed": list(given.changed), "removed": list(given.removed)}


def written(given: PartialDate | None) -> str | None:
    """Return a date as far as it is known, or null."""
    return None if given is None else str(given)
