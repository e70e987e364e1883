"""Which modules each way through the house enters: those whose functions run for it, but for the simulated Slack.

make ways, or ARGS=--callers for who called into each first
"""

from __future__ import annotations

import asyncio
import inspect
import sys
import tempfile
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

HOUSE = Path(__file__).parents[2]
sys.path[:0] = [str(HOUSE)]

from bot.simulator.state.fixtures import DANIEL, JISOO  # noqa: E402
from store.core import BriefingStore  # noqa: E402
from tests.bot.posts import posting  # noqa: E402
from tests.bot.served import opened  # noqa: E402
from tests.paths import seeds_in  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

ELSEWHERE = ("bot/simulator",)
BESIDE = {("bot/web/health", "keep_fresh"), ("bot/web/lifespan", "_every")}
"""What the process does by its own clock, whichever way is gone meanwhile."""
BY_THE_CLOCK: ContextVar[bool] = ContextVar("by the clock", default=False)


class Trace:
    """The modules that were entered since *on* was set."""

    def __init__(self) -> None:
        self.on = self.told = False
        self.entered: dict[str, str] = {}
        """Each module, with who called what of it first."""

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        """Note a function that begins; the body of a module or a class is none."""
        code = frame.f_code
        if event != "call" or not code.co_flags & inspect.CO_OPTIMIZED or not code.co_filename.startswith(OURS):
            return
        room = room_of(frame)
        if (room, code.co_name) in BESIDE:
            BY_THE_CLOCK.set(True)  # in the context of its task, which its threads get too
        if self.on and room not in self.entered and not BY_THE_CLOCK.get():
            self.entered[room] = f"{caller(frame)} → {code.co_name}"

    @contextmanager
    def following(self, way: str) -> Iterator[None]:
        """Print what was entered meanwhile."""
        self.entered, self.on = {}, True
        yield
        self.on = False
        if not self.told:
            return
        rooms = sorted(room for room in self.entered if not room.startswith(ELSEWHERE))
        print(f"{way}: {len(rooms)}")
        if "--callers" in sys.argv:
            print("".join(f"  {room:34} {self.entered[room]}\n" for room in rooms))
        else:
            print(f"  {' '.join(rooms)}")


OURS = tuple(f"{HOUSE}/{package}/" for package in ("bot", "store"))


def room_of(frame: FrameType) -> str:
    """Return the module that a function of ours stands in."""
    return frame.f_code.co_filename.removeprefix(f"{HOUSE}/").removesuffix(".py")


def caller(frame: FrameType) -> str:
    """Return the function of ours, of another module, that a call came from; empty when none did."""
    above = frame.f_back
    while above and (not above.f_code.co_filename.startswith(OURS) or room_of(above) == room_of(frame)):
        above = above.f_back
    return f"{room_of(above)}:{above.f_code.co_name}" if above else ""


async def walk(folder: Path, trace: Trace) -> None:
    """Go every way once, the folder as it ships and as somebody changed it."""
    seeds = seeds_in(folder)
    store = BriefingStore.open(f"sqlite:///{folder / 'alliance.db'}")
    store.migrate()
    at = datetime.now(UTC)
    with trace.following("a first load"):
        store.load(seeds, by="somebody", at=at)
    with trace.following("an unchanged load"):
        store.load(seeds, by="somebody", at=at)
    async with opened(store, seeds=seeds) as team, posting(team, store) as loop:
        team.user = DANIEL.id  # a reader: editors have a card of their own
        await team.ask("opcon")
        await team.background.drain(30)
        with trace.following("/alliance opcon"):
            await team.ask("opcon")
        team.user = JISOO.id
        await team.ask("digest subscribe opcon sma daily 08:30 UTC")
        team.clock.advance(days=1, hours=1)
        with trace.following("a digest tick"):
            await loop.tick()
        topic = seeds / "topics" / "opcon.md"
        topic.write_text(
            topic.read_text("utf-8").replace("No year has been set", "The year 2031 has been set"), "utf-8"
        )
        await team.background.drain(30)  # what the lookup before is counted by
        with trace.following("an administrator's reload"):
            await team.press(await team.ask("admin reload"), "Load this")
            await team.background.drain(30)
    store.close()


async def main() -> None:
    """Go every way twice: what is imported at the first is none of the second's."""
    trace = Trace()
    sys.setprofile(trace)
    threading.setprofile(trace)
    for trace.told in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            await walk(Path(folder), trace)
    sys.setprofile(None)


if __name__ == "__main__":
    asyncio.run(main())
