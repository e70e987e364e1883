"""What a person sees in a terminal of a given width."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from store.core import BriefingStore

ALLIANCE = str(Path(sys.executable).with_name("alliance"))
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def dialect() -> str:
    """The kind of database does not matter here."""
    return "sqlite"


@pytest.fixture
def shown(loaded_store: BriefingStore, database_url: str, tmp_path: Path) -> str:
    """`alliance ask opcon` in a terminal of 60 columns."""
    loaded_store.close()
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 60))
    env = {"PATH": os.defpath, "TERM": "xterm-256color", "LANG": "C.UTF-8", "DATABASE_URL": database_url}
    subprocess.run([ALLIANCE, "ask", "opcon"], env=env, cwd=tmp_path, stdout=theirs, stderr=theirs, check=True)
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 4096):
            said += piece
    except OSError:
        pass  # Linux ends a terminal whose other side is gone with EIO
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def test_lines_are_wrapped_to_the_window_under_their_own_beginning(shown: str) -> None:
    lines = ANSI.sub("", shown).split("\n")

    assert max(map(len, lines)) <= 60
    bullet = next(number for number, line in enumerate(lines) if line.startswith("  • After the handover"))
    assert lines[bullet + 1].startswith("    ")
    assert lines[bullet + 1].strip()


def test_the_title_stands_out(shown: str) -> None:
    assert shown.startswith("\x1b[1mOPCON")


def test_no_word_is_lost_to_the_window(shown: str, loaded_store: BriefingStore) -> None:
    answer = loaded_store.ask("opcon")

    told = " ".join(ANSI.sub("", shown).split())
    assert " ".join(answer.topic.summary.split()) in told
    assert all(" ".join(one.text.split()) in told for one in answer.topic.statements)
