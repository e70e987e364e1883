"""Where things of the checkout lie."""

from __future__ import annotations

import shutil
from pathlib import Path

HOUSE = Path(__file__).parents[1]
"""The checkout."""

FIXTURES = Path(__file__).parent / "fixtures"

SEEDS = FIXTURES / "seeds"
"""The small invented seed folder that most tests load."""

RAW = FIXTURES / "raw"
"""Documents as people hand them in."""

SHIPPED = HOUSE / "seeds"
"""The seed folder that ships."""


def seeds_in(place: Path) -> Path:
    """Return a copy of the small seed folder in *place*, to be changed by a test."""
    return Path(shutil.copytree(SEEDS, place / "seeds"))
