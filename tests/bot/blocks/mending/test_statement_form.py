"""The form of a statement at Slack's limits: whatever a statement holds, it opens, or a line says that it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.blocks.citations import citation_at, spot
from bot.blocks.mending import statement_form
from bot.blocks.mending.statement_form import ADD, NEW_TOPIC, REPLACE, RETIRE, EditTarget, StatementForm
from bot.blocks.mending.topic_fields import TopicFields
from bot.text.errors import Spoiled
from store.mending.model import (
    EditConflict,
    FieldProblem,
    MendingPlan,
    ReplaceStatement,
    SameWords,
    StatementDraft,
)
from store.model import Found, Kind, Passage, Source
from tests.bot.invented import OPCON
from tests.bot.slack_rules import refused_view, said

TOPICS = {"opcon": OPCON}
LONG = "Command 전작권 " * 240
FULL = StatementDraft(
    text=LONG[:2_900],
    as_of="2026-01-24",
    holder="official",
    citations=tuple((f"{'a-document-' * 11}{n:02}", n) for n in range(20)),
    asks=tuple(f"question {n} {'why ' * 10}" for n in range(40)),
    happened="2019-10",
    topics=("opcon",),
)
SHORT = StatementDraft("Short.", citations=(("a", 1),))
CITED = [
    Found(
        Source(f"d{n}", LONG[:200], LONG[:100], "A. Writer", Kind.NEWS, None, None, "en", "f"),
        Passage(n, None, LONG),
        (),
    )
    for n in range(1, 21)
]
TARGET = EditTarget(REPLACE, "opcon#1", "f" * 16, "", "g" * 16, "h" * 32, "https://hooks.example/" + "x" * 200, "C123")


def plan(before: StatementDraft | None, after: StatementDraft | None) -> MendingPlan:
    remarks = tuple(SameWords(LONG[:400], "d" * 100, n) for n in range(9))
    change = ReplaceStatement("opcon#1", after or SHORT, "")
    return MendingPlan(change, "opcon#1", before, after, remarks=remarks)


@pytest.mark.parametrize("kind", [ADD, REPLACE, RETIRE, NEW_TOPIC])
@pytest.mark.parametrize(
    ("before", "after"), [(None, FULL), (FULL, None), (FULL, SHORT), (SHORT, FULL), (FULL, replace(FULL, text="x"))]
)
def test_slack_takes_the_form_of_the_fullest_statement(
    kind: str, before: StatementDraft | None, after: StatementDraft | None
) -> None:
    conflict = EditConflict("opcon#1", before, after, "s", "slack:U012AB3CD")
    problems = [FieldProblem("", LONG) for _ in range(3)]
    topic = TopicFields("x" * 80, "n" * 150, "history", LONG[:1_400], ("alias",) * 50)
    target = replace(TARGET, kind=kind, planned="p" * 200)
    form = StatementForm(target, after or SHORT, CITED, plan(before, after), problems, conflict, topic)

    view = statement_form.draw(form, TOPICS)

    assert form.fits
    assert refused_view(view) == []
    assert len(view["private_metadata"]) <= 3_000


def test_a_statement_that_no_field_holds_does_not_fit() -> None:
    assert not StatementForm(TARGET, replace(SHORT, text="x" * 3_001)).fits
    assert not StatementForm(TARGET, replace(SHORT, asks=("why",) * 1_000)).fits
    assert not StatementForm(TARGET, replace(SHORT, citations=SHORT.citations * 21)).fits


def test_a_passage_of_a_document_with_a_long_id_is_cited_as_any_other() -> None:
    long, other = "a-document-" * 11, "another"

    held = [spot(long, 7), spot(other, 8)]

    assert max(map(len, held)) <= 75
    assert [citation_at(one, (other, long)) for one in held] == [(long, 7), (other, 8)]
    with pytest.raises(Spoiled):
        citation_at(spot("gone" * 30, 7), (other, long))


def test_markup_in_a_statement_stays_text() -> None:
    draft = replace(SHORT, text="<!channel> *bold* <@U012AB3CD>")

    view = statement_form.draw(StatementForm(TARGET, SHORT, (), plan(SHORT, draft)), TOPICS)

    assert "<!channel> *bold* <@U012AB3CD>" in said(view["blocks"])
