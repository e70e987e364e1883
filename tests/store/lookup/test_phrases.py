import pytest

from store.lookup import phrases


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("opcon", "opcon"),
        ("opcon https://example.org/a?b=1&c=2", "opcon"),
        ("<https://example.org/page|the paper> on opcon", "the paper on opcon"),
        ("cyber &amp; space", "cyber & space"),
        ("450000 or 28500 or 1953", "450,000 or 28,500 or 1953"),
        ("28.5k troops, F-15K", "28,500 troops, F-15K"),
        ("7.5% and $350bn", "7.5 percent and $350 billion"),
        ("2만8500명, 45만 대군", "28,500명, 450,000 대군"),
        ("https://example.org", "https://example.org"),
        ("note: opcon", "note: opcon"),
        ("www.example.org/news opcon", "opcon"),
        ("<@U12345> opcon :flag-kr:", "opcon"),
        ("<#C123|general> opcon", "opcon"),
        ("at 10:30:45 opcon", "at 10:30:45 opcon"),
    ],
)
def test_links_and_entities_beside_a_topic_do_not_hide_it(text: str, bare: str):
    assert phrases.plain(text) == bare


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("opcon vs cfc", ("opcon", "cfc")),
        ("OPCON versus the CFC?", ("OPCON", "the CFC")),
        ("difference between SMA and burden sharing", ("SMA", "burden sharing")),
        ("what's the difference between SMA and burden sharing?", ("SMA", "burden sharing")),
        ("전작권과 연합사의 차이는?", ("전작권", "연합사")),
        ("compare OPCON with CFC", ("OPCON", "CFC")),
        ("How does the SMA differ from burden sharing?", ("the SMA", "burden sharing")),
        ("is OPCON different from CFC", ("OPCON", "CFC")),
        ("SMA compared to burden sharing", ("SMA", "burden sharing")),
        ("opcon v. cfc", ("opcon", "cfc")),
        ("전작권이랑 연합사 비교해줘", ("전작권", "연합사")),
    ],
)
def test_words_that_compare_are_parted(text: str, parts: tuple[str, str]):
    assert parts in phrases.compared(text)


@pytest.mark.parametrize("text", ["who commands in a war", "versus", "difference between", "차이"])
def test_words_that_compare_nothing_are_not_parted(text: str):
    assert list(phrases.compared(text)) == []


def test_a_name_may_hold_the_word_that_parts():
    found = list(phrases.compared("difference between cyber and space and opcon"))

    assert found == [("cyber", "space and opcon"), ("cyber and space", "opcon")]


@pytest.mark.parametrize(
    "text",
    [
        "who is Bruce Klingner?",
        "Bruce Klingner",
        "who's Bruce Klingner",
        "Who is Mr. Bruce Klingner?",
        "who is the author Bruce Klingner",
        "what did Bruce Klingner write?",
        "articles by Bruce Klingner",
        "Bruce Klingner은 누구인가",
    ],
)
def test_a_person_is_asked_about_in_several_ways(text: str):
    assert phrases.person(text) == "Bruce Klingner"


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("and who criticises it?", 1, "who criticises it?"),
        ("what about the cost", 1, "the cost"),
        ("그럼 언제 되나", 1, "언제 되나"),
        ("who criticises it", 1, "who criticises it"),
        ("since when", 0, "since when"),
        ("critics?", 1, "critics?"),
        ("누가 반대해", 1, "누가 반대해"),
        ("who pays for the troops", 2, None),
        ("how many troops are there in Korea?", 2, None),
        ("does it take that many troops to defend the capital of Korea", 4, None),
        ("thanks", 1, None),
        ("and", 0, None),
    ],
)
def test_a_question_that_goes_on_is_told_from_one_that_stands_alone(text: str, words: int, rest: str | None):
    assert phrases.follow_up(text, words=words) == rest


@pytest.mark.parametrize("text", ["tell me more", "what else?", "more details please", "더 알려줘"])
def test_more_of_the_same_is_asked_for_in_several_ways(text: str):
    assert phrases.asks_more(text)


@pytest.mark.parametrize(
    "asked", ["does Seoul pay", "And will it last?", "why do they quarrel", "북한은 대화에 응했나요?"]
)
def test_a_question_whether_or_why_is_told_from_a_name(asked: str):
    assert phrases.asks_whether(asked)


@pytest.mark.parametrize("named", ["May talks", "will", "is OPCON", "burden sharing", "이재명 대통령", "what is OPCON"])
def test_a_name_asks_nothing(named: str):
    assert not phrases.asks_whether(named)
