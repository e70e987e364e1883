"""A summary as sentences, each with the statements that carry it: `One thing. [1, 2] Another. [usfk#4]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from store.model import SummarySentence
from store.seeds.fields import Told
from store.seeds.frontmatter import Spot
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.seeds.fields import Notebook

_ADDRESS = r"(?:[a-z0-9-]+#)?[1-9][0-9]{0,5}"
_MARK = re.compile(rf"\[\s*({_ADDRESS}(?:\s*,\s*{_ADDRESS})*)\s*\](?=\s|$)", re.ASCII)
_ABOUT_MARK = re.compile(r"\[[^\]\n]*[#\d][^\]\n]*\]?")
_END = re.compile(r"[.!?]['\"’”)]*(?=\s+['\"‘“(]?[A-Z0-9가-힣])")  # noqa: RUF001 # as people quote
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Adm|Sen|Rep|St|No|Vol|vs|etc))\.$")


class Summary(NamedTuple):
    """The text without its marks; its sentences; every statement that a mark names, and every sentence, with its place.

    Without marks the whole is one sentence, and nothing carries it.
    """

    text: str
    sentences: tuple[SummarySentence, ...] = ()
    carried: tuple[Told, ...] = ()
    said: tuple[Told, ...] = ()


class _Stretch(NamedTuple):
    """The text before a mark, or after the last: where it begins, and what the mark says. Offsets are of the body."""

    start: int
    text: str
    mark: re.Match[str] | None


def read(slug: str, body: str, line: int, notebook: Notebook) -> Summary:
    """Return the summary of topic *slug* in *body*, which begins on *line*; what no statement carries is noted."""
    sentences, carried, said = [], [], []
    for stretch in _stretches(body):
        for told, offset in _uncarried(stretch):
            notebook.note(Spot.of(body, offset, line), f"no statement carries '{_short(told)}'; {_mend(told)}")
        if stretch.mark is not None and clean(stretch.text):
            words = _words(stretch.mark)
            named = [Told(_whole(slug, word[0]), Spot.of(body, word.start(), line)) for word in words]
            carried += named
            begins = stretch.start + len(stretch.text) - len(stretch.text.lstrip())
            said.append(Told(clean(stretch.text), Spot.of(body, begins, line)))
            sentences.append(SummarySentence(clean(stretch.text), tuple(dict.fromkeys(one.text for one in named))))
    text = clean(" ".join(one.text for one in _stretches(body)))
    return Summary(text, tuple(sentences), tuple(carried), tuple(said))


def carried(text: str, by: str) -> str:
    """Return the summary *text* with a mark behind each sentence that says it is carried *by* those statements."""
    told = [sentence for sentence, _ in _uncarried(_Stretch(0, text, None))]
    return " ".join(f"{sentence} [{by}]" for sentence in told)


def without(body: str, slug: str, id_: str) -> Iterator[tuple[int, int, str]]:
    """Yield which marks in *body* name the statement *id_*, from where to where, and what they are without it."""
    for mark in _MARK.finditer(body):
        named = [word[0] for word in _words(mark)]
        kept = [word for word in named if _whole(slug, word) != id_]
        if kept != named:
            yield mark.start(), mark.end(), f"[{', '.join(kept)}]"


def _stretches(body: str) -> Iterator[_Stretch]:
    start = 0
    for mark in _MARK.finditer(body):
        yield _Stretch(start, body[start : mark.start()], mark)
        start = mark.end()
    yield _Stretch(start, body[start:], None)


def _uncarried(stretch: _Stretch) -> Iterator[tuple[str, int]]:
    """Yield the sentences that no mark follows, with where each begins."""
    start = 0
    for end in _END.finditer(stretch.text):
        if not _ABBREVIATION.search(stretch.text, start, end.start() + 1):
            yield from _told(stretch, start, end.end())
            start = end.end()
    if stretch.mark is None:
        yield from _told(stretch, start, len(stretch.text))
    elif not stretch.text[start:].strip():
        yield stretch.mark.group(), stretch.mark.start()


def _told(stretch: _Stretch, start: int, end: int) -> Iterator[tuple[str, int]]:
    text = stretch.text[start:end]
    if text.strip():
        yield text.strip(), stretch.start + start + len(text) - len(text.lstrip())


def _mend(told: str) -> str:
    if told.startswith("["):
        return "write the sentence before its brackets"
    if wrong := _ABOUT_MARK.search(told):
        return f"'{wrong.group()}' is not read; write numbers of statements, or slug#number, in brackets: [1, usfk#4]"
    return "write their numbers after the full stop: [1, 2]"


def _words(mark: re.Match[str]) -> Iterator[re.Match[str]]:
    return re.compile(_ADDRESS, re.ASCII).finditer(mark.string, *mark.span(1))


def _whole(slug: str, word: str) -> str:
    return word if "#" in word else f"{slug}#{word}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
