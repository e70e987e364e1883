"""Lines that label an article rather than tell it: `By Ann Lee | 3 March 2026 | 4 min read` to facts."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.documents.layout.blocks import Facts
from store.documents.metadata import article, bylines
from store.model import PartialDate
from store.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 200
_DIGITS = 8
_CUT = "|"
_SEPARATOR = re.compile(r"\s*[|·•‧∙]\s*|\s+[-–—/]\s+")
_EDGES = " ,;:|·•-–—()[]/"

_DATE_LABEL = re.compile(
    r"""(?:
        (?P<label>
            (?:(?:first|originally|last)\s)?
            (?:published|posted|updated|modified|created|issued|released|revised|reviewed|dated?|publication|release
              |edited|filed|as\ of|(?:done|given|signed|adopted)(?:\s(?:at|in)(?:\s(?-i:[A-Z])[\w.'’-]*){1,3},?)?
              |(?:기사|최초|최종|마지막)?\s?(?:입력|등록|수정|승인|발행|게재|게시|작성|배포|보도|발표|공개|제정|시행)
                \s?(?:일시|일자|일|시점)?)
            (?:\s(?:on|at|date|online|in)){0,2}
        )
        | (?:^|\s)on
    )?
    \s?[:：]?\s?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?$""",
    re.IGNORECASE | re.VERBOSE,
)
_UPDATED = ("updated", "modified", "revised", "last", "reviewed", "edited", "수정")
_TIME = re.compile(
    r"(?:(?:,?\s?(?:at\s)?|T|\s?[|·-]\s?)(?:오[전후]\s?)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\.\d+)?(?:\s?[ap]\.?m\b\.?)?(?:\s?\(?(?-i:[A-Z]{1,5})\b\)?)?(?:\s?(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2})?"
    r"|\s?(?:\([월화수목금토일]\)|[월화수목금토일]요일))+",
    re.IGNORECASE,
)
_YEAR_ONLY = re.compile(
    r"(?:published|date|year|publication date|issued|발행일?)\s?[:：]?\s?((?:19|20)\d\d)\.?", re.IGNORECASE
)
_TITLE = re.compile(r"(?:title|headline|subject|re|제목)\s?[:：]\s?(\S.*)", re.IGNORECASE)
_PUBLISHER = re.compile(
    r"(?:publisher|publication|outlet|journal|newspaper|organi[sz]ation|institution|매체|발행처|언론사)\s?[:：]\s?(\S.{1,80})"
    r"|published by\s?[:：]?\s?(?:the\s)?(?-i:(?=[A-Z]))([^.]{2,80})\.?"
    r"|(?:source|출처)\s?[:：]\s?(?-i:(?=[A-Z가-힣]))([^/]{2,60})",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:url|link|permalink|source|web|출처)\s?[:：]\s?(https?://\S+)", re.IGNORECASE)
_VOLUME = re.compile(
    r"(?:(?:vol(?:ume)?|issue|no|number|pp?|pages?)\.?\s?\d[\d–-]*(?:\s?\(\d+\))?[\s,:;]*)+", re.IGNORECASE
)
_WORK_BY = re.compile(
    r"an?\s(?:\w{1,20}\s)?(?:note|report|paper|briefing|brief|analysis|study|memo|memorandum|essay|commentary|statement)"
    r"\s(?:by|from|of)\s(?:the\s)?(?-i:(?=[A-Z]))(?P<whom>[^.]{3,120})",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?:\[(?!\[)[^\[\]]{4,160}\]\s?)+")
"""What a register prints above a text: `[Congressional Record Volume 172 (Tuesday, April 7, 2026)]`, `[House]`."""
_PLACE = re.compile(r"(?:[A-Z][\w.'’-]*|[A-Z]+)(?:,?\s[A-Z][\w.'’-]*){0,3}")


_OFFICE = re.compile(
    r"[가-힣]{1,15}(?:부|처|청|위원회|사령부|대사관|연구원|연구소|본부|국회|재단|협회)(?:\s[가-힣]{1,12}(?:실|국|과|관|단|팀|센터))?"
)


def read(text: str) -> Facts | None:
    """Return what the line *text* labels; None when it is not a label, empty facts when it says nothing we keep."""
    if len(text) > _LONGEST:
        return None
    if _BRACKETED.fullmatch(text):
        # What is in force from June was made in March.
        return Facts(published=min((found.date for found in dates.find(text)), key=str, default=None))
    found = _labelled(text) or _attributed(text)
    return found or _composed(text)


def _labelled(text: str) -> Facts | None:
    if title := _TITLE.fullmatch(text):
        return Facts(title=title[1])
    if url := _URL.fullmatch(text):
        return Facts(url=url[1])
    if publisher := _PUBLISHER.fullmatch(text):
        return Facts(publisher=next(filter(None, publisher.groups())).strip(_EDGES))
    if _OFFICE.fullmatch(text):
        return Facts(publisher=text)
    return _bare_date(text)


def _bare_date(text: str) -> Facts | None:
    """Return the date of a line that is digits, or a labelled year."""
    if text.isdigit() and len(text) == _DIGITS:
        day = dates.run(text)
        return Facts(published=day) if day else None
    year = _YEAR_ONLY.fullmatch(text)
    return Facts(published=PartialDate(int(year[1]))) if year else None


def _attributed(text: str) -> Facts | None:
    """Return what `A note by the Accounts Office, 12 January 2026` says."""
    match = _WORK_BY.fullmatch(text)
    if match is None:
        return None
    rest, facts, _ = _without_dates(match["whom"])
    whom = rest.partition(_CUT)[0].strip(_EDGES)
    if bylines.is_name(whom) and not bylines.is_institution(whom):
        return facts.or_else(Facts(author=whom))
    return facts.or_else(Facts(publisher=whom)) if bylines.is_institution(whom) else None


def _composed(text: str) -> Facts | None:
    """Return what a line of dates, names, reading times and buttons says; None when anything else is in it."""
    rest, facts, explicit = _without_dates(article.without_reading_time(text, _CUT))
    removed, rest = rest != text, rest.replace(f", {_CUT}", f",{_CUT}")
    for part in _parts(rest):
        if name := bylines.author(part):
            facts = facts.or_else(Facts(author=name))
        elif removed and bylines.is_name(part) and f"{part},{_CUT}" not in rest:  # which would be a place
            facts = facts.or_else(Facts(author=part))
        elif not (_says_nothing(part) or (removed and _PLACE.fullmatch(part))):
            return facts if explicit and len(part) <= 60 else None
    return facts if facts or removed or _VOLUME.match(text) else None


def _parts(text: str) -> Iterator[str]:
    for part in _SEPARATOR.split(text):
        if kept := part.strip(_EDGES):
            yield kept


def _says_nothing(part: str) -> bool:
    if _VOLUME.fullmatch(part):
        return True
    return bylines.is_role(part) or article.is_section_label(part) or article.judge(part) is not article.Verdict.CONTENT


def _without_dates(text: str) -> tuple[str, Facts, bool]:
    """Return the text without its dates, their labels and times; the dates; and whether one was labelled."""
    facts, explicit = Facts(), False
    for dated in reversed(list(dates.find(text))):
        label = _DATE_LABEL.search(text, max(0, dated.start - 60), dated.start)
        time = _TIME.match(text, dated.end)
        named = (label["label"] or "").lower() if label else ""
        explicit = explicit or bool(named)
        changed = any(word in named for word in _UPDATED) and "first" not in named
        found = Facts(updated=dated.date) if changed else Facts(published=dated.date)
        facts = found.or_else(facts)
        text = text[: label.start() if label else dated.start] + _CUT + text[time.end() if time else dated.end :]
    return text, facts, explicit
