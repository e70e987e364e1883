"""`alliance export`: a topic as a memo, in a file or on stdout."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from bot.cli import output
from bot.export.memo import compared, markdown, memo
from bot.tasks.clock import utc
from bot.text import terminal
from store import lookup
from store.errors import InvalidRequest, NoInput, StorageFailed
from store.lookup import compare
from store.model import Brief
from store.usage.editors_list import judged

if TYPE_CHECKING:
    from pathlib import Path

    from bot.export.memo import Memo
    from store.core import BriefingStore


class Format(StrEnum):
    """What a memo is written as."""

    MD = "md"
    DOCX = "docx"


def write_memo(store: BriefingStore, wanted: str, form: Format | None, out: Path | None) -> None:
    """Write the memo of the topic that is *wanted*, by slug or by name; exit code 1 when none is sure."""
    briefs = _briefs(store, wanted)
    form = form or _form_of(out)
    if out is None and form is Format.DOCX and sys.stdout.isatty():
        slugs = [brief.topic.slug for brief in briefs]
        raise InvalidRequest(f"A Word file needs a place: alliance export {' '.join(slugs)} -o {'-'.join(slugs)}.docx")
    _put(_written(memo(briefs[0]) if len(briefs) == 1 else compared(briefs[0], briefs[1]), form), out)


def _briefs(store: BriefingStore, wanted: str) -> list[Brief]:
    """Return the briefs of two topics that *wanted* names, or of the one that answers it."""
    found = compare.between(wanted, store.index) if wanted not in store.snapshot.topics else None
    if isinstance(found, tuple) and len(found) > 1:
        return [_brief(store, topic.slug) for topic in found]
    return [_brief(store, wanted)]


def _brief(store: BriefingStore, wanted: str) -> Brief:
    topic = store.snapshot.topics.get(wanted)
    answer = store.ask(wanted) if topic is None else lookup.brief(wanted, topic, store.index)
    if not isinstance(answer, Brief):
        output.tell(terminal.render(answer))
        raise typer.Exit(1)
    return judged(answer, utc().date(), store.review_days)


def _form_of(out: Path | None) -> Format:
    """Return the format that the name of the file asks for; Markdown when it asks for none."""
    ending = "" if out is None else out.suffix.lower()
    match ending:
        case ".docx":
            return Format.DOCX
        case "" | ".md" | ".markdown" | ".txt":
            return Format.MD
        case _:
            raise InvalidRequest(f"{out}: a memo is Markdown or Word; name it .md or .docx, or say --format")


def _written(made: Memo, form: Format) -> bytes:
    if form is Format.MD:
        return markdown(made).encode()
    from bot.export import word  # noqa: PLC0415 - 0.1 s that no other command should wait for

    return word.written(made, utc())


def _put(data: bytes, out: Path | None) -> None:
    if out is None:
        output.put(data)
        return
    try:
        out.write_bytes(data)
    except FileNotFoundError:
        raise NoInput(f"{out}: there is no such folder; make it first") from None
    except OSError as error:
        raise StorageFailed(f"{out}: {error.strerror}; name another place") from None
    output.tell(f"Wrote {out}.")
