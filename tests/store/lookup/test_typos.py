"""The nearest spellings among many."""

from __future__ import annotations

from random import Random

from rapidfuzz.distance import OSA

from store.lookup.typos import FEW, Speller

LETTERS = "abcdefgh "


def _word(random: Random) -> str:
    return "".join(random.choices(LETTERS, k=random.randint(8, 24)))


def test_among_many_spellings_are_found_those_that_a_look_at_each_finds():
    random = Random(3)
    spellings = list(dict.fromkeys(_word(random) for _ in range(FEW + 500)))
    speller = Speller.build(spellings)
    typed = [_word(random) for _ in range(100)]
    for spelling in spellings[:100]:
        letters = list(spelling)
        letters[random.randrange(len(letters))] = random.choice(LETTERS)
        typed.append("".join(letters))

    for written in typed:
        edits = [(spelling, OSA.distance(written, spelling)) for spelling in spellings]
        least = min(distance for _, distance in edits)
        nearest = [one for one in edits if one[1] == least][:8]
        assert speller.near(written, 2) == (nearest if least <= 2 else [])
