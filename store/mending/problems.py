"""What is wrong with an edit, told by the field that it is in, and what is doubtful in its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.content import read as read_content
from store.errors import FilledMessage
from store.files.decoding import Unreadable, decode
from store.loading.glance import EDITED
from store.mending.model import FieldProblem, SameWords
from store.model import Citation
from store.seeds import likeness, topics
from store.seeds.editing.parts import key_places
from store.seeds.fields import Notebook

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from store.db.engine import Database
    from store.errors import Problem
    from store.mending.model import StatementDraft
    from store.model import Document, Snapshot
    from store.seeds.editing.parts import EditedPart
    from store.seeds.topics import TopicDraft

_MISSING = re.compile(r"'(\w+)' (?:is missing|is empty)")
_LACKING = {
    "text": FilledMessage("Write what is so."),
    "citations": FilledMessage("Cite at least one passage."),
    "as_of": FilledMessage("Write the date of the source, or undated."),
    "holder": FilledMessage("Say who holds it."),
}
_NO_DATE = re.compile(r"'(?:as_of|happened)' is not a date")
_AS_DATE = FilledMessage("Write the date like 2026-01-24, 2026-01 or 2026.")
_FIELD_OF = {"held_by": "holder", "cites": "citations", "also": "topics"}


def read(slug: str, data: bytes | None) -> TopicDraft | None:
    """Return what a topic file says; None for one that cannot be read, or is not there."""
    try:
        return None if data is None else topics.draft(slug, decode(data), Notebook("", []))
    except Unreadable:
        return None


def of_edit(
    found: Sequence[Problem], before: Collection[str], files: Mapping[str, bytes | None], parts: Sequence[EditedPart]
) -> tuple[FieldProblem, ...]:
    """Return what is wrong in the edited *files*, and what is wrong elsewhere now and was not *before*."""
    told: list[FieldProblem] = []
    for problem in found:
        name = next((one for one in files if problem.file.removesuffix(EDITED).endswith(one)), "")
        if not name and str(problem) in before:
            continue
        own = [part for part in parts if part.file == name]
        place = f"{name or '/'.join(problem.file.rsplit('/', 2)[-2:])}:{problem.line}:{problem.column}"
        field = _field(problem, files.get(name), own)
        told.append(FieldProblem(field, _message(problem, field), place))
    return tuple(told)


def _message(problem: Problem, field: str) -> str:
    """Return what is wrong as a sentence; what begins with an id or a quote begins as it is."""
    if _MISSING.match(problem.message) and field in _LACKING:
        return _LACKING[field]
    if _NO_DATE.match(problem.message):
        return _AS_DATE
    told = problem.message
    return f"{told[0].upper()}{told[1:]}." if told.partition(" ")[0].isalpha() else f"{told}."


def _field(problem: Problem, data: bytes | None, parts: Sequence[EditedPart]) -> str:
    """Return the field of a draft that *problem* is in; empty where it is in none."""
    if data is None:
        return ""
    for part in parts:
        stand = key_places(part, decode(data))
        lines = range(min((one.first for one in stand), default=0), max((one.last for one in stand), default=-1) + 1)
        if (missing := _MISSING.match(problem.message)) and problem.line in lines:
            return _named(missing[1], part)
        for one in stand:
            if one.first <= problem.line <= one.last:
                return _named(one.key, part)
    return ""


def _named(key: str, part: EditedPart) -> str:
    if part.list_key == "aliases":
        return "alias"
    return _FIELD_OF.get(key, "" if key in ("id", "statements") else key)


def same_words(database: Database, snapshot: Snapshot, draft: StatementDraft | None) -> tuple[SameWords, ...]:
    """Return six words in a row of *draft* that an original it cites has too; none for words that are quoted."""
    if draft is None:
        return ()
    cited = dict.fromkeys(document for document, _ in draft.citations)
    with database.read() as connection:
        documents = [read_content.document(connection, id_, snapshot.generation) for id_ in cited]
    runs = [_run(one, draft) for one in documents if one is not None and not one.source.note]
    return tuple(run for run in runs if run is not None)


def _run(document: Document, draft: StatementDraft) -> SameWords | None:
    cited = {Citation(id_, number) for id_, number in draft.citations}
    found = likeness.Originals([document], cited).first_run(draft.text)
    return None if found is None else SameWords(found.text, found.passage.document, found.passage.passage)
