"""YAML as located values: text, lists and tables that know their line and column. YAML only here.

The composer is our own, over the parser's events, because it must refuse
what YAML's own accepts: aliases, anchors and tags (bombs and objects), keys
given twice (the last silently wins) and nesting without end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, Self

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml._yaml import Mark as FastMark
    from yaml.error import Mark

    AnyMark = Mark | FastMark | None

MAX_DEPTH = 20
MAX_CHARACTERS = 256 * 1024
"""The longest front matter that is read: thousands of statements fit."""

LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FENCE = "---"
_CLOSING = re.compile(r"^(?:---|\.\.\.)[^\S\n]*$", re.MULTILINE)
"""The fence, or the end of a document in YAML, which pandoc takes too."""


class Spot(NamedTuple):
    """A place in a file; both count from 1."""

    line: int
    column: int

    @classmethod
    def of(cls, text: str, offset: int, first_line: int) -> Self:
        """Return where *offset* of *text* is in a file in which that begins on *first_line*."""
        return cls(first_line + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset))


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written: `2026-01` stays what it is, whatever YAML would make of it."""

    spot: Spot
    value: str
    empty: bool
    """Nothing was written, or YAML's null."""


@dataclass(frozen=True, slots=True)
class List:
    """A sequence."""

    spot: Spot
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in the order written, with where each key stands."""

    spot: Spot
    entries: dict[str, Value]
    keys: dict[str, Spot]
    end: Spot
    """Where a missing key is missed."""


Value = Text | List | Table


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong at one place."""

    spot: Spot
    message: str
    code: str = "seed_invalid"


class NotYaml(Exception):
    """The text cannot be read at all; *mistake* says where and why."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


class PartedFile(NamedTuple):
    """A file parted at its fences. *front* is None when it has no front matter."""

    front: str | None
    body: str
    body_line: int
    fence: Spot
    """The closing fence: where a missing key is missed."""


def part(text: str) -> PartedFile:
    """Return front matter and body; NotYaml when the front matter is opened but not closed."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != _FENCE:
        return PartedFile(None, text, 1, Spot(1, 1))
    closing = _CLOSING.search(rest)
    if closing is None:
        raise NotYaml(Mistake(Spot(1, 1), "the front matter is not closed; end it with a line of its own: ---"))
    front, body = rest[: closing.start()], rest[closing.end() + 1 :]
    fence = Spot(front.count("\n") + 2, 1)
    return PartedFile(front.removesuffix("\n"), body, fence.line + 1, fence)


def compose(
    text: str, *, first_line: int = 1, end: Spot | None = None, foreign: bool = False
) -> tuple[Table, list[Mistake]]:
    """Return the table that *text* is and what is wrong but readable in it; NotYaml when it cannot be read.

    An empty text is an empty table. *first_line* is where *text* begins in
    its file; *end* is where its missing keys are reported. *foreign* front matter may have aliases of texts.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotYaml(
            Mistake(Spot(first_line, 1), f"longer than {MAX_CHARACTERS // 1024} KiB; shorten it", "too_large")
        )
    composer = _Composer(first_line, foreign)
    try:
        value = composer.document(yaml.parse(text, Loader=LOADER))
    except yaml.YAMLError as error:
        raise NotYaml(composer.unreadable(error, text)) from error
    start = Spot(first_line, 1)
    if value is None or (isinstance(value, Text) and value.empty):
        value = Table(start, {}, {}, end or start)
    if not isinstance(value, Table):
        raise NotYaml(Mistake(value.spot, "this is not a list of keys; write one 'key: value' a line"))
    return Table(value.spot, value.entries, value.keys, end or value.spot), composer.mistakes


@dataclass(slots=True)
class _Composer:
    """Events to values."""

    first_line: int
    foreign: bool = False
    mistakes: list[Mistake] = field(default_factory=list)
    anchored: dict[str, Text] = field(default_factory=dict)
    """What is said elsewhere again; texts alone, so that nothing grows by it."""

    def document(self, events: Iterator[yaml.Event]) -> Value | None:
        value = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if value is not None:
                    raise NotYaml(Mistake(self.spot(event), "a second YAML document begins here; keep one"))
                value = self.value(event, events, 1)
        return value

    def value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        spot = self.spot(event)
        if self.foreign and isinstance(event, yaml.AliasEvent) and event.anchor:
            return replace(self.anchored.get(event.anchor, Text(spot, "", empty=True)), spot=spot)
        self.refuse(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in (None, "")
            text = Text(spot, event.value, not event.value.strip() or (plain and event.value in _EMPTY))
            if event.anchor:
                self.anchored[event.anchor] = text
            return text
        if isinstance(event, yaml.SequenceStartEvent):
            return List(spot, tuple(self.items(events, depth)))
        return self.table(spot, events, depth)

    def items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Value]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.value(event, events, depth + 1)

    def table(self, spot: Spot, events: Iterator[yaml.Event], depth: int) -> Table:
        table = Table(spot, {}, {}, spot)
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.value(event, events, depth + 1)
            value = self.value(next(events), events, depth + 1)
            self.enter(table, key, value)
        return table

    def enter(self, table: Table, key: Value, value: Value) -> None:
        if not isinstance(key, Text):
            self.mistakes.append(Mistake(key.spot, "a key must be a word, not a list or a table"))
        elif key.value in table.keys:
            first = table.keys[key.value].line
            self.mistakes.append(Mistake(key.spot, f"'{key.value}' is given twice (first on line {first}); keep one"))
        else:
            table.entries[key.value] = value
            table.keys[key.value] = key.spot

    def refuse(self, event: yaml.Event, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or (getattr(event, "anchor", None) and not self.foreign):
            raise NotYaml(
                Mistake(self.spot(event), "aliases (*) and anchors (&) are not read; write the value out, or quote it")
            )
        if getattr(event, "tag", None):
            raise NotYaml(Mistake(self.spot(event), "tags (!) are not read; leave the tag out, or quote the value"))
        if depth > MAX_DEPTH:
            raise NotYaml(Mistake(self.spot(event), f"nested deeper than {MAX_DEPTH} levels; flatten it"))

    def spot(self, event: yaml.Event) -> Spot:
        return self.at(event.start_mark)

    def at(self, mark: AnyMark) -> Spot:
        return Spot(self.first_line + mark.line, mark.column + 1) if mark else Spot(self.first_line, 1)

    def unreadable(self, error: yaml.YAMLError, text: str) -> Mistake:
        """Return the library's complaint as a mistake at its place."""
        if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
            return Mistake(self.at(error.problem_mark), _explained(error.problem or "", text, error.problem_mark))
        found = _UNPRINTABLE.search(text)
        spot = Spot.of(text, found.start() if found else 0, self.first_line)
        return Mistake(spot, "a control character is not allowed here; remove it")


def _explained(problem: str, text: str, mark: Mark | FastMark) -> str:
    line = (text.split("\n")[mark.line : mark.line + 1] or [""])[0]
    if line[: mark.column + 1].strip(" ").startswith("\t"):
        return "a tab indents this line; indent with spaces"
    if "mapping values are not allowed" in problem:
        return "a second ': ' in this line; quote the value"
    return f"this is not YAML ({problem}); mend it, or quote the value"
