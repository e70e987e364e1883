"""The real `alliance try` in a process of its own, and a headless Chromium before it.

Where no Chromium is found the journeys are not collected, and one line says so.
JOURNEY_PICTURES names a folder for the screenshots; the default is pytest's own.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from tests.paths import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]

collect_ignore_glob = [] if CHROMIUM else ["test_*.py"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """End the browser with the last journey: while Playwright runs, its loop keeps asyncio's tests from theirs."""
    try:
        return (yield)
    finally:
        if nextitem is None or HERE not in nextitem.path.parents:
            _browsing.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(f"tests/journeys: not run, no Chromium found (looked for {', '.join(NAMES)})")


@dataclass
class Program:
    """`alliance try` as a process, with what it says."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> int:
        """Ask it to end as Ctrl+C does; return its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=15)


@contextmanager
def started(folder: Path, *, under: Sequence[str] = (), **settings: str) -> Iterator[Program]:
    """Start it, *under* a command that takes something away from it."""
    port = _free_port()
    everything = os.environ.items()  # noqa: TID251 - what a program inherits is decided here
    inherited = {name: value for name, value in everything if not name.startswith(("SLACK_", "ALLIANCE_"))}
    ours = {
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder / 'alliance.db'}",
        "ALLIANCE_SEEDS": str(SHIPPED),
        # The model takes a minute of all cores to read what ships: words are enough here.
        "ALLIANCE_MODEL": "none",
        **settings,
    }
    log = folder / "try.log"
    with log.open("wb") as out:
        command = [*under, str(Path(sys.executable).parent / "alliance"), "try"]
        process = subprocess.Popen(command, cwd=folder, env=inherited | ours, stdout=out, stderr=out)
        program = Program(f"http://127.0.0.1:{port}", process, log)
        try:
            _wait_until_ready(program)
            yield program
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_until_ready(program: Program) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and program.process.poll() is None:
        try:
            with urlopen(f"{program.address}/readyz", timeout=1) as answer:  # noqa: S310 - our own address
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"alliance try did not come up:\n{program.log.read_text()}")


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with started(tmp_path_factory.mktemp("try")) as running:
        yield running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Start a program of one's own: `start(SETTING="value")`."""
    with ExitStack() as running:
        yield lambda **settings: running.enter_context(started(tmp_path, **settings))


_browsing = ExitStack()
_browsers: list[Browser] = []


@pytest.fixture(scope="module")
def browser() -> Browser:
    """Chromium, for all journeys on end."""
    if not _browsers:
        from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - slow to load, only journeys need it

        expect.set_options(timeout=30_000)  # five seconds are no finding where a load has half a core
        playwright = _browsing.enter_context(sync_playwright())
        _browsers.append(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
        _browsing.callback(lambda: _browsers.pop().close())
    return _browsers[0]


@dataclass
class Visit:
    """One person before the page."""

    page: Page
    address: str
    pictures: Path

    def type(self, text: str) -> None:
        """Type into the composer and send."""
        box = self.page.locator(".main .compose-area")
        box.fill(text)
        box.press("Enter")

    @property
    def last(self) -> Locator:
        """The last message of the channel."""
        return self.page.locator(".main .message").last

    def message(self, text: str) -> Locator:
        """The last message that holds *text*."""
        return self.page.locator(".main .message", has_text=text).last

    def private(self, text: str) -> Locator:
        """The last message that holds *text* and that only this person sees."""
        return self.page.locator(".main .message.ephemeral", has_text=text).last

    def picture(self, name: str) -> None:
        """Save what is on the screen."""
        self.page.wait_for_timeout(200)  # transitions
        self.page.screenshot(path=self.pictures / f"{name}.png")


@dataclass(frozen=True)
class Window:
    """A window of one size and colours. Its tabs are used again: Chromium draws each new one by a new process."""

    context: BrowserContext
    spare: list[Page] = field(default_factory=list)

    @contextmanager
    def tab(self, **heard: Callable[[Any], None]) -> Iterator[Page]:
        """A tab that remembers nothing; what of its events is *heard* ends with it."""
        page = self.spare.pop() if self.spare else self.context.new_page()
        for event, hears in heard.items():
            page.on(event, hears)
        yield page
        for event, hears in heard.items():
            page.remove_listener(event, hears)
        page.evaluate("sessionStorage.clear()")
        page.emulate_media(media="null")
        page.goto("about:blank")
        self.spare.append(page)


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Windows by size and colours, each kept: the page remembers nothing beyond its tab, and files stay cached."""
    kept: dict[str, Window] = {}

    def window(**options: Any) -> Window:
        key = repr(options)
        if key not in kept:
            kept[key] = Window(browser.new_context(**options))
        return kept[key]

    yield window
    for one in kept.values():
        one.context.close()


@pytest.fixture
def visit(program: Program, windows: Callable[..., Window], tmp_path: Path) -> Iterator[Any]:
    """Open the page: `visit(width=…, dark=…, person=…)`. No page may complain, or ask a foreign server."""
    complaints: list[str] = []
    pictures = Path(os.environ.get("JOURNEY_PICTURES") or tmp_path)  # noqa: TID251 - a wish of who runs the tests
    pictures.mkdir(parents=True, exist_ok=True)

    with ExitStack() as tabs:

        def open_page(
            *, width: int = 1280, height: int = 1000, dark: bool = False, person: str = "", **more: Any
        ) -> Visit:
            scheme = "dark" if dark else "light"
            window = windows(viewport={"width": width, "height": height}, color_scheme=scheme, **more)
            page = tabs.enter_context(window.tab(**_complaining(program.address, complaints)))
            page.goto(f"{program.address}/?as={person}" if person else program.address)
            page.wait_for_selector(".message")
            return Visit(page, program.address, pictures)

        yield open_page
        assert complaints == []


def _complaining(address: str, complaints: list[str]) -> dict[str, Callable[[Any], None]]:
    """What adds to *complaints* when a page asks a server that is not ours, fails or warns."""
    own = (address, address.replace("http", "ws"), "data:")

    def asked(request: Any) -> None:
        if not request.url.startswith(own):
            complaints.append(f"asked {request.url}")

    def said(line: Any) -> None:
        if line.type in {"error", "warning"}:
            complaints.append(line.text)

    return {"request": asked, "pageerror": lambda error: complaints.append(str(error)), "console": said}
