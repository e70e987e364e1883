"""What an edit does to the text of a topic file, the few pieces that change, and a topic file as it begins. Pure.

What comes of it is read again before anybody keeps it; nothing here needs to be believed.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from store.errors import MendTheFiles
from store.seeds import summary
from store.seeds.editing import scalars
from store.seeds.editing.scalars import Splice
from store.seeds.summary import carried
from store.seeds.topics import STATEMENT_KEYS, TOPIC_KEYS
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from store.seeds.editing.places import TopicText, Written

    Said = Mapping[str, str | Sequence[str]]


_LISTS = frozenset({"cites", "asks"})


class Unwritable(MendTheFiles):
    """The file is written in a way that edits cannot keep; a person must change it."""

    code = "unwritable"


def with_statement(file: TopicText, number: int, said: Said) -> list[Splice]:
    """Return what makes the statement *number* say *said*; added at the end where there is none."""
    there = file.statement(number)
    return [*_fields(file, there, said)] if there else [_added(file, number, said)]


def without_statement(file: TopicText, number: int) -> list[Splice]:
    """Return what takes the statement *number* out."""
    there = file.statement(number)
    if there is None:
        return []
    if len(file.statements) == 1:
        raise Unwritable("it is the only statement of its topic; a topic has one at least")
    _, statements = file.table.keys["statements"]
    number = statements.items.index(there)
    return [_taken_out(file, statements, number, number + 1, kept=True)]


def with_entry(file: TopicText, key: str, entry: str, *, there: bool) -> list[Splice]:
    """Return what adds *entry* at the end of the list *key* of the topic; or takes it out, not to be *there*."""
    entries = _entries(file.table, key)
    told = [*entries, entry] if there else [one for one in entries if one != entry]
    return [*_list(file, file.table, key, told, TOPIC_KEYS)]


def without_mark(file: TopicText, slug: str, id_: str) -> list[Splice]:
    """Return what takes a statement out of the brackets behind the sentences of the summary of the topic *slug*."""
    return [
        Splice(file.body + start, file.body + end, new)
        for start, end, new in summary.without(file.body_text, slug, id_)
    ]


def _entries(table: Written, key: str) -> list[str]:
    _, value = table.keys.get(key, (None, None))
    return [clean(one.value) for one in value.items] if value else []


def _fields(file: TopicText, table: Written, said: Said) -> Iterator[Splice]:
    for key in STATEMENT_KEYS[1:]:
        told = said.get(key, "")
        if key in _LISTS:
            yield from _list(file, table, key, list(told), STATEMENT_KEYS)
        elif isinstance(told, str):
            yield from _text(file, table, key, told)


def _text(file: TopicText, table: Written, key: str, told: str) -> Iterator[Splice]:
    _, value = table.keys.get(key, (None, None))
    if value is None:
        if told:
            yield _with_key(file, table, key, scalars.fresh(told, flow=table.flow), STATEMENT_KEYS)
    elif not told:
        yield _without_key(file, table, key)
    elif clean(value.value) != told:
        new = scalars.instead(file, value, told, flow=table.flow) if value.end > value.start else f" {told}"
        yield Splice(value.start, value.end, new)


def _list(file: TopicText, table: Written, key: str, told: list[str], order: Sequence[str]) -> Iterator[Splice]:
    head, value = table.keys.get(key, (None, None))
    old = _entries(table, key)
    if told == old:
        return
    if not told:
        yield _without_key(file, table, key)
    elif head is None or value is None:
        yield _with_key(file, table, key, _brackets(told), order)
    elif not value.items:
        # Nothing after the colon, or empty brackets.
        yield Splice(head.end, max(value.end, head.end + 1), f": {_brackets(told)}")
    else:
        yield from _differing(file, value, old, told)


def _differing(file: TopicText, value: Written, old: list[str], told: list[str]) -> Iterator[Splice]:
    """Yield what makes of the items *old* those that are *told*; what stays is not touched."""
    kept = False
    for how, first, last, start, end in SequenceMatcher(None, old, told, autojunk=False).get_opcodes():
        new = told[start:end]
        pairs = min(last - first, len(new))
        for number in range(pairs if how == "replace" else 0):
            item = value.items[first + number]
            yield Splice(item.start, item.end, scalars.instead(file, item, new[number], flow=value.flow))
        kept = kept or how in ("equal", "replace")
        rest = new[pairs:] if how == "replace" else new if how == "insert" else []
        at = first + pairs if how == "replace" else first
        if rest:
            yield _inserted(file, value, at, rest)
        if how in ("replace", "delete") and at < last:
            yield _taken_out(file, value, at, last, kept=kept)


def _inserted(file: TopicText, value: Written, at: int, new: Sequence[str]) -> Splice:
    """Return what puts *new* before the item *at*, or at the end."""
    if value.flow:
        told = [scalars.fresh(one, flow=True) for one in new]
        if at:
            return Splice(value.items[at - 1].end, value.items[at - 1].end, "".join(f", {one}" for one in told))
        return Splice(value.items[0].start, value.items[0].start, "".join(f"{one}, " for one in told))
    dash = file.dash(value.items[0])
    lines = [f"{' ' * file.column(dash)}- {scalars.fresh(one)}" for one in new]
    if at:
        end = file.line_end(value.items[at - 1].end)
        return Splice(end, end, "".join(f"\n{line}" for line in lines))
    # Before the dash, whatever stands before that on its line.
    return Splice(dash, dash, "".join(f"{line.lstrip()}\n{' ' * file.column(dash)}" for line in lines))


def _taken_out(file: TopicText, value: Written, first: int, last: int, *, kept: bool) -> Splice:
    """Return what takes the items from *first* up to *last* out; *kept* says that one before them stays."""
    items = value.items
    if not value.flow:
        start = file.line_start(file.dash(items[first]))
        return Splice(start, min(file.line_end(items[last - 1].end) + 1, len(file.text)), "")
    if kept and first:
        return Splice(items[first - 1].end, items[last - 1].end, "")
    return Splice(items[first].start, items[last].start if last < len(items) else items[last - 1].end, "")


def _brackets(told: Sequence[str]) -> str:
    return f"[{', '.join(scalars.fresh(one, flow=True) for one in told)}]"


def _with_key(file: TopicText, table: Written, key: str, told: str, order: Sequence[str]) -> Splice:
    """Return what adds a key to a table, after those that are written before it."""
    before = [one for one in order[: order.index(key)] if one in table.keys]
    last = max((table.keys[one] for one in before), key=lambda pair: pair[1].end, default=None)
    if table.flow:
        if last is None:
            return Splice(table.start + 1, table.start + 1, f"{key}: {told}, ")
        return Splice(last[1].end, last[1].end, f", {key}: {told}")
    if last is None:
        return Splice(table.start, table.start, f"{key}: {told}\n{' ' * file.column(table.start)}")
    end = file.line_end(max(last[1].end, last[0].end))
    return Splice(end, end, f"\n{' ' * file.column(table.start)}{key}: {told}")


def _without_key(file: TopicText, table: Written, key: str) -> Splice:
    """Return what takes a key with its value out of a table."""
    names = [*table.keys]
    number = names.index(key)
    head, value = table.keys[key]
    after = table.keys[names[number + 1]][0] if number + 1 < len(names) else None
    if table.flow:
        if after is not None:
            return Splice(head.start, after.start, "")
        return Splice(table.keys[names[number - 1]][1].end, max(value.end, head.end + 1), "")
    start = file.line_start(head.start)
    if file.text[start : head.start].strip() and after is not None:
        # It shares its line with the dash, which the next one takes over.
        return Splice(head.start, after.start, "")
    return Splice(start, min(file.line_end(max(value.end, head.end)) + 1, len(file.text)), "")


def _added(file: TopicText, number: int, said: Said) -> Splice:
    """Return the whole of a new statement, after the last one, as far in as that and as far from it."""
    if not file.statements or file.table.keys["statements"][1].flow:
        raise Unwritable("its statements are not written one below the other, each after a dash; write them so")
    last = file.statements[-1]
    dash = file.column(file.dash(last))
    inner = dash + 2 if last.flow else max(file.column(last.start), dash + 2)
    text = statement_lines(number, said, inner)
    end = file.line_end(last.end)
    return Splice(end, end, f"\n{_blank(file)}{' ' * dash}-{' ' * (inner - dash - 1)}{text}")


def statement_lines(number: int, said: Said, inner: int) -> str:
    """Return a new statement, its keys *inner* far in; the first is not, because a dash goes before it."""
    return f"\n{' ' * inner}".join([f"id: {number}", *_lines(said, inner)])


def _blank(file: TopicText) -> str:
    """Return the empty lines that part statements from each other, if they do."""
    if len(file.statements) < 2:
        return ""
    one, other = file.statements[-2:]
    between = file.text[file.line_end(one.end) : file.line_start(file.dash(other))]
    return "" if between.strip() else "\n" * (between.count("\n") - 1)


def _lines(said: Said, inner: int) -> Iterator[str]:
    """Yield the keys of a new statement but for its id; what takes several lines, further in than *inner*."""
    deeper = " " * (inner + 2)
    for key in STATEMENT_KEYS[1:]:
        told = said.get(key, "")
        if not told:
            continue
        if isinstance(told, str):
            yield f"{key}: {scalars.fresh(told, fold_at=inner + 2)}"
        elif len(short := _brackets(told)) + inner + len(key) < scalars.WIDTH and key == "cites":
            yield f"{key}: {short}"
        else:
            yield "".join([f"{key}:", *(f"\n{deeper}- {scalars.fresh(one)}" for one in told)])


def written(  # noqa: PLR0913 - the keys of a file
    *, name: str, category: str, summary: str, aliases: Sequence[str], reviewed: date, first: Said
) -> str:
    """Return the file, in format 2."""
    told = [f"  - {scalars.fresh(one)}" for one in aliases]
    lines = [
        *("---", "format: 2", f"name: {scalars.fresh(name)}"),
        *(["aliases:", *told] if told else []),
        *(f"category: {scalars.fresh(category)}", f"reviewed: {reviewed}", "statements:"),
        f"  - {statement_lines(1, first, 4)}",
        *("---", carried(summary, "1")),
    ]
    return "".join(f"{line}\n" for line in lines)
