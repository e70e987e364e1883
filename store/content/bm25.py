"""BM25, term by term: as bm25s and Lucene count it. Pure."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores: TypeAlias = NDArray[np.float64]

_SATURATION = 1.5
_LENGTH = 0.75


def weight(found_in: int, of: int) -> float:
    """Return what a term weighs that stands in so many texts: the fewer the more."""
    return log(1 + (of - found_in + 0.5) / (found_in + 0.5))


def norm(lengths: Scores) -> Scores:
    """Return what is set against the times that a term stands in texts of these *lengths*."""
    return _SATURATION * (1 - _LENGTH + _LENGTH * lengths / (lengths.mean() or 1.0)) if len(lengths) else lengths


def saturated(times: Scores, norms: Scores) -> Scores:
    """Return what it counts that a term stands so many *times* in texts of these *norms*."""
    return (_SATURATION + 1) * times / (times + norms)
