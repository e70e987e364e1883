"""What a document's front matter and sidecar say of it, checked: the words that override a guess."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from store.model import DatedBy, Kind
from store.seeds import frontmatter
from store.seeds.fields import FIELDS, NONE, UNDATED, Fields
from store.seeds.frontmatter import List, Spot, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.seeds.fields import Notebook, Told
    from store.seeds.frontmatter import Mistake, Value

_OPENED = re.compile(r"---[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*+(?:[\"']?\w[\w -]{0,40}[\"']?[ \t]*:|---)")
_URL = re.compile(r"https?://[^\s/<>|\"\\]+(?:/[^\s<>|\"\\]*)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_ANYTHING = re.compile(r".*")
_FORMS = {
    "url": (_URL, "write a whole address: https://…"),
    "language": (_LANGUAGE, "write a language code such as en or ko"),
}
MAY_BE_NONE = ("publisher", "author", "url")
_LONGEST = 2_000


class Given(NamedTuple):
    """What an editor says, by key, as `documents.parse` takes it; and the *topics* with where each stands.

    *places* are the pages or sections of the original, by passage, with where each stands.
    """

    said: dict[str, str]
    topics: tuple[Told, ...]
    places: tuple[tuple[int, Told], ...] = ()


_NOTHING = Given({}, ())
_WORDS = {"note": ("true", "false"), "published_from": tuple(by.value for by in DatedBy)}
"""What a key may say, where it is one of few words."""


_RENAMED = {
    "date": "published",
    "authors": "author",
    "lang": "language",
    "canonicalURL": "url",
    "canonical_url": "url",
    "source_url": "url",
    "site": "publisher",
}
"""What Jekyll, Hugo and their kin call what we know."""
_FOREIGN = frozenset({"layout", "tags", "categories", "category", "permalink", "draft", "slug", "weight", "date"})
"""Keys by which front matter is known as theirs."""
_TOML = "+++\n"
_DAY = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)(?:[T\s].*)?")


def of_front_matter(text: str, notebook: Notebook) -> tuple[Given, str | None]:
    """Return what the front matter of *text* says, and the text after it; None when the former cannot be read.

    A first line `---` that no `key:` follows is a rule drawn across the page.
    """
    if text.startswith(_TOML):
        return _of_toml(text, notebook)
    if not _OPENED.match(text):
        return _NOTHING, text
    try:
        parted = frontmatter.part(text)
        table, mistakes = frontmatter.compose(parted.front or "", first_line=2, end=parted.fence)
    except frontmatter.NotYaml as error:
        notebook.keep([error.mistake])
        return _NOTHING, None
    return _checked(_translated(table), mistakes, notebook), parted.body


def _of_toml(text: str, notebook: Notebook) -> tuple[Given, str | None]:
    """Return what front matter in TOML says, as Hugo writes it; a line +++ that opens none is text."""
    front, fence, body = text.removeprefix(_TOML).partition("\n+++")
    try:
        told = tomllib.loads(front) if fence else {}
    except tomllib.TOMLDecodeError:
        told = {}
    if not told:
        return _NOTHING, text
    spot = Spot(2, 1)
    entries: dict[str, Value] = {
        key: List(spot, tuple(Text(spot, str(one), empty=False) for one in value))
        if isinstance(value, list)
        else Text(spot, str(value), empty=not str(value))
        for key, value in told.items()
    }
    table = Table(
        spot, {"layout": Text(spot, "toml", empty=False), **entries}, dict.fromkeys(["layout", *entries], spot), spot
    )
    return _checked(_translated(table), (), notebook), body.partition("\n")[2]


def unused(text: str) -> list[str]:
    """Return the keys of a blog's front matter that say nothing to us."""
    if not _OPENED.match(text):
        return []
    try:
        table, _ = frontmatter.compose(frontmatter.part(text).front or "", first_line=2)
    except frontmatter.NotYaml:
        return []
    known = {_RENAMED.get(key, key): key for key in _translated(table).keys}
    return [key for key in table.keys if _RENAMED.get(key, key) not in known]


def _translated(table: Table) -> Table:
    """Return front matter that a blog was written with as ours: what we do not know in it says nothing to us."""
    if table.keys.keys().isdisjoint(_FOREIGN):
        return table
    known = {*FIELDS, *_WORDS, "topics", "places"}
    keys, entries = {}, {}
    for key, spot in table.keys.items():
        ours = _RENAMED.get(key, key)
        if ours in known and (ours == key or ours not in table.keys) and ours not in keys:
            keys[ours], entries[ours] = spot, _plain(ours, table.entries[key])
    return Table(table.spot, entries, keys, table.end)


def _plain(key: str, value: Value) -> Value:
    """Return a moment as its day, and a list of authors as their names."""
    if key == "author" and isinstance(value, List):
        names = [one.value for one in value.items if isinstance(one, Text)]
        return Text(value.spot, ", ".join(names), not names)
    day = _DAY.fullmatch(value.value) if key == "published" and isinstance(value, Text) else None
    return Text(value.spot, day[1], empty=False) if day and isinstance(value, Text) else value


def of_sidecar(text: str, notebook: Notebook) -> Given:
    """Return what a sidecar says; its fences, if it has them, are no matter."""
    lines = text.split("\n")
    fenced = lines[0].rstrip() == "---"
    try:
        table, mistakes = frontmatter.compose("\n".join(lines[fenced:]), first_line=1 + fenced)
    except frontmatter.NotYaml as error:
        notebook.keep([error.mistake])
        return _NOTHING
    return _checked(table, mistakes, notebook)


def _checked(table: Table, mistakes: Iterable[Mistake], notebook: Notebook) -> Given:
    """Return what is said and valid; the rest is noted."""
    notebook.keep(mistakes)
    fields = Fields(table, notebook, "document")
    fields.expect((*FIELDS, "topics", *_WORDS, "places"), ())
    told = {}
    for key in (*FIELDS, *_WORDS):
        problems = len(notebook.problems)
        text = _text(fields, key)
        if text and len(notebook.problems) == problems:
            told[key] = text
    topics = fields.words("topics")
    if topics:
        told["topics"] = " ".join(topic.text for topic in topics)
    places = tuple(fields.numbered("places", "places: {8: p. 3}"))
    if places:
        told["places"] = json.dumps([[number, place.text] for number, place in places])
    return Given(told, topics, places)


def _text(fields: Fields, key: str) -> str:
    if key == "kind":
        return fields.choice(key, Kind, Kind.REFERENCE) if key in fields.table.keys else ""
    if key == "published":
        return str(fields.partial_date(key) or UNDATED) if key in fields.table.keys else ""
    text = fields.text(key)
    if text and text not in _WORDS.get(key, (text,)):
        mend = f"write one of: {', '.join(_WORDS[key])}"
        fields.notebook.note(fields.spot(key), f"'{text[:80]}' is not valid for '{key}'; {mend}")
    if text.casefold() == NONE and key in MAY_BE_NONE:
        return NONE
    form, mend = _FORMS.get(key, (_ANYTHING, ""))
    if text and not (len(text) <= _LONGEST and form.fullmatch(text)):
        fields.notebook.note(fields.spot(key), f"'{key}' is not valid: '{text[:80]}'; {mend or 'shorten it'}")
    return text
