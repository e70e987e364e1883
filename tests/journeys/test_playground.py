"""A person at the playground: the real bot, asked in a browser as it is asked in Slack."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SUMMARY = "OPCON decides who commands South Korean forces in a war"
DANIEL = "U08H6C8VN2T"


def press(where, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


def choose(message, name: str) -> None:
    """Choose a line of the menu behind ⋯."""
    message.get_by_role("button", name="More options").click()
    message.page.get_by_role("menuitem", name=name).click()


def test_a_person_asks_and_reads_the_brief(visit):
    seen = visit(width=1180, height=1060, device_scale_factor=1.5)

    seen.type("/alliance opcon")

    brief = seen.private("You asked “opcon”")
    expect(brief.get_by_role("heading")).to_have_text(re.compile("OPCON"))
    expect(brief).to_contain_text("Only visible to you")
    expect(brief).to_contain_text("전시작전통제권")
    expect(brief).to_contain_text("Combined Forces Command")
    expect(brief).to_contain_text("15 Dec 2025")
    expect(brief.locator(".app-badge")).to_have_text("APP")
    expect(brief.get_by_role("button", name="Share")).to_be_in_viewport()
    expect(seen.page.locator(".compose-area")).to_have_value("")
    seen.picture("opcon")


def test_the_composer_offers_the_command_and_says_how_to_use_it(visit):
    seen = visit()
    box = seen.page.get_by_role("textbox", name="Message #alliance-desk")

    box.press_sequentially("/all")
    offered = seen.page.get_by_role("option", name="/alliance")
    expect(offered).to_be_visible()
    seen.picture("command")
    box.press("Tab")

    expect(box).to_have_value("/alliance ")
    expect(seen.page.locator(".usage")).to_be_visible()
    expect(offered).to_be_hidden()


def test_a_related_topic_opens_as_a_brief_of_its_own(visit):
    seen = visit()
    seen.type("/alliance opcon")
    brief = seen.private("You asked “opcon”")

    brief.get_by_role("combobox", name="Related topics").click()
    seen.page.get_by_role("option", name="CFC").click()

    expect(seen.private("CFC · ")).to_contain_text("Combined Forces Command")
    press(seen.private("CFC · "), "Full brief on Combined Forces Command (CFC)")
    expect(seen.page.get_by_role("dialog")).to_contain_text("What the sources say")
    seen.picture("full-brief")
    seen.page.keyboard.press("Escape")
    expect(seen.page.get_by_role("dialog")).to_have_count(0)


def test_a_shared_brief_is_seen_by_everyone_and_says_who_shared_it(visit):
    seen, other = visit(), visit(person=DANIEL)
    seen.type("/alliance missile-defense")
    private = seen.private("You asked “missile-defense”")
    expect(private).to_be_visible()
    expect(other.message("missile")).to_have_count(0)

    press(private, "Share")
    form = seen.page.get_by_role("dialog")
    expect(form).to_contain_text("What the channel gets")
    seen.picture("share-form")
    press(form, "Share")

    expect(seen.private("THAAD").get_by_role("button", name="Shared ✓")).to_be_visible()
    shared = other.message("Han Jisoo")
    expect(shared).to_contain_text("THAAD")
    expect(other.last).not_to_contain_text("Only visible to you")
    expect(other.last).not_to_contain_text("You asked")
    other.picture("shared")


def test_a_source_is_read_in_a_modal_and_put_away(visit):
    seen = visit()
    seen.type("/alliance opcon")
    brief = seen.private("You asked “opcon”")

    choose(brief, "Read the passages")

    modal = seen.page.get_by_role("dialog")
    expect(modal).to_contain_text("¶18")
    seen.picture("passages")
    seen.page.keyboard.press("Escape")
    expect(modal).to_have_count(0)


def test_show_more_shows_what_did_not_fit(visit):
    seen = visit()
    seen.type("/alliance sources overview-us-rok")
    first = seen.private("¶1 to ¶")

    press(first, "Show more")

    expect(seen.last).to_contain_text(re.compile("¶[2-9][0-9]* to ¶"))


def test_a_topic_is_found_while_one_types(visit):
    seen = visit()
    seen.type("/alliance")
    seen.last.get_by_role("combobox", name="Find a topic").click()

    search = seen.page.locator(".list-search")
    search.press_sequentially("thaad")
    expect(seen.page.get_by_role("option").first).to_contain_text("Missile defense")
    seen.picture("typeahead")
    search.press("Enter")

    expect(seen.private("Missile defense and THAAD")).to_contain_text("statements, reviewed")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("opkon", "OPCON"),
        ("전작권은", "OPCON"),
        ("who commands South Korean forces in a war?", "OPCON"),
        ("quantum basket weaving", "No briefing"),
    ],
)
def test_however_it_is_put_the_person_gets_an_answer(visit, typed, shown):
    seen = visit()

    seen.type(f"/alliance {typed}")

    expect(seen.last).to_contain_text(shown)
    expect(seen.last).to_contain_text(typed)


def test_the_bot_answers_a_mention_in_its_thread(visit):
    seen = visit()

    seen.type("@Alliance Briefing what is the SMA?")
    seen.message("what is the SMA?").locator(".replies").click()

    thread = seen.page.get_by_role("complementary", name="Thread")
    expect(thread.locator(".message").last).to_contain_text("Special Measures Agreement")
    seen.picture("thread")


def test_the_bot_answers_in_its_own_conversation_and_shows_its_home(visit):
    seen = visit()

    seen.page.get_by_role("button", name="Alliance Briefing").click()
    expect(seen.page.locator(".home")).to_contain_text("topics")
    seen.picture("home")
    seen.page.get_by_role("tab", name="Messages").click()
    seen.type("usfk")

    expect(seen.last).to_contain_text("28,500")


def test_a_message_is_asked_about_through_its_menu(visit):
    seen = visit()
    asked = seen.message("a page on command transfer")
    asked.hover()
    asked.get_by_role("button", name="More actions").click()
    seen.picture("menu")

    seen.page.get_by_role("menuitem", name="Ask the briefing store").click()

    expect(seen.last).to_contain_text("Only visible to you")


def test_the_whole_way_is_open_to_the_keyboard(visit):
    seen = visit()
    keyboard = seen.page.keyboard
    keyboard.type("/alliance opcon")
    keyboard.press("Enter")
    expect(seen.private("You asked “opcon”")).to_be_visible()

    seen.last.focus()
    for _ in range(20):
        keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement.textContent") == "Full brief":
            break
    keyboard.press("Enter")
    expect(seen.page.get_by_role("dialog")).to_be_visible()
    keyboard.press("Escape")

    expect(seen.page.get_by_role("dialog")).to_have_count(0)
    assert seen.page.evaluate("document.activeElement.textContent") == "Full brief"


def test_everything_that_can_be_pressed_has_a_name(visit):
    seen = visit()
    seen.type("/alliance opcon")
    expect(seen.private("You asked “opcon”")).to_be_visible()

    nameless = seen.page.evaluate(
        """[...document.querySelectorAll("button, input, textarea, [role=combobox], a[href]")]
           .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()))
           .map((node) => node.outerHTML)"""
    )

    assert nameless == []


def test_no_topic_is_taller_than_a_screen(visit):
    seen = visit()

    for slug in ("alliance-modernization", "mutual-defense-treaty", "nds", "us-rok-alliance"):
        seen.type(f"/alliance {slug}")
        expect(seen.private(f"“{slug}”")).to_be_visible()
        assert seen.private(f"“{slug}”").bounding_box()["height"] <= 600


def test_a_phone_shows_all_of_it_without_scrolling_sideways(visit):
    seen = visit(width=390, height=844, has_touch=True, is_mobile=True)

    seen.type("/alliance opcon")
    expect(seen.private("You asked “opcon”")).to_be_visible()
    seen.picture("phone")
    wide = seen.page.evaluate("document.documentElement.scrollWidth")
    cut = seen.page.evaluate(
        "[...document.querySelectorAll('.messages *')].filter((n) => n.getBoundingClientRect().right > 391).length"
    )
    seen.page.get_by_role("button", name="Channels").click()
    seen.page.get_by_role("button", name="general").click()

    assert (wide, cut) == (390, 0)
    expect(seen.page.get_by_role("heading", name="general").first).to_be_visible()


def test_the_dark_page_is_dark(visit):
    seen = visit(dark=True)
    seen.type("/alliance opcon")
    expect(seen.private("You asked “opcon”")).to_be_visible()

    background = seen.page.evaluate("getComputedStyle(document.querySelector('.main')).backgroundColor")
    seen.picture("dark")

    assert background == "rgb(26, 29, 33)"


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=document.title='taken'>", "<script>document.title='taken'</script>"]
)
def test_what_people_write_is_never_markup(visit, text):
    seen = visit()

    seen.type(text)
    expect(seen.last).to_contain_text(text)
    seen.type(f"/alliance {text}")
    expect(seen.last).to_contain_text(text)

    assert "taken" not in seen.page.title()
    assert seen.page.locator(".message img, .message script").count() == 0


def test_another_person_sees_the_channel_with_their_own_eyes(visit):
    seen = visit()
    seen.type("/alliance cfc")
    expect(seen.private("You asked “cfc”")).to_be_visible()

    seen.page.get_by_role("button", name="You are Han Jisoo").click()
    seen.page.get_by_role("menuitem", name="Play Daniel Reyes").click()

    expect(seen.page.get_by_role("button", name="You are Daniel Reyes")).to_be_visible()
    expect(seen.message("You asked “cfc”")).to_have_count(0)


@pytest.mark.prove
def test_an_open_page_does_not_hold_up_the_end(start, browser):
    program = start()
    page = browser.new_page()
    page.goto(program.address)
    page.wait_for_selector(".message")
    before = time.monotonic()

    status = program.stop()

    took = time.monotonic() - before
    expect(page.get_by_role("status")).to_contain_text("not running")
    page.close()
    assert status == 0
    assert took < 5
