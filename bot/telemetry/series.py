"""What the process tells of itself: series for `/metrics`, spans for OpenTelemetry, and a client of Slack that counts.

Labels, names and attributes are words of ours and Slack's codes, so that their number is bounded and nothing
that a person typed can get into one. Spans are of what no instrumentation sees: a lookup, a call of Slack, a
tick, a load. Whoever starts the bot by `opentelemetry-instrument` has its library; where it is not, there are
none.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp import ClientSession


REGISTRY: Final = CollectorRegistry()

LOOKUPS: Final = Counter(
    "alliance_lookups",
    "Questions that were answered, by what they got and how sure it was.",
    ["outcome", "sure"],
    registry=REGISTRY,
)
REQUEST_SECONDS: Final = Histogram(
    "alliance_request_seconds",
    "How long Slack waited for what it sent, by the way it came.",
    ["way"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
    registry=REGISTRY,
)
REFUSED: Final = Counter(
    "alliance_refused_requests", "Requests that were not let in, by why.", ["reason"], registry=REGISTRY
)
DELIVERIES: Final = Counter(
    "alliance_digest_deliveries",
    "Messages of digests, by the state they came to: posted, failed, unsure and so on.",
    ["state"],
    registry=REGISTRY,
)
SLACK_CALLS: Final = Counter(
    "alliance_slack_calls",
    "Calls of Slack's Web API, by method and by Slack's code, or by what went wrong on the way.",
    ["method", "code"],
    registry=REGISTRY,
)
FEED_POLLS: Final = Counter(
    "alliance_feeds_polls",
    "Feeds that were asked, by what came of it: changed, unchanged, refused, invalid, gone or failed.",
    ["outcome"],
    registry=REGISTRY,
)
FEED_ITEMS: Final = Counter(
    "alliance_feeds_items",
    "What feeds brought, by what became of it: held, joined to a story that was there, or published.",
    ["state"],
    registry=REGISTRY,
)
FEED_OLDEST_SECONDS: Final = Gauge(
    "alliance_feeds_oldest_poll_seconds",
    "Since the feed answered that has not for the longest; 0 without feeds. Those that are gone are left out.",
    registry=REGISTRY,
)
FEED_HELD: Final = Gauge("alliance_feeds_held", "Stories that wait for somebody's review.", registry=REGISTRY)
CALL_SECONDS = 10
"""The longest that a call may take; what is on the way to a reply has less, and it is much shorter than a lease."""


try:
    from opentelemetry import trace
except ImportError:  # an extra
    trace = None  # type: ignore[assignment]


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


_NO_SPAN: AbstractContextManager[SpanNote] = nullcontext(lambda **_: None)


def web_client(base_url: str, session: ClientSession | None = None, token: str | None = None) -> AsyncWebClient:
    """Return a client of the Web API at *base_url* that asks once. *session* is shared: one a call halves the rate.

    It does not sleep when Slack asks it to wait: a person waits for its answer. Nor does it
    repeat a call whose connection dropped: Slack may have taken it.
    """
    return _CountedClient(token, base_url=base_url, session=session, retry_handlers=[], timeout=CALL_SECONDS)


class _CountedClient(AsyncWebClient):
    """Counts every call by what came of it; raises what the client raises."""

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """Ask Slack for *api_method*."""
        code = "ok"
        with span(f"slack {api_method}") as noted:
            try:
                return await super().api_call(api_method, **more)
            except BaseException as error:
                code = _code(error) if isinstance(error, SlackApiError) else type(error).__name__
                raise
            finally:
                noted(code=code)
                SLACK_CALLS.labels(api_method, code).inc()


def _code(error: SlackApiError) -> str:
    # slack_sdk hands on aiohttp's response when the body was not JSON.
    answer = error.response
    known = isinstance(answer, AsyncSlackResponse) and isinstance(answer.data, dict)
    return str(answer.data.get("error") or "unknown") if known else "not_json"
