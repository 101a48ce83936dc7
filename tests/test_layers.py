"""Imports point one way, and only the outermost layer touches files and terminals."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import constdsl

ROOT = Path(constdsl.__file__).parent

LAYERS = (
    {"patience", "source"},
    {"diagnostic"},
    {"syntax"},
    {"format", "highlight", "model"},
    {"logic"},
    {"capture", "play"},
    {"verdict"},
    {"rules"},
    {"check"},
    {"render", "schema", "strategies", "testing"},
    {"project"},
    {"lsp"},
    {"cli"},
    {"__main__"},
)
"""From the innermost to the outermost. A layer imports those before it, and nothing of its own row but itself."""

HOMES = {
    "lark": {"syntax"},
    "pysat": {"logic"},
    "click": {"cli"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
    "pygments": {"highlight"},
    "hypothesis": {"strategies", "testing"},
    "jsonschema": set(),
    "rich": set(),
}
"""Libraries, and the layers that may know of them."""

IMPURE_MODULES = {"glob", "io", "logging", "os", "pathlib", "shutil", "socket", "subprocess", "tempfile", "urllib"}
PURE_PARTS = {"urllib.parse"}
IMPURE_CALLS = {"breakpoint", "input", "open", "print"}
IMPURE_ATTRIBUTES = {"stdin", "stdout", "stderr", "argv", "exit"}
MAY_TOUCH_THE_WORLD = {"project", "cli", "lsp"}
GRAMMAR_READERS = {"constdsl.syntax.grammar", "constdsl.syntax.mistakes"}
"""The modules inside that read files: the grammar and its known mistakes, which belong to the program."""

MODULES = {
    ".".join(("constdsl", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
    if path != ROOT / "__init__.py"
}


def layer_of(module: str) -> str:
    """`constdsl.model.load` is in `model`."""
    return module.split(".")[1]


def imports(module: str) -> Iterator[tuple[int, str]]:
    """Line and full name of whatever a module imports, anywhere in it, also for types only."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            if origin == "constdsl":
                yield from ((node.lineno, f"constdsl.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, origin


def test_every_module_has_its_place():
    known = set().union(*LAYERS)
    assert {layer_of(module) for module in MODULES} - known == set()


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_inwards(module):
    own = layer_of(module)
    row = next(number for number, layers in enumerate(LAYERS) if own in layers)
    allowed = {own}.union(*LAYERS[:row])
    wrong = [
        f"{module}:{line} imports {name}"
        for line, name in imports(module)
        if name.startswith("constdsl.") and layer_of(name) not in {*allowed, "__version__"}
    ]
    assert wrong == []


@pytest.mark.parametrize("module", MODULES)
def test_libraries_stay_where_they_belong(module):
    wrong = [
        f"{module}:{line} imports {name}"
        for line, name in imports(module)
        if layer_of(module) not in HOMES.get(name.split(".")[0], {layer_of(module)})
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "module",
    [each for each in MODULES if layer_of(each) not in MAY_TOUCH_THE_WORLD and each not in GRAMMAR_READERS],
)
def test_the_inside_is_pure(module):
    named = (
        (line, name)
        for line, name in imports(module)
        if name.split(".")[0] in IMPURE_MODULES and name not in PURE_PARTS
    )
    wrong = [f"{module}:{line} imports {name}" for line, name in named]
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in IMPURE_CALLS:
                wrong.append(f"{module}:{node.lineno} calls {name}")
            case ast.Attribute(value=ast.Name(id="sys"), attr=name) if name in IMPURE_ATTRIBUTES:
                wrong.append(f"{module}:{node.lineno} uses sys.{name}")
    assert wrong == []
