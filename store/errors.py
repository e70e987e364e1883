"""What can go wrong, sorted by what the caller should do.

AllianceError
├── TryAgain                 the same call may succeed later          exit 75
│   ├── DatabaseBusy         locked for longer than we wait
│   ├── LoadRunning          somebody else is loading
│   └── OutcomeUnknown       the database went away while it saved
├── MendTheFiles             a person must change the seed folder     exit 65
│   ├── SeedsInvalid         carries every Problem as file:line:col
│   └── PathRefused          outside the folder, a device, too large
├── NoInput                  the path is not there                    exit 66
├── MendTheSettings          a person must change the configuration   exit 78
│   └── SchemaAhead          the database is too new for this code
├── InvalidRequest           the person's words cannot be understood  exit 64
│   └── TooLong              over the limit of characters
└── Unavailable              nothing a caller can do                  exit 74
    ├── DatabaseCorrupt      never deleted or repaired by us
    └── StorageFailed        disk full or unreadable; nothing changed

Messages name the thing, the problem and the mend. Errors of libraries are
translated at one border each (`database` for SQLAlchemy, `disk` for files, `seeds` for YAML).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class FilledMessage(str):
    """A message with its places filled: English here, and in the language that is spoken by `text.language.told`."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Return *template* filled with *values*."""
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made


class AllianceError(Exception):
    """The base of every error we raise on purpose; *values* fill the places of its message, in whatever language."""

    exit_code: ClassVar[int] = 70
    code: ClassVar[str] = "internal"

    def __init__(self, message: str = "", /, **values: object) -> None:
        self.message = message if isinstance(message, FilledMessage) else FilledMessage(message, **values)
        super().__init__(self.message)


class TryAgain(AllianceError):
    """The same call may succeed later."""

    exit_code = 75
    code = "try_again"


class DatabaseBusy(TryAgain):
    """The database stayed locked for longer than we wait."""

    code = "db_busy"


class LoadRunning(TryAgain):
    """Somebody else is loading; *since* says from when, *by* who."""

    code = "locked"

    def __init__(self, since: datetime, by: str) -> None:
        super().__init__(f"A load by {by} has been running since {since:%H:%M:%S} UTC; try again when it is done.")
        self.since = since
        self.by = by


class OutcomeUnknown(TryAgain):
    """The database went away while it saved, and cannot say what became of it: all of it is there, or nothing.

    Whatever was put elsewhere for its sake must stay as it is.
    """

    code = "outcome_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} went away while it saved, so it is not known whether this took effect. Once it answers again, "
            "look with `alliance history`. If there is nothing new, do the same once more; it does no harm if there is."
        )


class MendTheFiles(AllianceError):
    """A person must change the seed folder."""

    exit_code = 65
    code = "seed_invalid"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend in one file. Lines and columns count from 1; 0 when it is not at one place."""

    file: str
    line: int
    column: int
    message: str
    code: str = "seed_invalid"

    def __str__(self) -> str:
        place = (str(part) for part in (self.line, self.column) if part)
        return f"{':'.join((self.file, *place))}: {self.message}"


class SeedsInvalid(MendTheFiles):
    """The folder has problems; nothing was loaded. *problems* holds all of them, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PathRefused(MendTheFiles):
    """A path leads out of the folder, is a device, or is too large."""

    code = "path_escape"


class NoInput(AllianceError):
    """The path is not there."""

    exit_code = 66
    code = "no_input"


class MendTheSettings(AllianceError):
    """A person must change the configuration."""

    exit_code = 78
    code = "config"


class SchemaAhead(MendTheSettings):
    """The database was migrated by a newer release, and this one may not use it any more."""

    code = "schema_ahead"


class InvalidRequest(AllianceError):
    """What the person typed cannot be understood; the message says how to put it."""

    exit_code = 64
    code = "invalid"


class TooLong(InvalidRequest):
    """More characters than a lookup takes."""

    code = "long"


class Unavailable(AllianceError):
    """Nothing a caller can do; the operator must look."""

    exit_code = 74
    code = "unavailable"


class DatabaseCorrupt(Unavailable):
    """The database cannot be read. We never delete it."""

    code = "db_corrupt"


class StorageFailed(Unavailable):
    """The disk is full or failing; nothing changed."""

    code = "disk_full"
