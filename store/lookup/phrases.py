"""What people write around a name: links, entities, `vs`, `who is`. Pure."""

from __future__ import annotations

import re
from html import unescape

_LINK = re.compile(r"<?\b(?:https?|mailto):[^\s<>|]*(?:\|([^<>]*))?>?")
_ENTITY = re.compile(r"&(amp|lt|gt|quot|#39|nbsp);")
_VERSUS = re.compile(r"(?P<one>.+?)\s+(?:vs\.?|versus|대)\s+(?P<other>.+)", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"(?:what(?:'s| is| are)?\s+)?(?:the\s+)?(?:differences?|comparison)\s+(?:between|of)\s+(?P<one>.+?)"
    r"\s+(?:and|to|with)\s+(?P<other>.+)",
    re.IGNORECASE,
)
_KOREAN_DIFFERENCE = re.compile(r"(?P<one>.+?)(?:와|과|하고|이랑|랑)\s*(?P<other>.+?)(?:의|은|는)?\s*차이.*")
_WHO = re.compile(r"(?:who\s+(?:is|was)|who's|tell me about)\s+(.+)|(.+?)(?:은|는|이|가)?\s*누구.*", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:(?:and|but|so|then|also|or)\b,?|(?:and )?(?:what|how) about\b|그럼|그리고|그러면|그런데)\s*(.*)", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|there|he|she|his|her)\b|그것|그게|이것|이게", re.IGNORECASE
)
_END = " ?!.\u2026"


def plain(text: str) -> str:
    """Return *text* without links and entities, which say nothing; as it is when nothing else is there."""
    if "&" not in text and ":" not in text:
        return text
    bare = _LINK.sub(lambda link: link[1] or " ", _ENTITY.sub(lambda entity: unescape(entity[0]), text))
    bare = " ".join(bare.split())
    return bare or text


def compared(text: str) -> tuple[str, str] | None:
    """Return the two things that *text* compares, as written; None when it compares none."""
    asked = text.strip(_END)
    for pattern in (_DIFFERENCE, _VERSUS, _KOREAN_DIFFERENCE):
        if found := pattern.fullmatch(asked):
            return found["one"].strip(), found["other"].strip()
    return None


def person(text: str) -> str:
    """Return whom *text* asks about, or all of it: it may be a name."""
    asked = text.strip(_END)
    found = _WHO.fullmatch(asked)
    return (found[1] or found[2]) if found else asked


def follow_up(text: str) -> str | None:
    """Return *text* without the words that join it to what was said before; None when it stands on its own."""
    asked = text.strip()
    found = _GOES_ON.fullmatch(asked)
    if found:
        return found[1] or None
    return asked if _POINTS_BACK.search(asked) else None
