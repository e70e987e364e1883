"""One of many processes that poll: until nothing is due, or it is killed.

python -m tests.races.feed_race DATABASE_URL
"""

import asyncio
import sys
from contextlib import closing

from bot.config.settings import FeedRules
from bot.feeds.service import FeedService
from store.core import BriefingStore
from store.errors import TryAgain

RULES = FeedRules(("127.0.0.1",))


async def poll(store):
    """Poll as the server does, round after round; somebody else may be writing for long."""
    service = FeedService(store, RULES)
    while not store.feeds.idle(service.now()):
        try:
            await service.poll()
        except TryAgain:
            await asyncio.sleep(0.05)


def main():
    with closing(BriefingStore.open(sys.argv[1])) as store:
        asyncio.run(poll(store))


if __name__ == "__main__":
    main()
