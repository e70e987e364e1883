"""What a document's front matter and sidecar say of it, checked: the words that override a guess."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from store.model import DatedBy, Kind
from store.model.documents import FIELDS
from store.seeds import frontmatter
from store.seeds.fields import NONE, UNDATED, Fields, Notebook, is_near
from store.seeds.frontmatter import List, Spot, Table, Text
from store.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.seeds.fields import Told
    from store.seeds.frontmatter import Mistake, Value

_OPENED = re.compile(r"---[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*+(?:[\"']?\w[\w -]{0,40}[\"']?[ \t]*:|---)")
_TOP = Spot(1, 1)
URL = re.compile(r"https?://[^\s/<>|\"\\]+(?:/[^\s<>|\"\\]*)?", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_ANYTHING = re.compile(r".*")
_FORMS = {
    "url": (URL, "write a whole address: https://…"),
    "language": (LANGUAGE, "write a language code such as en or ko"),
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
    **dict.fromkeys(("date", "pubdate", "publishdate", "published_at", "publishedat", "datepublished"), "published"),
    **dict.fromkeys(("created", "created_at", "createdat", "date_created"), "published"),
    **dict.fromkeys(("canonicalurl", "canonical_url", "source_url"), "url"),
    "authors": "author",
    "lang": "language",
    "site": "publisher",
}
"""What Jekyll, Hugo and their kin call what we know, in small letters; the first that is given counts."""
_FOREIGN = frozenset({*_RENAMED, "layout", "tags", "categories", "category", "permalink", "draft", "slug", "weight"})
"""Keys by which front matter is known as theirs."""
_OURS = (*FIELDS, "topics", "note", "published_from", "places")
_OURS_ALONE = frozenset({"published", "published_from", "publisher", "places", "note", "topics"})
_TOML, _JSON = "+++\n", "{\n"


def of_front_matter(text: str, notebook: Notebook) -> tuple[Given, str | None]:
    """Return what the front matter of *text* says, and the text after it; None when the former cannot be read.

    A first line `---` that no `key:` follows is a rule drawn across the page.
    """
    if text.startswith((_TOML, _JSON)):
        return _of_hugo(text, notebook)
    if not _OPENED.match(text):
        return _NOTHING, text
    try:
        parted = frontmatter.part(text)
        table, mistakes = frontmatter.compose(parted.front or "", first_line=2, end=parted.fence, foreign=True)
    except frontmatter.NotYaml as error:
        notebook.keep([error.mistake])
        return _NOTHING, None
    if _is_foreign(table):
        return _translated(table, notebook)[0], parted.body
    return _checked(table, mistakes, notebook), parted.body


def _of_hugo(text: str, notebook: Notebook) -> tuple[Given, str | None]:
    """Return what front matter in TOML or JSON says, as Hugo writes it; a line +++ or { that opens none is text."""
    try:
        if text.startswith(_TOML):
            front, _, body = text.removeprefix(_TOML).partition("\n+++")
            told = tomllib.loads(front) if body else {}
            body = body.partition("\n")[2]
        else:
            told, end = json.JSONDecoder().raw_decode(text)
            body = text[end:]
        entries = {key: _value(value) for key, value in told.items()}
    except (ValueError, RecursionError):
        return _NOTHING, text
    if not entries or not body.strip():
        return _NOTHING, text
    return _translated(Table(_TOP, entries, dict.fromkeys(entries, _TOP), _TOP), notebook)[0], body


def _value(value: object) -> Value:
    if isinstance(value, list):
        return List(_TOP, tuple(map(_value, value)))
    if isinstance(value, dict):
        return Table(_TOP, {key: _value(one) for key, one in value.items()}, dict.fromkeys(value, _TOP), _TOP)
    return Text(_TOP, "" if value is None else str(value), empty=value in (None, ""))


def unused(text: str) -> list[str]:
    """Return the keys of a blog's front matter that say nothing to us."""
    if not _OPENED.match(text):
        return []
    try:
        table, _ = frontmatter.compose(frontmatter.part(text).front or "", first_line=2, foreign=True)
    except frontmatter.NotYaml:
        return []
    return _translated(table, Notebook("", []))[1] if _is_foreign(table) else []


def _is_foreign(table: Table) -> bool:
    """Return whether front matter was not written for us: some keys are theirs, or none that we do not know is a slip.

    Where nothing stands that we alone ask for, one key that is no slip is enough.
    """
    unknown = [key for key in table.keys if key not in _OURS]
    slips = [key for key in unknown if is_near(key, _OURS)]
    ours = any(key in _OURS_ALONE for key in table.keys)
    theirs = any(key.lower() in _FOREIGN for key in unknown)
    return theirs or (bool(unknown) and len(slips) < (1 if ours else len(unknown)))


def _translated(table: Table, notebook: Notebook) -> tuple[Given, list[str]]:
    """Return what the front matter of a blog says to us, and the keys that say nothing."""
    read, idle = _NOTHING, list[str]()
    for key in sorted(table.keys, key=lambda key: [*_OURS, *_RENAMED, key.lower()].index(key.lower())):
        ours = _RENAMED.get(key.lower(), key)
        page = Notebook(notebook.file, [])
        spot = table.keys[key]
        one = Table(spot, {ours: _plain(ours, table.entries[key])}, {ours: spot}, spot)
        given = _checked(one, (), page)
        if page.problems or not given.said.keys() - read.said.keys():
            idle.append(key)
        else:
            read = Given(read.said | given.said, read.topics + given.topics, read.places + given.places)
    return read, sorted(idle, key=list(table.keys).index)


def _plain(key: str, value: Value) -> Value:
    """Return a moment as its day, and a list of authors as their names."""
    if key == "author" and isinstance(value, List):
        named = [one.entries.get("name") if isinstance(one, Table) else one for one in value.items]
        names = [one.value for one in named if isinstance(one, Text)]
        return Text(value.spot, ", ".join(names), not names)
    if key != "published" or not isinstance(value, Text):
        return value
    day = next(dates.find(value.value), None)
    return Text(value.spot, str(day.date), empty=False) if day else value


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
    fields.expect(_OURS, ())
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
