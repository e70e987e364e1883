"""What a release brings of others: a bill of materials (CycloneDX, JSON) and the notices their licences ask for.

Both say what is locked in requirements.lock and needed here, as the image
has it. Imported by release.py, with the environment that the locks made.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_DNS, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LICENCE = re.compile(r"\.(dist|egg)-info/(.*/)?((licen[cs]e|copying|notice|authors)[^/]*|licenses/.+)$", re.IGNORECASE)
SHORT = 80
"""Some put the whole text where the name of the licence belongs."""

Locked = dict[str, Distribution]


def locked(lock: str) -> Locked:
    """Return what *lock* names and this machine needs, by name; PackageNotFoundError when it is not installed."""
    asked = [Requirement(line.rstrip(" \\")) for line in re.findall(r"^[a-z0-9].*", lock, re.MULTILINE)]
    needed = [one for one in asked if one.marker is None or one.marker.evaluate()]
    return {canonicalize_name(one.name): distribution(one.name) for one in needed}


def licences(package: Distribution) -> list[str]:
    """Return under which licences it says it is, the most exact way it says it; empty when it does not."""
    said = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    if said and len(said) <= SHORT and "\n" not in said:
        return [said]
    kinds = package.metadata.get_all("Classifier") or []
    return [kind.rpartition(" :: ")[2] for kind in kinds if kind.startswith("License :: ")]


def bill(version: str, packages: Locked, at: str) -> dict[str, Any]:
    """Return the bill of materials of our *version*, as of the instant *at*; the same input gives the same bill."""
    ours = {"type": "application", "bom-ref": "alliance-bot", "name": "alliance-bot", "version": version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_DNS, f'alliance-bot {version} {at}')}",
        "version": 1,
        "metadata": {"timestamp": at, "component": ours},
        "components": [_component(name, package) for name, package in sorted(packages.items())],
        "dependencies": [
            {"ref": name, "dependsOn": sorted(_needs(package, packages))}
            for name, package in sorted({**packages, "alliance-bot": distribution("alliance-bot")}.items())
        ],
    }


def notices(packages: Locked) -> str:
    """Return the licence of each package with its texts, as they ask to be passed on."""
    return "\n".join(_notice(name, package) for name, package in sorted(packages.items()))


def _component(name: str, package: Distribution) -> dict[str, Any]:
    exact = package.metadata.get("License-Expression")
    named = [{"expression": exact}] if exact else [{"license": {"name": one}} for one in licences(package)]
    purl = f"pkg:pypi/{name}@{package.version}"
    return {
        "type": "library",
        "bom-ref": name,
        "name": name,
        "version": package.version,
        "purl": purl,
        **({"licenses": named} if named else {}),
    }


def _needs(package: Distribution, packages: Mapping[str, Distribution]) -> set[str]:
    asked = [Requirement(one) for one in package.requires or ()]
    here = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
    return {canonicalize_name(one.name) for one in here} & packages.keys()


def _notice(name: str, package: Distribution) -> str:
    head = f"{name} {package.version}\n{', '.join(licences(package)) or 'see the text'}\n"
    return "\n".join([f"{'=' * 80}\n{head}", *_texts(package)])


def _texts(package: Distribution) -> Iterator[str]:
    for file in sorted(package.files or ()):
        if LICENCE.search(str(file)):
            yield file.locate().read_text(encoding="utf-8", errors="replace").strip() + "\n"
