"""SQL for files of the seed folder that only the store has yet: where the folder may not be written, they stay here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from store.db import bulk
from store.db.schema import kept_file
from store.errors import PathRefused
from store.files.folder import KeptFile
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

_NAME = re.compile(r"documents/[^/\\.#~][^/\\]{0,199}")


def keep(connection: Connection, name: str, content: bytes, by: str, at: datetime) -> None:
    """Keep a file, instead of the one of that name. PathRefused when *name* is none of a document in the folder."""
    if not _NAME.fullmatch(name) or clean(name) != name:
        raise PathRefused(f"{clean(name)}: is not the name of a document; name it documents/<file>")
    let_go(connection, [name])
    connection.execute(insert(kept_file), {"name": name, "content": content, "added_by": by, "added_at": at})


def listed(connection: Connection) -> tuple[KeptFile, ...]:
    """Return every file that is kept, by name."""
    c = kept_file.c
    found = (KeptFile(*row) for row in connection.execute(select(c.name, c.content, c.added_by, c.added_at)))
    # Sorted here, because each database has its own order of letters.
    return tuple(sorted(found, key=lambda one: one.name))


def let_go(connection: Connection, names: Collection[str]) -> None:
    """Keep the files of these *names* no longer; one that is not kept is no matter."""
    for some in bulk.batches(names):
        connection.execute(delete(kept_file).where(kept_file.c.name.in_(some)))
