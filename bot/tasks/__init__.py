"""Small helpers of asyncio: background work, batches, groups, clocks."""
