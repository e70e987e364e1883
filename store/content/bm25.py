"""BM25, term by term: as bm25s and Lucene count it. Pure."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores: TypeAlias = NDArray[np.float32]

_SATURATION = 1.5
_LENGTH = 0.75


def weight(found_in: int, of: int) -> float:
    """Return what a term weighs that stands in so many texts: the fewer the more."""
    return log(1 + (of - found_in + 0.5) / (found_in + 0.5))


def norm(lengths: NDArray[Any]) -> Scores:
    """Return what is set against the times that a term stands in texts of these *lengths*."""
    mean = float(lengths.mean()) if len(lengths) else 0.0
    return (_SATURATION * (1 - _LENGTH + _LENGTH / (mean or 1.0) * lengths)).astype(np.float32)


def saturated(times: Scores, norms: Scores) -> Scores:
    """Return what it counts that a term stands so many *times* in texts of these *norms*."""
    return (_SATURATION + 1) * times / (times + norms)
