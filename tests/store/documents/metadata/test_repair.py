# ruff: noqa: RUF001  # letters that only look like others are what may be overlooked

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.documents.metadata import repair
from store.documents.metadata.repair import mend, unglued_start, unglued_title


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("the League of Islands League of Islands kept watch", "the League of Islands kept watch"),
        ("the League of Islands League of Islands's fleet", "the League of Islands's fleet"),
        ("Pier Charter Pier Charter Pier Charter", "Pier Charter"),
        ("the Harbour Guard Company (Harbour Guard Company) and", "the Harbour Guard Company and"),
        ("the harbour guard (Harbour Guard) and", "the harbour guard and"),
        ("non-nnaval and lamp-ssignal-based", "non-naval and lamp-signal-based"),
        ("It stood.[1][23] It fell.[citation needed]", "It stood. It fell."),
        ("A lamp on the pier. Photo: Coastwire", "A lamp on the pier."),
        ("A lamp on the pier. (AP Photo/Ann Lee)", "A lamp on the pier."),
    ],
)
def test_what_lost_links_and_misprints_did_is_undone(broken: str, mended: str) -> None:
    assert mend(broken) == mended


@pytest.mark.parametrize(
    "sound",
    [
        "Again and again and again they wrote, day after day after day.",
        "Duran Duran played in Bora Bora.",
        "New York, New York, is far away.",
        "The treaty (1953) and the Mutual Defense Treaty (the treaty) differ.",
        "The ROK (Republic of Korea) and the bigROK (ROK).",
        "An anti-llama rule over non-ssl lines and pre-llanero days.",
        "“[T]he watch” and “[t]he rope” were quoted.",
        "The photo: a lamp. It shows the pier at 11:30 and the ratio 3/4.",
        "North Korea and North Korea's neighbours met.",
    ],
)
def test_sound_text_is_left_alone(sound: str) -> None:
    assert mend(sound) == sound


@pytest.mark.parametrize(
    ("glued", "title"),
    [
        ("Two Harbours AllianceEdit", "Two Harbours Alliance"),
        ("Origins[edit]", "Origins"),
        ("Origins [edit | edit source]", "Origins"),
        ("역사[편집]", "역사"),
        ("A Line of Credit", "A Line of Credit"),
        ("How to Edit", "How to Edit"),
    ],
)
def test_the_edit_button_comes_off_a_title(glued: str, title: str) -> None:
    assert unglued_title(glued) == title


@pytest.mark.parametrize(
    ("glued", "paragraph"),
    [
        ("Download PDFThe U.N. office met.", "The U.N. office met."),
        ("Download PDF The office met.", "The office met."),
        ("Share This ArticleSeoul said so.", "Seoul said so."),
        ("PrintThe talks ended.", "The talks ended."),
        ("Prints were sold.", "Prints were sold."),
        ("PrintShop opened a branch.", "PrintShop opened a branch."),
        ("Share prices fell.", "Share prices fell."),
        ("Listen, said the steward.", "Listen, said the steward."),
    ],
)
def test_a_button_comes_off_the_first_word(glued: str, paragraph: str) -> None:
    assert unglued_start(glued) == paragraph


def test_a_name_said_over_and_over_is_said_once() -> None:
    assert mend("Pier Charter" + " (Pier Charter)" * 6) == "Pier Charter"


@given(st.lists(st.sampled_from(["Pier Charter", "(Pier Charter)", "[1]", "non-nnaval", "ropes", "."])).map(" ".join))
def test_what_is_mended_needs_no_mending(text: str) -> None:
    once = mend(text)

    assert mend(once) == once


CREDIT = [
    "Rope.",
    "(Photo by",
    "photo credit",
    "Illustration",
    "AP",
    "Yonhap photo",
    "Getty Images",
    "©",
    "/",
    ":",
    " ",
    ")",
]


@given(st.lists(st.sampled_from(CREDIT) | st.text("aP /:©.)ſK", max_size=30), max_size=6).map(" ".join))
def test_no_credit_is_without_the_marks_that_it_is_looked_for_by(text: str) -> None:
    if credit := repair.CREDIT.search(text):
        assert set("/:©") & set(credit[0])
