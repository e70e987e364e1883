import asyncio
import threading
from contextlib import asynccontextmanager
from functools import partial

import pytest

from bot.tasks.concurrency import Batched, UnderWay


class Work:
    """Doubles numbers, and remembers which came together."""

    def __init__(self):
        self.batches = []
        self.begun = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.fails = False

    def __call__(self, numbers):
        self.batches.append(list(numbers))
        self.loop.call_soon_threadsafe(self.begun.set)
        self.may_go_on.wait(5)
        if self.fails:
            raise ValueError("busy")
        return [2 * number for number in numbers]


async def test_those_who_are_ready_together_go_together():
    work = Work()
    batched = Batched(work)

    assert await asyncio.gather(batched(1), batched(2)) == [2, 4]
    assert work.batches == [[1, 2]]


async def test_what_comes_meanwhile_goes_next():
    work = Work()
    work.may_go_on.clear()
    batched = Batched(work)
    first = asyncio.ensure_future(batched(1))
    await work.begun.wait()
    others = [asyncio.ensure_future(batched(number)) for number in (2, 3)]
    await asyncio.sleep(0)

    work.may_go_on.set()
    await asyncio.gather(first, *others)

    assert work.batches == [[1], [2, 3]]


async def test_it_lingers_for_company_between_two_batches():
    work = Work()
    batched = Batched(work, lambda: 0.05)
    await batched(1)

    await asyncio.gather(batched(2), _a_little_later(batched, 3))

    assert work.batches == [[1], [2, 3]]


async def _a_little_later(batched, number):
    await asyncio.sleep(0.01)
    return await batched(number)


async def test_an_error_is_told_to_everybody_of_that_batch_and_the_next_is_fine():
    work = Work()
    work.fails = True
    batched = Batched(work)

    failed = await asyncio.gather(batched(1), batched(2), return_exceptions=True)
    work.fails = False

    assert [str(error) for error in failed] == ["busy", "busy"]
    assert await batched(3) == 6


@pytest.mark.parametrize("fails", [True, False])
async def test_who_went_away_meanwhile_keeps_nobody_from_the_next(fails):
    work = Work()
    work.fails = fails
    work.may_go_on.clear()
    batched = Batched(work)
    gone = asyncio.ensure_future(batched(1))
    await work.begun.wait()

    gone.cancel()
    work.may_go_on.set()
    await asyncio.gather(gone, return_exceptions=True)
    await asyncio.sleep(0.05)
    work.fails = False

    async with asyncio.timeout(5):
        assert await batched(2) == 4


async def value(number, gate=None):
    if gate is not None:
        await gate.wait()
    return number


async def failing():
    raise ValueError("no")


@asynccontextmanager
async def begun(*ended):
    async with asyncio.TaskGroup() as group:
        yield UnderWay(group, *ended)


async def test_the_group_ends_when_all_is_through():
    async with begun() as under_way:
        for number in range(3):
            under_way.start(partial(value, number))

    assert sorted(under_way.results) == [0, 1, 2]
    assert len(under_way) == 0


async def test_what_returns_nothing_is_no_result():
    async with begun() as under_way:
        under_way.start(partial(value, None))

    assert under_way.results == []


async def test_half_of_it_is_waited_for():
    gate = asyncio.Event()
    async with begun() as under_way:
        for number in range(4):
            under_way.start(partial(value, number, gate if number > 1 else None))

        await under_way.halved()

        assert len(under_way) == 2
        gate.set()


async def test_nothing_is_not_waited_for():
    async with begun() as under_way:
        await under_way.halved()


async def test_what_fails_ends_nothing_else_and_is_kept():
    ended, gate = [], asyncio.Event()

    async with begun(lambda: ended.append(1)) as under_way:
        under_way.start(failing)
        under_way.start(partial(value, 1, gate))
        with pytest.raises(ValueError, match="no"):
            await under_way.halved()
        gate.set()

    assert under_way.results == [1]
    assert [str(failure) for failure in under_way.failures] == ["no"]
    assert len(ended) == 2


async def test_a_cancelled_group_cancels_it():
    async def block():
        async with begun() as under_way:
            kept.append(under_way)
            under_way.start(partial(value, 1, asyncio.Event()))
            await asyncio.Event().wait()

    kept = []
    task = asyncio.create_task(block())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert kept[0].results == []
