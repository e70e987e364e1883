import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers import base

from bot.web.scheduler import AlarmClock
from tests.waiting import until


async def test_the_clock_rings_at_once_and_survives_whatever_the_ring_raises():
    rung = asyncio.Event()

    async def ring():
        rung.set()
        raise OSError("the database went away")

    clock = AlarmClock(ring)
    clock.start()
    await asyncio.wait_for(rung.wait(), 5)
    await asyncio.sleep(0)
    clock.stop()

    assert clock.alive()
    assert not clock.well()


async def test_a_clock_whose_rings_do_not_end_is_not_alive():
    clock = AlarmClock(asyncio.Event().wait, seconds=0)
    clock.start()
    await until(lambda: not clock.alive())
    clock.beat()
    getting_on = clock.alive()
    clock.stop()

    assert getting_on


@pytest.mark.parametrize("leap", [timedelta(hours=-1), timedelta(days=-1), timedelta(days=1)])
async def test_a_wall_clock_that_is_set_otherwise_does_not_stop_the_rings(leap, monkeypatch):
    rings = asyncio.Queue()

    async def ring():
        rings.put_nowait("rung")

    class Wall(datetime):
        """What APScheduler reads; it moves by the leap once that has happened."""

        leapt = timedelta(0)

        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + cls.leapt

    monkeypatch.setattr(base, "datetime", Wall)
    clock = AlarmClock(ring, seconds=1, wall=lambda: Wall.now(UTC))
    clock.start()
    await asyncio.wait_for(rings.get(), 5)
    Wall.leapt = leap
    await asyncio.wait_for(rings.get(), 5)
    await asyncio.wait_for(rings.get(), 5)
    clock.stop()

    assert clock.alive()
