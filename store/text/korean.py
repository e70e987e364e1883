"""Korean as it is typed: particles off, spacing ignored, letters for the spelling check and for ids. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


_LONGEST_WORD = 16
HANGUL = re.compile(r"[가-힣]+")
ENDINGS = frozenset(
    """
    이란 란 이라는 라는 이라고 라고 이라면 라면 이라도 라도 이라 으로서 로서 으로써 로써 으로의 로의 으로는 로는 으로 로
    에서는 에서의 에서도 에서 에게서 에게는 에게 에는 에도 에만 에의 에 께서 께 한테 의 은 는 이 가 을 를 와 과 도 만
    와의 과의 부터 까지 까지의 보다 처럼 마다 조차 마저 밖에 이나 나 이며 며 이고 고 하고 이랑 랑
    이예요 예요 이에요 에요 이야 야 입니까 입니다 인가요 인가 인지 인데 이죠 죠 이지 지 요
    """.split()  # noqa: SIM905 - a word list reads better as text
)
_GAP = re.compile(r"(?<=[가-힣])\s+(?=[가-힣])")
_PIECE = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_GLUED = re.compile(r"[^\W_가-힣][가-힣]")
# Longest first: 에서는 goes before 에서, and 에서 before 서.
_LONGEST_FIRST = tuple(sorted(ENDINGS, key=lambda ending: (-len(ending), ending)))
_FIRST = ord("가")
_INITIALS = "g kk n d tt r m b pp s ss _ j jj ch k t p h".replace("_", "").split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i_".replace("_", "").split(" ")
_FINALS = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("_", "").split(" ")
_HANGUL = re.compile(r"[가-힣]+")


def joined(text: str) -> str:
    """Return *text* without the spaces between Hangul: 주한 미군 and 주한미군 are one name."""
    return _GAP.sub("", text)


def pieces(text: str) -> list[str]:
    """Return the runs of Hangul and of other letters in *text*; of OPCON이란 no ending is left."""
    if not _GLUED.search(text):
        return _PIECE.findall(text)
    found = list(_PIECE.finditer(text))
    glued = {piece.end() for piece in found if not HANGUL.match(piece[0])}
    return [piece[0] for piece in found if piece.start() not in glued or piece[0] not in ENDINGS]


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """Return a Korean *word* without its particles and polite endings; two syllables at least are left."""
    for _ in range(2):
        for ending in _LONGEST_FIRST:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                word = word[: -len(ending)]
                break
        else:
            break
    return word


def pairs(run: str) -> tuple[str, ...]:
    """Return the overlapping pairs of syllables of *run*, which no spacing can hide; one syllable stands alone."""
    if len(run) < 3:
        return (run,)
    return tuple(run[start : start + 2] for start in range(len(run) - 1))


def parts(words: Sequence[str], known: Callable[[str], bool]) -> list[str]:
    """Return Korean *words* cut anew: the longest *known* words, left to right, and what is between; no endings.

    Spaces may be missing or too many. A known word of one or two syllables counts
    only where a word begins, or right after another: 반대만 does not speak of 대만.
    """
    run = "".join(words)
    edges = {0, *accumulate(len(word) for word in words)}
    found: list[str] = []
    at = since = 0
    while at < len(run):
        ending = 0 if at in edges else _ending_at(run, at, edges)
        size = 0 if ending else _known_at(run, at, edges, known, after_known=at == since)
        if size or ending or at in edges:
            found.extend([run[since:at]] if since < at else [])
            since = at + (size or ending)
        found.extend([run[at : at + size]] if size else [])
        at += size or ending or 1
    return [*found, run[since:]] if since < len(run) else found


def _known_at(run: str, at: int, edges: Collection[int], known: Callable[[str], bool], *, after_known: bool) -> int:
    """Return the length of the longest known word of *run* that begins *at*, or 0."""
    begins = after_known or at in edges
    for size in range(min(_LONGEST_WORD, len(run) - at), 0, -1):
        if (size > 2 or begins) and (size > 1 or at + size in edges) and known(run[at : at + size]):
            return size
    return 0


def _ending_at(run: str, at: int, edges: Collection[int]) -> int:
    """Return the length of the ending that begins *at* and closes its word, or 0."""
    sizes = (size for size in range(1, 5) if at + size in edges and run[at : at + size] in ENDINGS)
    return max(sizes, default=0)


def letters(text: str) -> str:
    """Return *text* with each syllable taken apart, so that one slip of a finger is one edit."""
    return unicodedata.normalize("NFD", text)


def romanised(text: str) -> str:
    """Return *text* with its Hangul in Latin letters: 한미동맹 is `hanmidongmaeng`."""
    return _HANGUL.sub(lambda run: "".join(map(_syllable, run[0])), text)


def _syllable(syllable: str) -> str:
    number = ord(syllable) - _FIRST
    initial, rest = divmod(number, len(_VOWELS) * len(_FINALS))
    vowel, final = divmod(rest, len(_FINALS))
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]
