"""What people write around a name or a question: links, entities, `vs`, `who is`, `can you tell me`. Pure."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = re.compile(r"<?\b(?:(?:https?|mailto):|www\.)[^\s<>|]*(?:\|([^<>]*))?>?")
_MARKED = re.compile(r"[&<:]|www\.")
_SLACKS = re.compile(r"<[@#!][^<>]*>|(?<!\w):[a-z][\w+-]*:(?!\w)")
_FIGURE = re.compile(
    r"(?<![\w.,-])(?:(?P<myriads>\d{1,4})만(?:\s?(?P<rest>\d{1,4})(?!\d))?|(?P<long>\d{5,12}(?![\d.]))|(?P<thousands>\d{1,6}(?:\.\d{1,3})?)k\b)"
    r"|(?<=\d)\s?(?P<unit>%|(?:bn|tn)\b)",
    re.IGNORECASE,
)
_UNITS = {"%": " percent", "bn": " billion", "tn": " trillion"}
_ENTITY = re.compile(r"&(amp|lt|gt|quot|#39|nbsp);")
_COMPARES = tuple(
    (re.compile(f"(?:{before})(?P<both>.+?)(?:{behind})", re.IGNORECASE), re.compile(between, re.IGNORECASE))
    for before, behind, between in (
        (
            r"(?:what(?:'s| is| are)?\s+)?(?:the\s+)?(?:differences?|comparison)\s+(?:between|of)\s+",
            "",
            r"\s+(?:and|to|with|from|vs?\.?|versus)\s+",
        ),
        (r"compare\s+", "", r"\s*,\s*|\s+(?:and|to|with|against|vs?\.?|versus)\s+"),
        (r"(?:how\s+)?(?:does|do|is|are)\s+", "", r"\s+(?:differ|differs|different|any different)\s+from\s+"),
        ("", "", r"\s+(?:vs?\.?|versus|대|compared\s+(?:to|with))\s+"),
        ("", r"(?:의|은|는|이|가|를|을)?\s*(?:차이|비교).*", r"(?:와|과|하고|이랑|랑)\s*|\s+(?:및|대)\s+"),
    )
)
_COMPARING = re.compile(r"compar|differ|\bv(?:s|ersus)?\b|대|비교|차이", re.IGNORECASE)
"""Finds whatever may compare: nobody else need be parted."""
_WHO = re.compile(
    r"(?:(?:who\s+(?:is|was)|who's|tell me about|what\s+(?:did|does|has)|(?:articles?|papers?|anything)\s+by)\s+)?"
    r"(?:the\s+)?(?:author\s+)?(?:(?:mr|mrs|ms|dr|prof|professor)\.?\s+)?"
    r"(.+?)(?:\s+(?:write|written|wrote)|(?:은|는|이|가)?\s*(?:누구|쓴 글).*)?",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(
    r"(?:and |but |so )?(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|why)\s+\S+\s+\S.*"
    r"|.*\S\s.*(?:[나까]요?|습니까|[한인은는]가요?|했어|있어|없어)\W*",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_WHAT = re.compile(
    r"(?:and |but |so )?(?:what|which|how)\b.*|.*(?:뭐|무엇|무슨|어떤|어떻게).*", re.IGNORECASE | re.DOTALL
)
_ASKS_WHO = re.compile(r"who(?:\s+(?:is|was)|'s)\s+\S+(?:\s+\S+){0,3}|\S+(?:\s+\S+){0,2}\s*누구\S*", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:(?:and|but|so|then|also|or)\b,?|(?:and )?(?:what|how) about\b|그럼|그리고|그러면|그런데)\s*(.*)", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|he|she|his|her)\b|그것|그게|이것|이게", re.IGNORECASE
)
_ELLIPTIC = re.compile(
    r"(?:who|whose|whom|what|which|when|where|why|how|since|until|is|are|was|did|does|do)\b.*|.*\?"
    r"|.*(?:왜|언제|누가|누구|어디|얼마|몇).*",
    re.IGNORECASE | re.DOTALL,
)
_MORE = re.compile(
    r"(?:(?:please\s+)?(?:tell|show|give|say)\s+(?:me\s+)?|any(?:thing)?\s+|what\s+|some\s+)?"
    r"(?:more|else|go on|the rest)(?:\s+details)?(?:\s+(?:about|on)\s+(?:it|this|that))?(?:\s+please)?"
    r"|더\s*(?:알려\s*줘|말해\s*줘|자세히)?",
    re.IGNORECASE,
)
_FEW, _HARDLY_ANY = 3, 1
_END = " ?!.\u2026"


def plain(text: str) -> str:
    """Return *text* without links, entities and Slack's marks, figures as texts write them: 28,500 for 28.5k, 2만 8500.

    As it is when nothing else is there.
    """
    text = _FIGURE.sub(_figure, text)
    if not _MARKED.search(text):
        return text
    bare = _LINK.sub(lambda link: link[1] or " ", _ENTITY.sub(lambda entity: unescape(entity[0]), text))
    bare = " ".join(_SLACKS.sub(" ", bare).split())
    return bare or text


def _figure(typed: re.Match[str]) -> str:
    if unit := typed["unit"]:
        return _UNITS[unit.lower()]
    if myriads := typed["myriads"]:
        return f"{int(myriads) * 10_000 + int(typed['rest'] or 0):,}"
    return f"{int(typed['long']) if typed['long'] else round(float(typed['thousands']) * 1_000):,}"


def may_compare(text: str) -> bool:
    """Return whether there is a word in *text* by which people compare: most have none, and need no closer look."""
    return _COMPARING.search(text) is not None


def compared(text: str) -> Iterator[tuple[str, str]]:
    """Yield the two things that *text* may compare, as written, at every place where it can be parted."""
    if not may_compare(text):
        return
    asked = text.strip(_END)
    for compares, between in _COMPARES:
        if found := compares.fullmatch(asked):
            yield from parts(found["both"], between)


def parts(text: str, separator: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield *text* in two at every separator, both with words in them."""
    for found in separator.finditer(text):
        before, after = text[: found.start()].strip(" ,"), text[found.end() :].strip(" ,")
        if before and after:
            yield before, after


def person(text: str) -> str:
    """Return whom *text* asks about, or all of it: it may be a name."""
    asked = text.strip(_END)
    found = _WHO.fullmatch(asked)
    return found[1] if found else asked


def asks_who(text: str) -> bool:
    """Return whether *text* asks who somebody is, and nothing else."""
    return _ASKS_WHO.fullmatch(text.strip(_END)) is not None


def asks_whether(text: str) -> bool:
    """Return whether *text* is a question to be answered by a sentence: whether, or why."""
    return _ASKS_WHETHER.fullmatch(text.strip()) is not None


def asks_what(text: str) -> bool:
    """Return whether *text* asks what or how: by that people mean a topic, or one thing about it."""
    return _ASKS_WHAT.fullmatch(text.strip()) is not None


def asks_more(text: str) -> bool:
    """Return whether *text* asks for more of what was spoken of."""
    return _MORE.fullmatch(text.strip(_END)) is not None


def points_back(text: str) -> bool:
    """Return whether a word in *text* stands for something said before."""
    return _POINTS_BACK.search(text) is not None


def follow_up(text: str, *, words: int) -> str | None:
    """Return *text* without what joins it to what was said before; None when it stands on its own.

    So many *words* tell of a matter: with few of them a pronoun points back, and with hardly any each question does.
    """
    asked = text.strip()
    found = _GOES_ON.fullmatch(asked)
    if found:
        return found[1] or None
    goes_on = (words <= _FEW and points_back(asked)) or (words <= _HARDLY_ANY and _ELLIPTIC.fullmatch(asked))
    return asked if goes_on else None
