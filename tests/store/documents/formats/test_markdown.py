"""What Markdown's marks mean: text that is struck out is not said, a break parts words."""

from __future__ import annotations

from store.documents.formats.markdown import from_markdown


def said(text: str) -> list[str]:
    return [block.text for block in from_markdown(text)]


def test_what_is_struck_out_is_not_said() -> None:
    assert said("The office pays ~~forty~~ forty-five per cent.") == ["The office pays forty-five per cent."]


def test_a_fence_or_two_waves_apart_strike_nothing_out() -> None:
    assert said("It took ~~ 40 days, or ~~ 50 at most.") == ["It took ~~ 40 days, or ~~ 50 at most."]


def test_a_break_parts_words() -> None:
    assert said("The lamp is lit.<br>The rope is cut.<BR />All sleep.") == [
        "The lamp is lit. The rope is cut. All sleep."
    ]
