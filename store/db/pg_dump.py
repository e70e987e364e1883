"""A PostgreSQL database as an archive, by pg_dump; the password is told to it through a file that only we can read."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.db.engine import BUSY_SECONDS
from store.errors import AllianceError, DatabaseBusy, DatabaseCorrupt, MendTheSettings, StorageFailed, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from store.db.engine import Database

_INSTALL = "install PostgreSQL's client programs (Debian, Ubuntu: postgresql-client) or put their folder on PATH"
_OF_PSYCOPG = ("autocommit", "context", "cursor_factory", "prepare_threshold", "row_factory")
"""What an address may ask of our driver and pg_dump does not know."""

_FAULTS: Mapping[str, tuple[type[AllianceError], str]] = {
    "lock timeout": (DatabaseBusy, "The database is busy; try again in a moment."),
    "No space left": (StorageFailed, "Could not write the backup: the disk is full; make room or name another place."),
    "permission denied": (MendTheSettings, "{name} does not show everything to its user; grant it pg_read_all_data."),
}


def dump(database: Database, to: Path) -> None:
    """Write everything in *database* to *to*, in pg_dump's custom format, and read it back once.

    MendTheSettings when the programs are missing or older than the server.
    """
    pg_dump, pg_restore = _program("pg_dump"), _program("pg_restore")
    with _told(database) as address, to.open("wb") as archive:
        options = ["--format=custom", "--no-password", f"--lock-wait-timeout={BUSY_SECONDS}s", f"--dbname={address}"]
        # By that a copy knows that it is one, however soon it is put back.
        options.append("--exclude-table-data=*.heartbeat")
        done = subprocess.run([pg_dump, *options], stdout=archive, stderr=subprocess.PIPE, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise _fault(database, done.stderr.decode("utf-8", "replace"))
    # What it writes is SQL for nobody: only a whole archive lets it come to the end.
    read = subprocess.run([pg_restore, "--file=/dev/null", str(to)], stderr=subprocess.PIPE, check=False)  # noqa: S603 - no shell
    if read.returncode:
        raise DatabaseCorrupt(f"The backup of {database.name} cannot be read back, so it was not kept.")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MendTheSettings(f"{name} is not there, and PostgreSQL is backed up by it; {_INSTALL}")
    return found


@contextmanager
def _told(database: Database) -> Iterator[str]:
    """Give the address as libpq reads it; a password is in a file of its own, for everybody sees a command line."""
    dialect = database.url.get_dialect()()
    _, parts = dialect.create_connect_args(database.url)
    password = parts.pop("password", None)
    parts = {name: value for name, value in parts.items() if name not in _OF_PSYCOPG}
    if not password:
        yield _written(parts)
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="alliance-", suffix=".pgpass") as file:
        file.write(f"*:*:*:*:{_escaped(password, ':')}\n")
        file.flush()
        yield _written({**parts, "passfile": file.name})


def _written(parts: Mapping[str, object]) -> str:
    quote = "'"
    return " ".join(f"{name}='{_escaped(str(value), quote)}'" for name, value in parts.items())


def _escaped(text: str, sign: str) -> str:
    return text.replace("\\", "\\\\").replace(sign, f"\\{sign}")


def _fault(database: Database, told: str) -> AllianceError:
    """Return our error for what pg_dump complained of."""
    versions = re.search(r"server version: (\d+).*?pg_dump version: (\d+)", told, re.DOTALL)
    if versions is not None:
        server, ours = versions.groups()
        return MendTheSettings(
            f"pg_dump is of PostgreSQL {ours}, the server of {server}; {_INSTALL}, of {server} or newer"
        )
    for words, (kind, message) in _FAULTS.items():
        if words in told:
            return kind(message.format(name=database.name))
    first = told.strip().partition("\n")[0]
    return Unavailable(f"pg_dump could not back {database.name} up: {first}")
