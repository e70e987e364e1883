"""The topics that people name for a digest, and the nearest of what names none. Reads memory only."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.digests.schedule_words import is_city, nearest, sentences
from store.digests.schedule_text import ScheduleInvalid, like
from store.errors import InvalidRequest
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.core import BriefingStore

EVERYTHING = frozenset({"all", "everything", "topics", "전체", "모두"})
"""Words for every topic."""
EVERY_TOPIC = N_("alliance topics lists every topic.")
_LONGEST_NAME = 8


class TopicUnknown(InvalidRequest):
    """Words that name no topic; the message offers the nearest."""

    exit_code = 65
    code = "topic_unknown"


@dataclass(frozen=True, slots=True)
class TopicReader:
    """Reads what people call topics, over one store."""

    store: BriefingStore

    def topics(self, words: Sequence[str], wrong: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the slugs that *words* name, longest names first; none for “all”.

        TopicUnknown with the nearest of every word that names none, behind
        what is *wrong* already; ScheduleInvalid when only that is.
        """
        said = [word for word in words if word.casefold() not in EVERYTHING]
        named, strange = self.named([*said])
        if strange:
            raise self._unknown(strange, wrong)
        if named and len(said) < len(words):
            wrong = (*wrong, _("All topics hold those that you name too: say all, or name some."))
        if wrong:
            raise ScheduleInvalid(sentences(wrong))
        return tuple(dict.fromkeys(named)) if len(said) == len(words) else ()

    def named(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return the slugs that *words* name, and the words that name none."""
        named, strange = [], []
        while words:
            for length in range(min(len(words), _LONGEST_NAME), 0, -1):
                slug = self.store.named(" ".join(words[:length]))
                if slug is not None:
                    named.append(slug)
                    break
            else:
                length = 2 if len(words) > 1 and is_city(words) else 1
                strange.append(" ".join(words[:length]))
            del words[:length]
        return named, strange

    def _unknown(self, words: Sequence[str], wrong: Sequence[str]) -> TopicUnknown:
        """Return what to tell of *words* that name nothing, behind what is *wrong* already."""
        near = {word: nearest(self._nearest(word)) for word in words}
        told = [
            f"{_('“{word}” is no topic, day or time zone that I know.', word=word)} {found}".strip()
            for word, found in near.items()
        ]
        return TopicUnknown(f"{sentences([*wrong, *told])} {'' if all(near.values()) else _(EVERY_TOPIC)}".strip())

    def _nearest(self, word: str) -> list[str]:
        """Return the topics, days and zones that *word* may have meant, the likelier first."""
        # Further off than a typo that a lookup forgives: here nothing happens before the person has seen it.
        slugs = get_close_matches(word.casefold(), self.store.snapshot.topics, n=2, cutoff=0.75)
        return list(dict.fromkeys([*slugs, *like(word), *(topic.slug for topic in self.store.nearest(word))]))
