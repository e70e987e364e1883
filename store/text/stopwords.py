"""Words that carry no matter: the stop words, and the language in which people ask and editors report."""

from __future__ import annotations

from pathlib import Path

from store.text import word_files

_LISTS = Path(__file__).parent / "wordlists"

STOP = word_files.words(_LISTS / "stop.txt")
"""Dropped from full-text search on both sides."""

ASKING = word_files.words(_LISTS / "asking.txt")
"""Evidence when a topic says them, no evidence against it when it does not."""

ASKING_KOREAN = word_files.words(_LISTS / "asking_korean.txt")
"""The same for Korean, as typed once spaces are gone."""

LOOKALIKES = word_files.words(_LISTS / "lookalikes.txt")
"""Ordinary words one slip away from the names of this field."""
