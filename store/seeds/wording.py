"""Words in a row that an original has too. Spelling, hyphens and marks make no difference. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from store.model import Citation
from store.text import split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from store.model import Document

RUN = 6
"""So many equal words in a row are somebody else's wording."""

_WORD = re.compile(r"[^\s\u2014\u2013/-]+")
_QUOTED = re.compile('["\u201c\u2018][^"\u201c\u201d\u2018]*["\u201d\u2019]')
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "between", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


class Run(NamedTuple):
    """Words in a row, as they are written, and the passage of an original that has them too."""

    text: str
    passage: Citation


class Originals:
    """What the originals say, six words at a time."""

    def __init__(self, documents: Iterable[Document], passages: Collection[Citation] | None = None) -> None:
        """Take every passage of *documents*, or of them only *passages*."""
        self._found: dict[tuple[str, ...], Citation] = {}
        for document in documents:
            for passage in document.passages:
                citation = Citation(document.source.id, passage.number)
                if passages is not None and citation not in passages:
                    continue
                for run in _runs([key for key, _ in _words(passage.text)]):
                    self._found.setdefault(run, citation)

    def __bool__(self) -> bool:
        return bool(self._found)

    def first_run(self, text: str) -> Run | None:
        """Return the first run of words that an original has too; what is quoted, a name or a title is none."""
        words = list(_words(_QUOTED.sub(" \N{BULLET} ", text)))
        for start, run in enumerate(_runs([key for key, _ in words])):
            citation = self._found.get(run)
            written = [word for _, word in words[start : start + RUN]]
            if citation and not _is_name(written):
                return Run(" ".join(written), citation)
        return None


def originals(documents: Mapping[str, Document]) -> Originals:
    """Return the originals among *documents*; none where no document says that it is a note: then nobody knows."""
    told = any(one.source.note for one in documents.values())
    return Originals(one for one in documents.values() if told and not one.source.note)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word as it is compared, and as it is written."""
    for match in _WORD.finditer(text):
        keys = split(match.group())
        yield " ".join(keys) or match.group(), match.group()


def _runs(keys: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(keys[start : start + RUN]) for start in range(len(keys) - RUN + 1))


def _is_name(words: Sequence[str]) -> bool:
    return all(word[:1].isupper() or word[:1].isdigit() or word.lower() in _SMALL for word in words)
