"""Who wrote it: names as bylines give them, told from headings by their shape."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re

_LONGEST_ASIDE = 80
_EDGES = " .,;|·•-–—"
_ADDRESS = re.compile(r"\s*[<(]?[\w.+-]{1,64}@[\w.-]{1,80}[>)]?\s*")
_FLAGS = re.IGNORECASE | re.VERBOSE

_PARTICLE = "(?:de|del|della|der|den|di|da|dos|du|van|von|bin|bint|ibn|al|el|la|le|ten|ter)"
_RANK = r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Gen|Lt|Col|Adm|Amb|Sir|Dame)\.?\s)?"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠȘŤȚŪŮŰŹŻŽ]"
_GIVEN = rf"{_CAPITAL}[\w’'-]{{0,30}}"
_NAME = (
    rf"{_RANK}(?:{_GIVEN}|[A-Z]\.)(?:\s(?:{_GIVEN}|[A-Z]\.|{_PARTICLE})){{0,3}}\s{_GIVEN}(?:,?\s(?:Jr|Sr|II|III)\.?)?"
)
_NAMES = re.compile(rf"{_NAME}(?:(?:,\s|\s?,?\s(?:and|&)\s|\s?/\s?){_NAME}){{0,5}}")
_ONLY_NAME = re.compile(_NAME)
_NO_NAMES = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
_KOREAN = re.compile(
    r"""(?:글\ ?|기자\ ?[:=]?\ ?)?([가-힣]{2,4})\ ?(?:기자|특파원|논설위원|선임기자|연구위원|교수)(?:\ ?\S{1,60}@\S+)?
      | ([가-힣]{2,4})\ ?=?\ ?\S{1,60}@\S+""",
    _FLAGS,
)
_BY = re.compile(
    r"""(?:(?:written|story|words|text|article|analysis|commentary|posted|authored|opinion|column|essay|review)\ )?
    by(?:\ ?:\ ?|\ )(?=\S)""",
    _FLAGS,
)
_LABEL = re.compile(
    r"(?:authors?|writers?|byline|contributors?|from|(?:written\ )?by|저자|글쓴이|작성자)(?:\(s\))?\ ?[:：]\ ?", _FLAGS
)
_ROLE = re.compile(
    r"""\b(?:correspondent|editor|reporter|writer|columnist|contributor|contributing|analyst|fellow|researcher
        |professor
    |director|bureau|staff|journalist|scholar|producer|associate|specialist|advis[eo]r|lecturer|commentator|chief|chair
    |president|ambassador|intern|photographer|author|expert|economist|historian|scientist|freelance|special\ to)\b""",
    _FLAGS,
)
_INSTITUTION = re.compile(
    r"""(?:the\ )?(?:
        (?:ministry|department|office|government|embassy|bureau|institute|institution|university|council|cent(?:er|re)
          |committee|commission|foundation|association|academy|agency|college|school)
          \ (?:of|for|on)\ (?:the\ )?(?-i:[A-Z]).*
      | (?-i:[A-Z])[\w.’'&-]*(?:\ (?:of|for|and|the|on|&|(?-i:[A-Z])[\w.’'&-]*)){0,7}\ (?:ministry|department
        |office|institute
          |institution|university|council|cent(?:er|re)|committee|commission|foundation|association|academy
        |agency|embassy)
      | (?:white|blue)\ house | pentagon | kremlin
    )""",
    _FLAGS,
)
_OUTLET = re.compile(
    r"""\b(?:quarterly|journal|review|magazine|weekly|daily|times|post|news|press|gazette|herald|tribune|institute
    |university|foundation|cent(?:er|re)|council|agency)\b""",
    _FLAGS,
)
_NOBODY = re.compile(
    r"""(?:the\ )?(?:
        (?:windows|microsoft(?:\ office)?|office|default|registered|unknown|guest|local|valued|dell|hp|hewlett-packard
          |lenovo|samsung|apple|acer|asus|toshiba)\ (?:user|account|customer|inc\.?|company|owner|author)
      | (?:.{0,40}\ )?(?:public\ affairs|(?:editorial|news|web|digital|online|press|communications|media)
          \ (?:team|staff|desk|office|room|board|department)|newsdesk|newsroom)
      | user\d* | admin(?:istrator)? | owner | author | unknown(?:\ author)? | anonymous | staff | editor | root | pc
      | web\ ?master | windows | microsoft | adobe\ \w+ | python-docx | libreoffice | openoffice | test)""",
    _FLAGS,
)
_VERBAL = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|says?|said|calls?|urges?|warns?|wants?|to)\b")
_DOES = r"""(?:\s\([^)]{1,40}\))?(?:,\s[^.]{1,120},)?\s
    (?:is|was|are|were|covers|writes|reports|serves|served|has\ (?:been|reported|written|covered|worked)|joined|works
    |worked|speciali[sz]es|holds|teaches|leads|directs|currently)\s"""
_SOMEBODY = re.compile(rf"\W?{_NAME}(?x:{_DOES})")
_PRONOUN = re.compile(r"(?:He|She|They|His|Her|Their|Born|Before|Prior to|Previously|Based in|Follow)\b")
_CAREER = re.compile(
    r"""\b(?:years\ of\ experience|award-winning|has\ (?:covered|reported|written)\ (?:for|from|on|about)|writes\ about
    |covers\ (?:the|a|how)|(?:his|her|their)\ (?:work|reporting|writing)\ (?:has|appears)|graduated?\ (?:from|of)
    |educated\ at|follow\ (?:him|her|them)|is\ based\ in|contributor\ to)\b""",
    _FLAGS,
)
_UNNAMED = re.compile(r"the\ (?:author|writer|columnist)s?\ (?:is|are|was|were)\ ", _FLAGS)


def is_name(text: str) -> bool:
    """Return whether *text* has the shape of one person's name, and nothing else."""
    return len(text) <= 60 and _ONLY_NAME.fullmatch(text) is not None and _NO_NAMES.isdisjoint(text.lower().split())


def is_institution(text: str) -> bool:
    """Return whether a line is the name of a ministry, institute or office, and nothing else."""
    return len(text) <= 80 and not text.endswith(".") and _INSTITUTION.fullmatch(text) is not None


def is_role(text: str) -> bool:
    """Return whether *text* says what somebody is: `Senior Correspondent, Asia`."""
    return len(text) <= 100 and bool(_ROLE.search(text)) and not text.endswith(".") and not _VERBAL.search(text)


def is_nobody(text: str) -> bool:
    """Return whether a program wrote a name in, because nobody had given one: `Windows User`."""
    return _NOBODY.fullmatch(text) is not None


def author(text: str) -> str | None:
    """Return who a byline names; None for other lines.

    Bylines are `By Ann Lee, Staff Writer`, `Author: Ann Lee` and `Ann Lee, Correspondent`.
    """
    if len(text) > 200:
        return None
    if label := _LABEL.match(text):
        rest = _ADDRESS.sub("", text[label.end() :]).strip(_EDGES)
        return _named(rest) or (rest if len(rest) <= _LONGEST_ASIDE else None) or None
    if by := _BY.match(text):
        return None if text.endswith(".") else _named(text[by.end() :])
    if korean := _KOREAN.fullmatch(text):
        return korean[1] or korean[2]
    return _with_role(text)


def _named(text: str) -> str | None:
    """Return the names that *text* begins with, when nothing but a role, a place or an agency follows them."""
    if text.isupper():
        text = text.title().replace(" And ", " and ")
    match = _NAMES.match(text)
    if match is None:
        return None
    rest = text[match.end() :].strip(" ,|–—-·•/()")
    if rest and not (is_role(rest) or _aside(text[match.end() :])):
        return None
    names = match.group()
    while (comma := names.rfind(", ")) > 0 and (is_role(names[comma + 2 :]) or _OUTLET.search(names[comma + 2 :])):
        names = names[:comma]
    return names


def _aside(rest: str) -> bool:
    if len(rest) > _LONGEST_ASIDE:
        return False
    return rest.lstrip()[:1] in tuple(",|–—-·•(/") or rest.startswith((" in ", " for "))


def _with_role(text: str) -> str | None:
    for separator in (", ", " | ", " – ", " — ", " - ", " · ", " ("):
        name, found, role = text.partition(separator)
        if found and is_name(name) and is_role(role.rstrip(")")):
            return name
    return None


def is_biography(text: str, author_name: str | None) -> bool:
    """Return whether a closing paragraph tells who the author is."""
    if _UNNAMED.match(text):
        return True
    for name in re.split(r",\s|\sand\s|\s&\s", author_name or ""):
        if not name:
            continue
        called = rf"(?:{re.escape(name)}|(?:\w{{1,20}}\s)?{re.escape(name.split()[-1])})"
        if re.match(rf"\W?{called}(?x:{_DOES})", text):
            return True
    return False


def may_be_biography(text: str) -> bool:
    """Return whether a paragraph below the end of an article looks like one about its author."""
    somebody = _UNNAMED.match(text) or _SOMEBODY.match(text) or _PRONOUN.match(text) or _CAREER.search(text)
    return bool(somebody and _ROLE.search(text))
