"""The layers point one way, and there are no circles."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import cleaner

LAYERS = (
    ("errors", "columns", "kept"),
    ("edit", "document", "patterns"),
    ("stage", "rules", "text", "io", "language", "noise", "web"),
    ("stages", "outcome"),
    ("screen",),
    ("pipeline",),
    ("config", "executors", "testing"),
    ("plan", "preview", "explain", "contract", "watch"),
    ("assemble", "summary"),
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


BANNED = ("pickle", "marshal", "shelve", "socket", "urllib.request", "http.client", "requests", "ftplib", "smtplib", "code")
WITHOUT_A_NETWORK = {"gethostname", "socketpair", "socket", "send_fds", "recv_fds", "MSG_DONTWAIT"}
"""What may be used of `socket`: a lock says which host owns it, and processes of one run speak over pairs of ends."""


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_fault_51_no_pickle_eval_or_network_in_the_package() -> None:
    root = Path(cleaner.__file__).parent
    found = [(path.stem, name) for path in root.rglob("*.py") for name in imported_names(path) if name in BANNED]
    assert [(file, name) for file, name in found if name != "socket"] == []
    used = {
        node.attr
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "socket"
    }
    assert used <= WITHOUT_A_NETWORK
    source = "".join(path.read_text("utf-8") for path in root.rglob("*.py"))
    assert not re.search(r"\.(?:connect|bind|listen)\(|from socket import|socket\.socket\((?!fileno=)", source)
    called = [
        (path.name, node.func.id)
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec", "__import__")
    ]
    assert called == []
