"""An invented store of any size, the same for the same seed: names, topics, documents, and what people type.

Words are made of syllables, so that no text of the world is in it, and are drawn with the skew of what a search
keeps of real language, whose commonest words are stop words: because that is what full-text search suffers from.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING

from store.model import Citation, Content, Document, Holder, Kind, PartialDate, Passage, Source, Statement, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v")
VOWELS = ("a", "a", "e", "e", "i", "o", "u", "ai", "ou")
CODAS = ("", "", "", "", "l", "m", "n", "r", "s", "d")
KINDS = ("Accord", "Agreement", "Command", "Compact", "Council", "Doctrine", "Drill", "Forum", "Pact", "Treaty")
PASSAGES_A_DOCUMENT = 50
STATEMENTS_A_TOPIC = 8


def content(*, topics: int, passages: int, seed: int = 1) -> Content:
    """Return *topics* topics of 8 statements over *passages* passages, rounded up to whole documents of 50."""
    rng = random.Random(seed)
    words = vocabulary(rng, 60_000)
    documents = {document.source.id: document for document in _documents(rng, words, passages)}
    sources = tuple(documents)
    named = list(_names(rng, words[2_000:2_600], topics))
    return Content(
        topics={slug: _topic(rng, words, sources, slug, name) for slug, name in named},
        documents=documents,
    )


def vocabulary(rng: random.Random, count: int) -> tuple[str, ...]:
    """Return *count* different words of two or three syllables, the commonest first."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(_syllable(rng) for _ in range(rng.choice((2, 2, 3))))] = None
    return tuple(words)


def _syllable(rng: random.Random) -> str:
    return rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS)


def _documents(rng: random.Random, words: Sequence[str], passages: int) -> Iterator[Document]:
    # By Mandelbrot's law. A word drawn from a passage stands in 9 % of all passages; in passages of this length without
    # stop words in 3 % (TIME's articles), 6 % (PEPs, CISI's abstracts) to 7 % (Cranfield's, our own five documents).
    weights = tuple(accumulate(1 / (rank + 15) ** 1.15 for rank in range(len(words))))
    for number in range(-(-passages // PASSAGES_A_DOCUMENT)):
        texts = [_sentence(rng, words, weights) for _ in range(PASSAGES_A_DOCUMENT)]
        name = f"report-{number:05d}"
        source = Source(
            id=name,
            title=f"Report {number} on {texts[0].split(' ', 1)[0]}",
            publisher=f"Institute {number % 40}",
            author=None,
            kind=rng.choice(tuple(Kind)),
            published=PartialDate(2000 + number % 26, 1 + number % 12),
            url=None,
            language="en",
            fingerprint=sha256("\n".join(texts).encode()).hexdigest(),
        )
        yield Document(source, tuple(Passage(n, None, text.capitalize() + ".") for n, text in enumerate(texts, 1)))


def _sentence(rng: random.Random, words: Sequence[str], weights: Sequence[float]) -> str:
    return " ".join(rng.choices(words, cum_weights=weights, k=rng.randint(25, 70)))


def _names(rng: random.Random, words: Sequence[str], count: int) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    while len(seen) < count:
        short = " ".join(word.capitalize() for word in rng.sample(words, 2))
        if short not in seen:
            seen.add(short)
            name = f"{short} {rng.choice(KINDS)}"
            yield name.lower().replace(" ", "-"), name


def _topic(rng: random.Random, words: Sequence[str], sources: Sequence[str], slug: str, name: str) -> Topic:
    statements = tuple(
        Statement(
            id=f"{slug}#{number}",
            text=" ".join(rng.choices(words[:3_000], k=22)).capitalize() + ".",
            as_of=PartialDate(rng.randint(2015, 2026), rng.randint(1, 12)),
            held_by=rng.choice(tuple(Holder)),
            citations=(Citation(rng.choice(sources), rng.randint(1, PASSAGES_A_DOCUMENT)),),
        )
        for number in range(1, STATEMENTS_A_TOPIC + 1)
    )
    short = name.rsplit(" ", 1)[0]
    return Topic(
        slug=slug,
        name=name,
        short=short,
        korean=None,
        category="invented",
        summary=" ".join(rng.choices(words[:3_000], k=30)).capitalize() + ".",
        reviewed=date(2026, 11, 23),
        aliases=(f"the {name} of {rng.randint(1950, 2026)}",),
        statements=statements,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What people type, by kind."""

    exact: tuple[str, ...]
    typo: tuple[str, ...]
    unknown: tuple[str, ...]

    def mix(self, count: int, *, seed: int) -> list[str]:
        """Return *count* texts: 80 % exact names, 15 % one typo, 5 % unknown."""
        rng = random.Random(seed)
        kinds = rng.choices((self.exact, self.typo, self.unknown), weights=(80, 15, 5), k=count)
        return [rng.choice(kind) for kind in kinds]


def asked(content: Content, *, count: int = 2_000, seed: int = 2) -> Asked:
    """Return *count* texts of each kind. Every other unknown one has a word in it that the passages know."""
    rng = random.Random(seed)
    topics = tuple(content.topics.values())
    names = [rng.choice((topic.name, topic.short, topic.aliases[0])) for topic in rng.choices(topics, k=count)]
    known = next(iter(content.documents.values())).passages[0].text.lower().rstrip(".").split()
    strange = tuple(f"{word}qux" for word in vocabulary(rng, 500))
    unknown = [
        " ".join((*rng.sample(strange, 2), rng.choice(known if number % 2 else strange))) for number in range(count)
    ]
    mistyped = tuple(_mistype(rng, rng.choice(topics).name) for _ in range(count))
    return Asked(exact=tuple(names), typo=mistyped, unknown=tuple(unknown))


def _mistype(rng: random.Random, name: str) -> str:
    at = rng.randrange(1, len(name) - 2)
    edits = (
        name[:at] + name[at + 1 :],
        name[:at] + rng.choice("aeiourtnsl") + name[at:],
        name[:at] + rng.choice("aeiourtnsl") + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    return rng.choice(edits)
