"""`/alliance …` through the whole way: signed request, bolt, store, blocks, and what the person then sees."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.bot.slack_rules import buttons, refused, said

if TYPE_CHECKING:
    from store.core import BriefingStore
    from tests.bot.served import Team


async def test_a_topic_is_answered_privately_with_its_brief(team: Team) -> None:
    reply = await team.ask("opcon")

    assert reply.seen_by == team.user
    assert "No year has been set for the handover of wartime command." in said(reply.blocks)
    assert reply.text.startswith("OPCON: OPCON is the authority to lead")
    assert reply.text.endswith("(30 Jun 2025, 2026)")
    assert refused(reply.blocks) == []


async def test_the_reply_repeats_the_question_because_slack_hides_it(team: Team) -> None:
    reply = await team.ask("OPCON  Handover")

    assert "You asked “OPCON Handover”" in said(reply.blocks)


async def test_the_second_asker_gets_the_same_brief_under_their_own_question(team: Team) -> None:
    first, second = await team.ask("opcon"), await team.ask("전작권")

    assert "You asked “opcon”" in said(first.blocks)
    assert "You asked “전작권”" in said(second.blocks)
    assert said(first.blocks).replace("“opcon”", "") == said(second.blocks).replace("“전작권”", "")


async def test_an_exact_name_never_waits_for_what_looser_words_need(team: Team, loaded_store: BriefingStore) -> None:
    exact = await team.ask("opcon")
    loose = await team.ask("opcno")
    await team.background.drain(30)

    assert "No year has been set" in said(exact.blocks)
    assert "No year has been set" in said(loose.blocks)
    assert {"corpus", "typos"} <= vars(loaded_store.index).keys()


async def test_a_new_generation_is_answered_at_once(team: Team, loaded_store: BriefingStore, tmp_path) -> None:
    before = await team.ask("opcon")
    (tmp_path / "documents").mkdir()
    (tmp_path / "topics").mkdir()
    (tmp_path / "documents" / "note.md").write_text(
        "---\ntitle: Note\npublisher: Desk\nkind: news\npublished: 2026\n---\n\nThe year is 2031.\n", encoding="utf-8"
    )
    (tmp_path / "topics" / "opcon.md").write_text(
        "---\nname: OPCON\ncategory: command\nreviewed: 2026-11-23\n"
        "statements:\n  - id: 1\n    text: The year is set.\n    as_of: 2026\n"
        "    held_by: fact\n    cites: [note#1]\n---\nIt is settled. It moves in 2031.\n",
        encoding="utf-8",
    )

    loaded_store.load(tmp_path, by="tests", at=team.clock())
    after = await team.ask("opcon")

    assert "The year is set." not in said(before.blocks)
    assert "The year is set." in said(after.blocks)


async def test_nothing_typed_opens_the_chooser(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    reply = await team.ask("")

    assert reply.seen_by == team.user
    assert "Ask about one of 4 topics" in said(reply.blocks)
    assert "empty" in codes(caplog)


async def test_help_gives_every_subcommand(team: Team) -> None:
    shown = said((await team.ask("help")).blocks)

    for command in ("/alliance cfc", "/alliance topics", "/alliance search CFC", "/alliance sources", "/alliance help"):
        assert command in shown or command.replace("cfc", "opcon").replace("CFC", "OPCON") in shown


async def test_topics_lists_all_four_under_their_categories(team: Team) -> None:
    shown = said((await team.ask("topics")).blocks)

    assert [slug for slug in ("cfc", "opcon", "sma", "usfk") if f"\n{slug}\n" in shown] == [
        "cfc",
        "opcon",
        "sma",
        "usfk",
    ]
    assert "Money" in shown


async def test_a_question_that_begins_with_a_subcommand_is_a_question(team: Team) -> None:
    shown = said((await team.ask("topics of wartime command transfer to seoul")).blocks)

    assert "4 topics" not in shown


async def test_search_shows_passages_and_never_a_brief(team: Team) -> None:
    reply = await team.ask("search satellites")

    assert "passage" in reply.text
    assert "for “satellites”, best first" in said(reply.blocks)
    assert "Share" not in buttons(reply.blocks)


async def test_search_without_words_says_how(team: Team) -> None:
    assert "/alliance search wartime command" in said((await team.ask("search")).blocks)


@pytest.mark.parametrize("syntax", ['AND OR "', "title:x", "%", "NEAR(a b)", "'; DROP TABLE topics; --"])
async def test_what_is_syntax_elsewhere_is_an_ordinary_search(team: Team, syntax: str) -> None:
    reply = await team.ask(f"search {syntax}")

    assert "Something went wrong" not in said(reply.blocks)
    assert refused(reply.blocks) == []


async def test_sources_lists_the_documents_and_one_is_read_passage_by_passage(team: Team) -> None:
    listed, one = await team.ask("sources"), await team.ask("sources policy-review-2025")

    assert "policy-review-2025" in said(listed.blocks)
    assert "¶1" in said(one.blocks)
    assert refused(one.blocks) == []


async def test_an_unknown_source_reads_differently_from_a_miss(team: Team) -> None:
    unknown, miss = await team.ask("sources nowhere"), await team.ask("zeppelins over lake constance")

    assert "No source is called “nowhere”. These are loaded:" in said(unknown.blocks)
    assert "No briefing on “zeppelins over lake constance”." in said(miss.blocks)


async def test_a_miss_is_counted_without_who_asked(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("zeppelins over lake constance")
    await team.ask("zeppelins over lake constance")
    await team.background.drain(30)

    (gap,) = loaded_store.usage.gaps()

    assert gap.count == 2
    assert team.user not in repr(gap)


async def test_two_hundred_characters_are_taken_and_one_more_is_not(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    taken, refused_ = await team.ask("x" * 500), await team.ask("x" * 501)

    assert "No briefing on" in said(taken.blocks)
    assert said(refused_.blocks) == "Please shorten this to 500 characters."
    assert "long" in codes(caplog)


async def test_hostile_text_comes_out_cleaned_and_literal(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    reply = await team.ask("<!channel> zep\u202epelin\u200b\x00s *b* _i_ `c` &")

    assert "No briefing on “<!channel> zeppelins *b* _i_ `c` &”." in said(reply.blocks)
    assert "&lt;!channel&gt;" in reply.text
    assert "cleaned" in codes(caplog)


def codes(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The codes that were logged."""
    return [record.code for record in caplog.records if hasattr(record, "code")]
