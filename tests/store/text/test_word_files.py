"""Lists of words as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text import word_files

if TYPE_CHECKING:
    from pathlib import Path


def test_words_are_parted_by_blanks_and_a_line_may_say_what_for(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# What for.\nlamp harbour\n뜻\n", encoding="utf-8")

    assert word_files.words(file) == {"lamp", "harbour", "뜻"}


def test_a_token_is_what_each_of_its_words_and_itself_stand_for(tmp_path: Path) -> None:
    file = tmp_path / "tokens.txt"
    file.write_text("# What for.\nboat: ships, cutter,\n    small craft\nlamp: 등\n", encoding="utf-8")

    assert word_files.tokens(file) == {
        "boat": "boat",
        "ships": "boat",
        "cutter": "boat",
        "small craft": "boat",
        "lamp": "lamp",
        "등": "lamp",
    }
