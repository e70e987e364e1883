"""The page of two topics side by side, read over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.evidence.links import Pass
from bot.evidence.views import ComparisonView
from bot.reports import build
from bot.text.sources import source_title
from store.model import Brief
from tests.bot.evidence.conftest import NOON
from tests.bot.invented import BRIEF, CFC, OPCON, SNAPSHOT
from tests.bot.readers import SECRET, reading
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore
    from tests.bot.readers import Reader
    from tests.bot.served import Clock

BOTH = ("opcon", "sma")

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


async def test_where_sources_differ_comes_first_then_both_in_short_then_who_holds_what(reader: Reader) -> None:
    page = await reader.read(reader.links(BOTH))

    headings = page.all("//main//h2")
    assert page.status == 200
    assert page.one("//h1") == "OPCON and SMA compared"
    assert headings[:3] == ["Where the sources differ", "In short", "Official"]
    assert set(headings[3:-1]) <= {"Supporters", "Critics", "Analysis", "Fact"}
    assert "What holds the handover back" in page.all("//h4")


async def test_every_row_has_a_column_for_each_topic_in_the_order_that_was_asked_for(reader: Reader) -> None:
    page, other = await reader.read(reader.links(BOTH)), await reader.read(reader.links(("sma", "opcon")))

    columns = len(page.all("//div[@class='beside']"))
    assert columns > 3
    assert page.all("//div[@class='beside']/div[1]/h3").count("OPCON") == columns - 1
    assert page.all("//div[@class='beside']/div[2]/h3").count("SMA") == columns - 1
    assert other.one("//h1") == "SMA and OPCON compared"
    assert other.all("//div[@class='beside']/div[1]/h3").count("SMA") == columns - 1


async def test_every_statement_of_both_is_there_once_with_its_date_and_its_passage(
    reader: Reader, loaded_store: BriefingStore
) -> None:
    topics = [loaded_store.snapshot.topics[slug] for slug in BOTH]

    page = await reader.read(reader.links(BOTH))

    for statement in (one for topic in topics for one in topic.shown):
        told = page.one(f"//li[@id='s-{statement.id.replace('#', '-')}']")
        assert statement.text in told
        assert (statement.as_of.human if statement.as_of else "undated") in told
        assert told.count("¶") == len(statement.citations)


async def test_its_sources_have_the_numbers_that_they_have_in_slack(
    reader: Reader, loaded_store: BriefingStore
) -> None:
    snapshot = loaded_store.snapshot
    report = build.comparison([snapshot.topics[slug] for slug in BOTH], snapshot)

    page = await reader.read(reader.links(BOTH))

    assert page.all("//ol[@class='sources']/li/p[1]/a") == [source_title(source) for source in report.sources]


async def test_a_row_in_which_a_topic_has_nothing_says_so(reader: Reader) -> None:
    page = await reader.read(reader.links(BOTH))

    assert "No statement." in page.all("//div[@class='beside']/div/p[@class='quiet']")


@pytest.mark.usefixtures("dialect")
def test_what_both_show_stands_once_at_home_and_summaries_lead_there() -> None:
    cfc = replace(CFC, also=OPCON.statements[:1])
    briefs = Brief("cfc", cfc, BRIEF.sources, (), 3), BRIEF

    admitted, report = Pass(SECRET, NOON.date(), 14), build.comparison([cfc, OPCON], SNAPSHOT)
    view = ComparisonView(admitted, "https://briefs.example", 3, report.sources, briefs, report)

    told = [one.id for _, columns in view.rows for column in columns for one in column]
    assert sorted(told) == sorted({one.id for one in (*cfc.shown, *OPCON.shown)})
    assert view.anchor(view.shortened("opcon#1")) == "s-opcon-1"


async def test_every_link_of_the_page_opens(store: BriefingStore, clock: Clock) -> None:
    store.load(SHIPPED, by="tests", at=NOON)
    slugs = sorted(store.snapshot.topics)

    async with reading(store, clock) as reader:
        pages = [await reader.read(reader.links(pair)) for pair in zip(slugs[::4], slugs[1::4], strict=False)]
        here = [href for page in pages for href in page.tree.xpath("//a/@href") if href.startswith("#")]
        lost = [href for page in pages for href in _lost(page)]
        onward = {url.partition("#")[0] for page in pages for url in page.onward}
        closed = [url for url in onward if (await reader.read(url)).status != 200]

    assert [page.url for page in pages if page.status != 200] == []
    assert len(here) > 30
    assert len(onward) > 20
    assert (lost, closed) == ([], [])


def _lost(page) -> list[str]:
    """Return the links within a page that lead nowhere, and its doubled anchors."""
    ids = page.tree.xpath("//@id")
    nowhere = [at for at in page.tree.xpath("//a/@href") if at.startswith("#") and at[1:] not in ids]
    return nowhere + [one for one in ids if ids.count(one) > 1]


async def test_without_a_good_signature_it_stays_shut(reader: Reader, clock: Clock) -> None:
    url = reader.links(BOTH)

    cut, guessed = await reader.read(url[:-4]), await reader.read(f"{reader.links.address}/c/a_b?s=guess")
    other = await reader.read(url.replace("opcon_sma", "opcon_cfc"))
    clock.advance(days=15)
    late = await reader.read(url)

    assert [page.status for page in (cut, guessed, other, late)] == [403] * 4
    assert cut.raw == guessed.raw
    assert late.one("//h1") == "This link has expired"


async def test_it_is_kept_nowhere_and_runs_nothing(reader: Reader) -> None:
    page = await reader.read(reader.links(BOTH))

    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert page.tree.xpath("//script | //img | //iframe | //@style | //form") == []
    assert "until the end of 7 Dec 2026 UTC" in page.one("//footer")


async def test_a_topic_that_is_gone_is_said_to_be_gone(
    reader: Reader, loaded_store: BriefingStore, tmp_path: Path
) -> None:
    url = reader.links(BOTH)
    (tmp_path / "new" / "documents").mkdir(parents=True)
    (tmp_path / "new" / "topics").mkdir()
    (tmp_path / "new" / "documents" / "paper.md").write_text("---\ntitle: New\nkind: news\n---\nWords.\n", "utf-8")
    loaded_store.load(tmp_path / "new", by="tests", at=NOON)

    page = await reader.read(url)

    assert page.status == 404
    assert "The briefings no longer have a briefing on this topic." in page.said
