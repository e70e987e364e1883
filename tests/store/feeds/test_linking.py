"""Texts that are one story, and those that are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.feeds.linking import FEWEST, is_same, keys, shingles, titles

STORY = (
    "The defence ministers of both countries met in Seoul on Monday and agreed to look again at the conditions under "
    "which wartime command passes to a Korean general. No year was named. A joint statement said that the review of "
    "the second stage would begin in spring, and that both sides would report to the presidents in autumn. Officials "
    "who asked not to be named said the satellites that surveillance needs were the open question."
)
OTHER = (
    "Two fishing boats collided off the southern coast on Monday in thick fog, and eleven sailors were taken to a "
    "hospital in the port. The coast guard said that neither had answered the radio for an hour before, and that it "
    "would look into why the lights of the smaller boat were off. The harbour was closed until the afternoon."
)


def test_a_paper_that_shortens_an_agency_story_tells_the_same() -> None:
    short = "SEOUL (Agency) - " + STORY.rpartition(" A joint")[0]

    assert is_same(shingles(STORY), shingles(short))
    assert {*keys(shingles(STORY))} & {*keys(shingles(short))}


def test_two_stories_of_one_day_are_two() -> None:
    assert not is_same(shingles(STORY), shingles(OTHER))


def test_a_text_too_short_to_tell_is_like_no_other() -> None:
    assert not is_same(shingles("Talks resume in Seoul"), shingles("Talks resume in Seoul"))
    assert keys(shingles("Talks resume in Seoul")) == []


def test_titles_share_words() -> None:
    assert titles("Talks resume in Seoul", "Talks resume in Seoul: ministry") == 0.8
    assert titles("", "") == 0


@given(st.lists(st.text("abcdef ", min_size=1, max_size=6), min_size=40, max_size=60))
def test_a_text_is_like_itself(words: list[str]) -> None:
    found = shingles(" ".join(words))

    assert is_same(found, found) is (len(found) >= FEWEST)
