"""What somebody typed to search: words, “phrases”, and what narrows it: `in:`, `by:`, `since:`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain, combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from store import text as words
from store.model import PartialDate
from store.text import dates, korean
from store.text.word_files import ASKING, ASKING_KOREAN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.model import Source

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"'))
_FIELD = re.compile(r'(?<!\S)(in|by|since):(?:"([^"]*)"|([^\s"]+))', re.IGNORECASE)
_PHRASE = re.compile(r'"([^"]+)"')
_PROSE = 6
"""Beside more words than these, quotation marks only quote: a question is no list of what must be there."""

_LONGEST_RUN = 12
"""Hangul of more syllables is looked for as it is spaced: there are too many ways."""

_YEAR = re.compile(r"(\d{4})년?")
_NO_DATE = "“since:{}” names no date; write since:2025, since:2025-03 or since:2025-03-09."


class SearchPage(NamedTuple):
    """Which of all that is found is shown."""

    limit: int = 8
    start: int = 0


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for, and in which documents.

    `in:` names a document by its id, by words of its title, by its kind or a
    topic that editors gave it; `by:` its author or publisher; `since:` the
    year, month or day from which on it was published. Several must all hold.
    """

    terms: tuple[str, ...]
    """The stems to look for, repeats kept; those of phrases are among them."""
    phrases: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """The stems that must stand one after the other: of each phrase every spacing, the typed one first."""
    quoted: tuple[str, ...] = ()
    """The phrases as they were typed, in quotes."""
    within: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    since: PartialDate | None = None
    unheeded: tuple[str, ...] = ()
    """Sentences on what could not be heeded."""

    @classmethod
    def plain(cls, text: str) -> SearchQuery:
        """Return the search for the words of a question: nothing in it is syntax."""
        return cls(words.terms(text))

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """Return what *text* asks for. A quote without its other half, and any other word with a colon, are words.

        In a long question quotation marks make no phrase.
        """
        typed = text.translate(_QUOTES)
        said: dict[str, list[str]] = {"in": [], "by": [], "since": []}
        for found in _FIELD.finditer(typed):
            said[found[1].lower()].append(found[2] or found[3] or "")
        rest = _FIELD.sub(" ", typed)
        prose = len(words.terms(_PHRASE.sub(" ", rest))) > _PROSE
        phrases = {} if prose else {said: _spacings(said) for said in _PHRASE.findall(rest) if words.terms(said)}
        read = {value: _date(value) for value in said["since"]}
        return cls(
            words.terms(rest),
            tuple(phrases.values()),
            tuple(f"“{phrase}”" for phrase in phrases),
            tuple(filter(None, map(words.normalise, said["in"]))),
            tuple(filter(None, map(words.normalise, said["by"]))),
            max((date for date in read.values() if date), default=None),
            tuple(_NO_DATE.format(value) for value, date in read.items() if date is None),
        )

    @property
    def telling(self) -> frozenset[str]:
        """The stems that tell of a matter: all but those by which people only ask, unless there are no others."""
        return frozenset(self.terms) - _asking() or frozenset(self.terms)

    def documents(self, sources: Iterable[Source]) -> frozenset[str] | None:
        """Return the ids of those of *sources* that are searched; None when that is all there are."""
        if not (self.within or self.by or self.since):
            return None
        return frozenset(source.id for source in sources if self.admits(source))

    def loosened(self) -> SearchQuery:
        """Return the same search for the words of the phrases, wherever they stand."""
        several, narrowed = len(self.quoted) > 1, self.within or self.by or self.since
        passage = "No passage of these documents" if narrowed else "No passage"
        told = (
            f"{passage} holds {' and '.join(self.quoted)} {'together, ' if several else ''}word for word; these hold "
        )
        return replace(self, phrases=(), unheeded=(*self.unheeded, f"{told}{'their' if several else 'its'} words."))

    def notes(self, sources: Iterable[Source]) -> tuple[str, ...]:
        """Return sentences on what could not be heeded, and on what names none of *sources*."""
        if not (self.within or self.by):
            return self.unheeded
        known = list(sources)
        alone = [
            *((f"in:{value}", replace(_EVERYTHING, within=(value,))) for value in self.within),
            *((f"by:{value}", replace(_EVERYTHING, by=(value,))) for value in self.by),
        ]
        nobody = (f"“{typed}” fits no document." for typed, one in alone if not any(map(one.admits, known)))
        return (*self.unheeded, *nobody)

    def admits(self, source: Source) -> bool:
        """Return whether *source* is searched. One without a date is not where `since:` asks for one."""
        return (
            all(_names(value, (source.id, source.title, source.kind.value, *source.topics)) for value in self.within)
            and all(_names(value, (source.author, source.publisher)) for value in self.by)
            and (self.since is None or _is_since(source.published, self.since))
        )


_EVERYTHING = SearchQuery(())


def _spacings(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Return the stems of *phrase* as typed, and in Hangul as others space it: 방위비 분담 is 방위비분담."""
    run = "".join(phrase.split())
    ways: Iterable[tuple[int, ...]] = ()
    if korean.HANGUL.fullmatch(run) and len(run) <= _LONGEST_RUN:
        typed = [*accumulate(map(len, phrase.split()))][:-1]
        # Typed in one, it is parted into words of two syllables or more.
        gaps = typed or range(2, len(run) - 1)
        ways = chain.from_iterable(combinations(gaps, size) for size in range((len(typed) or 2) + 1))
    parted = (" ".join(run[start:end] for start, end in pairwise((0, *gaps, len(run)))) for gaps in ways)
    return tuple(dict.fromkeys(map(words.terms, (phrase, *parted))))


def _names(value: str, fields: Iterable[str | None]) -> bool:
    keys = (_key(field) for field in fields if field)
    # Spaces between Hangul are gone from both.
    return any(f" {value} " in f" {key} " if value.isascii() else value in key for key in keys)


# Remembered, because every search that is narrowed asks all documents for the same fields.
_key = lru_cache(maxsize=100_000)(words.normalise)


def _date(value: str) -> PartialDate | None:
    if year := _YEAR.fullmatch(value):
        value = year[1]
    try:
        return PartialDate.parse(value)
    except ValueError:
        found = next(dates.find(value), None)
        return found.date if found and (found.start, found.end) == (0, len(value)) else None


def _is_since(published: PartialDate | None, since: PartialDate) -> bool:
    """Return whether *published* may be as late as *since*: of 2025, all that is known may be true of March 2025."""
    if published is None:
        return False
    ours, theirs = ([date.year, *filter(None, (date.month, date.day))] for date in (published, since))
    both = min(len(ours), len(theirs))
    return ours[:both] >= theirs[:both]


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    return frozenset(term for word in ASKING | ASKING_KOREAN for term in words.terms(word))
