"""What a digest looks like, whatever is new: within Slack's rules, each item with its date, holder and source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks.digest import MOST_LINES, Edition, head, thread
from bot.blocks.digest_details import FIRST_STATEMENTS, MOST_PASSAGES
from store.changes import StatementChange
from store.digests.model import Place, Quiet, Standing, Subscription
from store.digests.news import News, TopicNews, TopicReports
from store.digests.schedule import WEEKDAYS, Rule
from store.model import Citation, Found, Holder, NewsReport, PartialDate, Passage, Statement
from tests.bot.invented import ALMANAC, CFC, OPCON, REVIEW, dates, passages, slugs, sources, texts, topics
from tests.bot.slack_rules import buttons, markup, nodes, refused, said

if TYPE_CHECKING:
    from store.model import Topic

DUE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TOLD = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
SUBSCRIPTION = Subscription(
    id="d1",
    place=Place("T1", "C1"),
    owner="U1",
    topics=(),
    rule=Rule(WEEKDAYS[:5], (time(8, 30),), "Asia/Seoul"),
    quiet=Quiet.LINE,
    standing=Standing.ACTIVE,
    paused_because=None,
    created_at=TOLD,
    next_due_at=DUE,
    told_generation=2,
    shown=(),
)
NEW, OLD = OPCON.statements
GONE = Statement("opcon#9", "A year was near.", PartialDate(2024, 5), Holder.OFFICIAL, (Citation("lost", 3),))


def edition(*news: TopicNews, issue: Topic | None = None, first: bool = False, **more: Any) -> Edition:
    told = News(topics=news, issue=issue, shown=(), checked=34, first=first, since=2, until=3)
    known = {"almanac": ALMANAC, "policy-review": REVIEW}
    return Edition(SUBSCRIPTION, told, DUE, None if first else TOLD, known, **more)


def change(before: Statement | None, after: Statement | None) -> StatementChange:
    return StatementChange((after or before or NEW).id, "opcon", before, after, 3, DUE)


def on_opcon(*changes: StatementChange, found: tuple[Found, ...] = ()) -> TopicNews:
    return TopicNews("opcon", OPCON, changes, found)


def whole(drawn: Edition) -> str:
    """Everything the channel reads; Slack must take each message."""
    messages = [head(drawn), *thread(drawn)]
    assert [refused(message["blocks"]) for message in messages] == [[] for _ in messages]
    return "\n".join(said(message["blocks"]) for message in messages)


def test_a_new_statement_stands_with_its_date_its_holder_and_its_source() -> None:
    drawn = edition(on_opcon(change(None, NEW)))

    shown = said(thread(drawn)[0]["blocks"])

    assert whole(drawn)
    assert "New\nNo year is set.\n\n15 Dec 2025 · analysis by A. Roe · opcon#1\n \n[1\xa0¶4]" in shown
    assert "[1] Hands on the wheel · A. Roe · Policy Review · 15 Dec 2025 · analysis" in shown


def test_a_changed_statement_shows_what_it_said_before() -> None:
    shown = whole(edition(on_opcon(change(NEW, replace(NEW, text="The year is 2031.")))))

    assert "Changed\nBefore: \nNo year is set.\n\nNow: \nThe year is 2031.\n\n15 Dec 2025 · analysis" in shown


def test_a_withdrawn_statement_keeps_its_date_and_names_a_source_that_is_gone() -> None:
    drawn = edition(on_opcon(change(GONE, None)), to=lambda _: "https://evidence.example/x")

    shown = whole(drawn)

    assert "Withdrawn\nA year was near.\n\nMay 2024 · official · opcon#9\n \n[1\xa0¶3]" in shown
    assert "[1] lost (no longer in the briefings)" in shown
    assert not [node for node in nodes(thread(drawn)[0]["blocks"]) if node.get("type") == "link"]


def test_a_statement_that_was_merged_says_where_it_is_told() -> None:
    shown = whole(edition(on_opcon(replace(change(NEW, None), moved_to="usfk#5"))))

    assert "Merged into others\nNo year is set.\n" in shown
    assert "merged into usfk#5" in shown


def test_a_new_passage_is_quoted_with_its_date_and_its_source() -> None:
    found = Found(REVIEW, Passage(7, "Space", "Two satellites are missing."), ("opcon",))

    shown = whole(edition(on_opcon(found=(found,))))

    assert "New in the sources\n“Two satellites are missing.”\n\n15 Dec 2025 · analysis\n \n[1\xa0¶7]" in shown


def test_what_is_new_comes_before_what_changed_and_what_is_gone_and_the_numbers_follow() -> None:
    changes = change(GONE, None), change(OLD, replace(OLD, text="A Korean leads.")), change(None, NEW)

    shown = whole(edition(on_opcon(*changes)))

    assert shown.index("New\n") < shown.index("Changed\n") < shown.index("Withdrawn\n")
    assert shown.index("[1] Hands on") < shown.index("[2] Almanac") < shown.index("[3] lost")


def test_marks_lead_to_their_passages_where_these_have_an_address() -> None:
    drawn = edition(on_opcon(change(None, NEW)), to=lambda citation: f"https://evidence.example/{citation}")

    links = [node["url"] for node in nodes(thread(drawn)[0]["blocks"]) if node.get("type") == "link"]

    assert links == ["https://evidence.example/policy-review#4"]


def test_the_head_counts_what_is_new_and_says_since_when() -> None:
    drawn = edition(on_opcon(change(OLD, GONE), change(None, NEW), change(GONE, None)), issue=CFC)

    message = head(drawn)
    shown = said(message["blocks"])

    assert message["text"] == (
        "Alliance digest, Mon 23 Nov 2026: New: No year is set. (15 Dec 2025 · analysis by A. Roe) "
        "Changed: A year was near. (May 2024 · official)"
    )
    assert "News on 1 issue since 20 Nov" in shown
    assert "OPCON\n: 1 statement new, 1 statement changed, 1 statement withdrawn, latest 15 Dec 2025" in shown
    assert "Issue of the day" not in shown
    assert "Weekdays 08:30 Asia/Seoul · 34 topics checked · details in the thread" in shown
    assert buttons(message["blocks"]) == ["Open OPCON", "Change this digest", "Stop"]


def test_what_is_new_stands_on_top_dated_and_cited_before_what_changed_at_most_three() -> None:
    many = [change(OLD, replace(NEW, id=f"opcon#{at}", text=f"Claim {at}.")) for at in range(3, 9)]

    shown = said(head(edition(on_opcon(*many, change(None, NEW))))["blocks"])

    top = "New: \nNo year is set.\n 15 Dec 2025 · analysis by A. Roe · opcon#1\n \n[1\xa0¶4]\nChanged: \nClaim 3."
    assert top in shown
    assert "Claim 4." in shown
    assert "Claim 5." not in shown
    assert shown.index("[1] Hands on the wheel") < shown.index("News on 1 issue")


def test_the_issue_of_the_day_has_its_source_too() -> None:
    shown = said(head(edition(issue=OPCON))["blocks"])

    assert (
        "No year is set.\n\n15 Dec 2025 · analysis by A. Roe · opcon#1\n \n[1\xa0¶4]\n[1] Hands on the wheel" in shown
    )


def test_a_quiet_day_is_one_line_and_an_issue_without_a_thread() -> None:
    drawn = edition(issue=OPCON)

    message = head(drawn)

    assert message["text"] == "No changes since 20 Nov; 34 topics checked. Issue of the day: OPCON"
    assert said(message["blocks"]).startswith("No changes since 20 Nov; 34 topics checked.\nIssue of the day: \nOPCON")
    assert buttons(message["blocks"]) == ["Open OPCON", "Change this digest", "Stop"]
    assert thread(drawn) == []
    assert whole(drawn)


def test_a_year_is_told_where_it_is_another() -> None:
    drawn = replace(edition(), told_at=datetime(2025, 12, 31, tzinfo=UTC))

    assert head(drawn)["text"] == "No changes since 31 Dec 2025; 34 topics checked."


def test_where_the_history_begins_later_it_is_told_since_the_last_digest() -> None:
    drawn = replace(edition(), told_at=None)

    assert head(drawn)["text"] == "No changes since the last digest; 34 topics checked."


def test_a_first_digest_shows_where_an_issue_stands_and_how_to_read_on() -> None:
    many = [change(None, replace(NEW, id=f"opcon#{number}", text=f"Claim {number}.")) for number in range(1, 9)]
    found = Found(REVIEW, Passage(7, None, "Two satellites are missing."), ("opcon",))

    shown = whole(edition(on_opcon(*many, found=(found,)), first=True))

    assert "Where 1 issue stands: 8 statements" in shown
    assert "OPCON\n: 8 statements, latest 15 Dec 2025" in shown
    assert f"Claim {FIRST_STATEMENTS}." in shown
    assert f"Claim {FIRST_STATEMENTS + 1}." not in shown
    assert "and 5 statements more: /alliance opcon" in shown
    assert "Two satellites" not in shown


def test_a_topic_that_left_the_store_is_named_without_a_button() -> None:
    drawn = edition(TopicNews("thaad", None, (change(GONE, None),), ()))

    assert "thaad (no longer in the briefings)" in whole(drawn)
    assert buttons(head(drawn)["blocks"]) == ["Change this digest", "Stop"]


def test_more_topics_than_the_head_names_are_all_in_the_thread() -> None:
    every = [
        TopicNews(f"t{at}", replace(OPCON, slug=f"t{at}", short=f"T{at}"), (change(None, NEW),), ()) for at in range(60)
    ]

    drawn = edition(*every)

    shown = whole(drawn)
    assert f"and {60 - MOST_LINES} issues more, in the thread" in shown
    assert len(thread(drawn)) > 1
    assert all(f"T{at} · " in shown for at in range(60))


def test_many_passages_are_cut_and_the_rest_is_pointed_to() -> None:
    found = tuple(Found(REVIEW, Passage(at, None, f"Passage {at}."), ("opcon",)) for at in range(1, 21))

    shown = whole(edition(on_opcon(found=found)))

    assert f"Passage {MOST_PASSAGES}." in shown
    assert f"and {20 - MOST_PASSAGES} new passages more: /alliance search opcon" in shown


def test_news_on_one_topic_too_long_for_a_message_goes_on_in_the_next_and_loses_nothing() -> None:
    many = [change(None, replace(NEW, id=f"opcon#{at}", text=f"Claim {at}: " + "word " * 300)) for at in range(1, 41)]

    drawn = edition(on_opcon(*many))
    messages = thread(drawn)

    assert len(messages) > 3
    assert all("[1] Hands on the wheel" in said(message["blocks"]) for message in messages)
    assert "continued" in said(messages[1]["blocks"])
    assert all(f"Claim {at}: " in whole(drawn) for at in range(1, 41))


statements = st.builds(
    Statement,
    id=st.just("t#1"),
    text=texts,
    as_of=dates,
    held_by=st.sampled_from(Holder),
    citations=st.lists(st.builds(Citation, slugs, st.integers(1, 9_999)), min_size=1, max_size=9).map(tuple),
)
changes = st.one_of(
    st.builds(change, st.none(), statements),
    st.builds(change, statements, st.none()),
    st.builds(change, statements, statements),
)
founds = st.builds(Found, sources, passages, st.just(()))
news = st.builds(
    TopicNews,
    slug=slugs,
    topic=st.none() | topics(st.lists(statements, max_size=2).map(tuple)),
    changes=st.lists(changes, max_size=12).map(tuple),
    passages=st.lists(founds, max_size=7).map(tuple),
).filter(lambda one: one.changes or one.passages)


@given(st.lists(news, max_size=6), st.none() | topics(st.lists(statements, max_size=1).map(tuple)), st.booleans())
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_is_new_slack_takes_every_message_and_nothing_acts_as_markup(
    every: list[TopicNews], issue: Topic | None, first: bool
) -> None:
    drawn = edition(*every, issue=issue, first=first, to=lambda _: "https://evidence.example/" + "x" * 500)

    messages = [head(drawn), *thread(drawn)]

    for message in messages:
        assert refused(message["blocks"]) == []
        assert not {"<", ">"} & set(message["text"])
        assert all(text.startswith("[") for text in markup(message["blocks"]))


def reported(count: int, told: int = 2) -> TopicReports:
    found = Found(REVIEW, Passage(7, None, "Wartime command stays where it is, and OPCON waits. " * 20), ("opcon",))
    one = NewsReport(
        "news-1",
        "A title " * 60,
        "The Harbour Paper " * 20,
        PartialDate(2026, 11, 22),
        "https://paper.example/1",
        ("opcon",),
        3,
        DUE,
    )
    return TopicReports(OPCON, count, ((one, found),) * told)


def with_reports(*reports: TopicReports, news: tuple[TopicNews, ...] = ()) -> Edition:
    drawn = edition(*news)
    return replace(drawn, news=replace(drawn.news, reports=reports))


def test_reports_stand_below_the_statements_with_publisher_date_and_passage_and_the_rest_is_counted() -> None:
    shown = head(with_reports(reported(9), news=(on_opcon(change(None, NEW)),)))

    text = said(shown["blocks"])
    assert refused(shown["blocks"]) == []
    assert "New on OPCON: 9 reports" in text
    assert "and 2 other papers · 22 Nov 2026" in text
    assert "and 7 reports more: /alliance news" in text
    assert text.index(NEW.text) < text.index("New on OPCON")
    assert "New on OPCON: 9 reports." in shown["text"]


def test_a_day_with_reports_alone_is_no_quiet_day() -> None:
    shown = head(with_reports(reported(1, 1)))

    assert "No changes" not in said(shown["blocks"])
    assert shown["text"].endswith("New on OPCON: 1 report.")
    assert "Open OPCON" in buttons(shown["blocks"])
    assert thread(with_reports(reported(1, 1))) == []
