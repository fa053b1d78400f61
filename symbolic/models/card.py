"""The card of a model: what it is, what it learned from, how good it is, in Markdown."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symbolic.models.model import Model


def card(model: "Model") -> str:
    """The README.md of a saved model."""
    about = model.about
    name = about.get("name", type(model).__name__)
    head = {
        "library_name": "symbolic",
        "license": about.get("licence", "unknown"),
        "tags": "[music, midi, symbolic-music]",
    }
    lines = ["---", *(f"{key}: {value}" for key, value in head.items()), "---", "", f"# {name}", ""]
    lines += [
        f"{type(model).__name__}, {model.nature}.",
        "",
        "```python",
        "import symbolic as sy",
        f'model = sy.load_model("{name}")',
        "```",
        "",
    ]
    for key, title in (("data", "Data"), ("licence", "Licence"), ("training", "Training")):
        if key in about:
            lines += [f"## {title}", "", str(about[key]), ""]
    if "figures" in about:
        lines += ["## Figures", "", *_table(about["figures"]), ""]
    return "\n".join(lines)


def _table(figures: dict[str, Any]) -> list[str]:
    rows = ["| what | figure |", "|---|---|"]
    return rows + [f"| {name} | {value} |" for name, value in figures.items()]
