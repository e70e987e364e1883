"""The JSON of reports: keys are a promise and only ever grow. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.cli import json_answers
from store.errors import SeedsInvalid
from store.lookup.compare import HOLDERS, points, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.cli.json_answers import Record
    from bot.reports.queries import Changed
    from store.changes import Plan, StatementChange
    from store.errors import AllianceError
    from store.model import Brief, Content, Snapshot, Statement, Topic
    from store.seeds.coverage import Coverage
    from store.seeds.review import Review
    from store.usage.editors_list import Gap


def comparison(briefs: Sequence[Brief]) -> Record:
    """Return each of the topics, one or two, in full, and by holder the ids of its statements."""
    topics = [brief.topic for brief in briefs]
    told = shown(topics)
    held = {
        holder.value: {
            topic.slug: [one.id for at, one in told if at is topic and one.held_by is holder] for topic in topics
        }
        for holder in HOLDERS
    }
    return {"topics": [json_answers.brief(one) for one in briefs], "held": held, "generation": briefs[0].generation}


def timeline(topics: Sequence[Topic], snapshot: Snapshot) -> list[Record]:
    """Return what happened, by date: the oldest first for one topic, the newest first for all."""
    return [
        {"topic": topic.slug, **json_answers.statement(one, snapshot.sources)}
        for point in points(topics, newest_first=len(topics) != 1)
        for topic, one in point.said
    ]


def changes(given: Changed) -> Record:
    """Return the span, the counts and every statement that changed, with how it read before and reads after."""
    found, span = given.changes, given.span
    statements = [_change(change) for change in found.statements]
    verbs = [one["change"] for one in statements]
    return {
        "since": found.since,
        "until": found.until,
        "since_loaded_at": span.since.loaded_at.isoformat(),
        "loaded_at": span.until.loaded_at.isoformat(),
        "loaded_by": span.until.loaded_by,
        "counts": {verb: verbs.count(verb) for verb in ("added", "changed", "removed")},
        "statements": statements,
        "topics": json_answers.change(found.topics),
        "documents": json_answers.change(found.documents),
    }


def planned(given: Plan) -> Record:
    """Return what a load would change in generation `generation`, and what of it looks like a mistake."""
    return {
        "generation": given.changes.since,
        "would_change": bool(given),
        "topics": given.topics,
        "statements": given.statements,
        "documents": given.documents,
        "passages": given.passages,
        "difference": json_answers.difference(given.difference),
        "changes": [_change(change) for change in given.changes.statements],
        "alarms": list(given.alarms),
        "standoffs": [json_answers.standoff(one) for one in given.standoffs],
    }


def trouble(folder: Path, error: AllianceError) -> Record:
    """Return why a folder was not loaded; `code` as in the logs."""
    problems = error.problems if isinstance(error, SeedsInvalid) else ()
    told = {"code": error.code, "message": str(error), "problems": [asdict(problem) for problem in problems]}
    return {"folder": str(folder), **told}


def gap(given: Gap) -> Record:
    """Return a question without an answer: its words, how often and when, never who."""
    return {
        "text": given.text,
        "count": given.count,
        "first_at": given.first_at.isoformat(),
        "last_at": given.last_at.isoformat(),
        "why": given.why.value,
    }


def checked(folder: Path, content: Content, found: Coverage, reviewed: Review) -> Record:
    """Return what a folder holds, what it leaves open and what is doubtful in it."""
    return {
        "folder": str(folder),
        "topics": len(content.topics),
        "statements": sum(len(topic.statements) for topic in content.topics.values()),
        "documents": len(content.documents),
        "passages": sum(len(document.passages) for document in content.documents.values()),
        "problems": [],
        "warnings": [asdict(problem) for problem in reviewed.warnings],
        "notes": [asdict(problem) for problem in reviewed.notes],
        "coverage": {
            "undated": list(found.undated),
            "one_source": list(found.thin),
            "uncited": [str(citation) for citation in found.uncited],
            "alike": [asdict(one) for one in found.alike],
            "stale": [{**asdict(one), "reviewed": one.reviewed.isoformat()} for one in found.stale],
        },
    }


def problems(folder: Path, error: SeedsInvalid) -> Record:
    """Return every problem of a folder that cannot be loaded."""
    return {"folder": str(folder), "problems": [asdict(problem) for problem in error.problems]}


def _change(given: StatementChange) -> Record:
    verb = "added" if given.before is None else "removed" if given.after is None else "changed"
    return {
        "id": given.id,
        "topic": given.topic,
        "change": verb,
        "before": _reading(given.before),
        "after": _reading(given.after),
        "generation": given.generation,
        "at": given.at.isoformat() if given.at else None,
    }


def _reading(given: Statement | None) -> Record | None:
    if given is None:
        return None
    return {
        "text": given.text,
        "as_of": json_answers.written(given.as_of),
        "held_by": given.held_by.value,
        "citations": [str(citation) for citation in given.citations],
        "happened": json_answers.written(given.happened),
    }
