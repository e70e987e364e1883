"""What every kind of feed says of an entry, as we keep it: text without marks, addresses as they are compared. Pure."""

from __future__ import annotations

import html as entities
import re
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from store.feeds.model import NOT_BEFORE, FeedEntry
from store.model import PartialDate
from store.text import clean

_OF_ADVERTISING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "cmpid", "ocid", "ref", "ref_src", "ref_url", "source"}
    | {"feature", "spm", "_ga", "ncid", "sr_share", "smid", "partner", "feedtype", "feedname", "rss", "xtor"}
)
_PREFIXES = ("utm_", "pk_", "hsa_", "at_", "mc_")
_PORTS = {"http": 80, "https": 443}
WHOLE = 1_500
"""Letters from which on what a feed brings is the text itself, where it does not call it a summary."""
MOST_HTML = 300_000
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_LINK = 300, 120, 2_000
_LONGEST_KEY = 500
_TITLE_WORDS = 12
_TAG = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)\s*>|\Z)|<!--.*?-->"
    r"|</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|ol|p|q|s|small|span|strong"
    r"|strike|sub|sup|svg|table|td|th|tr|tt|u|ul|wbr|iframe|input|form|object|video|audio)\b[^<>]{0,2000}/?>",
    re.IGNORECASE | re.DOTALL,
)
_BREAKS = re.compile(r"<(?:br|p|div|li|tr|h[1-6])\b", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}.*)?$")


def canonical(url: str) -> str:
    """Return *url* without what does not say which page it is; unchanged where it is no address of the web."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _PORTS or not host:
        return url
    # http and https lead to one page, so does a port that goes without saying.
    place = host if port in {None, *_PORTS.values()} else f"{host}:{port}"
    told = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_noise(pair[0])]
    path = parts.path.rstrip("/").removesuffix("/amp") or "/"
    return urlunsplit(("https", place, path, urlencode(sorted(told)), ""))


def _is_noise(key: str) -> bool:
    key = key.lower()
    return key in _OF_ADVERTISING or key.startswith(_PREFIXES)


def is_of_the_web(url: str) -> bool:
    """Return whether *url* is a whole address of http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in _PORTS and bool(parts.hostname)


def plain(text: object) -> str:
    """Return what a title says, without tags and entities."""
    written = _BREAKS.sub(r" \g<0>", str(text or ""))[: 10 * _LONGEST_TITLE]
    told = entities.unescape(_TAG.sub("", written))
    if _TAG.search(told):  # escaped twice
        told = entities.unescape(_TAG.sub("", told))
    return clean(told)


def dated(written: str) -> PartialDate | None:
    """Return the day, the month or the year of an ISO date; None where it is none, or earlier than the web."""
    day = _DAY.fullmatch(written.strip())
    with suppress(ValueError):
        found = PartialDate.parse(day[1] if day else written.strip())
        return found if found.year >= NOT_BEFORE else None
    with suppress(ValueError):
        return dated(datetime.fromisoformat(written.strip()).date().isoformat())
    return None


def entry(  # noqa: PLR0913 - what three formats say, field by field
    *,
    id_: str,
    link: str,
    title: object,
    author: str,
    publisher: str,
    published: PartialDate | None,
    html: str,
    full: bool,
) -> FeedEntry:
    """Return an entry; *full* says that its feed calls *html* the content, and not a summary."""
    link = link.strip()
    link = link if is_of_the_web(link) and len(link) <= _LONGEST_LINK else ""
    html = html[:MOST_HTML]
    written = _shown(html)
    told = plain(title)[:_LONGEST_TITLE] or _beginning(written)
    key = clean(id_) or link or _digest(told, written)
    return FeedEntry(
        key=key if len(key) <= _LONGEST_KEY else _digest(key),
        link=link or None,
        title=told,
        author=plain(author)[:_LONGEST_NAME] or None,
        publisher=plain(publisher)[:_LONGEST_NAME] or None,
        published=published,
        html=html if written else "",
        whole=full and len(written) >= WHOLE,
        digest=_digest(told, link, str(published), written),
    )


def _shown(html: str) -> str:
    return clean(entities.unescape(re.sub(r"<[^<>]{0,5000}>", " ", html)))


def _beginning(text: str) -> str:
    """Return the first words of a text, which stand for the title that it has not."""
    words = text.split(" ")
    return " ".join(words[:_TITLE_WORDS])[:_LONGEST_TITLE] + ("…" if len(words) > _TITLE_WORDS else "")


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
