"""How a statement stands: its dates, where they come from, and who holds it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.text.sources import published, standing
from store.model import Citation, DatedBy, Holder, PartialDate, Side, Statement
from tests.bot.invented import ALMANAC, OPCON, REVIEW

DESK = replace(
    REVIEW,
    id="desk",
    author=None,
    publisher="The Update Desk",
    published=PartialDate(2026),
    published_from=DatedBy.COPYRIGHT_LINE,
)
SOURCES = {source.id: source for source in (REVIEW, ALMANAC, DESK)}


def said(document: str, holder: Holder, as_of: PartialDate | None, happened: PartialDate | None = None) -> Statement:
    return Statement("opcon#1", "Said.", as_of, holder, (Citation(document, 1),), happened)


@pytest.mark.parametrize(
    ("statement", "stands"),
    [
        (said("policy-review", Holder.FACT, PartialDate(2025, 12, 15)), "15 Dec 2025 · fact"),
        (said("policy-review", Holder.ANALYSIS, PartialDate(2025, 12, 15)), "15 Dec 2025 · analysis by A. Roe"),
        (said("desk", Holder.ANALYSIS, PartialDate(2026)), "2026, by its copyright line · analysis in The Update Desk"),
        (said("almanac", Holder.ANALYSIS, None), "undated · analysis in “Almanac of the Peninsula”"),
        (said("lost", Holder.ANALYSIS, PartialDate(2024)), "2024 · analysis"),
        (
            said("policy-review", Holder.FACT, PartialDate(2025, 12, 15), PartialDate(2019, 10)),
            "Oct 2019 (as of 15 Dec 2025) · fact",
        ),
        (
            said("desk", Holder.FACT, PartialDate(2026), PartialDate(1953)),
            "1953 (as of 2026, by its copyright line) · fact",
        ),
        (said("almanac", Holder.FACT, None, PartialDate(1953)), "1953 (source undated) · fact"),
    ],
)
def test_a_statement_says_when_as_of_which_source_and_whose_it_is(statement: Statement, stands: str) -> None:
    assert standing(statement, SOURCES) == stands


def test_a_date_that_a_surer_source_has_too_is_sure() -> None:
    sure = replace(DESK, id="sure", published_from=DatedBy.BYLINE)
    both = replace(said("desk", Holder.FACT, PartialDate(2026)), citations=(Citation("desk", 1), Citation("sure", 1)))

    assert standing(both, {**SOURCES, "sure": sure}) == "2026 · fact"


def test_a_side_stands_as_a_statement_does_and_one_of_format_1_says_nothing() -> None:
    side = Side("Said.", (Citation("policy-review", 4),), Holder.CRITICS, PartialDate(2025, 12, 15))

    assert standing(side, SOURCES) == "15 Dec 2025 · critics"
    assert standing(OPCON.disagreements[0].sides[0], SOURCES) == ""


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (DatedBy.BYLINE, "2026"),
        (DatedBy.FRONT_MATTER, "2026"),
        (DatedBy.COPYRIGHT_LINE, "2026, by its copyright line"),
        (DatedBy.GUESS, "2026, as guessed"),
    ],
)
def test_a_date_that_is_less_sure_says_why(by: DatedBy, told: str) -> None:
    assert published(replace(DESK, published_from=by)) == told
