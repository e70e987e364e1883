"""How tall each topic's card is in the playground, on a desktop and on a phone: a table, the tallest first.

`python -m tests.bench.heights [slug …]` asks for every topic of seeds/ by its slug, or for those that are named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS, started
from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

SCREENS = {
    "desktop 1280x1000": {"viewport": {"width": 1280, "height": 1000}},
    "phone 390x844": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


def heights(browser: Browser, address: str, asked: Sequence[str], screen: dict[str, object]) -> list[int]:
    """Return how many pixels the message of each answer takes."""
    page = browser.new_page(**screen)
    page.goto(address)
    page.wait_for_selector(".message")
    told, box = [], page.locator(".main .compose-area")
    for text in asked:
        box.fill(f"/alliance {text}")
        box.press("Enter")
        answer = page.locator(".main .message.ephemeral", has_text=f"“{text}”").last
        answer.wait_for()
        told.append(round((answer.bounding_box() or {"height": 0.0})["height"]))
    page.close()
    return told


def main() -> None:
    """Print the table."""
    asked = sys.argv[1:] or sorted(path.stem for path in (SHIPPED / "topics").glob("*.md"))
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder)) as program,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        columns = [heights(browser, program.address, asked, screen) for screen in SCREENS.values()]
    print("topic", *SCREENS, sep="\t")
    for row in sorted(zip(asked, *columns, strict=True), key=lambda row: -row[1]):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
