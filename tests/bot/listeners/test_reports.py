"""Reports in Slack: one statement, comparisons, timelines, changes, and what the store said then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.feeds.model import FeedMode
from tests.bot.served import opened
from tests.bot.slack_rules import buttons, refused, said
from tests.paths import seeds_in
from tests.store.feeds.test_linking import STORY
from tests.store.feeds.test_service import bring, feed
from tests.store.feeds.test_service import said as entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from store.core import BriefingStore
    from tests.bot.served import Team


FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MONDAY = FRIDAY + timedelta(days=3)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
async def later(store: BriefingStore, tmp_path: Path) -> AsyncIterator[Team]:
    """The team on Monday evening: loaded on Friday, and on Monday with one statement changed, added and removed."""
    folder = seeds_in(tmp_path)
    store.load(folder, by="an editor", at=FRIDAY)
    opcon = folder / "topics" / "opcon.md"
    added = "  - id: 5\n    text: Both staffs moved.\n    as_of: 2026-11\n"
    added += "    held_by: fact\n    cites: [almanac-peninsula#2]\n"
    text = opcon.read_text().replace("No year has been set", "The year 2031 has been set")
    gone = text[text.index("  - id: 4") : text.index("disagreements:")]
    opcon.write_text(text.replace(gone, added))
    store.load(folder, by="an editor", at=MONDAY)
    async with opened(store) as made:
        made.clock.at = MONDAY + timedelta(hours=9)
        yield made


async def test_one_statement_is_shown_with_its_standing_and_what_it_cites(team: Team) -> None:
    reply = await team.ask("opcon#2")

    shown = said(reply.blocks)
    assert shown.startswith("opcon#2 · OPCON · Wartime operational control (OPCON) transfer")
    assert "After the handover a Korean general leads the joint command, with an American deputy." in shown
    assert "2026, by its copyright line · official" in shown
    assert "No year has been set" not in shown
    under = ["Full brief", "Share", "Read [1 ¶2]", "Edit", "Read [2 ¶2]", "Helpful, wrong or outdated?"]
    assert buttons(reply.blocks) == under
    assert refused(reply.blocks) == []


async def test_an_abbreviation_names_a_statement_too_and_its_passage_opens(team: Team) -> None:
    reply = await team.ask("SMA#2")

    await team.press(reply, "Read [2 ¶3]")

    (modal,) = team.modals
    assert "¶3" in said(modal.body["blocks"])


async def test_a_shared_statement_is_that_statement_alone(team: Team) -> None:
    reply = await team.ask("opcon#3")

    await team.share(reply)

    (shared,) = team.public()
    assert "Two of five promised satellites" in said(shared.blocks)
    assert "No year has been set" not in said(shared.blocks)


async def test_a_number_that_is_not_there_is_answered_with_those_that_are(
    team: Team, loaded_store: BriefingStore
) -> None:
    reply = await team.ask("opcon#9")
    await team.background.drain(30)

    assert "There is no statement “opcon#9”. OPCON has opcon#1, opcon#2, opcon#3, opcon#4." in said(reply.blocks)
    assert loaded_store.usage.gaps() == ()


async def test_two_topics_are_compared_holder_by_holder(team: Team) -> None:
    reply = await team.ask("compare opcon and sma")

    shown = said(reply.blocks)
    assert shown.startswith("OPCON and SMA compared")
    assert shown.index("Official · OPCON") < shown.index("Critics · SMA") < shown.index("Analysis · OPCON")
    assert "Both rest on: " in shown
    assert buttons(reply.blocks) == ["Show more", "OPCON", "SMA"]
    assert refused(reply.blocks) == []


async def test_one_topic_is_compared_with_itself_by_who_holds_what(team: Team) -> None:
    reply = await team.ask("compare sma")

    shown = said(reply.blocks)
    assert "1 supporters, 1 critics, 1 analysis, 1 fact" in shown
    assert "nothing held by: official" in shown
    assert "Where they differ: Whether the cost-sharing is fair" in shown
    assert refused(reply.blocks) == []


async def test_a_part_that_is_no_topic_is_named(team: Team) -> None:
    reply = await team.ask("compare opcon and zebras")

    assert "No briefing on “zebras”." in said(reply.blocks)


async def test_compare_that_begins_a_question_is_a_question(team: Team) -> None:
    reply = await team.ask("compare how zebras and lions see it")

    assert "No briefing on “compare how zebras and lions see it”." in said(reply.blocks)


async def test_compare_alone_says_how(team: Team) -> None:
    assert "/alliance compare opcon cfc" in said((await team.ask("compare")).blocks)


async def test_the_timeline_of_a_topic_has_what_happened_and_no_date_of_a_source(team: Team) -> None:
    reply = await team.ask("timeline opcon")

    shown = said(reply.blocks)
    assert "1 event by date, the oldest first; 3 statements without a date on which something happened" in shown
    assert "1971\nThe joint command has had two equal flags since 1971.\n" in shown
    assert "30 Jun 2025\n" not in shown
    assert refused(reply.blocks) == []


async def test_the_timeline_of_everything_names_the_topics(team: Team) -> None:
    reply = await team.ask("timeline")

    assert "OPCON: The joint command has had two equal flags since 1971." in said(reply.blocks)


async def test_the_buttons_of_a_brief_lead_to_its_timeline_and_its_comparison(team: Team) -> None:
    reply = await team.ask("opcon")

    await team.press(reply, "Timeline")
    await team.press(reply, "Compare")

    timeline, compared = team.private[-2:]
    assert said(timeline.blocks).startswith("OPCON: timeline")
    assert said(compared.blocks).startswith("OPCON: who holds what")
    assert compared.seen_by == team.user


async def test_changes_tell_what_was_added_changed_and_removed_by_whom_and_when(later: Team) -> None:
    reply = await later.ask("changes")

    shown = said(reply.blocks)
    assert "3 statements: 1 added, 1 changed, 1 removed since 20 Nov 2026" in shown
    assert "version 2, loaded 23 Nov 2026, 09:00 UTC by an editor" in shown
    assert shown.index("Added") < shown.index("Both staffs moved.") < shown.index("Changed")
    assert "The year 2031 has been set for the handover of wartime command." in shown
    assert "No year has been set for the handover of wartime command." in shown
    assert shown.index("Removed") < shown.index("two equal flags")
    assert refused(reply.blocks) == []


@pytest.mark.parametrize("typed", ["changes since 2026-11-21", "changes since 20 Nov 2026", "changes since last week"])
async def test_changes_may_be_asked_since_a_day(later: Team, typed: str) -> None:
    assert "1 added, 1 changed, 1 removed" in said((await later.ask(typed)).blocks)


async def test_changes_of_documents_alone_are_told_in_the_past(
    later: Team, store: BriefingStore, tmp_path: Path
) -> None:
    (tmp_path / "seeds/documents/note.txt").write_text("A Note on Rope\n\nRope is dear this year, says the harbour.\n")
    store.load(tmp_path / "seeds", by="tests", at=later.clock())

    shown = said((await later.ask("changes")).blocks)

    assert "No statement changed, but topics or documents did since 23 Nov 2026" in shown


async def test_changes_of_one_topic_leave_the_others_out(later: Team) -> None:
    shown = said((await later.ask("changes sma since 20 Nov")).blocks)

    assert "No changes since 20 Nov 2026." in shown


async def test_a_day_without_changes_is_one_sentence(later: Team) -> None:
    later.clock.advance(days=2)

    assert "No changes since 24 Nov 2026." in said((await later.ask("changes since 24 Nov")).blocks)


async def test_a_date_that_cannot_be_read_is_told_with_the_ways_to_write_one(later: Team) -> None:
    assert "Write it as 2026-11-20, 20 Nov 2026" in said((await later.ask("changes since the flood")).blocks)


async def test_the_first_generation_has_nothing_to_differ_from(team: Team) -> None:
    assert "No changes: version 1, loaded 23 Nov 2026, is the first." in said((await team.ask("changes")).blocks)


async def test_a_topic_at_a_date_reads_as_it_did_then_under_a_clear_heading(later: Team) -> None:
    reply = await later.ask("opcon at 22 Nov 2026")

    shown = said(reply.blocks)
    assert shown.startswith("As the briefings stood on 22 Nov 2026 (version 1)")
    assert "No year has been set" in shown
    assert "2031" not in shown
    assert buttons(reply.blocks) == []
    assert refused(reply.blocks) == []


async def test_before_the_first_load_it_says_from_when_the_history_starts(later: Team) -> None:
    reply = await later.ask("opcon at 2026-11-19")

    assert "it starts on 20 Nov 2026 with version 1." in said(reply.blocks)


async def test_a_day_to_come_is_refused_in_words(later: Team) -> None:
    assert "1 Jan 2027 is still to come." in said((await later.ask("opcon at 2027-01-01")).blocks)


async def test_a_topic_that_was_not_there_then_is_a_miss_of_that_day(later: Team) -> None:
    shown = said((await later.ask("zebras at 2026-11-20")).blocks)

    assert shown.startswith("As the briefings stood on 20 Nov 2026 (version 1) it had no briefing on “zebras”.")


async def test_at_without_a_date_is_a_question(later: Team) -> None:
    shown = said((await later.ask("how many troops at the garrison")).blocks)

    assert "how many troops at the garrison" in shown.splitlines()[0]
    assert "The garrison numbers about 21,000" in shown


async def test_changes_since_before_the_first_load_say_that_it_is_the_first(team: Team) -> None:
    shown = said((await team.ask("changes since 2020-01-01")).blocks)

    assert "No changes since the first load that is kept, of 23 Nov 2026." in shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("timeline opcon", "OPCON: timeline"),
        ("compare opcon sma", "OPCON and SMA compared"),
        ("opcon#1", "opcon#1 · OPCON"),
        ("opcon at 2020-01-01", "The briefings have no history for 1 Jan 2020"),
        ("timeline of the zeppelins over lake constance", "No briefing on “timeline of the zeppelins"),
    ],
)
async def test_a_mention_knows_the_same_words(team: Team, typed: str, shown: str) -> None:
    message = await team.say(f"@alliance {typed}")

    (answer,) = team.thread(message)
    assert said(answer.blocks).startswith(shown)
    assert refused(answer.blocks) == []


async def test_the_pages_of_a_sheet_follow_each_other_below(later: Team, store: BriefingStore, tmp_path: Path) -> None:
    opcon = tmp_path / "seeds" / "topics" / "opcon.md"
    more = "".join(
        f"  - id: {number}\n    text: Claim {number}. {'word ' * 60}\n    as_of: 2026\n    held_by: fact\n"
        f"    happened: {1950 + number}\n    cites: [almanac-peninsula#2]\n"
        for number in range(10, 70)
    )
    opcon.write_text(opcon.read_text().replace("disagreements:", f"{more}disagreements:"))
    store.load(tmp_path / "seeds", by="an editor", at=MONDAY + timedelta(hours=1))

    first = await later.ask("timeline opcon")
    await later.press(first, "Show more")
    changed = await later.ask("changes")
    await later.press(changed, "Show more")

    second, rest = later.private[-3], later.private[-1]
    assert "continued" in said(second.blocks)
    assert set(buttons(first.blocks)) >= {"Show more", "OPCON", "Compare"}
    assert said(rest.blocks).startswith("What changed")
    assert "Claim 69." in said(rest.blocks) or "Show more" in buttons(rest.blocks)


async def test_the_brief_of_the_past_goes_on_in_the_past(later: Team, store: BriefingStore, tmp_path: Path) -> None:
    opcon = tmp_path / "seeds" / "topics" / "opcon.md"
    told = opcon.read_text()
    more = "".join(
        f"  - id: {number}\n    text: Claim {number}. {'word ' * 60}\n    as_of: 2026\n    held_by: fact\n"
        "    cites: [almanac-peninsula#2]\n"
        for number in range(10, 70)
    )
    opcon.write_text(told.replace("disagreements:", f"{more}disagreements:"))
    store.load(tmp_path / "seeds", by="an editor", at=MONDAY + timedelta(hours=1))
    opcon.write_text(told)
    store.load(tmp_path / "seeds", by="an editor", at=MONDAY + timedelta(days=1))
    later.clock.advance(days=2)

    first = await later.ask("opcon at 23 Nov 2026")
    await later.press(first, "Show more")

    second = later.private[-1]
    assert said(first.blocks).startswith("As the briefings stood on 23 Nov 2026 (version 3)")
    assert said(second.blocks).startswith("Version 3, continued")
    assert "Claim " in said(second.blocks)
    assert refused(second.blocks) == []


async def test_before_any_report_news_are_what_changed(team: Team) -> None:
    reply = await team.ask("news")

    assert said(reply.blocks).startswith("What changed")


async def test_reports_come_with_title_publisher_date_and_the_passage_on_the_topic(
    team: Team, loaded_store: BriefingStore
) -> None:
    opening = "A minister spoke of many things before noon and of others later."
    told = f"{opening}</p><p>The OPCON handover waits. OPCON needs satellites first."
    bring(loaded_store, feed(loaded_store), entry("OPCON transfer: ministers meet", "https://harbour.example/1", told))

    reply = await team.ask("news opcon")

    shown = said(reply.blocks)
    assert shown.startswith("1 report on OPCON")
    assert "OPCON transfer: ministers meet" in shown
    assert "The Harbour Paper · 23 Nov 2026" in shown
    assert "“The OPCON handover waits. OPCON needs satellites first.”" in shown
    assert refused(reply.blocks) == []


async def test_more_than_a_page_is_turned(team: Team, loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    for number in range(8):
        text = " ".join(f"{word}{number}" for word in words * 3)
        at = NOW + timedelta(minutes=number)
        bring(loaded_store, one, entry(f"OPCON {words[number]}", text=f"{text}. OPCON was spoken of."), at=at)

    first = await team.ask("news")
    await team.press(first, "Show more")

    assert "Show more" in buttons(first.blocks)
    assert "8 reports" in said(first.blocks)
    assert "OPCON one" in said(team.private[-1].blocks)


async def test_a_day_without_reports_says_so(team: Team, loaded_store: BriefingStore) -> None:
    bring(loaded_store, feed(loaded_store), entry("OPCON: talks", text=STORY))

    assert "No reports on SMA" in said((await team.ask("news sma")).blocks)
    assert "I cannot read the date" in said((await team.ask("news since the flood")).blocks)


async def test_a_feed_under_review_shows_nothing_before_it_is_published(
    team: Team, loaded_store: BriefingStore
) -> None:
    bring(loaded_store, feed(loaded_store, mode=FeedMode.REVIEW), entry("OPCON: talks"))

    assert said((await team.ask("news")).blocks).startswith("What changed")
