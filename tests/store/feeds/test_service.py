"""What feeds bring becomes documents: held, published, dropped, told once, and gone when it is old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.feeds.article import FetchedPage
from store.feeds.entries import entry
from store.feeds.model import Failure, Feed, FeedInvalid, FeedMode, FeedReply, ItemState, ParsedFeed, UnknownFeed
from store.model import Kind, PartialDate
from tests.store.feeds.test_linking import OTHER, STORY

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore
    from store.feeds.model import FeedEntry, FeedItem

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = PartialDate(2026, 11, 23)


def said(title: str, link: str = "", text: str = STORY, *, day: PartialDate | None = DAY, key: str = "") -> FeedEntry:
    """Return an entry that brings its text."""
    html = f"<p>{text}</p>"
    return entry(id_=key, link=link, title=title, author="A. Kim", publisher="", published=day, html=html, full=True)


def feed(
    store: BriefingStore, name: str = "harbour", *, mode: FeedMode = FeedMode.PUBLISH, words: tuple[str, ...] = ()
) -> Feed:
    url = f"https://{name}.example/feed"
    return store.feeds.add(url, f"The {name.title()} Paper", mode=mode, words=words, by="tests", at=NOW)


def bring(store: BriefingStore, one: Feed, *entries: FeedEntry, at: datetime = NOW) -> tuple[str, ...]:
    """Let a feed bring *entries*, read their texts and publish what is ready; return the new documents."""
    store.feeds.answered(one, FeedReply(ParsedFeed(one.title, "en", entries)), at)
    while items := store.feeds.claim_items(at, 10):
        for item in items:
            store.feeds.read(item, None, at)
    return store.feeds.publish_ready(at)


def only(items: list[FeedItem]) -> FeedItem:
    (item,) = items
    return item


def test_the_newest_of_a_topic_are_not_behind_those_of_others(loaded_store: BriefingStore) -> None:
    bring(loaded_store, feed(loaded_store), said("OPCON: ministers meet"))
    bring(
        loaded_store, feed(loaded_store, "other"), said("USFK: boats collide", text=OTHER), at=NOW + timedelta(hours=1)
    )

    opcon, part, wild = (loaded_store.feeds.news(topic=slug, limit=1) for slug in ("opcon", "op", "%"))

    assert only(opcon).title == "OPCON: ministers meet"
    assert (part, wild) == ([], [])


def test_an_item_becomes_a_document_of_kind_news_with_its_topics(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)

    (document,) = bring(loaded_store, one, said("OPCON transfer: ministers meet", "https://harbour.example/1"))

    source = loaded_store.snapshot.sources[document]
    assert (source.kind, source.publisher, source.author) == (Kind.NEWS, "The Harbour Paper", "A. Kim")
    assert (source.published, source.url, source.topics) == (DAY, "https://harbour.example/1", ("opcon",))
    found = loaded_store.document(document)
    assert found is not None
    assert found.passages[0].text.startswith("The defence ministers of both countries")


def test_a_load_of_the_folder_does_not_retire_it_and_finds_nothing_new(
    loaded_store: BriefingStore, folder: Path
) -> None:
    loaded_store.load(folder, by="tests", at=NOW)
    (document,) = bring(loaded_store, feed(loaded_store), said("OPCON transfer: ministers meet"))

    again = loaded_store.load(folder, by="tests", at=NOW)

    assert not again.changed
    assert document in loaded_store.snapshot.sources


def test_a_load_that_changes_the_folder_keeps_it(loaded_store: BriefingStore, folder: Path) -> None:
    (document,) = bring(loaded_store, feed(loaded_store), said("OPCON transfer: ministers meet"))
    (folder / "documents" / "note.md").write_text("---\ntitle: A note\n---\nSomething else was said here.\n")

    loaded = loaded_store.load(folder, by="tests", at=NOW)

    assert loaded.difference.documents.added == ("note",)
    assert document in loaded_store.snapshot.sources


def test_a_start_goes_on_loading_its_folder_after_feeds_brought_something(
    loaded_store: BriefingStore, folder: Path
) -> None:
    loaded_store.load(folder, by="tests", at=NOW)
    bring(loaded_store, feed(loaded_store), said("OPCON transfer: ministers meet"))
    (folder / "documents" / "note.md").write_text("---\ntitle: A note\n---\nSomething else was said here.\n")

    assert loaded_store.loader.waits(folder) is None


def test_a_topic_that_leaves_the_folder_takes_no_load_down(loaded_store: BriefingStore, folder: Path) -> None:
    (document,) = bring(loaded_store, feed(loaded_store), said("SMA talks: a cost-sharing agreement is near"))
    (folder / "topics" / "sma.md").unlink()
    usfk = folder / "topics" / "usfk.md"
    usfk.write_text(usfk.read_text().replace("related: [opcon, sma]", "related: [opcon]"))

    loaded_store.load(folder, by="tests", at=NOW)

    assert "sma" in loaded_store.snapshot.sources[document].topics
    found = loaded_store.document(document)
    assert found is not None
    assert "sma" not in loaded_store.topics_of(document, found.passages[0])


def test_what_names_no_topic_is_held_and_published_with_those_that_a_person_gives(
    loaded_store: BriefingStore,
) -> None:
    assert bring(loaded_store, feed(loaded_store), said("Boats collide in fog", text=OTHER)) == ()
    item = only(loaded_store.feeds.waiting())
    assert item.why

    done = loaded_store.feeds.publish(item.id, by="me", now=NOW, topics=["usfk"])

    assert loaded_store.snapshot.sources[str(done.document)].topics == ("usfk",)
    assert loaded_store.feeds.waits() == 0


def test_a_feed_under_review_holds_what_it_brings_and_dropped_stays_dropped(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store, mode=FeedMode.REVIEW)
    bring(loaded_store, one, said("OPCON transfer: ministers meet", "https://harbour.example/1"))
    item = only(loaded_store.feeds.waiting())

    loaded_store.feeds.drop(item.id, by="me", now=NOW)
    bring(loaded_store, one, said("OPCON transfer: ministers met", "https://harbour.example/1"))
    loaded_store.feeds.remove(one.id)
    bring(loaded_store, feed(loaded_store), said("OPCON transfer: ministers met", "https://harbour.example/1"))

    assert loaded_store.feeds.waiting() == []
    assert loaded_store.feeds.item(item.id).state is ItemState.DROPPED


def test_an_agency_story_in_three_papers_is_one_item_with_three_places(loaded_store: BriefingStore) -> None:
    papers = [feed(loaded_store, name) for name in ("harbour", "hill", "valley")]
    first = said("OPCON transfer: ministers meet", "https://harbour.example/1")
    shortened = said("Ministers meet over wartime command", "https://hill.example/x", STORY.rpartition(" Officials")[0])
    same_page = said("Ministers meet", "http://www.harbour.example/1/?utm_source=valley")

    documents = [
        bring(loaded_store, paper, one) for paper, one in zip(papers, (first, shortened, same_page), strict=True)
    ]

    assert [len(found) for found in documents] == [1, 0, 0]
    (report,) = loaded_store.feeds.reports(documents[0]).values()
    assert report.places == 3


def test_reports_are_asked_for_by_their_documents_and_by_since_when_they_are_there(loaded_store: BriefingStore) -> None:
    documents = bring(loaded_store, feed(loaded_store), said("OPCON transfer: ministers meet"))
    (report,) = loaded_store.feeds.reports(documents).values()

    since = [report.published_at + timedelta(seconds=seconds) for seconds in (0, 1)]

    assert [len(loaded_store.feeds.reports(documents, one)) for one in since] == [1, 0]


def test_an_update_is_a_new_version_of_the_same_document(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)
    (document,) = bring(loaded_store, one, said("OPCON transfer: ministers meet", key="k"))
    later = NOW + timedelta(hours=1)

    again = bring(
        loaded_store, one, said("OPCON transfer: ministers met", text=f"{STORY} They left.", key="k"), at=later
    )

    assert again == (document,)
    assert loaded_store.snapshot.sources[document].title == "OPCON transfer: ministers met"
    assert len([id_ for id_ in loaded_store.snapshot.sources if id_.startswith("news-")]) == 1


def test_an_entry_that_comes_again_unchanged_writes_nothing(loaded_store: BriefingStore) -> None:
    one, told = feed(loaded_store), said("OPCON transfer: ministers meet", key="k")
    bring(loaded_store, one, told)
    before = loaded_store.snapshot.generation

    assert bring(loaded_store, one, told) == ()
    assert loaded_store.snapshot.generation == before


def test_a_feed_with_words_takes_what_has_one_of_them(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store, words=("wartime", "전작권"))

    done = loaded_store.feeds.answered(
        one,
        FeedReply(ParsedFeed("", None, (said("OPCON: ministers meet"), said("Boats collide", text=OTHER)))),
        NOW,
    )

    assert (done.new, done.filtered) == (1, 1)


def test_a_paywall_that_stands_under_every_title_joins_no_stories(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store, mode=FeedMode.REVIEW)
    wall = "Subscribe to read on. " + OTHER

    bring(loaded_store, one, said("OPCON transfer: ministers meet", text=wall), said("Budget passes", text=wall))

    assert loaded_store.feeds.waits() == 2


def test_what_is_published_can_be_taken_back_unless_a_statement_cites_it(
    loaded_store: BriefingStore, folder: Path
) -> None:
    one = feed(loaded_store)
    (gone,) = bring(loaded_store, one, said("OPCON transfer: ministers meet"))
    (cited,) = bring(loaded_store, one, said("USFK and a ship", text=OTHER))
    cite(folder, cited)
    loaded_store.load(folder, by="tests", at=NOW)
    items = {str(item.document): item for item in loaded_store.feeds.news()}

    loaded_store.feeds.drop(items[gone].id, by="me", now=NOW)

    assert gone not in loaded_store.snapshot.sources
    with pytest.raises(FeedInvalid, match="cited"):
        loaded_store.feeds.drop(items[cited].id, by="me", now=NOW)


def cite(folder: Path, document: str) -> None:
    """Let a statement cite the first passage of *document*."""
    path = folder / "topics" / "usfk.md"
    text = path.read_text()
    statement = (
        f"statements:\n  - id: 90\n    text: A ship came.\n    as_of: undated\n    held_by: fact\n"
        f"    cites: ['{document}#1']\n"
    )
    path.write_text(text.replace("statements:\n", statement, 1))


def test_documents_of_feeds_age_out_unless_a_statement_cites_them(loaded_store: BriefingStore, folder: Path) -> None:
    one = feed(loaded_store)
    (old,) = bring(loaded_store, one, said("OPCON transfer: ministers meet"))
    (cited,) = bring(loaded_store, one, said("USFK and a ship", text=OTHER))
    cite(folder, cited)
    loaded_store.load(folder, by="tests", at=NOW)

    assert loaded_store.feeds.retire(NOW + timedelta(days=399), days=400) == ()
    assert loaded_store.feeds.retire(NOW + timedelta(days=402), days=400) == (old,)

    assert old not in loaded_store.snapshot.sources
    assert cited in loaded_store.snapshot.sources
    assert not loaded_store.load(folder, by="tests", at=NOW).changed


def test_a_feed_is_claimed_once_a_period_and_gone_is_never_asked_again(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)

    first, second = loaded_store.feeds.claim(NOW, 10), loaded_store.feeds.claim(NOW, 10)
    loaded_store.feeds.failed(first[0], Failure("is gone for good (HTTP 410)", gone=True), NOW)

    assert ([found.id for found in first], second) == ([one.id], [])
    assert loaded_store.feeds.claim(NOW + timedelta(days=30), 10) == []
    assert loaded_store.feeds.listed()[0].error == "is gone for good (HTTP 410)"


def test_a_feed_is_not_added_twice_nor_one_that_is_no_address(loaded_store: BriefingStore) -> None:
    feed(loaded_store)

    with pytest.raises(FeedInvalid, match="already"):
        feed(loaded_store)
    with pytest.raises(FeedInvalid, match="no address"):
        loaded_store.feeds.add("ftp://a.example/", "", mode=FeedMode.REVIEW, words=(), by="me", at=NOW)
    with pytest.raises(UnknownFeed):
        loaded_store.feeds.remove("nobody")
    with pytest.raises(UnknownFeed):
        loaded_store.feeds.item("nobody")


def test_an_undated_entry_has_the_day_on_which_it_was_found_and_says_so(loaded_store: BriefingStore) -> None:
    (document,) = bring(loaded_store, feed(loaded_store), said("OPCON transfer: ministers meet", day=None))

    source = loaded_store.snapshot.sources[document]
    assert (str(source.published), str(source.published_from)) == ("2026-11-23", "guess")


def test_a_page_gives_the_text_that_the_feed_only_sums_up(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)
    told = entry(
        id_="k", link="https://harbour.example/1", title="OPCON: talks", author="", publisher="", published=DAY,
        html="<p>They met.</p>", full=False,
    )  # fmt: skip
    loaded_store.feeds.answered(one, FeedReply(ParsedFeed(one.title, "en", (told,))), NOW)
    page = f"<html><body><article><h1>OPCON: talks</h1><p>{STORY}</p><p>{OTHER}</p></article></body></html>"
    (item,) = loaded_store.feeds.claim_items(NOW, 5)

    loaded_store.feeds.read(item, FetchedPage(page.encode(), "text/html; charset=utf-8"), NOW)

    (document,) = loaded_store.feeds.publish_ready(NOW)
    found = loaded_store.document(document)
    assert found is not None
    assert [one.text[:20] for one in found.passages] == [STORY[:20], OTHER[:20]]


def test_two_who_read_one_item_settle_it_once(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)
    loaded_store.feeds.answered(one, FeedReply(ParsedFeed(one.title, "en", (said("OPCON: talks"),))), NOW)
    (item,) = loaded_store.feeds.claim_items(NOW, 5)

    first = loaded_store.feeds.read(item, None, NOW)
    second = loaded_store.feeds.read(item, None, NOW)

    assert (first, second) == (ItemState.READY, None)


def test_what_a_lost_process_had_is_read_by_another_when_its_lease_ends(loaded_store: BriefingStore) -> None:
    one = feed(loaded_store)
    loaded_store.feeds.answered(one, FeedReply(ParsedFeed(one.title, "en", (said("OPCON: talks"),))), NOW)
    loaded_store.feeds.claim_items(NOW, 5)

    assert loaded_store.feeds.claim_items(NOW, 5) == []
    assert len(loaded_store.feeds.claim_items(NOW + timedelta(minutes=3), 5)) == 1
