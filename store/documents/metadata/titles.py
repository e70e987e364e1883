"""What makes a line a title or a heading: its shape, for lines that no markup explains."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from store.documents.layout.blocks import is_abbreviation
from store.text.normalise import typed
from store.text.word_files import ASKING, MINOR, STOP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PART = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:executive summary|summary|abstract|introduction|key (?:findings|points|takeaways|messages)"
    r"|overview"
    r"|background|foreword|preface|highlights|conclusions?|recommendations|at a glance|in brief|요약|서론|개요):?",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:sec(?:tion)?|art(?:icle)?|chapter|part|title|제)\.?\s?(?:\d{1,4}|[IVXLC]{1,6})(?:[.:]|조|장|절|\b).*",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"""^(?:microsoft\ \w+|presentation\d*$|powerpoint\ \w+
        |untitled|document\d*|slide|print|layout|word\ document|about:\w+)\b | ://
      | \.(?:docx?|pdf|indd|tex|pptx?|qxd|rtf|odt|hwpx?|html?|aspx?|php)$
      | ^[\w-]*\d[\w-]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_TURN = re.compile(r"Q[.:]?\s.*\?|(?:end\s)?\d{1,2}:\d\d\s?[ap]\.?m\.?(?:\s\(?[a-z]{2,5}\)?)?", re.IGNORECASE)
_CLOSING = "\"”’'»)]"
_STOPS = (".", "!", "?", "…")
_DATE_AT_END = re.compile(r"\d\.\s?\d{1,2}\.\s?\d{1,2}\.$")
LONGEST = 200
"""The most characters of a title."""

_HANGUL = re.compile(r"[가-힣]")
_ALNUM = re.compile(r"[^\W_]+")
_LETTERS = bytes(range(256)).lower()
_LETTERS_AND_STOPS = _LETTERS.translate(bytes.maketrans(b"!?", b".."))
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_NEITHER = bytes(code for code in _NO_LETTERS if code not in b".!?")
_MANY = 200_000
_BETWEEN_SENTENCES = re.compile(r"[.!?。]+[\"”’')\]]*")
_LONGEST_HEADING = 100
_MOST_WORDS = 14
_SENTENCE = 4
_FEWEST_LETTERS = 4
_PROSE = 120


def is_prose(text: str) -> bool:
    """Return whether a line is a sentence or more, and not a heading or a label."""
    if len(text) > _PROSE:
        return True
    return is_stopped(text) and len(text.split()) >= _SENTENCE and not text.endswith("?")


def is_stopped(text: str) -> bool:
    """Return whether a text ends in a stop, and maybe in quotation marks and brackets behind it; no date has one."""
    bare = text.rstrip(_CLOSING)
    return bare.endswith(_STOPS) and not (bare[-2:-1].isdigit() and _DATE_AT_END.search(bare[-20:]))


def is_headline(text: str) -> bool:
    """Return whether a line could be a title or a heading."""
    words = text.split() if len(text) <= _LONGEST_HEADING and "://" not in text else []
    if not words or len(words) > _MOST_WORDS or text[-1] in ",;:" or is_turn(text):
        return False
    if is_stopped(text) and not text.endswith("?") and not is_abbreviation(words[-1]):
        return False
    if text[-1] in ".?" and any(word.endswith((".", "?")) and not is_abbreviation(word) for word in words[:-1]):
        return False  # two sentences: `Mr. Kim. No.`
    if len(words) > 1 and not any(map(str.isalpha, text)):
        return False  # a row of figures
    first = next((character for character in text if character.isalnum()), "a")
    return not first.islower()


def is_part(text: str) -> bool:
    """Return whether a line names a part that any document may have, and so is nobody's title."""
    return _PART.fullmatch(text) is not None


def is_turn(text: str) -> bool:
    """Return whether a line stands between what is said in a transcript: `Q And on costs?`, `2:05 P.M. EDT`."""
    return len(text) <= LONGEST and _TURN.fullmatch(text) is not None


def is_section(text: str) -> bool:
    """Return whether a line numbers a section of a legal text: `SEC. 3. FEES.`, `제2조(정의)`."""
    return len(text) <= LONGEST and _SECTION.fullmatch(text) is not None


def is_made(text: str) -> bool:
    """Return whether a file's own title is the work of a program rather than of a person."""
    return _MADE.search(text) is not None


def is_link(text: str) -> bool:
    """Return whether a line could be the headline of another article."""
    return len(text) <= _PROSE and not is_stopped(text)


def is_title_case(words: list[str]) -> bool:
    """Return whether every word but the minor ones begins with a capital, and at least three do."""
    capitals = 0
    for word in words:
        if _is_capital(word):
            capitals += 1
        elif not _is_minor(word):
            return False
    return capitals >= 3


def _is_capital(word: str) -> bool:
    first = word[:1] if word[:1].isalnum() else next((each for each in word if each.isalnum()), "")
    return first.isupper() or first.isdigit()


def _is_minor(word: str) -> bool:
    return word.strip(".,:;'\"").lower() in MINOR


def part_run_in(text: str, known: Callable[[str], bool]) -> tuple[str | None, str]:
    """Return the heading that runs into a paragraph, and the paragraph: `Costs Rise Again. Seoul said …`.

    *known* says whether a word stands elsewhere in the document without a stop: what does not may be a rank or part
    of a name.
    """
    words = text[:160].split(" ")
    for count, word in enumerate(words[:_MOST_WORDS], 1):
        if not (_is_capital(word) or _is_minor(word)):
            break  # as nearly every paragraph shows with its second word
        if word.endswith((".", "?")) and not is_abbreviation(word):
            if any(is_abbreviation(each) and "." not in each[:-1] for each in words[: count - 1]):
                return (
                    None,
                    text,
                )  # whoever is called by a rank is called so twice: `Sgt. Al Dean and Tech. Sgt. Di Fox`
            rest = text[sum(map(len, words[:count])) + count :]
            if is_title_case(words[:count]) and _may_follow(rest) and _may_end(words[:count], known):
                return text[: len(text) - len(rest)].strip().rstrip("."), rest
            return None, text
    return None, text


def _may_follow(rest: str) -> bool:
    return len(rest.split(" ", 6)) > 5 and (rest[0].isupper() or rest[0] in "“\"'‘")


def _may_end(words: Sequence[str], known: Callable[[str], bool]) -> bool:
    """Return whether a heading may end in the last of *words*: in no short one that nobody knows."""
    last = words[-1].rstrip(".?")
    if last.lower() in ASKING or last.lower() in STOP:
        return True
    return len(last) >= _FEWEST_LETTERS and (any(_is_minor(word) for word in words[1:]) or known(last))


def is_long_enough(text: str) -> bool:
    """Return whether a line has the length of a title: three words, or two in Hangul."""
    return len(text.split()) >= (3 if text.isascii() or not _HANGUL.search(text) else 2)


def sentences(text: str) -> set[str]:
    """Return the keys of the sentences of *text*: enough to know one again, not to read it."""
    plain = typed(text)
    if plain.isascii():
        # The same by translating, which is ten times as fast: whole libraries go through here.
        keys = plain.encode().translate(_LETTERS_AND_STOPS, _NEITHER).decode()
        apart = keys.split(".") if len(keys) <= _MANY else chain.from_iterable(_apart(keys))
        return set(filter(None, apart))
    return {found for sentence in _BETWEEN_SENTENCES.split(text) if (found := key(sentence))}


def _apart(keys: str) -> Iterator[list[str]]:
    """Yield what stands between the stops, so much at a time: megabytes of one paragraph are millions."""
    start = 0
    while (end := keys.find(".", start + _MANY)) >= 0:
        yield keys[start:end].split(".")
        start = end + 1
    yield keys[start:].split(".")


def key(text: str) -> str:
    """Return what two writings of one text have in common: its letters and digits, without case."""
    if text.isascii():
        return text.encode().translate(_LETTERS, _NO_LETTERS).decode()
    return "".join(_ALNUM.findall(text)).casefold()
