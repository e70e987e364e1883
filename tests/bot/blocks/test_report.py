"""Comparisons, timelines and changes as sheets: what they say, and that every page fits a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings

from bot.blocks import report
from bot.reports import build
from bot.reports.changes import Span, changed_since, foreseen
from bot.reports.report import as_text
from bot.text import counts
from store.changes import Changes, StatementChange
from store.model import Change, Difference, Generation, PartialDate, Snapshot
from tests.bot.invented import CFC, OPCON, SNAPSHOT
from tests.bot.invented import briefs as any_brief
from tests.bot.slack_rules import buttons, markup, nodes, refused, said

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.reports.report import Report
    from store.model import Brief

generous = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole brief takes minutes
)
FIRST = Generation(3, datetime(2026, 11, 20, 9, 0, tzinfo=UTC), "an editor", Difference())
NEXT = Generation(4, datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "an editor", Difference())
LONG = replace(
    OPCON,
    statements=tuple(
        replace(
            OPCON.statements[number % 2],
            id=f"opcon#{number}",
            text=f"Claim {number}. " + "word " * 60,
            happened=PartialDate(1950 + number),
        )
        for number in range(90)
    ),
)

DATED = replace(
    OPCON,
    statements=(
        replace(OPCON.statements[0], happened=PartialDate(2019, 10)),
        replace(OPCON.statements[1], happened=PartialDate(1950)),
    ),
)


def pages(whole: Report) -> list[Card]:
    """Every page of a report, by its own buttons."""
    found, start = [], 0
    while True:
        found.append(report.card(whole, start=start))
        more = [node["value"] for node in nodes(found[-1].blocks) if node.get("action_id") == "sheet:more"]
        if not more:
            return found
        start = int(more[0].rpartition(":")[2])


def test_a_long_timeline_comes_in_pages_that_leave_nothing_out() -> None:
    shown = pages(build.timeline([LONG], SNAPSHOT))

    assert len(shown) > 2
    assert all(any(f"Claim {number}. " in said(page.blocks) for page in shown) for number in range(90))
    assert all(refused(page.blocks) == [] for page in shown)
    assert all("[1] Hands on the wheel" in said(page.blocks) for page in shown[:1])


def test_a_timeline_leads_to_its_topic_and_to_who_holds_what() -> None:
    shown = report.card(build.timeline([OPCON], SNAPSHOT))

    assert buttons(shown.blocks) == ["OPCON", "Compare"]


def test_a_mark_is_a_link_where_there_is_a_public_address() -> None:
    shown = report.card(build.timeline([DATED], SNAPSHOT), lambda what: f"https://briefs.example/{what}")

    urls = [node["url"] for node in nodes(shown.blocks) if node.get("type") == "link"]
    assert urls[0] == "https://briefs.example/almanac#2"


def test_a_terminal_gets_the_whole_timeline_with_its_sources() -> None:
    assert as_text(build.timeline([DATED], SNAPSHOT)) == (
        "OPCON: timeline\n"
        "2 events by date, the oldest first; 0 statements without a date on which something happened\n"
        "\n1950\n"
        "  • A Korean is to lead.\n"
        "    undated · fact · opcon#2 [1 ¶2] [2 ¶7]\n"
        "\nOct 2019\n"
        "  • No year is set.\n"
        "    as of 15 Dec 2025 · analysis by A. Roe · opcon#1 [2 ¶4]\n"
        "\nSources\n"
        "  [1] Almanac of the Peninsula · publisher not named · undated · reference\n"
        "  [2] Hands on the wheel · A. Roe · Policy Review · 15 Dec 2025 · analysis"
    )


def test_where_no_date_is_known_a_timeline_says_so() -> None:
    assert as_text(build.timeline([OPCON], SNAPSHOT)) == (
        "OPCON: timeline\n2 statements without a date on which something happened\nOPCON: the documents date no event."
    )


def test_a_topic_without_statements_is_compared_all_the_same() -> None:
    shown = report.card(build.comparison([OPCON, CFC], SNAPSHOT))

    assert "They rest on different sources." in said(shown.blocks)
    assert "CFC: It leads both armies." in said(shown.blocks)
    assert "no statements" in said(report.card(build.comparison([CFC], SNAPSHOT)).blocks)


def test_a_statement_that_only_moved_its_date_says_both() -> None:
    before, after = OPCON.statements[0], replace(OPCON.statements[0], as_of=None)
    change = StatementChange("opcon#1", "opcon", before, after, 4, NEXT.loaded_at)
    found = Changes(3, 4, (change,), Change(changed=("opcon",)), Change(), ())

    shown = said(report.card(changed_since(found, Span(FIRST, NEXT), (), SNAPSHOT)).blocks)

    assert "opcon#1 · OPCON · now undated · analysis by A. Roe, was 15 Dec 2025 · analysis by A. Roe" in shown
    assert "was: " not in shown
    assert "1 changed: opcon" in shown


def test_a_statement_that_was_merged_says_where_it_is_told() -> None:
    change = StatementChange("opcon#1", "opcon", OPCON.statements[0], None, 4, NEXT.loaded_at, "usfk#5")
    found = Changes(3, 4, (change,), Change(), Change(), ())

    shown = as_text(changed_since(found, Span(FIRST, NEXT), (), SNAPSHOT))

    assert (
        "\nMerged\n  • No year is set.\n    opcon#1 · OPCON · 15 Dec 2025 · analysis by A. Roe · merged into usfk#5"
        in shown
    )
    assert "1 statement: 0 added, 0 changed, 0 removed, 1 merged since" in shown


def test_two_topics_stand_in_columns_where_they_differ_comes_first() -> None:
    shown = report.card(build.comparison([OPCON, CFC], SNAPSHOT)).blocks

    (columns,) = [block for block in shown if block["type"] == "section"]
    assert [one["text"].partition(":")[0] for one in columns["fields"]] == ["OPCON", "CFC"]
    told = said(shown)
    assert told.index("Where they differ · OPCON:") < told.index("· OPCON\n")
    assert refused(shown) == []


def test_a_comparison_of_two_opens_as_a_page_where_there_are_pages() -> None:
    whole = build.comparison([OPCON, CFC], SNAPSHOT)

    def opened(made: Report) -> list[str]:
        shown = report.card(made, lambda what: f"https://briefs.example/{what}").blocks
        return [node["url"] for node in nodes(shown) if node.get("text") == "Open as a page"]

    assert opened(whole) == ["https://briefs.example/('opcon', 'cfc')"]
    assert opened(build.comparison([OPCON], SNAPSHOT)) == []
    assert "Open as a page" not in said(report.card(whole).blocks)


def test_what_two_topics_show_is_compared_once() -> None:
    cfc = replace(CFC, also=OPCON.statements[:1])

    shown = as_text(build.comparison([cfc, OPCON], SNAPSHOT))

    assert shown.count("No year is set.") == 1
    assert "\nAnalysis · OPCON\n  • No year is set.\n    15 Dec 2025 · analysis by A. Roe · opcon#1" in shown
    assert "CFC has 1 statement" in build.comparison([cfc, OPCON], SNAPSHOT).told


@generous
@given(any_brief(), any_brief())
def test_any_report_fits_and_nothing_in_it_acts_as_markup(one: Brief, other: Brief) -> None:
    snapshot = Snapshot(1, {}, {source.id: source for source in (*one.sources, *other.sources)})
    given_reports = [
        build.comparison([one.topic, replace(other.topic, slug="other")], snapshot),
        build.comparison([one.topic], snapshot),
        build.timeline([one.topic], snapshot),
        build.timeline([one.topic, other.topic], snapshot),
        changed_since(_all_changed(one, other), Span(FIRST, NEXT), (), snapshot),
    ]

    for whole in given_reports:
        for page in pages(whole):
            assert refused(page.blocks) == []
            assert markup(page.blocks) == []
        assert as_text(whole)


def _all_changed(one: Brief, other: Brief) -> Changes:
    """Every statement of *one* turned into one of *other*, as far as these go."""
    befores, afters = one.topic.statements, other.topic.statements
    changed = [
        StatementChange(f"t#{number}", "t", before, after, 4, None)
        for number, (before, after) in enumerate(zip(befores, afters, strict=False))
    ]
    added = [StatementChange("t#999", "t", None, after, 4, None) for after in afters[:1]]
    removed = [StatementChange("t#998", "t", before, None, 4, None) for before in befores[:1]]
    return Changes(3, 4, (*changed, *added, *removed), Change(added=("t",) * 20), Change(), ())


def test_whoever_loaded_from_slack_goes_by_their_name_there_and_by_their_id_elsewhere() -> None:
    by = replace(NEXT, loaded_by="slack:U08H6A31KQX")

    whole = changed_since(Changes(3, 4, (), Change(changed=("opcon",)), Change(), ()), Span(FIRST, by), [], SNAPSHOT)

    assert markup(report.card(whole).blocks) == ["version 4, loaded 23 Nov 2026, 09:00 UTC by <@U08H6A31KQX>"]
    assert refused(report.card(whole).blocks) == []
    assert "by slack:U08H6A31KQX" in as_text(whole)


def test_a_name_that_only_looks_like_somebody_of_slack_is_no_mention() -> None:
    for by in ("slack:<!channel>", "terminal:slack:u08h6", "slack:*U08*"):
        whole = changed_since(
            Changes(3, 4, (), Change(changed=("opcon",)), Change(), ()),
            Span(FIRST, replace(NEXT, loaded_by=by)),
            [],
            SNAPSHOT,
        )

        assert markup(report.card(whole).blocks) == []


def test_what_is_agreed_to_names_every_topic_and_document() -> None:
    many = tuple(f"paper-{number}" for number in range(60))

    whole = foreseen(Changes(3, 4, (), Change(removed=("cfc",)), Change(added=many), ()), "Load", SNAPSHOT)

    shown = as_text(whole)
    assert "1 removed: cfc" in shown
    assert "60 added: paper-0, " in shown
    assert all(id_ in shown for id_ in many)


def test_a_difference_is_told_in_one_line() -> None:
    found = Difference(
        topics=Change(changed=("cfc",)),
        statements=Change(added=("cfc#1", "cfc#2"), removed=("cfc#3",)),
        documents=Change(added=tuple(str(number) for number in range(1_200))),
    )

    assert counts.tally(found) == "2 statements added, 1 removed; 1 topic changed; 1,200 documents added"
    assert counts.tally(Difference()) == "nothing"


def test_a_page_can_be_asked_to_be_short_and_says_where_it_ends() -> None:
    whole = replace(build.timeline([LONG], SNAPSHOT), again="")

    shown, end = report.page(whole, start=10, most=5)

    assert end == 15
    assert "Show more" not in buttons(shown.blocks)
