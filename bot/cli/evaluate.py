"""`alliance eval`: how often the answers to a list of questions are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli import output
from store.errors import InvalidRequest
from store.lookup import evaluate

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore


def run(store: BriefingStore, path: Path, *, as_json: bool, wrong: bool) -> None:
    """Ask the store every question of a list and print the figures by kind; with *wrong* also what went wrong.

    InvalidRequest when the list is none.
    """
    if not store.meanings.learn(store.index):
        output.tell(f"Questions go by their words alone: {store.meanings.encoder.fault or 'no model is set'}.")
    try:
        lines = evaluate.read(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidRequest(f"{path}: is no list of kind, question, topics and answers with tabs between") from error
    found = evaluate.outcomes(lines, store.ask)
    figures = evaluate.figures(found)
    if as_json:
        output.say_record(figures)
        return
    output.say("\n".join(evaluate.table(figures)))
    if wrong:
        output.say("\n".join(map(evaluate.fault, filter(evaluate.is_wrong, found))))
