"""Reading further in a terminal: what each command prints, for a person or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from bot import errands, reading, reading_records, sheets, terminal
from bot import upkeep as listed
from bot.further import Further
from bot.plain import counted
from store import coverage, lookup
from store.archive import Archive
from store.errors import SeedsInvalid
from store.model import Nothing
from store.reviews import judged
from store.upkeep import upkeep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.core import BriefingStore
    from store.coverage import Coverage

MOST = 8


def compare(store: BriefingStore, text: str, *, as_json: bool) -> None:
    """Print two topics side by side, or who holds what on one; exit code 1 when a part names no topic."""
    found = _further(store).compared(text)
    if not isinstance(found, tuple):
        _otherwise(store, found, f"compare {text}", as_json=as_json)
    elif as_json:
        briefs = (judged(lookup.brief(one.slug, one, store.index), _now().date(), store.review_days) for one in found)
        terminal.say_record(reading_records.comparison(tuple(briefs)))
    else:
        terminal.say(sheets.text(reading.comparison(found, store.snapshot)), titled=True)


def timeline(store: BriefingStore, text: str, *, as_json: bool) -> None:
    """Print statements by date, of one topic or of all; as JSON one array."""
    found = _further(store).topics(text)
    if not isinstance(found, tuple):
        _otherwise(store, found, f"timeline {text}", as_json=as_json)
    elif as_json:
        terminal.say_record(reading_records.timeline(found, store.snapshot))
    else:
        terminal.say(sheets.text(reading.timeline(found, store.snapshot)), titled=True)


def changes(store: BriefingStore, text: str, *, as_json: bool) -> None:
    """Print what was added, changed and removed."""
    further = _further(store)
    found = further.changes(text, _now().date())
    if found is None or isinstance(found, Nothing):
        _otherwise(store, found, f"changes {text}", as_json=as_json)
    elif as_json:
        terminal.say_record(reading_records.changes(found))
    else:
        terminal.say(sheets.text(further.sheet(found)), titled=True)


def gaps(store: BriefingStore, *, as_json: bool) -> None:
    """Print the questions without an answer; as JSON one array."""
    found = store.gaps(_now())
    if as_json:
        terminal.say_record([reading_records.gap(one) for one in found])
        return
    for one in found:
        terminal.say(f"{counted(one.count, 'time')} · {one.text} · last asked {one.last_at.day} {one.last_at:%b %Y}")
    if not found:
        terminal.say("Every question found an answer.")


def stale(store: BriefingStore, *, as_json: bool) -> None:
    """Print the editors' list: topics to review, and questions without an answer."""
    found = upkeep(store, _now())
    if as_json:
        terminal.say_record(listed.record(found))
    else:
        terminal.say(listed.text(found), titled=bool(found))


def check(store: BriefingStore, folder: Path, *, as_json: bool) -> None:
    """Print what *folder* holds and leaves open; or its problems, and end with the exit code for those."""
    try:
        content = store.check(folder)
    except SeedsInvalid as error:
        if as_json:
            terminal.say_record(reading_records.problems(folder, error))
        else:
            terminal.tell(terminal.problem(error, everything=True))
        raise typer.Exit(error.exit_code) from None
    found = coverage.cover(content, _now().date(), store.review_days)
    if as_json:
        terminal.say_record(reading_records.checked(folder, content, found))
    else:
        terminal.say(f"{folder}: {terminal.holding(content)}; no problems.")
        terminal.say("\n".join(_covered(found)))


def _covered(found: Coverage) -> Iterator[str]:
    """Yield a line for each sort of thing that is left open, those with nothing to do included."""
    yield "Coverage:"
    yield f"  statements without a date: {_some(found.undated)}"
    yield f"  topics that rest on one source: {_some(found.thin)}"
    yield f"  passages that nothing cites: {_some(map(str, found.uncited))}"
    alike = (f"“{one.one}” ({one.of}) and “{one.other}” ({one.of_other})" for one in found.alike)
    yield f"  names that collide or nearly: {_some(alike)}"
    stale = (f"{one.slug} ({counted(one.days, 'day')} ago, {one.allowed} allowed)" for one in found.stale)
    yield f"  topics reviewed too long ago: {_some(stale)}"


def _some(given: Iterable[str]) -> str:
    found = list(given)
    if not found:
        return "none"
    more = f" and {len(found) - MOST} more, all of them with --json" if len(found) > MOST else ""
    return f"{len(found)} ({', '.join(found[:MOST])}{more})"


def _otherwise(store: BriefingStore, found: Nothing | None, text: str, *, as_json: bool) -> None:
    """Answer what was no name of a topic: as a question where it reads as one."""
    answer = judged(store.ask(text), _now().date(), store.review_days) if found is None else found
    errands.conclude(answer, as_json=as_json)


def _further(store: BriefingStore) -> Further:
    return Further(store, Archive(store.database))


def _now() -> datetime:
    return datetime.now(UTC)
