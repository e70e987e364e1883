"""The editors' list in words, as JSON and as blocks: everything is reached, nothing is over Slack's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.blocks.mending import editors_list as editors_list_blocks
from bot.text import editors_list
from store.digests.model import EDITORS, Place, Quiet, Standing, Subscription
from store.digests.schedule import Rule
from store.usage.editors_list import EditorsList, Gap, Overdue
from tests.bot.invented import CFC, OPCON, texts, topics
from tests.bot.slack_rules import buttons, nodes, refused, said

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RULE = Rule(("mon",), (time(9),), "Asia/Seoul")
WEEKLY = Subscription(
    "abc123", Place("T1", "C1"), "U1", (EDITORS,), RULE, Quiet.LINE, Standing.ACTIVE, None, AT, AT, 1, ()
)
DUE = (
    Overdue(replace(CFC, reviewed=date(2026, 2, 2)), 294, 14),
    Overdue(replace(OPCON, reviewed=date(2025, 11, 23)), 365, 0),
)
GAPS = (Gap("harbour tolls", 4, AT, AT), Gap("zebras", 1, AT, AT))
LIST = EditorsList(date(2026, 11, 23), DUE, GAPS, 4, 180, 90)
EMPTY = replace(LIST, stale=(), gaps=())


def many(stale: int, gaps: int) -> EditorsList:
    due = tuple(Overdue(replace(CFC, slug=f"t{n}", short=f"Topic {n}"), 300, 1) for n in range(stale))
    return replace(LIST, stale=due, gaps=tuple(Gap(f"Question {n}", 1, AT, AT) for n in range(gaps)))


def test_the_list_reads_well_in_a_terminal() -> None:
    assert editors_list.text(LIST) == (
        "2 topics are due for a review. 2 questions found nothing.\n"
        "\nDue for a review, by age times how often asked for\n"
        "  • cfc: last reviewed 2 Feb 2026, 294 days ago; asked for 14 times in 90 days\n"
        "  • opcon: last reviewed 23 Nov 2025, 365 days ago; not asked for in 90 days\n"
        "\nAsked in vain\n"
        "  • “harbour tolls”: 4 times, last on 20 Nov 2026\n"
        "  • “zebras”: once, last on 20 Nov 2026"
    )


def test_with_nothing_to_do_the_list_is_one_line_everywhere() -> None:
    assert editors_list.text(EMPTY) == editors_list.NOTHING
    assert said(editors_list_blocks.card(EMPTY).blocks) == editors_list.NOTHING
    assert editors_list_blocks.head(EMPTY, WEEKLY, AT)["text"] == editors_list.NOTHING
    assert list(editors_list_blocks.thread(EMPTY)) == []


def test_the_json_has_the_numbers_that_the_order_is_made_of() -> None:
    record = editors_list.record(LIST)

    assert list(record) == ["on", "review_days", "asked_days", "stale", "gaps"]
    assert record["stale"][0] == {
        "slug": "cfc",
        "name": "Combined Forces Command",
        "reviewed": "2026-02-02",
        "days": 294,
        "asked": 14,
    }
    assert record["gaps"][0] == {"text": "harbour tolls", "count": 4, "last_at": "2026-11-20T09:00:00+00:00"}


def test_in_slack_the_topics_open_by_buttons() -> None:
    shown = editors_list_blocks.card(LIST)

    assert buttons(shown.blocks) == ["CFC", "OPCON"]
    assert "CFC: last reviewed 2 Feb 2026" in said(shown.blocks).replace("\n", "")
    assert shown.text == "Editors' list: 2 topics are due for a review. 2 questions found nothing."


def test_the_weekly_message_says_when_it_comes_and_can_be_changed_and_stopped() -> None:
    message = editors_list_blocks.head(LIST, WEEKLY, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))

    assert message["blocks"][0]["text"]["text"] == "Editors' list · Mon 23 Nov 2026"
    assert buttons(message["blocks"]) == ["CFC", "OPCON", "Change", "Stop"]
    assert "Mon 09:00 Asia/Seoul" in said(message["blocks"])


def test_the_pages_together_leave_nothing_out() -> None:
    given, seen, start = many(33, 14), "", 0
    for _ in range(9):
        shown = editors_list_blocks.card(given, start)
        seen += said(shown.blocks)
        if "Show more" not in buttons(shown.blocks):
            break
        start = int(next(one["value"] for one in nodes(shown.blocks) if one.get("action_id") == "admin:stale"))

    assert all(f"Topic {n}\n" in seen for n in range(33))
    assert all(f"“Question {n}”" in seen for n in range(14))


def test_the_first_message_has_the_worst_of_both_and_the_thread_the_rest() -> None:
    given = many(33, 14)

    first, rest = editors_list_blocks.head(given, WEEKLY, AT), list(editors_list_blocks.thread(given))

    shown = said(first["blocks"])
    assert "Topic 9\n" in shown
    assert "“Question 9”" in shown
    assert "Topic 10\n" not in shown
    assert "more in the thread" in shown
    assert len(rest) == 2
    assert "“Question 13”" in said(rest[-1]["blocks"])


def test_a_list_without_end_is_cut_visibly() -> None:
    rest = list(editors_list_blocks.thread(many(150, 0)))

    assert len(rest) == 5
    assert "and 30 lines more; all of them: alliance stale" in said(rest[-1]["blocks"])


gaps = st.builds(Gap, texts, st.integers(1, 10**9), st.just(AT), st.just(AT))
due = st.builds(Overdue, topics(), st.integers(1, 20_000), st.integers(0, 10**9))


@given(st.lists(due, max_size=30).map(tuple), st.lists(gaps, max_size=30).map(tuple))
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_any_list_is_valid_and_literal(stale: tuple[Overdue, ...], asked: tuple[Gap, ...]) -> None:
    given_ = replace(LIST, stale=stale, gaps=asked)

    messages = [editors_list_blocks.head(given_, WEEKLY, AT), *editors_list_blocks.thread(given_)]
    faces = [
        editors_list_blocks.card(given_, start)
        for start in range(0, max(1, len(stale) + len(asked)), editors_list_blocks.MOST)
    ]

    for blocks in (*(one["blocks"] for one in messages), *(one.blocks for one in faces)):
        assert refused(blocks) == []
