"""How the cost of each text function grows with its text: the exponent, fitted over hostile texts.

Run: python tests/bench/growth.py [--most 40000]. An exponent of 1 is linear, 2 is
quadratic; above 1.35 a person can stall the bot with one message, and the line is marked.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import inspect
import math
import pkgutil
import time
from datetime import date
from typing import TYPE_CHECKING

import bot
import store
from store.digests import schedule_parser, schedule_text
from store.errors import AllianceError
from store.text import clean, dates, korean, normalise, split, terms, zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ELSEWHERE = ("store.db.", "bot.simulator", "bot.cli", "bot.web", "bot.config", "store.loading", "store.files")
"""Rooms that no text of a person's comes into."""
STEEP = 1.35
"""What n log n comes to at these sizes, and the noise of a busy machine."""

TEXTS = {
    "words": "alliance opcon transfer ",
    "letters": "a",
    "Hangul words": "전작권 전환은 ",
    "Hangul": "가",
    "mixed": "OPCON이란 SMA는 ",
    "stops": "a.b.",
    "apostrophes": "a'b's ",
    "hyphens": "co-re-",
    "commas": "mon, tue; 9:00 ",
    "digits": "2025-12-15 ",
    "spaces": " \t",
    "marks": "&<>*_~`",
    "combining": "e\u0301",
    "since": "since since ",
    "months": "15 December 2025, ",
}

FUNCTIONS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "normalise": normalise,
    "split": split,
    "terms": terms,
    "dates.find": lambda text: list(dates.find(text)),
    "korean.parts": lambda text: korean.parts(korean.pieces(text), {"전작권", "전환"}.__contains__),
    "korean.joined": korean.joined,
    "korean.letters": korean.letters,
    "relative_days.asked_at": lambda text: zone.asked_at(text, date(2026, 11, 30)),
    "relative_days.asked_since": lambda text: zone.asked_since(text, date(2026, 11, 30)),
    "schedule_parser.parse_schedule": schedule_parser.parse_schedule,
    "schedule_text.zones_like": schedule_text.zones_like,
}


WITHIN_LIMITS = frozenset(
    {
        *(f"store.lookup.phrases.{name}" for name in ("asks_whether", "compared", "person")),
        *(f"store.documents.metadata.labels.{name}" for name in ("_composed", "_parts")),
    }
)
"""Steeper, and never given more than a question or a line of facts has: there the slowest takes 3 ms."""


def taking_text() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield every function of ours that takes one text and nothing else, by its name."""
    for package in (bot, store):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.startswith(ELSEWHERE):
                continue
            module = importlib.import_module(found.name)
            for name, function in vars(module).items():
                if inspect.isfunction(function) and function.__module__ == found.name and _takes_text(function):
                    yield f"{found.name}.{name}", function


def _takes_text(function: Callable[..., object]) -> bool:
    needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    return len(needed) == 1 and needed[0].annotation == "str" and not inspect.iscoroutinefunction(function)


def main() -> None:
    """Print a line for each function: its steepest text, the exponent there, and the slowest run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=40_000, help="characters of the longest text")
    parser.add_argument("--all", action="store_true", help="every function that takes a text, found by looking")
    options = parser.parse_args()
    most, functions = options.most, {**FUNCTIONS, **(dict(taking_text()) if options.all else {})}
    for name in WITHIN_LIMITS & functions.keys():
        del functions[name]
    for name, function in functions.items():
        steepest = max((exponent(function, piece, most), kind) for kind, piece in TEXTS.items())
        slowest = max(seconds(function, filled(piece, most)) for piece in TEXTS.values())
        mark = "  STEEP" if steepest[0] > STEEP else ""
        print(f"{name:28} {steepest[0]:5.2f} ({steepest[1]})   slowest {slowest * 1000:8.1f} ms{mark}")


def exponent(function: Callable[[str], object], piece: str, most: int) -> float:
    """Return the slope between an eighth and the whole, in logarithms; 0 for what is too quick to tell."""
    short, long = (seconds(function, filled(piece, size)) for size in (most // 8, most))
    return math.log(long / short, 8) if long > 0.005 else 0.0


def filled(piece: str, size: int) -> str:
    """Return *piece* again and again, *size* characters of it."""
    return (piece * (size // len(piece) + 1))[:size]


def seconds(function: Callable[[str], object], text: str) -> float:
    """Return the quickest of three runs; a refusal is an end like another."""
    return min(_once(function, text) for _ in range(3))


def _once(function: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    with contextlib.suppress(AllianceError, ValueError):
        function(text)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
