"""How the folders of both packages import each other: floors, circles, files a folder. Type-only imports count.

make graph
"""

from __future__ import annotations

from collections import Counter, defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGES = ("bot", "store")
Folders = dict[str, set[str]]


def imports(graph: grimp.ImportGraph) -> Folders:
    """Return the folders that each folder imports; a module that stands beside folders is one of its own."""
    found: Folders = {}
    for module in graph.modules:
        here = folder(graph, module)
        others = {folder(graph, other) for other in graph.find_modules_directly_imported_by(module)}
        found.setdefault(here, set()).update(others - {here})
    return found


def folder(graph: grimp.ImportGraph, module: str) -> str:
    """Return the folder that *module* lies in, or is."""
    parent = module.rpartition(".")[0]
    return module if graph.find_children(module) or parent in ("", *PACKAGES) else parent


def floors(found: Mapping[str, set[str]]) -> dict[str, int]:
    """Return how high each folder stands, from 1; CycleError when there is a circle."""
    height: dict[str, int] = {}
    for name in TopologicalSorter(found).static_order():
        height[name] = 1 + max((height[below] for below in found.get(name, ())), default=0)
    return height


def main() -> None:
    """Print the floors from the top, each folder with its number of modules."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=False, cache_dir=None)
    found = imports(graph)
    try:
        height = floors(found)
    except CycleError as error:
        raise SystemExit(f"A circle: {' → '.join(error.args[1])}") from None
    sizes = Counter(folder(graph, module) for module in graph.modules if not graph.find_children(module))
    standing = defaultdict(list)
    for name, floor in height.items():
        standing[floor].append(f"{name} {sizes[name]}")
    for floor in sorted(standing, reverse=True):
        print(f"{floor:2}  {', '.join(sorted(standing[floor]))}")
    for package in PACKAGES:
        own = {name for name in found if name.partition(".")[0] == package}
        most, floor = max(sizes[name] for name in own), max(floors({name: found[name] & own for name in own}).values())
        print(f"{package}: {len(own)} folders on {floor} floors, no circle, at most {most} files a folder")


if __name__ == "__main__":
    main()
