"""The layers point one way, and there are no circles."""

from __future__ import annotations

from pathlib import Path

import grimp
import pytest

LAYERS = (
    ("errors", "columns"),
    ("edit", "document"),
    ("stage", "rules", "text", "io", "language", "noise", "web"),
    ("stages", "pipeline"),
    ("config", "executors", "testing"),
    ("plan", "preview", "explain"),
    ("run", "verify"),
    ("report", "cli"),
    ("__main__", "airflow"),
)
"""From the bottom to the top; a module imports from its own layer and from those below."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("cleaner", include_external_packages=True, cache_dir=None)


def part(module: str) -> str | None:
    pieces = module.split(".")
    return pieces[1] if pieces[0] == "cleaner" and len(pieces) > 1 else None


def imports(graph: grimp.ImportGraph) -> set[tuple[str, str]]:
    """Pairs of different parts of the package, importer first."""
    found = set()
    for importer in graph.modules:
        if part(importer):
            for imported in graph.find_modules_directly_imported_by(importer):
                if part(imported) and part(imported) != part(importer):
                    found.add((str(part(importer)), str(part(imported))))
    return found


def test_every_part_has_a_layer() -> None:
    import cleaner

    root = Path(cleaner.__file__).parent
    parts = {path.stem for path in root.iterdir() if path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py")))}
    assert parts - {"__init__"} <= {name for layer in LAYERS for name in layer}


def test_layers_point_one_way(graph: grimp.ImportGraph) -> None:
    height = {name: i for i, layer in enumerate(LAYERS) for name in layer}
    upward = [f"{a} imports {b}" for a, b in sorted(imports(graph)) if height[a] < height[b]]
    assert not upward


def test_no_circles_between_parts(graph: grimp.ImportGraph) -> None:
    pairs = imports(graph)
    waiting = {name for pair in pairs for name in pair}
    while free := {name for name in waiting if not any(a == name and b in waiting for a, b in pairs)}:
        waiting -= free
    assert not waiting, f"these import each other: {sorted(waiting)}"


def test_stages_never_import_pyarrow(graph: grimp.ImportGraph) -> None:
    stages = [module for module in graph.modules if module.startswith("cleaner.stages.")]
    assert stages
    assert [m for m in stages if "pyarrow" in graph.find_modules_directly_imported_by(m)] == []


def test_fault_51_no_pickle_eval_or_network_in_the_package(graph: grimp.ImportGraph) -> None:
    banned = {"pickle", "marshal", "shelve", "socket", "urllib", "http", "requests", "ftplib", "smtplib"}
    allowed = {("cleaner.executors.local", "socket"), ("cleaner.io.lock", "socket")}  # the name of the host, in a lock
    used = {
        (module, name)
        for module in graph.modules
        if module.startswith("cleaner")
        for name in graph.find_modules_directly_imported_by(module)
        if name.partition(".")[0] in banned
    }
    assert used <= allowed
