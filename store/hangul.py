"""Korean as it is typed: particles off, spacing ignored, letters for the spelling check."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HANGUL = re.compile(r"[가-힣]+")
_GAP = re.compile(r"(?<=[가-힣])\s+(?=[가-힣])")

# Longest first: 에서는 before 에서 before 는. What is left must still be a noun of two syllables or more.
_ENDINGS = tuple(
    sorted(
        """
        이란 란 이라는 라는 이라고 이라면 이라도 이라 으로서 로서 으로써 로써 으로의 로의 으로는 로는 으로 로
        에서는 에서의 에서도 에서 에게서 에게는 에게 에는 에도 에만 에 께서 께 한테 의 은 는 이 가 을 를 와 과 도 만
        부터 까지 까지의 보다 처럼 마다 조차 마저 밖에 이나 나 이며 며 이고 하고 이랑 랑 에대한 에대해 에대해서 에관한
        이예요 예요 이에요 에요 이야 야 입니까 입니다 인가요 인가 인지 인데 이죠 죠 이지 지 요
        """.split(),  # noqa: SIM905 - a word list reads better as text
        key=len,
        reverse=True,
    )
)


def joined(text: str) -> str:
    """Return *text* without the spaces between Hangul: 주한 미군 and 주한미군 are one name."""
    return _GAP.sub("", text)


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """Return a Korean *word* without its particles and polite endings: 전작권은 gives 전작권."""
    for _ in range(2):
        for ending in _ENDINGS:
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


def letters(text: str) -> str:
    """Return *text* with each syllable taken apart, so that one slip of a finger is one edit."""
    return unicodedata.normalize("NFD", text)
