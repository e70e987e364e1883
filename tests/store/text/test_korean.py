from __future__ import annotations

import pytest

from store.text.korean import romanised


@pytest.mark.parametrize(
    ("korean", "latin"),
    [
        ("한미동맹", "hanmidongmaeng"),
        ("비용 분담", "biyong bundam"),
        ("전작권", "jeonjakgwon"),
        ("SMA 협정", "SMA hyeopjeong"),
        ("abc", "abc"),
    ],
)
def test_hangul_is_written_in_latin_letters_and_the_rest_is_left(korean: str, latin: str) -> None:
    assert romanised(korean) == latin
