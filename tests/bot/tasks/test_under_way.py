import asyncio
from contextlib import asynccontextmanager
from functools import partial

import pytest

from bot.tasks.under_way import UnderWay


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
