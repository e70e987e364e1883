"""The series that this process counts and `/metrics` shows, in Prometheus's terms.

Labels are words of ours and Slack's codes, so that their number is bounded and
nothing that a person typed can get into one. What an alert waits for stands at
0 from the start: Prometheus sees no increase in a series that begins with its first event.
"""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

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
