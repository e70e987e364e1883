"""The command line inside this process: what the console script does, without the second it takes to start."""

from __future__ import annotations

import io
import json
import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli import main
from bot.config.settings import readers

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


WORDS_ALONE = {"ALLIANCE_MODEL": "none"}
"""For commands and bots that are about something else than questions: a model would read for seconds."""


@dataclass(frozen=True, slots=True)
class Alliance:
    """Runs one command after the other with the same settings, or others beside them."""

    settings: dict[str, str]
    captured: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, stdin: bytes = b"", **settings: str) -> Ran:
        with pytest.MonkeyPatch.context() as patch, _logs_restored():
            for name in readers():
                patch.delenv(name.upper(), raising=False)
            for name, value in {**WORDS_ALONE, **self.settings, **settings}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["alliance", *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            code = _exit_code()
        said = self.captured.readouterr()
        return Ran(code, said.out, said.err)


def _exit_code() -> int:
    try:
        main.main()
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


@contextmanager
def _logs_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.captureWarnings(capture=False)
