"""Which database the tests of feeds have."""

from __future__ import annotations

import pytest


@pytest.fixture
def dialect() -> str:
    """One kind of database; the tests of the store's own have both."""
    return "sqlite"
