"""Signed links: what they open, for how long, and that nothing else does."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.message import Replies
from bot.evidence.links import (
    LinkBroken,
    LinkEnded,
    LinkExpired,
    Links,
    comparison_page,
    document_page,
    page_of,
    topic_page,
)
from store.access.link_rounds import LinkRounds
from store.model import Citation
from tests.bot.invented import BRIEF
from tests.bot.served import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.core import BriefingStore

SECRET = "0123456789abcdef" * 2
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGE = topic_page("opcon")
PASSAGE = Citation("policy-review", 4)


def links(now: Callable[[], datetime] = lambda: NOON, secret: str = SECRET, days: int = 14) -> Links:
    return Links("https://briefs.example", secret, days, lambda: 3, now)


def token(url: str) -> str:
    return parse_qs(urlsplit(url).query)["s"][0]


def test_a_passage_is_linked_in_its_document_as_of_the_current_generation() -> None:
    url = urlsplit(links()(PASSAGE))

    query = parse_qs(url.query)
    assert (url.scheme, url.netloc, url.path, url.fragment) == ("https", "briefs.example", "/d/policy-review", "p4")
    assert (query["g"], query["p"]) == (["3"], ["4"])


def test_a_link_opens_its_page_until_the_end_of_its_last_day() -> None:
    given_out = token(links()("opcon"))
    last = datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)

    admitted = links(lambda: last).admit(PAGE, given_out)

    assert admitted.ends_on == date(2026, 12, 7)


def test_a_day_later_it_has_expired_and_says_when() -> None:
    given_out = token(links()("opcon"))

    with pytest.raises(LinkExpired, match="ended on 7 Dec 2026 UTC; ask again in Slack") as caught:
        links(lambda: datetime(2026, 12, 8, tzinfo=UTC)).admit(PAGE, given_out)

    assert caught.value.ended_on == date(2026, 12, 7)


def test_fewer_days_end_the_links_that_are_out_already() -> None:
    given_out = token(links()("opcon"))

    with pytest.raises(LinkExpired):
        links(lambda: NOON + timedelta(days=3), days=2).admit(PAGE, given_out)


def test_made_twice_on_a_day_a_link_is_the_same_whatever_the_zone_of_the_clock() -> None:
    seoul = datetime.fromisoformat("2026-11-24T08:30:00+09:00")

    assert links(lambda: seoul)(PASSAGE) == links()(PASSAGE)
    assert links(lambda: NOON + timedelta(days=1))(PASSAGE) != links()(PASSAGE)


@pytest.mark.parametrize(
    "page", [topic_page("cfc"), topic_page("opcon2"), topic_page("OPCON"), document_page("opcon", 3), "/t/", ""]
)
def test_a_link_opens_no_other_page(page: str) -> None:
    with pytest.raises(LinkBroken):
        links().admit(page, token(links()("opcon")))


def test_a_link_to_a_document_opens_no_other_generation_of_it() -> None:
    given_out = token(links()(PASSAGE))

    assert links().admit(document_page("policy-review", 3), given_out)
    with pytest.raises(LinkBroken):
        links().admit(document_page("policy-review", 2), given_out)


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(LinkBroken):
        links(secret=SECRET[::-1]).admit(PAGE, token(links()("opcon")))


@given(st.data())
def test_changed_at_any_place_a_signature_opens_nothing(data: st.DataObject) -> None:
    # Of the last character base64 leaves two bits unused: other spellings of one signature must not pass either.
    good = token(links()("opcon"))
    at = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_.=").filter(lambda c: c != good[at]))

    with pytest.raises(LinkBroken):
        links().admit(PAGE, good[:at] + other + good[at + 1 :])


@given(st.text())
def test_no_text_that_we_did_not_sign_opens_anything(text: str) -> None:
    with pytest.raises(LinkBroken):
        links().admit(PAGE, text)


def test_what_a_page_leads_on_to_ends_with_it() -> None:
    clock = Clock(NOON)
    admitted = links(clock).admit(PAGE, token(links()("opcon")))
    clock.advance(days=10)

    onward = links(clock).admit(document_page("almanac", 3), token(admitted.document("almanac", 3, 9)))

    assert onward.ends_on == admitted.ends_on


def test_a_reply_is_kept_for_a_day_and_never_hands_out_an_expired_link() -> None:
    clock = Clock(NOON)
    replies = Replies(links(clock), clock)
    first = replies.body(BRIEF, {})
    clock.advance(hours=11)
    same_day = replies.body(BRIEF, {})

    clock.advance(days=15)
    later = replies.body(BRIEF, {})

    assert same_day == first
    assert links(clock)(PASSAGE) in later
    assert links(lambda: NOON)(PASSAGE) in first
    assert links(lambda: NOON)(PASSAGE) not in later


@pytest.fixture
def rounds(store: BriefingStore) -> LinkRounds:
    return LinkRounds(store.database)


def test_the_links_to_one_page_are_ended_and_new_ones_work(rounds: LinkRounds, store: BriefingStore) -> None:
    ours = replace(links(), rounds=rounds)
    topic, other = ours("opcon"), ours("cfc")

    # As an administrator says it to another process.
    LinkRounds(store.database).end(page_of(topic) or "")

    with pytest.raises(LinkEnded, match="ask again in Slack"):
        ours.admit(PAGE, token(topic))
    assert ours.admit(topic_page("cfc"), token(other))
    assert ours("opcon") != topic
    assert ours.admit(PAGE, token(ours("opcon")))


def test_the_links_to_a_comparison_are_ended_in_either_order(rounds: LinkRounds) -> None:
    ours, page = replace(links(), rounds=rounds), comparison_page(("sma", "opcon"))
    one, other = ours(("sma", "opcon")), ours(("opcon", "sma"))
    assert ours.admit(page, token(one)) == ours.admit(page, token(other))

    rounds.end(page_of(one) or "")

    for link in (one, other):
        with pytest.raises(LinkEnded):
            ours.admit(page, token(link))
    assert ours.admit(page, token(ours(("opcon", "sma"))))


def test_all_links_are_ended_at_once_with_what_a_page_would_lead_on_to(rounds: LinkRounds) -> None:
    ours = replace(links(), rounds=rounds)
    topic = ours("opcon")
    onward = ours.admit(PAGE, token(topic)).document("almanac", 3)

    rounds.end()
    rounds.end()

    for page, link in ((PAGE, topic), (document_page("almanac", 3), onward)):
        with pytest.raises(LinkEnded):
            ours.admit(page, token(link))
    assert ours.admit(document_page("almanac", 3), token(ours.admit(PAGE, token(ours("opcon"))).document("almanac", 3)))


def test_a_reply_that_is_kept_never_hands_out_a_link_that_was_ended(rounds: LinkRounds) -> None:
    ours = replace(links(), rounds=rounds)
    replies = Replies(ours, lambda: NOON, lambda: rounds.ended)
    before = replies.body(BRIEF, {})

    rounds.end()

    assert ours(PASSAGE) not in before
    assert ours(PASSAGE) in replies.body(BRIEF, {})


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://briefs.example/t/opcon?s=x", "/t/opcon"),
        (" https://briefs.example/d/almanac?g=3&s=x&p=4#p4 ", "/d/almanac?g=3"),
        ("https://briefs.example/c/sma_opcon?s=x#s-opcon-1", "/c/opcon_sma"),
        ("https://briefs.example/", None),
        ("/d/almanac", None),
        ("all", None),
    ],
)
def test_an_address_names_its_page(address: str, page: str | None) -> None:
    assert page_of(address) == page
