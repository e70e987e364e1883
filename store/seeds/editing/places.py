"""Where the values of a topic file are written, to the character: what `frontmatter` reads, found by PyYAML's marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from store.seeds import frontmatter

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLOCK = ("|", ">")


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it is written, from *start* up to *end*, without the space and the comments after it.

    *keys* are those of a table, each where it is written and with its value; *items* those of a list.
    """

    start: int
    end: int
    value: str = ""
    style: str = ""
    """The quote of a text, `|` or `>`; empty where it stands plain."""
    flow: bool = False
    """Whether it is a list or a table in brackets."""
    is_list: bool = False
    items: tuple[Written, ...] = ()
    keys: Mapping[str, tuple[Written, Written]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TopicText:
    """A topic file, its line ends line feeds, and the table that its front matter is."""

    text: str
    table: Written
    fence: int
    """Where the line of the closing fence begins."""

    @property
    def body(self) -> int:
        """Where what follows the front matter begins."""
        return min(self.line_end(self.fence) + 1, len(self.text))

    @property
    def body_text(self) -> str:
        """What follows the front matter."""
        return self.text[self.body :]

    def line_start(self, place: int) -> int:
        """Return where the line of *place* begins."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Return where the line of *place* ends, before its line feed."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found

    def column(self, place: int) -> int:
        """Return how many characters stand before *place* on its line."""
        return place - self.line_start(place)

    def line_number(self, place: int) -> int:
        """Return the number of the line of *place*, from 1."""
        return self.text.count("\n", 0, place) + 1

    def statement(self, number: int) -> Written | None:
        """Return the table of the statement with that number."""
        return next((one for one in self.statements if _number(one) == number), None)

    @property
    def statements(self) -> tuple[Written, ...]:
        """The tables of the statements, in their order."""
        _, found = self.table.keys.get("statements", (None, None))
        return found.items if found else ()

    def dash(self, item: Written) -> int:
        """Return where the dash before an item of a list without brackets stands."""
        place = self.text.rfind("-", 0, item.start)
        # Between the two there may be comments, which may have dashes too.
        while self.text[self.line_start(place) : place].strip(" -"):
            place = self.text.rfind("-", 0, place)
        return place


def topic_text(text: str) -> TopicText | None:
    """Return where the values of a topic file stand; None for one that cannot be read. `frontmatter` says why."""
    try:
        parted = frontmatter.part(text)
        if parted.front is None:
            return None
        frontmatter.compose(parted.front)  # which refuses what PyYAML reads and we do not
    except frontmatter.NotYaml:
        return None
    begins = text.index("\n") + 1
    node = yaml.compose(parted.front, Loader=frontmatter.LOADER)
    if not isinstance(node, yaml.MappingNode):
        return None
    return TopicText(text, _PlaceReader(text, begins).value(node), _line(text, parted.fence.line))


def _line(text: str, number: int) -> int:
    place = 0
    for _ in range(number - 1):
        place = text.index("\n", place) + 1
    return place


@dataclass(frozen=True, slots=True)
class _PlaceReader:
    """Nodes to values; *begins* is where the front matter does."""

    text: str
    begins: int

    def value(self, node: yaml.Node) -> Written:
        start, end = self.begins + node.start_mark.index, self.begins + node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            style = node.style or ""
            if style in _BLOCK:
                end = start + len(self.text[start:end].rstrip())
            return Written(start, end, node.value, style)
        flow = bool(getattr(node, "flow_style", False))
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.value(one) for one in node.value)
            ends = end if flow else max((one.end for one in items), default=start)
            return Written(start, ends, flow=flow, is_list=True, items=items)
        pairs = [(self.value(key), self.value(value)) for key, value in node.value]
        ends = end if flow else max((value.end for _, value in pairs), default=start)
        keys = {key.value: (key, value) for key, value in pairs}
        return Written(start, ends, flow=flow, keys=keys)


def _number(statement: Written) -> int:
    _, found = statement.keys.get("id", (None, None))
    return int(found.value) if found and found.value.isascii() and found.value.isdigit() else 0
