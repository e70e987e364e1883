"""What is doubtful in a seed folder that can be loaded: for editors, each with its place. Pure but for `places`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from store.errors import Problem
from store.files.decoding import Unreadable, decode_document
from store.model import FEWEST_KEPT, Holder
from store.seeds import likeness, metadata
from store.text import clean, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.model import Document, Source
    from store.seeds.document_files import Job
    from store.seeds.folder import Examined
    from store.seeds.frontmatter import Spot
    from store.seeds.topics import Claim, TopicDraft

_SOURCE = re.compile(
    r"\b(?:article|author|column|desk|document|editorial|encyclop(?:a?edia)|essay|journal|magazine|newspaper|note|overview"
    r"|paper|report|review|source|statement|study|text|writer)s?\b|^Another ",
    re.IGNORECASE,
)
"""Words that name a source which has no name: `one encyclopedia article says`; the side after it, `another says`."""

_SHORT = 4
"""Shorter words of a title name nobody."""


class Review(NamedTuple):
    """What an editor should look at (*warnings*), and what a newer format could say (*notes*); by file and place."""

    warnings: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def review(found: Examined) -> Review:
    """Return what is doubtful in a folder."""
    warnings = [*_claims(found), *_uncarried(found), *_worded(found), *_lost(found)]
    notes = [*_unused(found), *(note for draft in found.drafts for note in _of_format_1(draft))]
    return Review(tuple(sorted(warnings, key=_place)), tuple(notes))


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column


def _at(file: str, spot: Spot, code: str, message: str) -> Problem:
    return Problem(file, spot.line, spot.column, message, code)


def _claims(found: Examined) -> Iterator[Problem]:
    """Yield what is wrong between claims, and with who holds one."""
    placed = [(draft.notebook.file, claim) for draft in found.drafts for claim in draft.claims]
    claims = [claim for _, claim in placed]
    where = [f"{file}:{claim.spot.line}" for file, claim in placed]
    told = set()  # once each: of a group of copies every one but the first
    differing: set[int] = set()  # one wrong holder differs from every claim that tells the passage
    for one, other, passage in likeness.of_two_holders(claims):
        if not differing.isdisjoint((one, other)):
            continue
        differing |= {one, other}
        told.add(other)
        file, claim = placed[other]
        holders = f"{_held(claim)} holds what {_held(claims[one])} holds at {where[one]}"
        yield _at(file, claim.spot, "two_holders", f"{holders}: {passage} has one holder; set one of them right")
    for one, other, _ in likeness.near_copies(claims):
        if other not in told:
            told.add(other)
            file, claim = placed[other]
            same = f"{claim.id} says nearly what {claims[one].id} says at {where[one]}"
            yield _at(file, claim.spot, "near_duplicate", f"{same}; keep one, and show it elsewhere by 'also'")
    for file, claim in placed:
        if claim.held_by is Holder.ANALYSIS and not _names_somebody(claim, found):
            mend = f"{claim.citations[0].document} has no author and no publisher: say in the text whose view it is"
            yield _at(file, claim.spot, "unnamed_analysis", f"analysis that names neither author nor source; {mend}")


def _held(claim: Claim) -> str:
    holder = claim.held_by.value if claim.held_by else "nobody"
    return f"{holder} ({claim.id or 'a side'})"


def _names_somebody(claim: Claim, found: Examined) -> bool:
    """Return whether it is said whose view it is: the line names author or publisher, where there is one."""
    sources = [found.content.documents[one.document].source for one in claim.citations]
    if not sources or sources[0].author or sources[0].publisher or _SOURCE.search(claim.text):
        return True
    words = frozenset(split(claim.text))
    return any(words & _named(source) for source in sources)


def _named(source: Source) -> frozenset[str]:
    named = " ".join(filter(None, (source.author, source.publisher)))
    return frozenset(word for word in split(named) if len(word) >= _SHORT)


def _lost(found: Examined) -> Iterator[Problem]:
    """Yield the documents of whose files so little was kept that part of the text may be lost."""
    for job in found.jobs:
        kept = found.content.documents[job.id].kept
        if kept is not None and kept < FEWEST_KEPT:
            message = f"only {kept:.0%} of its words were kept; look whether the text is whole, or save it as text"
            yield Problem(job.file.shown, 1, 1, message, "words_lost")


def _unused(found: Examined) -> Iterator[Problem]:
    """Yield, once for the whole folder, the keys of blogs' front matter that say nothing to us."""
    keys: dict[str, None] = {}
    first, count = "", 0
    for job in found.jobs:
        if (told := metadata.unused(_written(job))) and job.file.name.endswith(".md"):
            keys |= dict.fromkeys(told)
            first, count = first or job.file.shown, count + 1
    if keys:
        others = f" and {count - 1} more" if count > 1 else ""
        yield Problem(first, 2, 1, f"these keys are not used here{others}: {', '.join(keys)}", "unused_keys")


def _written(job: Job) -> str:
    """Return what is written in a document's file; nothing when it cannot be read."""
    try:
        return decode_document(job.file.content())
    except (Unreadable, OSError):
        return ""


def _uncarried(found: Examined) -> Iterator[Problem]:
    """Yield the passages of notes that no statement cites: a side alone is in no timeline, comparison or digest."""
    carried = {cited for topic in found.content.topics.values() for one in topic.statements for cited in one.citations}
    cited = {(citation.document, citation.passage) for citation in carried}
    for job in found.jobs:
        document = found.content.documents[job.id]
        if not document.source.note:
            continue
        lacking = [one for one in document.passages if (job.id, one.number) not in cited]
        lines = _lines(job, document) if lacking else {}
        for passage in lacking:
            message = f"no statement carries this passage, {job.id}#{passage.number}; write one, or take it out"
            yield Problem(job.file.shown, lines.get(passage.number, 0), 1, message, "uncarried_claim")


def _lines(job: Job, document: Document) -> dict[int, int]:
    """Return on which line of its file each passage begins; those that cannot be found are left out."""
    lines = [clean(line) for line in _written(job).split("\n")]
    found, begin = {}, 0
    for passage in document.passages:
        for number in range(begin, len(lines)):
            if (line := lines[number].lstrip("-*> ")) and passage.text.startswith(line):
                found[passage.number] = number + 1
                begin = number + 1
                break
    return found


def _worded(found: Examined) -> Iterator[Problem]:
    """Yield what is said in the words of an original, once a text."""
    originals = likeness.originals(found.content.documents)
    if not originals:
        return
    for draft in found.drafts:
        told = [*((claim.text, claim.spot) for claim in draft.claims), *draft.summary]
        for text, spot in told:
            if run := originals.first_run(text):
                yield _at(draft.notebook.file, spot, "six_words", _in_its_words(run))
    for job in found.jobs:
        document = found.content.documents[job.id]
        runs = [(one.number, originals.first_run(one.text)) for one in document.passages if document.source.note]
        lines = _lines(job, document) if any(run for _, run in runs) else {}
        for number, run in runs:
            if run:
                yield Problem(job.file.shown, lines.get(number, 0), 1, _in_its_words(run), "six_words")


def _in_its_words(run: likeness.Run) -> str:
    return f"“{run.text}” stands so in {run.passage}; say it in other words, or quote it"


def _of_format_1(draft: TopicDraft) -> Iterator[Problem]:
    """Yield what the keys of format 2 would add to a topic of format 1, in a line."""
    if draft.format > 1:
        return
    topic = draft.topic
    lacking = [
        "the statements that carry each sentence of its summary",
        "when things happened (happened)" if not any(one.happened for one in topic.statements) else "",
        "questions that statements answer (asks)" if not any(one.asks for one in topic.statements) else "",
        "holder and date of its sides" if any(claim.held_by is None for claim in draft.claims) else "",
        "what its documents leave open (open)" if not topic.open else "",
    ]
    message = f"format 1: with 'format: 2' it can say {_listed([one for one in lacking if one])}"
    yield Problem(draft.notebook.file, 1, 1, message, "format_1")


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
