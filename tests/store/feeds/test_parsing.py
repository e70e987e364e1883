"""Feeds read: what each kind says, and what is no feed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.documents import process
from store.feeds import parsing
from store.feeds.entries import dated, plain
from store.feeds.model import ParsedFeed
from store.feeds.parsing import MOST_ENTRIES, PageInstead, parse
from store.files.decoding import Unreadable
from tests.feed_server import Told, atom, rss
from tests.feed_server import json_feed as json_text

TOLD = {"url": "https://paper.example/feed", "type": "", "today": "2026-11-23"}


def feed(text: str | bytes) -> ParsedFeed:
    found = parse("", text.encode() if isinstance(text, str) else text, TOLD)
    assert isinstance(found, ParsedFeed)
    return found


def test_rss_says_title_link_author_and_the_day_in_its_own_zone() -> None:
    item = Told("Talks resume", "/2026/talks", "<p>They met.</p>", "Mon, 23 Nov 2026 00:30:00 +0900", author="A. Kim")

    (entry,) = feed(rss(item)).entries

    assert (entry.title, entry.author, str(entry.published)) == ("Talks resume", "A. Kim", "2026-11-23")
    assert entry.link == "https://paper.example/2026/talks"
    assert not entry.whole


def test_atom_and_json_feed_say_the_same() -> None:
    item = Told(
        "Talks resume", "https://paper.example/talks", "<p>They met.</p>", "2026-11-23T00:30:00+09:00", "urn:k1"
    )

    ((one,), (other,)) = feed(atom(item)).entries, feed(json_text(item)).entries

    assert (one.title, one.link, one.published, one.key) == (other.title, other.link, other.published, "urn:k1")


def test_html_in_titles_is_taken_off_and_what_looks_like_it_stays() -> None:
    assert (
        plain("A &lt;b&gt;bold&lt;/b&gt; &amp;amp; <i>new</i> title<script>alert(1)</script>") == "A bold & new title"
    )
    assert plain("5 < 6 and 7 > 3") == "5 < 6 and 7 > 3"


def test_a_date_that_cannot_be_so_is_none() -> None:
    future = Told("Tomorrow's news", "/a", day="Mon, 23 Nov 2099 08:00:00 +0000")
    epoch = Told("From the epoch", "/b", day="Thu, 01 Jan 1970 00:00:00 +0000")
    nonsense = Told("Sometime", "/c", day="the day before yesterday")

    assert [one.published for one in feed(rss(future, epoch, nonsense)).entries] == [None, None, None]
    assert dated("2026-11") is not None


def test_an_item_without_a_title_is_called_by_its_first_words_and_one_without_anything_is_counted() -> None:
    found = feed(rss(Told(text="<p>Seoul and Washington agreed on a date.</p>"), Told(day="")))

    assert [one.title for one in found.entries] == ["Seoul and Washington agreed on a date."]
    assert (found.entries[0].link, found.empty) == (None, 1)


def test_200_000_items_are_cut_and_counted() -> None:
    items = b"".join(b"<item><title>Number %d</title></item>" % number for number in range(100_000))
    data = b"<rss version='2.0'><channel><title>Many</title>" + items + b"</channel></rss>"

    found = process.limited(parse, "many.feed", data, TOLD)

    assert isinstance(found, ParsedFeed)
    assert (len(found.entries), found.left_out) == (MOST_ENTRIES, 100_000 - MOST_ENTRIES)
    assert found.entries[0].title == "Number 0"


def test_a_page_offers_its_own_feeds() -> None:
    page = (
        b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/feed.xml>"
        b"<link rel=alternate type=application/atom+xml href=https://other.example/atom></head><body>Hello</body></html>"
    )

    assert parse("", page, TOLD) == PageInstead(("https://paper.example/feed.xml", "https://other.example/atom"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no feed"),
        (b'{"a": 1}', "no JSON Feed"),
        (b'{"a": ', "cannot be read"),
        (
            b'<!DOCTYPE r [<!ENTITY a "aaaa">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
            "entities",
        ),
        ('<!DOCTYPE r [<!ENTITY a "aaaa">]><rss/>'.encode("utf-16"), "entities"),
        (b'<!-- <rss> --><!DOCTYPE r [<!ENTITY a "aaaa">]><rss/>', "entities"),
    ],
)
def test_what_is_no_feed_is_told_why(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse("", data, TOLD)


def test_a_doctype_without_entities_is_no_matter() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.example/rss-0.91.dtd">'

    assert len(feed(old + rss(Told("Talks", "/a"))).entries) == 1


def test_what_an_item_says_of_doctypes_is_its_text() -> None:
    (entry,) = feed(rss(Told("On XML", "/a", 'Write <!DOCTYPE x [<!ENTITY a "b">]> first.'))).entries

    assert entry.title == "On XML"


def test_an_empty_feed_is_a_feed() -> None:
    assert feed(rss()).entries == ()


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    text = rss(Told("First", "/1"), Told("Second", "/2"))

    assert [one.title for one in feed(text[: text.rindex("<item>") + 30]).entries][:1] == ["First"]


def test_entries_of_one_day_stay_in_the_order_of_the_feed_and_newer_ones_come_first() -> None:
    found = feed(rss(Told("B", "/b"), Told("C", "/c"), Told("A", "/a", day="Tue, 24 Nov 2026 00:00:00 +0000")))

    assert [one.title for one in found.entries] == ["A", "B", "C"]


def test_the_minutes_that_a_feed_may_be_left_alone_are_known() -> None:
    assert feed(rss(more="<ttl>60</ttl>")).minutes == 60


def test_text_that_a_feed_brings_whole_is_known_as_such() -> None:
    long = "<p>" + "Word after word. " * 200 + "</p>"

    (entry,) = feed(rss(Told("Long", "/a", "short", content=long))).entries

    assert entry.whole


@settings(max_examples=40)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_a_page_or_refused(data: bytes) -> None:
    try:
        found = parse("", data, TOLD)
    except Unreadable:
        return
    assert isinstance(found, ParsedFeed | PageInstead)


KEYS = ["items", "id", "url", "title", "authors", "author", "name", "content_html", "date_published"]
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)


@given(
    st.recursive(
        LEAVES, lambda some: st.lists(some, max_size=3) | st.dictionaries(st.sampled_from(KEYS), some, max_size=4)
    )
)
def test_any_json_is_a_feed_or_refused(value: object) -> None:
    data = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [value]}).encode()

    assert isinstance(parsing.parse_json(data, "https://paper.example/"), ParsedFeed)


def test_a_stream_that_names_a_file_opens_nothing() -> None:
    assert parsing.parse_xml(b"/etc/passwd", "https://paper.example/", "") is None
