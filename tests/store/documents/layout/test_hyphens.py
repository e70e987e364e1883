from __future__ import annotations

import pytest

from store.documents.layout.hyphens import Joiner, joined


def read(*lines: str, rest: str = "") -> str:
    return joined(lines, Joiner("\n".join([*lines, rest])))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the new head-", "quarters of the watch"], "the new headquarters of the watch"),
        (["review the arrange-", "ment"], "review the arrangement"),
        (["would have to re-", "negotiate it"], "would have to renegotiate it"),
        (["what the of-", "fice has"], "what the office has"),
        (["It took coop\u00ad", "eration."], "It took cooperation."),
    ],
)
def test_a_word_that_a_lines_end_broke_is_one_word(lines: list[str], text: str) -> None:
    assert read(*lines) == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a cost-", "sharing deal"], "a cost-sharing deal"),
        (["a long-", "term plan"], "a long-term plan"),
        (["the well-", "being of keepers"], "the well-being of keepers"),
        (["a rules-", "based order"], "a rules-based order"),
        (["in the Northern-", "Islands hall"], "in the Northern-Islands hall"),
        (["a state-of-the-", "art lamp"], "a state-of-the-art lamp"),
        (["by mid-", "2026 at last"], "by mid-2026 at last"),
        (["a U.S.-", "led watch"], "a U.S.-led watch"),
        (["met Kim Jong-", "un twice"], "met Kim Jong-un twice"),
        (["in 1950\u2013", "1953 and after"], "in 1950\u20131953 and after"),
        (["the rope\u2014", "which broke\u2014", "was old"], "the rope\u2014which broke\u2014was old"),
    ],
)
def test_a_hyphen_or_dash_of_the_words_own_is_kept(lines: list[str], text: str) -> None:
    assert read(*lines) == text


def test_the_rest_of_the_text_says_how_a_word_is_written() -> None:
    assert read("a lamp-", "lighter came", rest="The lamplighter left.") == "a lamplighter came"
    assert read("a lamp-", "lighter came", rest="The lamp-lighter left.") == "a lamp-lighter came"


def test_halves_at_the_ends_of_lines_are_no_words_that_the_text_knows() -> None:
    assert read("the new lamp-", "keepers", "and their lamp-", "keepers") == "the new lampkeepers and their lampkeepers"


def test_a_hyphen_that_waits_for_its_word_keeps_its_space() -> None:
    assert read("both short-", "and long-term plans") == "both short- and long-term plans"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("위원회", "는 자료를 살펴보기로 했", "다."), "위원회는 자료를 살펴보기로 했다."),
        (("위원회는 자료를", "다 살펴보기로 했다."), "위원회는 자료를 다 살펴보기로 했다."),
        (("항만 크레인", "을, 시와 함께"), "항만 크레인을, 시와 함께"),
        (("cranes", "은 비싸다"), "cranes 은 비싸다"),
    ],
)
def test_a_particle_goes_to_the_korean_word_that_the_lines_end_broke(lines: tuple[str, ...], text: str) -> None:
    assert joined(lines, Joiner("\n".join(lines))) == text


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("a treaty on non-", "proliferation", "a treaty on non-proliferation"),
        ("the anti-", "missile systems", "the anti-missile systems"),
        ("such non-", "sense", "such nonsense"),
        ("an anti-", "dote", "an antidote"),
    ],
)
def test_what_nothing_shows_keeps_the_hyphen_of_non_and_anti(first: str, second: str, whole: str) -> None:
    assert joined([first, second], Joiner(f"{first}\n{second}")) == whole
