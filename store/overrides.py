"""What a document's front matter and sidecar say of it, checked: the words that override a guess."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store import frontmatter
from store.fields import Fields
from store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.fields import Notebook
    from store.frontmatter import Mistake, Table

KEYS = ("title", "publisher", "author", "kind", "published", "url", "language")
_OPENED = re.compile(r"---[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*(?:[\"']?\w[\w -]{0,40}[\"']?[ \t]*:|---)")
_URL = re.compile(r"https?://[^\s/<>|\"\\]+(?:/[^\s<>|\"\\]*)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)


def of_front_matter(text: str, notebook: Notebook) -> tuple[dict[str, str], str]:
    """Return what the front matter of *text* says, and the text after it.

    A first line `---` that no `key:` follows is a rule drawn across the page.
    """
    if not _OPENED.match(text):
        return {}, text
    try:
        parted = frontmatter.part(text)
        table, mistakes = frontmatter.compose(parted.front or "", first_line=2, end=parted.fence)
    except frontmatter.NotYaml as error:
        notebook.keep([error.mistake])
        return {}, text
    return _checked(table, mistakes, notebook), parted.body


def of_sidecar(text: str, notebook: Notebook) -> dict[str, str]:
    """Return what a sidecar says; its fences, if it has them, are no matter."""
    lines = text.split("\n")
    fenced = lines[0].rstrip() == "---"
    try:
        table, mistakes = frontmatter.compose("\n".join(lines[fenced:]), first_line=1 + fenced)
    except frontmatter.NotYaml as error:
        notebook.keep([error.mistake])
        return {}
    return _checked(table, mistakes, notebook)


def _checked(table: Table, mistakes: Iterable[Mistake], notebook: Notebook) -> dict[str, str]:
    notebook.keep(mistakes)
    fields = Fields(table, notebook, "document")
    fields.expect(KEYS, ())
    fields.choice("kind", Kind, Kind.REFERENCE)
    fields.partial_date("published")
    _matching(fields, "url", _URL, "write a whole address: https://…")
    _matching(fields, "language", _LANGUAGE, "write a language code such as en or ko")
    silent = Fields(table, notebook.deaf(), "document")
    return {key: text for key in KEYS if (text := silent.text(key))}


def _matching(fields: Fields, key: str, form: re.Pattern[str], mend: str) -> None:
    text = fields.text(key)
    if text and not (len(text) <= 2000 and form.fullmatch(text)):
        fields.notebook.note(fields.spot(key), f"'{key}' is not valid: '{text[:80]}'; {mend}")
