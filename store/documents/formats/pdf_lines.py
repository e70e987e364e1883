"""What is printed in a PDF, as values."""

from __future__ import annotations

from typing import NamedTuple

LOCKED = "is locked with a password; save it without one"
BROKEN = "is a broken PDF; print it to a new one"


class PrintedLine(NamedTuple):
    """What stands side by side, as far as no wide gap parts it. Places are points from the left and the bottom."""

    text: str
    left: float
    right: float
    base: float
    """The height that its letters stand at."""
    size: float
    bold: bool
    word: float
    """The width of its first word."""
    cells: int = 1
    """How many cells of a table it is made of."""
    turned: bool = False
    """Whether it does not run from left to right: a stamp at the margin, the name of an axis."""


class Printed(NamedTuple):
    """The lines of each page as they were drawn, and what the file says of itself; empty when it says nothing."""

    pages: list[list[PrintedLine]]
    title: str
    author: str
