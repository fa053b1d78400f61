"""The rule of the folders: data moves along one line, and no station imports a later one."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "symbolic"

# What each folder may import of the library. A new folder takes its place here.
MAY_IMPORT = {
    "score": {"score"},
    "files": {"files", "score"},
    "theory": {"theory", "score"},
    "tokenizers": {"tokenizers", "theory", "files", "score"},
    "datasets": {"datasets", "tokenizers", "theory", "files", "score"},
    "models": {"models", "datasets", "tokenizers", "theory", "files", "score"},
    # A run draws its losses beside the n-grams of evaluation, which knows of no model.
    "training": {
        "training",
        "models",
        "evaluation",
        "datasets",
        "tokenizers",
        "theory",
        "files",
        "score",
    },
    "generation": {"generation", "models", "tokenizers", "score"},
    "pretrained": {
        "pretrained",
        "evaluation",
        "training",
        "models",
        "datasets",
        "tokenizers",
        "theory",
        "files",
        "score",
    },
    "evaluation": {"evaluation", "models", "datasets", "tokenizers", "theory", "files", "score"},
    "display": {"display", "theory", "score"},
    "cli": {
        "cli",
        "pretrained",
        "training",
        "models",
        "evaluation",
        "datasets",
        "tokenizers",
        "display",
        "theory",
        "files",
        "score",
    },
}
EVERYWHERE = {"errors", "version", "namesake"}
DOORS = [PACKAGE / folder / "doors.py" for folder in ("score", "models")]


def imported(path: Path) -> set[str]:
    """The folders of the library that a module imports from, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = [node.module or ""]
            if node.module == "symbolic":
                names = [f"symbolic.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("symbolic.")}
    return found


def folders() -> list[str]:
    return sorted(path.name for path in PACKAGE.iterdir() if any(path.glob("*.py")))


@pytest.mark.parametrize("folder", folders())
def test_no_station_imports_a_later_one(folder):
    for path in (PACKAGE / folder).rglob("*.py"):
        if path not in DOORS:
            assert imported(path) - EVERYWHERE <= MAY_IMPORT[folder], path


@pytest.mark.parametrize("doors", DOORS, ids=lambda path: path.parent.name)
def test_doors_are_one_line_forwards(doors):
    functions = [n for n in ast.parse(doors.read_text()).body if isinstance(n, ast.FunctionDef)]
    assert functions
    for function in functions:
        _documented, imports, forwards = function.body
        assert ast.get_docstring(function), function.name
        assert isinstance(imports, ast.ImportFrom), function.name
        assert isinstance(forwards, ast.Return), function.name


def test_files_say_their_subject_and_stay_small():
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        assert ast.get_docstring(ast.parse(text)), path
        assert len(text.splitlines()) <= 320, path
