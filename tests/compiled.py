"""SQL that is compiled once a run: each test has an engine of its own, which would compile every statement anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from sqlalchemy import Connection


class _OfAnyEngine(dict[tuple[Any, ...], Any]):
    """What SQLAlchemy compiled; a key begins with the dialect, which each engine has one of."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_COMPILED = {"sqlite": _OfAnyEngine(), "postgresql": _OfAnyEngine()}


def shared() -> None:
    """Let all engines from now on have what any of their kind compiled."""
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED[connection.dialect.name])
