"""The ranking beside one that weighs every passage by itself, word by word as the books have it."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.content.collection import Collection, Segment, pack
from store.content.ranking import best, merits

Folder = dict[int, list[list[str]]]
"""The words of the passages of documents, by key."""

WORDS = ["pier", "boat", "rope", "gull", "crate"]
SAID = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7)
FOLDER = st.dictionaries(st.integers(1, 9), st.lists(SAID, min_size=1, max_size=5), min_size=1)


@given(folder=FOLDER, retired=FOLDER, asked=SAID, most=st.integers(0, 12))
def test_the_best_are_those_of_weighing_every_passage(
    folder: Folder, retired: Folder, asked: list[str], most: int
) -> None:
    gone = {key + 20: texts for key, texts in retired.items()}
    among = Collection(1, [segment(100, folder), segment(500, gone)], {f"d{key}": key for key in folder})
    found = {
        word: among.impacts(word, [(100, postings(folder, word)), (500, postings(gone, word))]) for word in {*asked}
    }
    held = {word: some for word, some in found.items() if len(some.places)}

    worth = merits({word: asked.count(word) for word in asked}, held, among)

    every = exhaustive(folder, asked)
    chosen = best(worth, among, most).tolist()
    assert np.flatnonzero(worth.passages).tolist() == sorted(every)
    assert len({*chosen}) == len(chosen)
    assert [every[place] for place in chosen] == pytest.approx(sorted(every.values(), reverse=True)[:most], rel=1e-5)


def segment(number: int, folder: Folder) -> Segment:
    texts = [(key, len(text)) for key, some in folder.items() for text in some]
    keys, lengths = zip(*texts, strict=True)
    return Segment(number, np.array(lengths, np.uint16), np.array(keys, np.uint32))


def postings(folder: Folder, word: str) -> bytes:
    times = np.array([text.count(word) for some in folder.values() for text in some])
    return pack(np.flatnonzero(times), times[times > 0]).tobytes()


def exhaustive(folder: Folder, asked: list[str]) -> dict[int, float]:
    """Return what each passage that holds a word is worth, by its place."""
    texts = [(key, text) for key in sorted(folder) for text in folder[key]]
    documents = {key: [word for text in some for word in text] for key, some in folder.items()}
    plain = {
        place: bm25(asked, text, [text for _, text in texts]) + 2 * bm25(asked, documents[key], [*documents.values()])
        for place, (key, text) in enumerate(texts)
        if {*text} & {*asked}
    }
    worth: dict[int, float] = {}
    for place in sorted(plain, key=lambda place: (-plain[place], place)):
        worth[place] = plain[place] * 0.3 ** sum(texts[other][0] == texts[place][0] for other in worth)
    return worth


def bm25(asked: list[str], text: list[str], among: list[list[str]]) -> float:
    mean, score = sum(map(len, among)) / len(among), 0.0
    for word in asked:
        holding = sum(word in some for some in among)
        weight = log(1 + (len(among) - holding + 0.5) / (holding + 0.5))
        score += weight * 2.5 * text.count(word) / (text.count(word) + 1.5 * (0.25 + 0.75 * len(text) / mean))
    return score
