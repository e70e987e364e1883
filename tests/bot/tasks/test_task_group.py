import asyncio

import pytest

from bot.tasks.task_group import Crowd


async def value(number, gate=None):
    if gate is not None:
        await gate.wait()
    return number


async def failing():
    raise ValueError("no")


async def test_the_block_ends_when_all_are_through():
    async with Crowd() as crowd:
        for number in range(3):
            crowd.add(value(number))

    assert sorted(crowd.results) == [0, 1, 2]
    assert len(crowd) == 0


async def test_what_returns_nothing_is_no_result():
    async with Crowd() as crowd:
        crowd.add(value(None))

    assert crowd.results == []


async def test_half_of_them_are_waited_for():
    gate = asyncio.Event()
    async with Crowd() as crowd:
        for number in range(4):
            crowd.add(value(number, gate if number > 1 else None))

        await crowd.halved()

        assert len(crowd) == 2
        gate.set()


async def test_an_empty_crowd_is_not_waited_for():
    async with Crowd() as crowd:
        await crowd.halved()


async def test_what_one_raised_is_raised_once_the_others_are_through():
    ended, crowd = [], Crowd(lambda: ended.append(1))

    with pytest.raises(ValueError, match="no"):
        await one_of_them_fails(crowd)

    assert crowd.results == [1]
    assert len(ended) == 2


async def one_of_them_fails(crowd):
    gate = asyncio.Event()
    async with crowd:
        crowd.add(failing())
        crowd.add(value(1, gate))
        asyncio.get_running_loop().call_soon(gate.set)
        await crowd.halved()


async def test_an_error_of_the_block_itself_lets_them_finish():
    async def block(crowd):
        async with crowd:
            crowd.add(value(1))
            raise KeyError("busy")

    crowd = Crowd()
    with pytest.raises(KeyError):
        await block(crowd)

    assert crowd.results == [1]


async def test_a_cancelled_block_cancels_them():
    crowd = Crowd()

    async def block():
        async with crowd:
            crowd.add(value(1, asyncio.Event()))
            await asyncio.Event().wait()

    task = asyncio.create_task(block())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert (len(crowd), crowd.results) == (0, [])
