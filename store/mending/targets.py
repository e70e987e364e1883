"""What a change asks for, part by part, held against what stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from store.errors import FilledMessage
from store.mending.model import (
    AddAlias,
    AddAsk,
    AddStatement,
    EditConflict,
    FieldProblem,
    NewTopic,
    ReplaceStatement,
    RetireStatement,
    StatementDraft,
)
from store.seeds.editing import changes
from store.seeds.editing.parts import EditedPart, citation_of, said_of
from store.seeds.fields import nearest
from store.seeds.folder import is_slug
from store.text import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from store.mending.model import WantedEdit
    from store.model import Snapshot, Statement, SummarySentence
    from store.seeds.editing.hunks import Hunk
    from store.seeds.editing.parts import Value

    Free = Callable[[str], int]
    Written = Callable[[str], str]

UNCHANGED = FilledMessage("Nothing would change.")
ANSWERED = FilledMessage("The statement answers this already.")
NO_QUESTION = FilledMessage("Write the question.")


@dataclass(frozen=True, slots=True)
class Step:
    """One part and what it is to say. *hunk* turns its file to that as it was, to the byte, where it still fits."""

    part: EditedPart
    value: Value
    hunk: Hunk | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A change in steps, as far as it can be: *problems* or a *conflict* say what is in its way."""

    kind: str
    key: str
    steps: tuple[Step, ...] = ()
    before: StatementDraft | None = None
    after: StatementDraft | None = None
    problems: tuple[FieldProblem, ...] = ()
    conflict: EditConflict | None = None
    undoes: int | None = None
    chooses: bool = False
    """Whether it settles a standoff."""
    begun: bool = False
    """Whether it finishes what was begun, of which nothing may be left to do."""


def draft_of(statement: Statement, snapshot: Snapshot) -> StatementDraft:
    """Return a statement that stands as it would be written."""
    also = tuple(slug for slug, topic in snapshot.topics.items() if any(one.id == statement.id for one in topic.also))
    return draft(said_of(statement), also)


def draft(said: Mapping[str, str | list[str]], topics: Sequence[str] = ()) -> StatementDraft:
    """Return what a part *said* as a draft."""
    cites = tuple((one.document, one.passage) for one in map(citation_of, said["cites"]))
    text, as_of, holder, happened = (str(said[key]) for key in ("text", "as_of", "held_by", "happened"))
    return StatementDraft(text, as_of, holder, cites, tuple(said["asks"]), happened, tuple(topics))


def value_of(wanted: StatementDraft) -> dict[str, str | list[str]]:
    """Return what the part of a statement is to say."""
    return {
        "text": wanted.text,
        "happened": wanted.happened,
        "as_of": wanted.as_of,
        "held_by": wanted.holder,
        "cites": _each(f"{document}#{passage}" for document, passage in wanted.citations),
        "asks": [*wanted.asks],
    }


def find(snapshot: Snapshot, key: str) -> Statement | None:
    """Return the statement of that address, None where none stands there."""
    topic = snapshot.topics.get(key.rpartition("#")[0])
    return next((one for one in topic.statements if one.id == key), None) if topic else None


def target(change: WantedEdit, snapshot: Snapshot, free: Free, folder: Written, today: date) -> Target:
    """Return what *change* asks for.

    *free* gives the number of the next statement of a topic, *folder* the fingerprint of a statement that the folder
    says: whoever has seen that may also replace it.
    """
    match change:
        case AddStatement():
            return _addition(change, snapshot, free)
        case ReplaceStatement(key, wanted, seen):
            return _replacement("replace", key, wanted, _Seen(seen, folder(key)), snapshot)
        case RetireStatement(key, seen):
            return _replacement("retire", key, None, _Seen(seen, folder(key)), snapshot)
        case AddAsk(key, ask, seen):
            return _ask(key, clean(ask), _Seen(seen, folder(key)), snapshot)
        case AddAlias():
            return _alias(change, snapshot)
        case NewTopic():
            return _topic(change, snapshot, today)


class _Seen(NamedTuple):
    """The fingerprint of what an editor saw, and that of what the folder says, where it says anything else."""

    fingerprint: str
    folder: str


def _addition(change: AddStatement, snapshot: Snapshot, free: Free) -> Target:
    if change.topic not in snapshot.topics:
        return Target("add", change.topic, problems=(_unknown(change.topic, snapshot),))
    part, wanted = EditedPart(change.topic, free(change.topic)), _cleaned(change.draft, change.topic)
    steps = (Step(part, value_of(wanted)), *_shown(part.key, (), wanted.topics))
    return Target("add", part.key, steps, None, wanted, _topics_wrong(wanted, snapshot))


def _replacement(kind: str, key: str, wanted: StatementDraft | None, seen: _Seen, snapshot: Snapshot) -> Target:
    stands = find(snapshot, key)
    before = draft_of(stands, snapshot) if stands else None
    if stands is None or before is None or seen.fingerprint not in ("", before.fingerprint, seen.folder):
        conflict = EditConflict(key, before, wanted, before.fingerprint if before else "")
        return Target(kind, key, before=before, after=wanted, conflict=conflict)
    part = EditedPart.of(key)
    if wanted is None:
        marks = [Step(EditedPart(slug, 0, "summary", key), None) for slug, _ in _carried(key, snapshot)]
        gone = (Step(part, None), *_shown(key, before.topics, ()), *marks)
        return Target(kind, key, gone, before, None, _alone(key, snapshot))
    wanted = _cleaned(wanted, part.slug)
    steps = [Step(part, value_of(wanted))] if value_of(wanted) != said_of(stands) else []
    steps += _shown(key, before.topics, wanted.topics)
    problems = _topics_wrong(wanted, snapshot) if steps else (FieldProblem("", UNCHANGED),)
    return Target(kind, key, tuple(steps), before, wanted, problems)


def _carried(key: str, snapshot: Snapshot) -> list[tuple[str, list[SummarySentence]]]:
    """Return the topics whose summaries stand on a statement, with the sentences that do."""
    found = (
        (slug, [one for one in topic.summary_sentences if key in one.statements])
        for slug, topic in snapshot.topics.items()
    )
    return [(slug, sentences) for slug, sentences in found if sentences]


def _alone(key: str, snapshot: Snapshot) -> tuple[FieldProblem, ...]:
    """Return the sentences of summaries that a statement carries alone, which keeps it from going."""
    found = []
    for slug, sentences in _carried(key, snapshot):
        for text in (one.text for one in sentences if one.statements == (key,)):
            told = FilledMessage(
                "The summary of {topic} stands on this alone: “{sentence}” Change that sentence in its file first.",
                topic=snapshot.topics[slug].short,
                sentence=text,
            )
            found.append(FieldProblem("", told, f"topics/{slug}.md"))
    return tuple(found)


def _ask(key: str, ask: str, seen: _Seen, snapshot: Snapshot) -> Target:
    stands = find(snapshot, key)
    if stands is None:
        return _replacement("ask", key, None, seen, snapshot)
    before = draft_of(stands, snapshot)
    if not ask or ask in before.asks:
        told = ANSWERED if ask else NO_QUESTION
        return Target("ask", key, before=before, after=before, problems=(FieldProblem("ask", told),))
    return _replacement("ask", key, replace(before, asks=(*before.asks, ask)), seen, snapshot)


def _alias(change: AddAlias, snapshot: Snapshot) -> Target:
    alias = clean(change.alias)
    topic = snapshot.topics.get(change.topic)
    if topic is None:
        return Target("alias", change.topic, problems=(_unknown(change.topic, snapshot),))
    told = _name_wrong(alias, change.topic, snapshot)
    problems = (FieldProblem("alias", told),) if told else ()
    return Target(
        "alias", change.topic, (Step(EditedPart(change.topic, 0, "aliases", alias), alias),), problems=problems
    )


def _name_wrong(name: str, slug: str, snapshot: Snapshot) -> str:
    """Return why *name* cannot be given to a topic; empty where it can, as far as the names of others go."""
    key = normalise(name)
    owner = next((one for one in snapshot.topics.values() if key in map(normalise, one.names)), None)
    if not key:
        return FilledMessage("Write a name that has a letter or a digit.")
    if owner and owner.slug != slug:
        return FilledMessage(
            "“{name}” already names {topic} ({slug}); give it to one topic.",
            name=name,
            topic=owner.short,
            slug=owner.slug,
        )
    return FilledMessage("The topic has this name already.") if owner else ""


def _topic(change: NewTopic, snapshot: Snapshot, today: date) -> Target:
    told = (("name", change.name), ("category", change.category), ("summary", change.summary))
    problems = [FieldProblem(field, FilledMessage("Write something here.")) for field, text in told if not clean(text)]
    if change.id in snapshot.topics:
        told_id = FilledMessage("There is a topic “{slug}” already; choose another id.", slug=change.id)
        problems.append(FieldProblem("id", told_id))
    elif not is_slug(change.id):
        problems.append(FieldProblem("id", FilledMessage("An id has a-z, 0-9 and single hyphens, at most 80.")))
    names = [("name", clean(change.name)), *(("aliases", one) for one in _each(change.aliases))]
    wrong = [(field, _name_wrong(name, change.id, snapshot)) for field, name in names if name]
    problems += [FieldProblem(field, told) for field, told in wrong if told]
    if problems:
        return Target("topic", f"{clean(change.id)}#1", after=change.first, problems=tuple(problems))
    wanted = _cleaned(change.first, change.id)
    text = changes.written(
        name=clean(change.name),
        category=clean(change.category),
        summary=clean(change.summary),
        aliases=_each(change.aliases),
        reviewed=today,
        first=value_of(wanted),
    )
    key = f"{change.id}#1"
    steps = (Step(EditedPart(change.id), text), *_shown(key, (), wanted.topics))
    return Target("topic", key, steps, None, wanted, _topics_wrong(wanted, snapshot))


def _shown(key: str, before: Sequence[str], after: Sequence[str]) -> list[Step]:
    """Return what lets other topics show the statement *key*, or no longer."""
    new = [Step(EditedPart(slug, 0, "also", key), key) for slug in after if slug not in before]
    return new + [Step(EditedPart(slug, 0, "also", key), None) for slug in before if slug not in after]


def _topics_wrong(wanted: StatementDraft, snapshot: Snapshot) -> tuple[FieldProblem, ...]:
    lacking = [slug for slug in wanted.topics if slug not in snapshot.topics]
    return tuple(replace(_unknown(slug, snapshot), field="topics") for slug in lacking)


def _unknown(slug: str, snapshot: Snapshot) -> FieldProblem:
    return FieldProblem("", f"There is no topic “{clean(slug)}”; {nearest(slug, snapshot.topics)}")


def _cleaned(wanted: StatementDraft, slug: str) -> StatementDraft:
    """Return a draft of a statement of the topic *slug* as it will be read."""
    return replace(
        wanted,
        text=clean(wanted.text),
        as_of=clean(wanted.as_of),
        holder=clean(wanted.holder),
        happened=clean(wanted.happened),
        asks=tuple(_each(wanted.asks)),
        topics=tuple(sorted({*wanted.topics} - {slug})),
    )


def _each(texts: Iterable[str]) -> list[str]:
    return [*filter(None, dict.fromkeys(map(clean, texts)))]
