"""A text as YAML has it, in the style of the one whose place it takes, and pieces put in their places in a file. Pure.

Every other byte of the file is kept: its mark, its line ends, what trails.
"""

from __future__ import annotations

import codecs
import json
import re
from bisect import bisect_left
from textwrap import TextWrapper
from typing import TYPE_CHECKING, NamedTuple

import yaml

from store.files.decoding import decode
from store.seeds import frontmatter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.seeds.editing.places import TopicText, Written


WIDTH = 120
"""How long lines get that are folded."""

_NARROW = 40
_DATE_OR_NUMBER = re.compile(r"\d{4}(?:-\d{2}){0,2}|\d+", re.ASCII)
_LINE_END = re.compile("\r\n|\r|\n")


def instead(file: TopicText, old: Written, text: str, *, flow: bool) -> str:
    """Return what stands for *text* where *old* stands, with its quotes and folded as it is."""
    written = file.text[old.start : old.end]
    lines = written.split("\n")
    indent = len(lines[-1]) - len(lines[-1].lstrip(" ")) if len(lines) > 1 else 0
    width = max(WIDTH if old.style else 0, max(map(len, lines[1:]), default=0)) - indent
    shapes = []
    if old.style in ("|", ">"):
        shapes.append(_block(lines, indent, text, width if old.style == ">" else None))
    elif len(lines) > 1:
        folded = _wrapped(_quoted(text, old.style), max(width, _NARROW))
        shapes.append(folded.replace("\n", f"\n{' ' * indent}"))
    return _first([*shapes, *_shapes(text, old.style)], text, flow=flow)


def fresh(text: str, *, flow: bool = False, fold_at: int | None = None) -> str:
    """Return what stands for *text* after a key or a dash; folded, each line *fold_at* far in, where it is long."""
    folds = fold_at is not None and len(text) + fold_at > WIDTH - len("text: ")
    block = [_block([">-"], fold_at, text, WIDTH - fold_at)] if folds and fold_at is not None else []
    return _first([*block, *_shapes(text, "")], text, flow=flow)


def _shapes(text: str, style: str) -> Iterator[str]:
    """Yield *text* on one line, in that style first; the last can say anything."""
    yield _quoted(text, style)
    yield text
    if '"' in text:
        yield _quoted(text, "'")
    yield _quoted(text, '"')


def _quoted(text: str, style: str) -> str:
    if style == "'":
        return f"""'{text.replace("'", "''")}'"""
    # JSON's quotes are also YAML's; letters are left as they are, where they can be seen.
    return json.dumps(text, ensure_ascii=not text.isprintable()) if style == '"' else text


def _block(lines: list[str], indent: int, text: str, width: int | None) -> str:
    """Return *text* below the head of a block, which is the first of its *lines*."""
    told = text if width is None else _wrapped(text, max(width, _NARROW))
    head = lines[0] if len(lines) > 1 or width else ">-"
    return "\n".join([head, *(f"{' ' * indent}{line}" for line in told.split("\n"))])


def _wrapped(text: str, width: int) -> str:
    wrapper = TextWrapper(width, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)
    return "\n".join(wrapper.wrap(text)) or text


def _first(shapes: list[str], text: str, *, flow: bool) -> str:
    """Return the first of *shapes* that is read as *text*, and by other readers as a text too."""
    return next((one for one in shapes if _reads_as(one, text, flow=flow)), shapes[-1])


def _reads_as(shape: str, text: str, *, flow: bool) -> bool:
    if flow and "\n" in shape and shape[0] in "|>":
        return False
    # As deep as anything of ours stands, so that what is folded is read as it will be; a `-` is a text where it is the
    # last on its line only in quotes.
    whole = f"k: [{shape}\n ]" if flow else f"k: {shape}"
    try:
        table, mistakes = frontmatter.compose(whole)
        node = yaml.compose(whole, Loader=frontmatter.LOADER)
    except (frontmatter.NotYaml, yaml.YAMLError):
        return False
    value = table.entries.get("k")
    if flow:
        items = value.items if isinstance(value, frontmatter.List) else ()
        value = items[0] if len(items) == 1 else None
    if mistakes or not isinstance(value, frontmatter.Text) or value.empty or len(table.entries) != 1:
        return False
    is_text = _tag(node, flow=flow).endswith(":str") or _DATE_OR_NUMBER.fullmatch(text) is not None
    return is_text and value.value.rstrip("\n") == text


def _tag(node: yaml.Node | None, *, flow: bool) -> str:
    """Return what other readers take the value for."""
    value = node.value[0][1] if isinstance(node, yaml.MappingNode) else None
    scalar = value.value[0] if flow and isinstance(value, yaml.SequenceNode) else value
    return str(scalar.tag) if isinstance(scalar, yaml.ScalarNode) else ""


class Splice(NamedTuple):
    """A text that takes the place of another: from *start* up to *end*, counted in what `decode` returns."""

    start: int
    end: int
    new: str


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Return the file *data* with *splices*, which do not overlap. Unreadable when it is no UTF-8.

    A line feed of theirs becomes what ends the line that they begin on.
    """
    decode(data)  # which refuses what is no text, with its place
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    text = data.removeprefix(mark).decode()
    # Where line feeds stand in the decoded text that are two characters here.
    pairs = [found.start() - number for number, found in enumerate(re.finditer("\r\n", text))]
    parts, done = [], 0
    for one in sorted(splices):
        start, end = (place + bisect_left(pairs, place) for place in (one.start, one.end))
        parts += [text[done:start], one.new.replace("\n", _line_end(text, start))]
        done = end
    return mark + "".join([*parts, text[done:]]).encode()


def _line_end(text: str, place: int) -> str:
    """Return what ends the line at *place*, or the lines before where nothing does."""
    after = _LINE_END.search(text, place)
    if after:
        return after.group()
    before = _LINE_END.findall(text[:place])
    return before[-1] if before else "\n"
