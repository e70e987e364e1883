import pytest

from store.lookup import phrases


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("opcon", "opcon"),
        ("opcon https://example.org/a?b=1&c=2", "opcon"),
        ("<https://example.org/page|the paper> on opcon", "the paper on opcon"),
        ("cyber &amp; space", "cyber & space"),
        ("https://example.org", "https://example.org"),
        ("note: opcon", "note: opcon"),
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
        ("who commands in a war", None),
    ],
)
def test_words_that_compare_are_parted(text: str, parts: tuple[str, str] | None):
    assert phrases.compared(text) == parts


@pytest.mark.parametrize(
    "text", ["who is Bruce Klingner?", "Bruce Klingner", "who's Bruce Klingner", "Bruce Klingner은 누구인가"]
)
def test_a_person_is_asked_about_in_several_ways(text: str):
    assert phrases.person(text) == "Bruce Klingner"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("and who criticises it?", "who criticises it?"),
        ("what about the cost", "the cost"),
        ("그럼 언제 되나", "언제 되나"),
        ("who criticises it", "who criticises it"),
        ("who pays for the troops", None),
        ("and", None),
    ],
)
def test_a_question_that_goes_on_is_told_from_one_that_stands_alone(text: str, rest: str | None):
    assert phrases.follow_up(text) == rest
