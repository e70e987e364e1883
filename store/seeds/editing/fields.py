"""Where the keys of an edited part stand in its file, so that a problem finds the field that it is of. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store.seeds.editing.places import topic_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.seeds.editing.parts import EditedPart
    from store.seeds.editing.places import TopicText, Written


class KeyPlace(NamedTuple):
    """The lines of a file, from *first* to *last*, that hold the value of *key*."""

    first: int
    last: int
    key: str


def places(part: EditedPart, text: str) -> tuple[KeyPlace, ...]:
    """Return where the keys of *part* stand in a topic file, those of its statement first; none when it cannot be read.

    Of a whole file these are its keys, those of its first statement, and `summary`.
    """
    file = topic_text(text)
    if file is None:
        return ()
    if part.list_key:
        return tuple(_keys(file, file.table, (part.list_key,)))
    statement = file.statement(part.number or 1)
    own = tuple(_keys(file, statement)) if statement else ()
    if not part.is_whole:
        return own
    fence = file.line_number(file.fence)
    return (*own, *_keys(file, file.table), KeyPlace(fence, text.count("\n") + 1, "summary"))


def _keys(file: TopicText, table: Written, names: tuple[str, ...] = ()) -> Iterator[KeyPlace]:
    for name, (head, value) in table.keys.items():
        if not names or name in names:
            yield KeyPlace(file.line_number(head.start), file.line_number(max(value.end, head.end)), name)
