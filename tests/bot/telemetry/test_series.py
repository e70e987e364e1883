"""What leaves for a collector of traces: through OpenTelemetry's own library, to an exporter that keeps it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.lookup.service import LookupService
from bot.tasks.clock import utc
from bot.tasks.concurrency import Background
from bot.telemetry.series import span, web_client
from bot.text.sources import no_link

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

    from store.core import BriefingStore

_EXPORTER = InMemorySpanExporter()
_PROVIDER = TracerProvider()
_PROVIDER.add_span_processor(SimpleSpanProcessor(_EXPORTER))
trace.set_tracer_provider(_PROVIDER)  # once a process, says the library


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    _EXPORTER.clear()
    return _EXPORTER


def attributes(one: ReadableSpan) -> dict[str, object]:
    return dict(one.attributes or {})


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_a_lookup_is_a_span_with_its_outcome_and_without_a_word_of_the_question(
    loaded_store: BriefingStore, exporter: InMemorySpanExporter
) -> None:
    work = Background()
    service = LookupService(loaded_store, work, no_link, utc)

    await service.look_up("opcon")
    await work.drain(5)

    (one,) = exporter.get_finished_spans()
    assert (one.name, attributes(one)["alliance.outcome"]) == ("lookup", "brief")
    assert "opcon" not in one.to_json()


async def test_a_call_of_slack_is_a_span_with_what_came_of_it(exporter: InMemorySpanExporter) -> None:
    client = web_client("http://127.0.0.1:9/api/", token="xoxb-1")  # nobody listens there

    with pytest.raises(OSError, match="Cannot connect"):
        await client.conversations_info(channel="C0SECRET")

    (one,) = exporter.get_finished_spans()
    assert (one.name, attributes(one)["alliance.code"]) == ("slack conversations.info", "ClientConnectorError")
    assert "C0SECRET" not in one.to_json()


def test_an_error_leaves_its_kind_and_none_of_its_words(exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="what somebody typed"), span("load"):
        raise ValueError("what somebody typed")

    (one,) = exporter.get_finished_spans()
    assert attributes(one) == {"alliance.error": "ValueError"}
    assert "typed" not in one.to_json()


def test_without_the_library_nothing_is_noted_and_all_is_done() -> None:
    script = (
        "import sys\nsys.modules['opentelemetry'] = None\nfrom bot.telemetry.series import span\n"
        "with span('load') as noted:\n    noted(code='ok')\n    print('done')"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "done\n"
