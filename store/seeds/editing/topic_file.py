"""A topic file as it begins: with one statement, which carries its summary. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.seeds.editing import scalars
from store.seeds.editing.changes import statement_lines
from store.seeds.summary import carried

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.seeds.editing.changes import Said


def written(  # noqa: PLR0913 - the keys of a file
    *, name: str, category: str, summary: str, aliases: Sequence[str], reviewed: date, first: Said
) -> str:
    """Return the file, in format 2."""
    told = [f"  - {scalars.fresh(one)}" for one in aliases]
    lines = [
        *("---", "format: 2", f"name: {scalars.fresh(name)}"),
        *(["aliases:", *told] if told else []),
        *(f"category: {scalars.fresh(category)}", f"reviewed: {reviewed}", "statements:"),
        f"  - {statement_lines(1, first, 4)}",
        *("---", carried(summary, "1")),
    ]
    return "".join(f"{line}\n" for line in lines)
