"""Spans of what no instrumentation sees: a lookup, a call of Slack, a tick, a load. Nothing where OpenTelemetry is not.

Whoever starts the bot by `opentelemetry-instrument` has its library. Names and attributes are words of ours and
Slack's codes, as in `series`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol

try:
    from opentelemetry import trace
except ImportError:  # an extra
    trace = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator


class SpanNote(Protocol):
    """Adds to a span what is known only later."""

    def __call__(self, **attributes: str | int) -> None:
        """Set *attributes*, called `alliance.…` in the span."""


def span(name: str) -> AbstractContextManager[SpanNote]:
    """Time what is done within as the span *name*; an error leaves its kind there, and none of its words."""
    # Spans that nobody collects took a tenth of a lookup.
    if trace is None or isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return _NO_SPAN
    return _span(name)


@contextmanager
def _span(name: str) -> Iterator[SpanNote]:
    tracer = trace.get_tracer("alliance-bot")
    with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as current:

        def note(**attributes: str | int) -> None:
            current.set_attributes({f"alliance.{key}": value for key, value in attributes.items()})

        try:
            yield note
        except BaseException as error:
            note(error=type(error).__name__)
            raise


def _noted_nowhere(**_: str | int) -> None:
    pass


_NO_SPAN: AbstractContextManager[SpanNote] = nullcontext(_noted_nowhere)
