"""What people read, taken from the code into `catalogues/ko.po` and into the hint of both manifests: `make messages`.

Babel writes the catalogue, and compiles it; it reads no call within an f-string, so that part is done here.
"""

from __future__ import annotations

import ast
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.listeners.commands import USAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    Id = str | tuple[str, str]

HOUSE = Path(__file__).parents[2]
FOLDERS = ("bot", "store")
KOREAN = HOUSE / "bot/text/catalogues/ko.po"
MANIFESTS = (HOUSE / "deploy/manifest.json", HOUSE / "deploy/manifest.http.json")
COMPILED = KOREAN.with_suffix(".mo")
TAKES = {"_": 1, "N_": 1, "gettext": 1, "ngettext": 2, "plural": 2, "FilledMessage": 1}
"""The calls that hold messages, and how many of their arguments are one."""


def messages() -> dict[Id, list[str]]:
    """Return each message with the modules that say it, in the order of the house."""
    found: dict[Id, list[str]] = {}
    for path in sorted(one for folder in FOLDERS for one in (HOUSE / folder).rglob("*.py")):
        place = path.relative_to(HOUSE).as_posix()
        for message in of_module(ast.parse(path.read_text(encoding="utf-8"))):
            if place not in found.setdefault(message, []):
                found[message].append(place)
    return found


def of_module(tree: ast.Module) -> Iterator[Id]:
    """Yield the messages of a module."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    for call in calls:
        texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        match TAKES.get(call.func.id), texts:  # type: ignore[attr-defined] # only such calls
            case 1, [only]:
                yield only
            case 2, [one, many]:
                yield one, many


def catalogue(path: Path = KOREAN) -> Catalog:
    """Return the catalogue as it stands."""
    return read_po(io.BytesIO(path.read_bytes()), locale=path.stem)


def updated(old: Catalog) -> Catalog:
    """Return the catalogue with every message of the code and no other; what is new has no translation."""
    new = Catalog(locale=old.locale, project="alliance-bot", charset="utf-8", fuzzy=False)
    for message, places in messages().items():
        there = old.get(message if isinstance(message, str) else message[0])
        new.add(message, there.string if there else "", locations=[(place, None) for place in places])
    return new


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main() -> None:
    """Write the catalogue anew, compile it, and hint in the manifests at every subcommand."""
    out = io.BytesIO()
    new = updated(catalogue())
    write_po(out, new, width=116, sort_output=False, omit_header=False)
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith('"POT-Creation-Date')]
    KOREAN.write_text("\n".join(line for line in lines if "Revision-Date" not in line) + "\n", encoding="utf-8")
    COMPILED.write_bytes(compiled(catalogue()))
    for manifest in MANIFESTS:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        told["features"]["slash_commands"][0]["usage_hint"] = USAGE
        manifest.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{sum(not one.string for one in new if one.id)} of {len(new)} messages wait for their Korean.")


if __name__ == "__main__":
    main()
