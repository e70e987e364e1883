"""A person who follows a citation from Slack to its source, on every screen and on paper."""

from __future__ import annotations

import itertools
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.evidence.links import Links
from store.core import BriefingStore
from store.model import Citation
from tests.journeys.conftest import started
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import ConsoleMessage, Page

    from tests.journeys.conftest import Window

pytestmark = pytest.mark.browser

SECRET = "0123456789abcdef" * 2
MARKED = """() => {
  const mark = document.querySelector("mark"), box = mark.closest(".passage"), at = box.getBoundingClientRect();
  const plain = [...document.querySelectorAll(".passage")].find((other) => other !== box);
  const shows = (element) => getComputedStyle(element).backgroundColor;
  return {
    id: box.id,
    text: mark.textContent,
    differs: !plain || shows(box) !== shows(plain),
    inView: at.top >= 0 && at.top < innerHeight,
    wide: document.documentElement.scrollWidth > innerWidth,
  };
}"""


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Links]:
    with started(tmp_path_factory.mktemp("evidence"), LINK_SECRET=SECRET) as program:
        yield Links(program.address, SECRET, 14, lambda: 1, lambda: datetime.now(UTC))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BriefingStore]:
    store = BriefingStore.open(f"sqlite:///{tmp_path_factory.mktemp('shipped') / 'alliance.db'}")
    store.migrate()
    store.load(SHIPPED, by="tests", at=datetime.now(UTC))
    yield store
    store.close()


@pytest.fixture
def page(windows: Callable[..., Window], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that complains of nothing: no blocked style, no lost file. The parameter says on which screen."""
    complaints: list[str] = []

    def said(line: ConsoleMessage) -> None:
        # Chromium calls a refusal a fault; it is what we want of a bad link.
        if "403 (Forbidden)" not in line.text:
            complaints.append(line.text)

    screen = getattr(request, "param", {"viewport": {"width": 1200, "height": 900}})
    with windows(**screen).tab(console=said, requestfailed=lambda lost: complaints.append(lost.url)) as made:
        yield made
        assert complaints == []


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("JOURNEY_PICTURES") or tmp_path)  # noqa: TID251 - a wish of who runs the tests
    folder.mkdir(parents=True, exist_ok=True)
    return folder


PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DARK = {"viewport": {"width": 1200, "height": 900}, "color_scheme": "dark"}


@pytest.mark.prove
@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_every_citation_that_ships_opens_with_its_passage_marked_and_in_view(
    page: Page, links: Links, shipped: BriefingStore
) -> None:
    cited = {citation for topic in shipped.snapshot.topics.values() for citation in topic.citations}
    expected, seen = {}, {}
    for citation in sorted(cited):
        found = shipped.passage(citation)
        assert found is not None
        fine = {"differs": True, "inView": True, "wide": False}
        expected[str(citation)] = {"id": f"p{citation.passage}", "text": found.passage.text, **fine}

        page.goto(links(citation), wait_until="domcontentloaded")
        seen[str(citation)] = page.evaluate(MARKED)

    assert len(seen) > 60
    assert seen == expected


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_no_topic_is_wider_than_a_phone(page: Page, links: Links, shipped: BriefingStore) -> None:
    wide = []
    for slug in shipped.snapshot.topics:
        page.goto(links(slug), wait_until="domcontentloaded")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(slug)

    assert wide == []


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_no_comparison_is_wider_than_a_phone_and_its_topics_stand_below_each_other(
    page: Page, links: Links, shipped: BriefingStore
) -> None:
    wide, beside = [], []
    for pair in zip(shipped.snapshot.topics, [*shipped.snapshot.topics][1:], strict=False):
        page.goto(links(pair), wait_until="domcontentloaded")
        wide += [pair] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
        beside += [pair] if page.evaluate(BESIDE) else []

    assert (wide, beside) == ([], [])


BESIDE = """() => [...document.querySelectorAll(".beside")].some(({ children: [one, other] }) =>
  other.getBoundingClientRect().top < one.getBoundingClientRect().bottom)"""


@pytest.mark.parametrize("page", [PHONE, DARK, {}], indirect=True, ids=["phone", "dark", "plain"])
def test_text_stands_out_from_what_is_behind_it(page: Page, links: Links, pictures: Path, request) -> None:
    contrasts = []
    source, pair = links(Citation("kei-klingner-2025", 15)), links(("opcon", "cfc"))
    for name, url in {"topic": links("opcon"), "source": source, "comparison": pair}.items():
        page.goto(url)
        page.screenshot(path=pictures / f"evidence-{name}-{request.node.callspec.id}.png", full_page=name != "source")
        contrasts += page.evaluate(CONTRASTS)

    assert len(contrasts) > 50
    assert [told for ratio, told in contrasts if ratio < 4.5] == []


CONTRASTS = """() => {
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const told = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")].filter(told).map((element) => {
    const style = getComputedStyle(element);
    const of = element.closest("svg") ? style.fill : style.color;
    const [one, other] = [light(colour(of)), light(behind(element))].sort((a, b) => b - a);
    return [(one + 0.05) / (other + 0.05), `${element.className.baseVal ?? element.className}: ${element.textContent}`];
  });
}"""


def test_the_whole_way_by_keyboard_and_back(page: Page, links: Links) -> None:
    page.goto(links("opcon"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to what the sources say")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile(r"\[1 ¶18\]")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Korea Policy, Vol. 3, Issue 2")
    expect(page.locator("mark")).to_be_in_viewport()
    page.locator("#p18").get_by_role("link", name="CFC").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Combined Forces Command (CFC)")


def test_a_screen_reader_finds_landmarks_headings_and_languages(page: Page, links: Links) -> None:
    page.goto(links("north-korea-diplomacy"))

    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.get_by_role("navigation", name="Related topics")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"What happened, by date\. "))).to_be_visible()
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((heading) => +heading.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".korean").get_attribute("lang") == "ko"


def test_another_passage_may_be_pointed_at_without_a_new_link(page: Page, links: Links) -> None:
    page.goto(links(Citation("kei-klingner-2025", 18)))

    page.get_by_role("link", name="Passage ¶3", exact=True).click()

    lit = page.locator("#p3").evaluate("(element) => getComputedStyle(element).backgroundColor")
    assert lit == page.locator("#p18").evaluate("(element) => getComputedStyle(element).backgroundColor")


def test_on_paper_every_source_has_its_whole_address(page: Page, links: Links, pictures: Path) -> None:
    page.goto(links("opcon"))
    page.pdf(path=pictures / "evidence-opcon.pdf", format="A4")
    page.emulate_media(media="print")

    shown = page.locator("body").inner_text()

    assert links("opcon") in shown
    assert shown.count(f"{links.address}/d/") == page.locator(".sources > li").count()
    expect(page.get_by_role("navigation")).to_be_hidden()
    assert (pictures / "evidence-opcon.pdf").read_bytes().startswith(b"%PDF-")


def test_two_topics_stand_beside_each_other_on_a_desktop_and_on_paper(page: Page, links: Links, pictures: Path) -> None:
    page.goto(links(("opcon", "cfc")))
    beside = page.evaluate(BESIDE)
    page.pdf(path=pictures / "evidence-comparison.pdf", format="A4")
    page.emulate_media(media="print")

    assert beside
    assert page.evaluate(BESIDE)
    assert links(("opcon", "cfc")) in page.locator("body").inner_text()


def test_an_old_or_broken_link_is_a_page_that_says_what_to_do(page: Page, links: Links, pictures: Path) -> None:
    page.on("response", lambda answer: statuses.append(answer.status))
    statuses: list[int] = []

    page.goto(links("opcon")[:-1])

    page.screenshot(path=pictures / "evidence-refused.png")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not open anything")
    expect(page.get_by_role("main")).to_contain_text("ask again in Slack")
    assert statuses[0] == 403


def test_in_the_playground_a_citation_leads_to_its_passage(visit) -> None:
    seen = visit()
    seen.type("/alliance opcon")
    brief = seen.private("You asked “opcon”")

    with seen.page.context.expect_page() as opened:
        brief.get_by_role("link", name="[1 ¶18]").first.click()

    expect(opened.value.locator("#p18 mark")).to_be_in_viewport()
    brief.get_by_role("button", name="More options").click()
    with seen.page.context.expect_page() as opened:
        seen.page.get_by_role("menuitem", name="Open as a page").click()

    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("OPCON")


def test_in_the_playground_a_comparison_opens_as_a_page(visit) -> None:
    seen = visit()
    seen.type("/alliance compare opcon cfc")

    with seen.page.context.expect_page() as opened:
        seen.private("OPCON and CFC compared").get_by_role("link", name="Open as a page").click()

    expect(opened.value.get_by_role("heading", level=1)).to_have_text("OPCON and CFC compared")
