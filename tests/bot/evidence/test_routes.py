"""The evidence pages, read over HTTP."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest
from lxml import html

from bot.evidence.links import Pass
from bot.evidence.routes import rendered
from bot.evidence.views import WINDOW, TopicView
from store.history.archive import prune
from store.model import Citation
from tests.bot.evidence.conftest import NOON
from tests.bot.invented import BRIEF
from tests.bot.readers import SECRET, reading
from tests.bot.served import Clock
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore
    from tests.bot.readers import Reader
    from tests.bot.served import Team

OPCON_AT_4 = Citation("harbour-gazette-2026", 2)

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def seeded(folder: Path, document: str, topic: str = "") -> Path:
    (folder / "documents").mkdir(parents=True)
    (folder / "topics").mkdir()
    (folder / "documents" / "paper.md").write_text(document, encoding="utf-8")
    if topic:
        (folder / "topics" / "point.md").write_text(topic, encoding="utf-8")
    return folder


# What they show


async def test_a_topic_leads_from_its_summary_to_what_carries_it_and_from_old_addresses_on(reader: Reader) -> None:
    page = await reader.topic("cfc")

    assert page.one("//p[@class='lead']") == (
        "The Combined Forces Command leads the forces of both countries together. "
        "Statement [#1] Statement [#3] It was set up in 1971. Statement [opcon#2]"
    )
    assert page.tree.xpath("//p[@class='lead']/a/@href") == ["#s1", "#s3", "#s-opcon-2"]
    assert page.one("//p[@class='left-open']") == "The documents don't give the name of its commander."
    assert "2026, by its copyright line · official · opcon#2" in page.one("//li[@id='s-opcon-2']")
    assert page.one("//p[@id='s2']") == "cfc#2 was merged into opcon#2."
    assert page.tree.xpath("//p[@id='s2']/a/@href") == ["#s-opcon-2"]


async def test_a_note_is_not_called_a_source(reader: Reader) -> None:
    page = await reader.passage("almanac-peninsula", 6)

    assert page.one("//h1") == "Editors' note on An Almanac of the Peninsula"
    assert "source" not in page.one("//header").lower()
    assert "¶ counts the paragraphs of this note." in page.one("//header")
    assert page.one("//*[@id='p6']/p[@class='place quiet']") == "Original: p. 12"


async def test_a_topic_says_everything_the_store_says_of_it(reader: Reader, loaded_store: BriefingStore) -> None:
    topic = loaded_store.snapshot.topics["opcon"]

    page = await reader.topic("opcon")

    assert page.status == 200
    assert page.one("//h1") == topic.name
    assert page.one("//*[@lang='ko']") == "전시작전통제권"
    assert page.one("//p[@class='lead']") == topic.summary
    for statement in topic.statements:
        number = statement.id.partition("#")[2]
        told = page.one(f"//li[@id='s{number}']")
        assert statement.text in told
        assert statement.id in told
        assert statement.held_by.value in told
        assert (statement.as_of.human if statement.as_of else "undated") in told
    assert "as of 2026" in page.said
    assert "reviewed 23 Nov 2026" in page.said
    assert "version 1" in page.said


async def test_a_topic_whose_review_is_due_says_so(reader: Reader, clock: Clock) -> None:
    fresh = await reader.topic("opcon")
    clock.advance(days=181)
    stale = await reader.topic("opcon")

    assert "a review is due" not in fresh.said
    assert "Last reviewed 23 Nov 2026: a review is due." in stale.said


async def test_the_sides_of_a_disagreement_stand_beside_each_other_each_with_its_source(reader: Reader) -> None:
    page = await reader.topic("opcon")

    assert page.one("//h3") == "What holds the handover back"
    first, second = page.all("//ul[@class='sides']/li")
    assert re.fullmatch(r"Ministers have not agreed on a year\. \[1 ¶1\].*", first)
    assert re.fullmatch(r"Korean surveillance is not ready\. \[3 ¶2\].*", second)


async def test_sources_are_numbered_as_in_slack_and_related_topics_are_links(reader: Reader) -> None:
    page = await reader.topic("opcon")

    assert page.all("//ol[@class='sources']/li/p[1]/a")[2] == "Three Keys and One Door"
    assert len(page.all("//ul[@class='related']/li/a")) == 2


async def test_a_document_numbers_its_passages_under_their_headings(
    reader: Reader, loaded_store: BriefingStore
) -> None:
    document = loaded_store.document("policy-review-2025")
    assert document is not None

    page = await reader.passage("policy-review-2025", 2)

    assert page.one("//h1") == "Three Keys and One Door"
    assert page.all("//h2") == ["The first key", "The money"]
    assert page.all("//div[starts-with(@id, 'p')]/p[1]") == [passage.text for passage in document.passages]
    assert "Jonas Brandt · Review of Peninsular Policy · 30 Jun 2025 · analysis" in page.said


async def test_only_the_cited_passage_is_marked_also_for_who_has_no_fragment(reader: Reader) -> None:
    page = await reader.read(reader.links(Citation("policy-review-2025", 2)).partition("#")[0])

    assert page.all("//mark") == page.all("//div[@id='p2']/p[1]")
    assert page.tree.xpath("//div[contains(@class, 'marked')]/@id") == ["p2"]


async def test_a_passage_says_which_topics_it_speaks_of(reader: Reader) -> None:
    page = await reader.passage("policy-review-2025", 2)

    assert "OPCON" in page.one("//div[@id='p2']//p[contains(@class, 'speaks')]")


async def test_a_passage_that_is_not_there_marks_nothing_and_says_so(reader: Reader) -> None:
    page = await reader.passage("policy-review-2025", 99)

    assert page.status == 200
    assert page.all("//mark") == []
    assert "There is no passage ¶99." in page.said


async def test_a_long_document_comes_in_parts_that_lead_to_each_other(store: BriefingStore, tmp_path: Path) -> None:
    text = "\n\n".join(f"Passage that says {number}." for number in range(1, WINDOW + 3))
    store.load(seeded(tmp_path / "long", f"---\ntitle: Long\nkind: news\n---\n{text}\n"), by="tests", at=NOON)

    async with reading(store, Clock(NOON)) as reader:
        late = await reader.passage("paper", WINDOW + 1)
        early = await reader.read(late.onward[0])

    assert late.one("//mark") == f"Passage that says {WINDOW + 1}."
    assert len(late.all("//div[starts-with(@id, 'p')]")) == 2
    assert early.one("//mark") == f"Passage that says {WINDOW}."


# Every citation that ships


async def test_every_citation_of_every_topic_that_ships_opens_a_page_with_its_passage_marked(
    store: BriefingStore, clock: Clock
) -> None:
    store.load(SHIPPED, by="tests", at=NOON)
    topics = store.snapshot.topics.values()
    cited = {citation for topic in topics for citation in topic.citations}
    assert len(cited) > 60

    async with reading(store, clock) as reader:
        for citation in cited:
            page = await reader.read(reader.links(citation))
            found = store.passage(citation)

            assert found is not None
            assert page.one("//mark") == found.passage.text
            assert page.tree.xpath("//mark/ancestor::div/@id") == [f"p{citation.passage}"]


async def test_every_link_of_every_page_that_ships_opens(store: BriefingStore, clock: Clock) -> None:
    store.load(SHIPPED, by="tests", at=NOON)

    async with reading(store, clock) as reader:
        pages = [await reader.topic(slug) for slug in store.snapshot.topics]
        pages += [await reader.passage(source, 1) for source in store.snapshot.sources]
        onward = {url.partition("#")[0] for page in pages for url in page.onward}
        closed = [url for url in onward if (await reader.read(url)).status != 200]

    assert [page.url for page in pages if page.status != 200] == []
    assert len(onward) > 100
    assert closed == []


# Who may read


def without_signature(url: str) -> str:
    return re.sub(r"s=[^&#]*", "", url)


def cut(url: str) -> str:
    return re.sub(r"(s=[^&#]*)[^&#]{4}", r"\1", url)


@pytest.mark.parametrize("spoil", [without_signature, cut, lambda url: url.replace("opcon", "cfc"), str.upper])
async def test_without_a_signature_of_its_own_a_page_stays_shut(reader: Reader, spoil) -> None:
    url = reader.links("opcon")
    head, path = url[: url.index("/t/")], url[url.index("/t/") + 3 :]

    page = await reader.read(f"{head}/t/{spoil(path)}")

    assert page.status == 403
    assert page.one("//h1") == "This link does not open anything"
    assert "copy it whole, or ask again in Slack" in page.said
    assert "Wartime" not in page.raw


async def test_no_passage_shows_without_a_signature(reader: Reader) -> None:
    page = await reader.read(without_signature(reader.links(OPCON_AT_4)))

    assert page.status == 403
    assert page.all("//div[starts-with(@id, 'p')]") == []


async def test_shut_pages_look_the_same_whether_or_not_there_is_anything_behind(reader: Reader) -> None:
    there = await reader.read(f"{reader.links.address}/t/opcon?s=guess")
    not_there = await reader.read(f"{reader.links.address}/t/nothing-of-the-kind?s=guess")

    assert there.raw == not_there.raw


async def test_an_old_link_says_when_it_ended_and_what_to_do(reader: Reader, clock: Clock) -> None:
    url = reader.links("opcon")
    clock.advance(days=15)

    page = await reader.read(url)

    assert page.status == 403
    assert page.one("//h1") == "This link has expired"
    assert "This link ended on 7 Dec 2026 UTC; ask again in Slack." in page.said


async def test_what_a_page_leads_on_to_ends_with_it(reader: Reader, clock: Clock) -> None:
    url = reader.links("opcon")
    clock.advance(days=13)
    onward = (await reader.read(url)).onward
    clock.advance(days=2)

    later = [await reader.read(link) for link in onward]

    assert len(later) > 5
    assert {page.status for page in later} == {403}


async def test_without_a_public_address_there_are_no_pages(team: Team) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{team.slack.address}/t/opcon") as came:
        assert came.status == 404


# What has moved on


async def test_a_topic_or_document_that_is_gone_is_said_to_be_gone(
    reader: Reader, loaded_store: BriefingStore, tmp_path: Path
) -> None:
    topic, passage = reader.links("opcon"), reader.links(OPCON_AT_4)
    loaded_store.load(seeded(tmp_path / "new", "---\ntitle: New\nkind: news\n---\nWords.\n"), by="tests", at=NOON)

    pages = [await reader.read(topic), await reader.read(passage)]

    assert [page.status for page in pages] == [404, 404]
    assert "The briefings no longer have a briefing on this topic. A later load retired it." in pages[0].said
    assert "The briefings no longer have this document." in pages[1].said


async def test_a_changed_document_is_shown_as_it_was_when_it_was_cited(store: BriefingStore, tmp_path: Path) -> None:
    head = "---\ntitle: Paper\nkind: news\n---\n"
    store.load(seeded(tmp_path / "a", f"{head}What was cited.\n"), by="tests", at=NOON)
    async with reading(store, Clock(NOON)) as reader:
        old = reader.links(Citation("paper", 1))
        store.load(seeded(tmp_path / "b", f"{head}Put before it.\n\nWhat was cited.\n"), by="tests", at=NOON)

        then = await reader.read(old)
        now = await reader.read(next(url for url in then.onward if "g=2" in url))
        unkept = await reader.read(reader.links.address + Pass(SECRET, NOON.date(), 14).document("paper", 0, 1))

    assert then.one("//mark") == "What was cited."
    assert "You read it as it was when it was cited." in then.said
    assert now.all("//div[starts-with(@id, 'p')]/p[1]") == ["Put before it.", "What was cited."]
    assert unkept.all("//mark") == []
    assert "the passage may have another number" in unkept.said


async def test_a_document_whose_version_was_pruned_says_so_and_shows_what_there_is(
    store: BriefingStore, tmp_path: Path
) -> None:
    head = "---\ntitle: Paper\nkind: news\n---\n"
    store.load(seeded(tmp_path / "a", f"{head}What was cited.\n"), by="tests", at=NOON)
    async with reading(store, Clock(NOON)) as reader:
        old = reader.links(Citation("paper", 1))
        for days, said in ((1, "Other words."), (2, "The newest words.")):
            folder = seeded(tmp_path / said, f"{head}{said}\n")
            store.load(folder, by="tests", at=NOON + timedelta(days=days))
        prune(store.database, 1, NOON + timedelta(days=9))

        page = await reader.read(old)

    assert page.status == 200
    assert "what it said then is no longer kept" in page.said
    assert "The newest words." in page.said


# What a browser may do with them


@pytest.mark.parametrize("way", ["open", "shut"])
async def test_nothing_but_the_page_itself_is_loaded_run_framed_kept_or_told_on(reader: Reader, way: str) -> None:
    url = reader.links("opcon")

    page = await reader.read(url if way == "open" else without_signature(url))

    (style,) = page.tree.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = [part.strip() for part in page.headers["Content-Security-Policy"].split(";")]
    assert policy[:3] == ["default-src 'none'", f"style-src 'sha256-{digest}'", "img-src data:"]
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"].startswith("private")
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.tree.xpath("//script | //img | //iframe | //@style | //@onload | //form") == []


HOSTILE = (
    "<script>alert(1)</script>\"' onmouseover=alert(1) x={{7777*7777}} </style></title><img src=x onerror=alert(2)>"
)


async def test_markup_in_any_field_of_a_seed_comes_out_as_text(store: BriefingStore, tmp_path: Path) -> None:
    planted = HOSTILE.replace("\\", "").replace('"', '\\"')
    document = f"""---
title: "title {planted}"
publisher: "publisher {planted}"
author: "author {planted}"
kind: news
url: https://example.org/?onmouseover=alert(1)
---
## heading {HOSTILE}

passage {HOSTILE}
"""
    topic = f"""---
name: "name {planted}"
short: "short {planted}"
aliases: ["alias {planted}"]
korean: "korean {planted}"
category: "category {planted}"
related: []
reviewed: 2026-11-23
statements:
  - id: 1
    text: "statement {planted}"
    as_of: 2026
    held_by: fact
    cites: [paper#1]
disagreements:
  - about: "about {planted}"
    sides:
      - text: "one side {planted}"
        cites: [paper#1]
      - text: "other side {planted}"
        cites: [paper#1]
---
summary {HOSTILE}
"""
    store.load(seeded(tmp_path / "hostile", document, topic), by="tests", at=NOON)
    async with reading(store, Clock(NOON)) as reader:
        pages = [await reader.topic("point"), await reader.passage("paper", 1)]

    for page in pages:
        assert page.status == 200
        assert page.tree.xpath("//script | //img | //@onmouseover | //@onerror") == []
        assert len(page.tree.xpath("//style")) == 1
        assert "60481729" not in page.raw
    for field in ("name", "korean", "category", "statement", "about", "one side", "other side", "summary", "title"):
        assert f"{field} <script>alert(1)</script>" in pages[0].said
    for field in ("title", "publisher", "author", "short"):
        assert f"{field} <script>alert(1)</script>" in pages[1].said
    found = store.passage(Citation("paper", 1))
    assert found is not None
    assert found.passage.text == pages[1].one("//mark")
    assert found.passage.heading == pages[1].one("//h2")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://ok.example/a"])
@pytest.mark.usefixtures("dialect")
def test_only_an_address_of_the_web_becomes_a_link(url: str) -> None:
    sources = tuple(replace(source, url=url) for source in BRIEF.sources)
    admitted = Pass(SECRET, NOON.date(), 14)
    view = TopicView(admitted, "https://briefs.example", 3, sources, replace(BRIEF, sources=sources))

    tree = html.document_fromstring(bytes(rendered(view).body))

    shown = tree.xpath("//a[not(starts-with(@href, '..')) and not(starts-with(@href, '#'))]/@href")
    assert shown == ([url] * 2 if url.startswith("https:") else [])


# What breaks


async def test_a_failing_database_is_told_without_its_words(
    reader: Reader, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DROP TABLE passage")

    page = await reader.passage("policy-review-2025", 2)

    assert page.status in {500, 503}
    assert "passage" not in page.said
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert [record for record in caplog.records if record.levelname == "ERROR"]
