"""What is said in which language: messages, places, numbers and Korean particles."""

from __future__ import annotations

import asyncio
import pickle
from gettext import NullTranslations

import pytest

from bot.text.reply_context import catalogue
from store.context import language, speaking
from store.errors import FilledMessage
from store.text.language import gettext, ngettext, particle, told


def test_messages_are_english_until_another_language_is_spoken() -> None:
    before = gettext("Share")
    with speaking(catalogue("ko")):
        spoken = gettext("Share"), language()

    assert (before, spoken, gettext("Share"), language()) == ("Share", ("공유", "ko"), "Share", "en")


def test_a_message_without_a_translation_is_said_as_it_is() -> None:
    with speaking(catalogue("ko")):
        assert gettext("A {thing} that nobody translated", thing="word") == "A word that nobody translated"


def test_numbers_choose_the_form_and_are_parted_by_thousands() -> None:
    english = [ngettext("{number} topic", "{number} topics", number) for number in (0, 1, 1200)]
    with speaking(catalogue("ko")):
        korean = ngettext("{number} topic", "{number} topics", 1200)

    assert (english, korean) == (["0 topics", "1 topic", "1,200 topics"], "주제 1,200개")


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    assert gettext("No briefing on “{query}”.", query="{0} {x}") == "No briefing on “{0} {x}”."


async def test_the_language_goes_along_into_tasks_and_threads_and_never_to_others() -> None:
    with speaking(catalogue("ko")):
        task, thread = asyncio.create_task(later()), asyncio.to_thread(language)
    other = asyncio.create_task(later())

    assert (await task, await thread, await other) == ("ko", "en", "en")


async def later() -> str:
    await asyncio.sleep(0)
    return language()


class Agreeing(NullTranslations):
    """Says everything with a particle behind its first place."""

    def __init__(self, particle: str) -> None:
        super().__init__()
        self._said = particle

    def gettext(self, message: str) -> str:
        return f"“{{word}}”{self._said} {message}"


def test_a_particle_agrees_with_what_is_filled_in_before_it() -> None:
    with speaking(Agreeing("은(는)")):
        assert gettext("{word}", word="주한미군") == "“주한미군”은 주한미군"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("주한미군", "을 이 은 과 으로"),
        ("전작권 전환", "을 이 은 과 으로"),
        ("연합사", "를 가 는 와 로"),
        ("서울", "을 이 은 과 로"),
        ("OPCON", "을 이 은 과 으로"),
        ("SCM", "을 이 은 과 으로"),
        ("USFK", "를 가 는 와 로"),
        ("Seoul", "을 이 은 과 로"),
        ("버전 1", "을 이 은 과 로"),
        ("버전 2", "를 가 는 와 로"),
        ("버전 3", "을 이 은 과 으로"),
        ("버전 10", "을 이 은 과 으로"),
        ("1,208", "을 이 은 과 로"),
        ("“전작권”", "을 이 은 과 으로"),
        ("방위비 (SMA)", "를 가 는 와 로"),
        ("report.pdf", "를 가 는 와 로"),
        ("", "를 가 는 와 로"),
        ("(전작권)", "를 가 는 와 로"),
        ("!", "를 가 는 와 로"),
    ],
)
def test_particles_go_by_how_the_word_is_read(word: str, forms: str) -> None:
    pairs = ("을(를)", "이(가)", "은(는)", "와(과)", "(으)로")

    assert " ".join(particle(word, pair) for pair in pairs) == forms


def test_a_message_is_english_until_it_is_told_in_the_language_that_is_spoken() -> None:
    message = FilledMessage("“{words}” is no day to come.", words="30 Feb")

    with speaking(catalogue("ko")):
        korean = told(message), told("as it is {or not}")

    assert (str(message), told(message)) == ("“30 Feb” is no day to come.", "“30 Feb” is no day to come.")
    assert korean == ("“30 Feb”는 앞으로 올 날짜가 아닙니다.", "as it is {or not}")
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own, as it comes from another process


@pytest.mark.timeout(30)
def test_a_name_of_many_spaces_takes_no_longer_than_its_letters() -> None:
    assert particle(" " * 400_000 + "x", "을(를)") == "를"
