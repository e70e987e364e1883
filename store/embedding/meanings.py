"""The meaning of a generation: made once in the background, kept in the database, and there when it is whole."""

from __future__ import annotations

import logging
from hashlib import sha256
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from store.changes import silent
from store.content import vectors
from store.embedding.process import OFF
from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from store.changes import Progress
    from store.db.engine import Database
    from store.embedding.process import Encoder
    from store.lookup import Index
    from store.lookup.meaning import Meaning, Vector

logger = logging.getLogger(__name__)

_STEP = 64
"""So many vectors are kept at once: what was made is not made again after a crash."""


class _Text(NamedTuple):
    """A text, and whether it is put as a question."""

    text: str
    question: bool


class Meanings:
    """Makes and holds the meaning of the newest generation. Safe to share between threads."""

    def __init__(self, database: Database, encoder: Encoder) -> None:
        self.encoder = encoder
        self._database = database
        self._held: tuple[Index, Meaning] | None = None
        self._learning = Lock()

    def question(self, text: str, index: Index) -> tuple[Meaning, Vector] | None:
        """Return the meaning of *index* and the vector of a question to it; None where either is not there in time.

        The model reads it without thanks and slips of the finger, as words are read: of trops it makes something else.
        """
        held = self._held
        if held is None or held[0] is not index:
            return None
        made = self.encoder.question(index.spelled(text))
        return None if made is None else (held[1], _array(made))

    def learn(self, index: Index, *, kept_only: bool = False, progress: Progress = silent) -> bool:
        """Make the meaning of *index* and hold it; return whether it is there now.

        Takes as long as the model needs for what is new: 7 ms a text where it has two cores to itself. With *kept_only*
        the model is not asked: all must be kept already.
        """
        if not index.corpus.statements:
            return True  # of nothing
        with self._learning:
            if self._held is not None and self._held[0] is index:
                return True
            wanted = {self._key(text): text for text in _texts(index)}
            with self._database.read() as connection:
                found = vectors.kept(connection, wanted.keys())
            missing = [(key, text) for key, text in wanted.items() if key not in found]
            if missing and (kept_only or not self._made(missing, found, progress)):
                return False
            self._held = (index, _meaning(index, {text: found[key] for key, text in wanted.items()}))
            if missing:
                with self._database.write() as connection:
                    vectors.drop_others(connection, wanted.keys())
            return True

    def learn_soon(self, index: Index, *, then: Callable[[], None] = lambda: None) -> None:
        """Make the meaning of *index* beside everything else, and do *then*; whoever ends does not wait for it."""
        if self.encoder.model != OFF:
            Thread(target=self._learn, args=(index, then), name="learn", daemon=True).start()

    def _learn(self, index: Index, then: Callable[[], None]) -> None:
        try:
            self.learn(index)
            then()
        except AllianceError as error:
            # The next generation tries again, and so does the next process; until then words answer.
            logger.warning("no meaning yet", extra={"code": error.code})

    def _made(self, missing: Sequence[tuple[str, _Text]], found: dict[str, bytes], progress: Progress) -> bool:
        """Add to *found* what the model makes of the *missing*, and keep it; return whether it made all."""
        behind = 0
        for question in (False, True):
            some = [(key, text.text) for key, text in missing if text.question is question]
            for start in range(0, len(some), _STEP):
                progress("questions", behind, len(missing))
                part = some[start : start + _STEP]
                rows = self.encoder.encode([text for _, text in part], questions=question)
                if rows is None:
                    return False
                made = {key: row for (key, _), row in zip(part, rows, strict=True)}
                with self._database.write() as connection:
                    vectors.keep(connection, made)
                found |= made
                behind += len(part)
        return True

    def _key(self, text: _Text) -> str:
        return sha256(f"{self.encoder.model}\0{text.question}\0{text.text}".encode()).hexdigest()


def _texts(index: Index) -> Iterator[_Text]:
    from store.lookup.meaning import texts  # noqa: PLC0415 - brings numpy, which a plain name need not wait for

    wanted = texts(index.corpus)
    yield from (_Text(text, question=False) for text in wanted.said)
    yield from (_Text(text, question=True) for text in wanted.asked)


def _meaning(index: Index, made: Mapping[_Text, bytes]) -> Meaning:
    from store.lookup.meaning import Meaning  # noqa: PLC0415 - as above

    return Meaning(
        index.corpus,
        {text.text: _array(value) for text, value in made.items() if not text.question},
        {text.text: _array(value) for text, value in made.items() if text.question},
    )


def _array(value: bytes) -> Vector:
    import numpy as np  # noqa: PLC0415 - as above

    return np.frombuffer(value, np.float32)
