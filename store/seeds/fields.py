"""Typed values out of front matter: what is wrong is noted with its place, never raised."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from store.errors import Problem
from store.files import disk
from store.files.decoding import Unreadable, decode
from store.model import PartialDate
from store.seeds.frontmatter import List, Mistake, Spot, Table, Text
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from enum import StrEnum

    from store.files.disk import File
    from store.seeds.frontmatter import Value

NONE = "none"
"""What an editor writes where a guess found somebody, or an address, and there is none."""

UNDATED = "undated"

_Choice = TypeVar("_Choice", bound="StrEnum")


class Told(NamedTuple):
    """One text of a list, cleaned, and where it stands."""

    text: str
    spot: Spot


@dataclass(slots=True)
class Notebook:
    """What is wrong in one file, as it is found."""

    file: str
    problems: list[Problem]

    def note(self, spot: Spot, message: str, code: str = "seed_invalid") -> None:
        """Keep one problem."""
        self.problems.append(Problem(self.file, spot.line, spot.column, message, code))

    def whole(self, message: str, code: str = "seed_invalid") -> None:
        """Keep one problem of the file as a whole."""
        self.problems.append(Problem(self.file, 0, 0, message, code))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep what keeps the file from being read in this block, which then ends."""
        try:
            yield
        except Unreadable as error:
            self.problems.append(error.problem(self.file))
        except OSError as error:
            self.whole(disk.unread(error))

    def text(self, file: File, digests: dict[str, str]) -> str | None:
        """Return what is written in the file, its digest noted; None when it cannot be read, which is kept too."""
        with self.reading():
            data = file.content()
            digests[file.name] = disk.digest(data)
            return decode(data)
        return None

    def keep(self, mistakes: Iterable[Mistake]) -> None:
        """Keep what the composer found."""
        for mistake in mistakes:
            self.note(mistake.spot, mistake.message, mistake.code)


@dataclass(frozen=True, slots=True)
class Fields:
    """One table of a file, read key by key. A value that is missing or wrong reads as empty and is noted."""

    table: Table
    notebook: Notebook
    what: str
    """What the table describes: `topic`."""
    place: str = "the front matter"
    """Where a missing key is to be added."""

    def expect(self, valid: Sequence[str], required: Sequence[str]) -> None:
        """Note every key that is not valid, and every required one that is missing: one that is misspelt is there."""
        meant: set[str] = set()
        for key, spot in self.table.keys.items():
            if key not in valid:
                meant.update(_close(key, sorted(valid))[:1])
                self.notebook.note(spot, f"'{clean(key)}' is not a key of a {self.what}; {nearest(key, valid)}")
        for key in required:
            if key not in self.table.keys and key not in meant:
                self.notebook.note(self.table.end, f"'{key}' is missing; add it to {self.place}")

    def spot(self, key: str) -> Spot:
        """Where the value of *key* stands, or where the key is missed."""
        value = self.table.entries.get(key)
        return value.spot if value is not None else self.table.end

    def text(self, key: str) -> str:
        """Return the cleaned text of *key*; empty when it is absent or wrong."""
        value = self.table.entries.get(key)
        return "" if value is None else self._text(value, f"'{key}'")

    def _text(self, value: Value, name: str) -> str:
        if not isinstance(value, Text):
            self.notebook.note(value.spot, f"{name} must be text, not a {_shape(value)}")
            return ""
        text = "" if value.empty else clean(value.value)
        if not text:
            self.notebook.note(value.spot, f"{name} is empty; give it a value")
        return text

    def texts(self, key: str) -> tuple[Told, ...]:
        """Return the cleaned texts of the list *key*, those twice only once."""
        told: dict[str, Spot] = {}
        for value in self._items(key, "texts in brackets: [one, two]"):
            text = self._text(value, f"an entry of '{key}'")
            if text in told:
                self.notebook.note(value.spot, f"'{text}' is given twice in '{key}'; keep one")
            elif text:
                told[text] = value.spot
        return tuple(Told(text, spot) for text, spot in told.items())

    def words(self, key: str) -> tuple[Told, ...]:
        """Return the words of *key*, a list or a text that parts them by commas or spaces, each once."""
        value = self.table.entries.get(key)
        if not isinstance(value, Text):
            told = [Told(word, spot) for text, spot in self.texts(key) for word in _parted(text)]
        else:
            told = [Told(word, value.spot) for word in _parted("" if value.empty else clean(value.value))]
        first = {word.text: word for word in reversed(told)}
        return tuple(word for word in told if first[word.text] is word)

    def tables(self, key: str, what: str, single: str = "") -> Iterator[Fields]:
        """Return the entries of the list *key*, each the table of a *what*.

        With *single* an entry may be a text alone, which is a table with that one key.
        """
        expected = "keys and values" if not single else "text, or keys and values"
        mend = "entries, each beginning with '- '" if not single else "texts, or entries with keys"
        for value in self._items(key, mend):
            entry = value
            if isinstance(value, Text) and single:
                entry = Table(value.spot, {single: value}, {single: value.spot}, value.spot)
            if isinstance(entry, Table):
                yield Fields(entry, self.notebook, what, f"the {what}")
            else:
                self.notebook.note(value.spot, f"an entry of '{key}' must be {expected}, not a {_shape(value)}")

    def numbered(self, key: str, mend: str) -> Iterator[tuple[int, Told]]:
        """Return the texts of the table *key*, whose keys are whole numbers from 1, with their numbers."""
        table = self.table.entries.get(key)
        if table is None or (isinstance(table, Text) and table.empty):
            return
        if not isinstance(table, Table):
            self.notebook.note(table.spot, f"'{key}' must be numbers and texts, not a {_shape(table)}: {mend}")
            return
        for word, value in table.entries.items():
            number, name = _number(word), clean(word)
            text = self._text(value, f"{name} of '{key}'")
            if not number:
                self.notebook.note(table.keys[word], f"'{name}' in '{key}' must be a whole number from 1: {mend}")
            elif text:
                yield number, Told(text, value.spot)

    def _items(self, key: str, mend: str) -> tuple[Value, ...]:
        value = self.table.entries.get(key)
        if value is None:
            return ()
        if not isinstance(value, List):
            self.notebook.note(value.spot, f"'{key}' must be a list of {mend}")
            return ()
        return value.items

    def choice(self, key: str, choices: type[_Choice], default: _Choice) -> _Choice:
        """Return the member of *choices* that *key* names."""
        text = self.text(key)
        if not text:
            return default
        valid = [choice.value for choice in choices]
        if text not in valid:
            self.notebook.note(self.spot(key), f"'{text}' is not valid for '{key}'; write one of: {', '.join(valid)}")
            return default
        return choices(text)

    def number(self, key: str) -> int:
        """Return the whole number of *key*, from 1; 0 when it is absent or wrong."""
        text = self.text(key)
        if not text:
            return 0
        number = _number(text)
        if not number:
            self.notebook.note(self.spot(key), f"'{key}' must be a whole number from 1, not '{text}'")
        return number

    def partial_date(self, key: str) -> PartialDate | None:
        """Return the date of *key*, to the precision written; None for `undated` too."""
        text = self.text(key)
        if not text or text == UNDATED:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            mend = "write 2026, 2026-01, 2026-01-24 or undated"
            self.notebook.note(self.spot(key), f"'{key}' is not a date: '{text}'; {mend}")
            return None

    def day(self, key: str) -> date:
        """Return the full date of *key*."""
        text = self.text(key)
        with suppress(ValueError):
            if len(text) == 10:
                return date.fromisoformat(text)
        if text:
            self.notebook.note(self.spot(key), f"'{key}' is not a day: '{text}'; write it like 2026-11-23")
        return date.min


def nearest(word: str, valid: Iterable[str]) -> str:
    """Return the mend for a word that is not one of *valid*: the closest, or all of them."""
    choices = sorted(valid)
    close = _close(word, choices)
    if close:
        return f"did you mean '{close[0]}'?"
    if len(choices) > 20:
        return f"there are {len(choices)}, and none is close"
    return f"valid are: {', '.join(choices)}" if choices else "there are none"


def is_near(word: str, valid: Iterable[str]) -> bool:
    """Return whether a word may be one of *valid*, misspelt."""
    return bool(_close(word, sorted(valid)))


def _close(word: str, choices: Sequence[str]) -> list[str]:
    found = get_close_matches(word[:80], choices, n=1, cutoff=0.6)
    return found or [each for each in choices if each.startswith(word)]


def _parted(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _number(text: str) -> int:
    """Return the whole number from 1 that *text* is; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _shape(value: Value) -> str:
    if isinstance(value, List):
        return "list"
    return "table of keys" if isinstance(value, Table) else "text"
