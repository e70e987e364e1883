"""Rules that a piece of Block Kit must keep, and the problems it has when it does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.simulator.state.model import Json


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One broken rule and the JSON pointer to where."""

    pointer: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"

    def as_slack(self) -> Json:
        """The problem as `blocks.validate` lists it."""
        return {"pointer": self.pointer, "code": self.code, "message": self.message}


class BlockRule(Protocol):
    """Something that can look at a value."""

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:
        """Yield what is wrong with *value*, which stands at the pointer *at*."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A string of limited length."""

    most: int
    least: int = 1

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:
        """Yield what is wrong with the string."""
        if not isinstance(value, str):
            yield BrokenRule(at, "invalid_type", "must provide a string")
        elif len(value) < self.least:
            yield BrokenRule(at, "failed_constraint", f"must be more than {self.least - 1} characters")
        elif len(value) > self.most:
            yield BrokenRule(at, "failed_constraint", f"must be less than {self.most + 1} characters")


@dataclass(frozen=True, slots=True)
class Among:
    """One of a few words."""

    words: tuple[str, ...]

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:
        """Yield what is wrong with the word."""
        if value not in self.words:
            yield BrokenRule(at, "failed_constraint", f"must be one of: {', '.join(self.words)}")


@dataclass(frozen=True, slots=True)
class OfType:
    """A value of one Python type, such as bool."""

    type: type

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:
        """Yield what is wrong with the type."""
        if not isinstance(value, self.type):
            yield BrokenRule(at, "invalid_type", f"must provide a {self.type.__name__}")


@dataclass(frozen=True, slots=True)
class Many:
    """A list of limited length, each item under one rule."""

    item: BlockRule
    most: int
    least: int = 1

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:
        """Yield what is wrong with the list and with its items."""
        if not isinstance(value, list):
            yield BrokenRule(at, "invalid_type", "must provide an array")
            return
        if len(value) < self.least:
            yield BrokenRule(at, "failed_constraint", f"no fewer than {self.least} items allowed")
        if len(value) > self.most:
            yield BrokenRule(at, "failed_constraint", f"no more than {self.most} items allowed")
        for number, item in enumerate(value):
            yield from self.item.problems(item, f"{at}/{number}")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with known fields. *needed* must be there; of *either*, at least one."""

    fields: Mapping[str, BlockRule]
    needed: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:
        """Yield what is wrong with the object and with its fields."""
        if not isinstance(value, dict):
            yield BrokenRule(at, "invalid_type", "must provide an object")
            return
        for name in self.needed:
            if name not in value:
                yield BrokenRule(at, "missing_field", f"missing required field: {name}")
        if self.either and not any(name in value for name in self.either):
            yield BrokenRule(at, "missing_field", f"missing required field: {' or '.join(self.either)}")
        for name, item in value.items():
            if name not in self.fields:
                yield BrokenRule(f"{at}/{name}", "invalid_field", f"invalid additional property: {name}")
            elif item is not None:
                yield from self.fields[name].problems(item, f"{at}/{name}")


@dataclass(frozen=True, slots=True)
class ByType:
    """An object whose `type` says which shape it has."""

    shapes: Mapping[str, Shape] = field(repr=False)

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:
        """Yield what is wrong with the type, or with the shape."""
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in self.shapes:
            yield BrokenRule(f"{at}/type", "unsupported_type", f"unsupported type: {kind}")
        else:
            yield from self.shapes[kind].problems(value, at)


@dataclass(frozen=True, slots=True)
class Anything:
    """No rule at all."""

    def problems(self, value: Any, at: str) -> Iterator[BrokenRule]:  # noqa: ARG002  the signature is the protocol's
        """Yield nothing."""
        yield from ()
