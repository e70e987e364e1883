"""What a document says about itself."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

from store.documents.layout.page import Facts
from store.model import PartialDate

DATE = PartialDate(2026)
NAMES = [each.name for each in fields(Facts)]


def test_what_one_lacks_is_taken_from_the_other() -> None:
    for name, mine, theirs in product(NAMES, (None, DATE, ""), (None, PartialDate(2025))):
        told = Facts(**{name: mine}).or_else(Facts(**{name: theirs}))  # type: ignore[arg-type]

        assert (getattr(told, name) or None) == (mine or theirs or None)


def test_facts_are_true_when_they_say_anything() -> None:
    assert not Facts()
    assert all(Facts(**{name: DATE}) for name in NAMES)  # type: ignore[arg-type]
