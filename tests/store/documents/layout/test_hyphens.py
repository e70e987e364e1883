from __future__ import annotations

from difflib import SequenceMatcher

import pytest

from store.documents.layout.hyphens import Joiner, joined

TEXT = (
    "항만 당국은 올해 상반기 등대 점검을 계획대로 실시하기로 하고 세부 일정을 조율하고 있다고 밝혔다. 점검에는"
    " 등대지기 열두 명이 참가하며 야간 점검도 함께 진행된다고 덧붙였다. 주민들은 점검 기간에 배가 다니지 못한다는"
    " 소식에 반대했으나 당국은 안전을 위해 필요하다고 설명했다. 점검은 2019년 이후 처음이다. 어민 단체는 이 결정에"
    " 반대하며 남은 어선이 모두 이웃 항구로 옮겨 갈 것이라고 주장했다. 이웃 항구의 정박료는 절반이고 얼음은 무료다."
    " 시의회는 여름 전에 요율을 다시 살펴보고 결과를 공개하기로 했다. 주민투표는 유권자의 10분의 1이 요구하면 가을에"
    " 열린다고 의장이 말했다. 섬으로 가는 여객선은 하루 두 편이며 선주들은 요금을 올리지 않겠다고 약속했다."
)


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


def broken(text: str, width: int) -> list[str]:
    """Return *text* in lines of so many characters, without the spaces at their ends, as printing programs do."""
    lines = []
    while text:
        lines.append(text[:width].strip())
        text = text[width:].lstrip() if text[width : width + 1] == " " else text[width:]
    return lines


def filled(text: str, width: int) -> list[str]:
    """Return *text* in lines that end between words, each as long as it may be."""
    lines = [""]
    for word in text.split():
        if len(f"{lines[-1]} {word}") > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_nearly_all_words_are_whole_again_where_lines_end_anywhere() -> None:
    words = TEXT.split()
    found = 0
    for width in range(12, 36):
        lines = broken(TEXT, width)
        text = joined(lines, Joiner("\n".join(lines)))
        matcher = SequenceMatcher(None, words, text.split(), autojunk=False)
        found += sum(block.size for block in matcher.get_matching_blocks())

    assert found > 0.95 * 24 * len(words)


@pytest.mark.parametrize("width", [14, 18, 21, 26, 33])
def test_words_stay_apart_where_lines_end_between_them(width: int) -> None:
    lines = filled(TEXT, width)

    assert joined(lines, Joiner("\n".join(lines))) == TEXT


def test_a_file_that_writes_the_space_at_a_lines_end_is_believed() -> None:
    lines = ["국방 개혁 ", "방안을 검토 ", "한다. 개혁 방", "안은 비싸다."]

    assert joined(lines, Joiner("\n".join(lines))) == "국방 개혁 방안을 검토 한다. 개혁 방안은 비싸다."
