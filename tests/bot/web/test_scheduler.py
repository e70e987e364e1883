import asyncio

from bot.web.scheduler import AlarmClock


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
    await asyncio.sleep(3.2)
    stuck = clock.alive()
    clock.beat()
    getting_on = clock.alive()
    clock.stop()

    assert not stuck
    assert getting_on
