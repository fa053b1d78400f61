"""From what `symbolic train` was told to the model that is to learn, and its windows."""

from typing import TYPE_CHECKING, Any, NamedTuple

import symbolic
from symbolic.cli.choosing import tokenizer_named
from symbolic.cli.data import data_named
from symbolic.cli.kinds import KINDS, PRESET, SPACES
from symbolic.cli.starting import start_keras
from symbolic.errors import SymbolicError

if TYPE_CHECKING:
    from symbolic.datasets.windows import Windows
    from symbolic.models import Model
    from symbolic.tokenizers import Tokenizer

SIZE = "small"


class Lesson(NamedTuple):
    """A model, what it learns from, and what is held out."""

    model: "Model"
    windows: "Windows"
    held_out: "Windows"


def lesson(told: dict[str, Any]) -> Lesson:
    """What the command was told, made."""
    if told["kind"] in SPACES and not told["base"]:
        _window_tokenizer(told["model"])  # a slip is told before the data is read
    data = data_named(told["data"])
    train, valid, *_ = data.split()
    start_keras()
    base = _base(told) if told["base"] else None
    tokenizer = _tokenizer(told, base, data)
    low, high = told["transpose"]
    labels = base.conditions if base else told["labels"]
    options = {**told["windows"], "seed": told["seed"]}
    learned = {"transpose": range(low, high + 1), "labels": labels or None}
    if _has_space(told, base):
        learned["drop_remainder"] = True
    else:
        options["task"] = "next"
    windows = train.windows(tokenizer, **learned, **options)
    held_out = valid.windows(tokenizer, labels=windows.labels or None, shuffle=False, **options)
    _check_held_out(held_out, told["data"])
    return Lesson(base or _fresh(told, windows), windows, held_out)


def _has_space(told: dict[str, Any], base: "Model | None") -> bool:
    return base.kind in SPACES if base else told["kind"] in SPACES


def _tokenizer(told: dict[str, Any], base: "Model | None", data: Any) -> "Tokenizer":
    if told["tokenizer"]:
        return tokenizer_named(told["tokenizer"])
    if base is not None:
        return base.tokenizer
    if _has_space(told, base):
        return _window_tokenizer(told["model"])
    return getattr(data, "tokenizer", None) or tokenizer_named("bar")


def _window_tokenizer(model: dict[str, Any]) -> "Tokenizer":
    """What a vae reads: its preset's windows, of other bars or another meter if that was asked."""
    from symbolic.models.vae.presets import preset_of

    changes: dict[str, Any] = {"bars": model["bars"]} if "bars" in model else {}
    if "meter" in model:
        above, slash, below = model["meter"].partition("/")
        if not (slash and above.isdecimal() and below.isdecimal()):
            raise SymbolicError(f"--meter is such as 3/4, not {model['meter']}")
        changes["meter"] = int(above), int(below)
    return preset_of(model.get("preset", PRESET)).make_tokenizer(**changes)


def _fresh(told: dict[str, Any], windows: "Windows") -> "Model":
    """A new model of the kind."""
    known = {"conditions": windows.labels, "seed": told["seed"]}
    options = dict(told["model"])
    if not _has_space(told, None):
        return getattr(symbolic, KINDS[told["kind"]])(windows.tokenizer, **known, **options)
    from symbolic.models.vae.presets import preset_of, size_in

    preset = preset_of(options.pop("preset", PRESET))
    size = size_in(preset, options.pop("size", SIZE))
    changes = {name: value for name, value in options.items() if name not in ("bars", "meter")}
    ways: Any = {"encoder": preset.encoder, "decoder": preset.decoder}
    return symbolic.MusicVAE(windows.tokenizer, size, **ways, **known, **changes)


def _base(told: dict[str, Any]) -> "Model":
    """The model that learns on, grown to as many bars as are asked for."""
    name, asked = told["base"], told["model"]
    model: Any = symbolic.load_model(name)
    if not asked:
        return model
    bars = asked.get("bars", model.bars)
    if "preset" in asked:
        from symbolic.models.vae.presets import preset_of

        preset = preset_of(asked["preset"])
        wanted: Any = _window_tokenizer(asked)
        bars = wanted.shape.bars
        if (type(wanted), preset.encoder, preset.decoder) != (
            type(model.tokenizer), model.encoder, model.decoder,
        ):  # fmt: skip
            raise SymbolicError(
                f"{name} is {model!r}, from which no {asked['preset']} can learn on"
            )
    return model if bars == model.bars else model.grown(bars)


def _check_held_out(windows: "Windows", name: str) -> None:
    """Say in one sentence that too little is held out, if it is."""
    try:
        count = windows.count
    except SymbolicError as error:
        raise SymbolicError(f"{name}, of what it holds out for validation: {error}") from error
    if count < windows.batch_size:
        raise SymbolicError(
            f"{name} holds out {count:,} windows for validation, fewer than the "
            f"{windows.batch_size:,} of a batch: take a smaller --batch-size, or more data"
        )
