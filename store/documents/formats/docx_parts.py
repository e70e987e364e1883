"""The parts of a Word file: unpacked only when their listing is no bomb, and what styles make of a paragraph."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element


_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures")
_LISTED = re.compile(r"list (?:bullet|number)(?: \d)?")
_DEEPEST = 20
_TEXT = 10
"""Below the nine levels of headings."""
_MOST_PARTS = 2_000
_MOST_UNPACKED = 64 * 1024 * 1024
"""What all parts may hold together, pictures included; nothing is ever unpacked as a whole."""
_MOST_RATIO = 100
"""How many times its packed size an archive may have: written text has 5 to 20, a bomb up to a thousand."""
_LEAST_SUSPECTED = 1024 * 1024
_LOCKED = 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Other packings may ask for gigabytes to unpack a few bytes, and no office program uses them."""

BROKEN = "is broken; save it anew"
BOMB = "unpacks to more than a document holds; save it anew, without pictures"


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is to be taken. *level* is 0 for the title, 1 to 9 for headings, None for all else."""

    level: int | None = None
    listed: bool = False
    contents: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of a file by id, each with what it inherits."""

    known: Mapping[str, Style]

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """Return the styles in a styles part; none without one."""
        written = {} if root is None else {attribute(each, "styleId"): each for each in named(root, "style")}
        return cls({id_: _resolved(id_, written) for id_ in written})

    def of_paragraph(self, element: Element) -> Style:
        """Return how a paragraph is to be taken, by its style and by what it says itself."""
        own = child(element, "pPr")
        if own is None:
            return Style()
        used = child(own, "pStyle")
        style = Style() if used is None else self.known.get(value(used), Style())
        level, listed = _outline(own), _numbered(own)
        return Style(
            style.level if level is None else _heading(level),
            style.listed if listed is None else listed,
            style.contents,
        )


def _resolved(id_: str, written: Mapping[str, Element]) -> Style:
    """Return a style with what it inherits: of what a line of ancestors says, the nearest word counts."""
    level: int | None = None
    listed: bool | None = None
    contents = False
    for _ in range(_DEEPEST):
        element = written.get(id_)
        if element is None:
            break
        name, own = _name(element), child(element, "pPr")
        contents = contents or _CONTENTS.fullmatch(name) is not None
        level = _level(name, own) if level is None else level
        listed = _listed(name, own) if listed is None else listed
        based = child(element, "basedOn")
        id_ = "" if based is None else value(based)
    return Style(_heading(level), bool(listed), contents)


def _heading(level: int | None) -> int | None:
    return level if level is not None and level < _TEXT else None


def _name(style: Element) -> str:
    found = child(style, "name")
    return "" if found is None else value(found).casefold()


def _level(name: str, own: Element | None) -> int | None:
    """Return the level that a style gives. Its name is English in every language of Word."""
    if name == "title":
        return 0
    if heading := _HEADING.fullmatch(name):
        return int(heading[1])
    return None if own is None else _outline(own)


def _outline(own: Element) -> int | None:
    found = child(own, "outlineLvl")
    told = "" if found is None else value(found)
    return min(int(told) + 1, _TEXT) if told.isascii() and told.isdigit() and len(told) < _TEXT else None


def _listed(name: str, own: Element | None) -> bool | None:
    return True if _LISTED.fullmatch(name) else None if own is None else _numbered(own)


def _numbered(own: Element) -> bool | None:
    """Return whether a paragraph is numbered or has a bullet; None when it does not say. List 0 is none."""
    numbering = child(own, "numPr")
    if numbering is None:
        return None
    found = child(numbering, "numId")
    return found is None or value(found) != "0"


def local(element: Element) -> str:
    """Return the name of an element without its namespace: the strict format has others than Word's own."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: Element, name: str) -> Iterator[Element]:
    """Return the children of that name."""
    return (inner for inner in element if local(inner) == name)


def child(element: Element, name: str) -> Element | None:
    """Return the first child of that name."""
    return next(named(element, name), None)


def value(element: Element) -> str:
    """Return what an element is set to."""
    return attribute(element, "val")


def attribute(element: Element, name: str) -> str:
    """Return an attribute of an element, whatever its namespace; empty when it has none."""
    return next((str(told) for key, told in element.items() if str(key).rpartition("}")[2] == name), "")


@dataclass(frozen=True, slots=True)
class ZipMembers:
    """The parts of an archive by name."""

    _file: zipfile.ZipFile

    def part(self, name: str, most: int) -> bytes | None:
        """Return what is in a part; None when there is none. Unreadable over *most* bytes, or when it is broken."""
        try:
            entry = self._file.getinfo(name)
        except KeyError:
            return None
        if entry.file_size > most:
            raise Unreadable(0, 0, BOMB, "too_large")
        try:
            # By its size: read without one unpacks all of it, and only then looks at what it said its size is.
            with self._file.open(entry) as part:
                return part.read(entry.file_size + 1)
        except Exception as error:  # a broken archive breaks zipfile in any way there is
            raise Unreadable(0, 0, BROKEN) from error


def listed(data: bytes) -> ZipMembers | None:
    """Return the archive in *data*; None when there is none, Unreadable when it is locked, or a bomb."""
    try:
        file = zipfile.ZipFile(BytesIO(data))
    except Exception:  # as above
        return None
    entries = file.infolist()
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise Unreadable(0, 0, "is locked with a password; save it without one")
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > _LEAST_SUSPECTED and unpacked > _MOST_RATIO * len(data)
    if len(entries) > _MOST_PARTS or unpacked > _MOST_UNPACKED or swollen:
        raise Unreadable(0, 0, BOMB, "too_large")
    if any(entry.compress_type not in _PLAIN for entry in entries):
        raise Unreadable(0, 0, BROKEN)
    return ZipMembers(file)
