"""What an HTML page says of itself: in its data, its headline, and in what trafilatura finds."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from store.documents.layout.blocks import Facts
from store.documents.metadata import bylines, titles
from store.documents.metadata.repair import unglued_title
from store.model import Kind, PartialDate
from store.text import clean, dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement
    from trafilatura.settings import Document as Extracted

_PUBLISHED = frozenset(
    {
        *("article:published_time", "og:published_time", "article.published", "datepublished", "date", "pubdate"),
        *(
            "publishdate",
            "publish-date",
            "publication_date",
            "dc.date",
            "dc.date.issued",
            "dcterms.date",
            "dcterms.issued",
        ),
        *("citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date"),
    }
)
_MODIFIED = frozenset({"article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"})
_PUBLISHED_IN_SCRIPT = re.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{4,40})"')
_MODIFIED_IN_SCRIPT = re.compile(r'"dateModified"\s{0,5}:\s{0,5}"([^"]{4,40})"')
_KIND_IN_SCRIPT = re.compile(r'"@type"\s{0,5}:\s{0,5}(?:\[\s{0,5})?"(\w{3,30})"')
_KINDS = {
    **dict.fromkeys(("NewsArticle", "ReportageNewsArticle", "BackgroundNewsArticle"), Kind.NEWS),
    **dict.fromkeys(("OpinionNewsArticle", "AnalysisNewsArticle", "ScholarlyArticle"), Kind.ANALYSIS),
}
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=[T\s]|$)")
_URL = re.compile(r"https?://[^\s/<>|\"\\]+(?:/[^\s<>|\"\\]*)?", re.IGNORECASE)
_LONGEST_SCRIPT = 100_000
_SUFFIX = re.compile(r"\s*(?:[|·•»«]|::|\s[-–—:]\s|\s/\s)\s*")
_KOREAN_NAME = re.compile(r"[가-힣]{2,4}")
"""What stands among names, where a page lists nothing else; in a line it may be any word."""
_SEVERAL = re.compile(r"[;,]\s")
_FRAMES = frozenset({"nav", "aside", "footer", "li", "form"})
_FEWEST_WORDS = 2
_WIKI = re.compile(r"wiki(?!media)")
_WEEK = timedelta(days=7)
_JANUARY_FIRST = "-01-01"
"""What htmldate makes of any year that a text names."""


def read(root: HtmlElement, extracted: Extracted | None) -> Facts:
    """Return what the page says; *extracted* is what trafilatura read in its data, and htmldate anywhere."""
    publisher = clean((extracted.sitename if extracted else None) or "")[: titles.LONGEST] or None
    language = (root.get("lang") or "").split("-")[0].lower()
    wiki, found = _is_wiki(root), _dated((extracted.date if extracted else None) or "")
    created = wiki and _own_date(root, _PUBLISHED, _PUBLISHED_IN_SCRIPT) is not None
    return Facts(
        title=_title(root, extracted, publisher),
        author=_author(extracted.author or "", publisher or "") if extracted else None,
        publisher=publisher,
        # A wiki says when a page was begun; what it says now is of the day it was last changed.
        published=None if wiki else _published(root, found),
        updated=_own_date(root, _MODIFIED, _MODIFIED_IN_SCRIPT) if wiki else None,
        guessed=None if created or not found or str(found).endswith(_JANUARY_FIRST) else found,
        url=extracted.url if extracted and _URL.fullmatch(extracted.url or "") else None,
        language=language if 2 <= len(language) <= 3 and language.isalpha() else None,
        kind=Kind.REFERENCE if wiki else _kind(root),
    )


def _is_wiki(root: HtmlElement) -> bool:
    """Return whether many hands change the page: its program, its name or its address says so."""
    made = (meta.get("content") or "" for meta in root.iter("meta") if (meta.get("name") or "").lower() == "generator")
    _, mark, site = (root.findtext(".//title") or "").lower().rpartition(" - ")
    parts = {element.get("id") for element in root.iter("div", "main")}
    return (
        any(_WIKI.search(name.lower()) for name in made)
        or (bool(mark) and _WIKI.search(site) is not None)
        or "mw-content-text" in parts
    )


def _title(root: HtmlElement, extracted: Extracted | None, publisher: str | None) -> str | None:
    """Return the headline as the page shows it: what its data add to it is the site's name."""
    shown = [unglued_title(clean("".join(each.itertext()))) for each in root.iter("h1")]
    for found in (extracted.title if extracted else None, *shown[:1], root.findtext(".//title")):
        if title := unglued_title(clean(found or "")).strip(" -|"):
            own = next((one for one in shown if _is_part(one, title)), None)
            return own or _without_site(title, publisher)
    return None


def _is_part(shown: str, title: str) -> bool:
    """Return whether *title* is the headline *shown* and something more behind a mark."""
    if not shown or not title.startswith(shown):
        return False
    return shown == title or _SUFFIX.match(title, len(shown)) is not None


def _without_site(title: str, publisher: str | None) -> str:
    """Return the title without what stands behind its last bar, or the name of the site."""
    marks = list(_SUFFIX.finditer(title))
    if not marks:
        return title
    before, after = title[: marks[-1].start()].strip(), title[marks[-1].end() :].strip()
    bar = "|" in marks[-1].group()
    names = bool(publisher) and titles.key(after) in (titles.key(publisher or ""), titles.key(f"the {publisher}"))
    return before if (bar or names) and len(before.split()) >= _FEWEST_WORDS else title


def _author(text: str, publisher: str) -> str | None:
    """Return the names that trafilatura found, as a byline would give them; a publisher or a role is nobody's."""
    told = clean(text)
    listed = told.replace("; ", ", ")
    names = bylines.author(f"By {listed}") or bylines.author(listed)
    korean = [name for name in _SEVERAL.split(told) if _KOREAN_NAME.fullmatch(name) and not bylines.is_role(name)]
    names = ", ".join(dict.fromkeys([names, *korean] if names else korean))
    nobody = not names or bylines.is_role(names) or titles.key(names) in titles.key(publisher)
    return None if nobody or bylines.is_nobody(names) else names


def _kind(root: HtmlElement) -> Kind | None:
    found = (_KINDS.get(match[1]) for text in _scripts(root) for match in _KIND_IN_SCRIPT.finditer(text))
    return next(filter(None, found), None)


def _published(root: HtmlElement, found: PartialDate | None) -> PartialDate | None:
    """Return the day that the page says it is from, as it counts days itself.

    Its data may count them in another zone, or from the first draft: a day *found* near, such as in its address, or
    one that it shows, is the page's. Of moments that it only shows, the one that is found is the article's.
    """
    own, shown = _own_date(root, _PUBLISHED, _PUBLISHED_IN_SCRIPT), _shown_date(root)
    if own is not None:
        return found if found and (_is_near(own, found) or found == shown) else own
    if shown is None:
        return None
    return shown if found is None or str(found).endswith(_JANUARY_FIRST) or _is_same(shown, found) else None


def _is_near(one: PartialDate, other: PartialDate) -> bool:
    """Return whether two days are of one week."""
    return bool(one.day and other.day) and abs(_day(one) - _day(other)) <= _WEEK


def _is_same(one: PartialDate, other: PartialDate) -> bool:
    """Return whether two dates are one, or may be: 3/9/2026 is read either way."""
    return one == other or (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _day(one: PartialDate) -> date:
    return date(one.year, one.month or 1, one.day or 1)


def _scripts(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        yield (script.text or "")[:_LONGEST_SCRIPT]


def _own_date(root: HtmlElement, names: frozenset[str], in_script: re.Pattern[str]) -> PartialDate | None:
    """Return the date in the page's own data."""
    return next(filter(None, map(_dated, _written(root, names, in_script))), None)


def _written(root: HtmlElement, names: frozenset[str], in_script: re.Pattern[str]) -> Iterator[str]:
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in names:
            yield meta.get("content") or ""
    if names is _PUBLISHED:
        for time in root.iter("time"):
            if "pubdate" in time.attrib or time.get("itemprop") == "datePublished":
                yield time.get("datetime") or ""
    for text in _scripts(root):
        for match in in_script.finditer(text):
            yield match[1]


def _shown_date(root: HtmlElement) -> PartialDate | None:
    """Return the date of the first moment that the page marks, outside of lists of other pages."""
    for time in root.iter("time"):
        framed = any(above.tag in _FRAMES for above in time.iterancestors())
        if not framed and (found := _dated(time.get("datetime") or "")):
            return found
    return None


def _dated(text: str) -> PartialDate | None:
    day = _DAY.match(text.strip())
    try:
        return PartialDate.parse(day.group()) if day else next((found.date for found in dates.find(text[:60])), None)
    except ValueError:
        return None
