"""symbolic generate: new pieces from a model, as .mid files."""

import argparse
import sys
from pathlib import Path

import symbolic
from symbolic.cli.numbered import new_file
from symbolic.cli.sampling import add_sampling, check_sampling, sampling_of
from symbolic.cli.starting import start_keras
from symbolic.errors import SymbolicError
from symbolic.pretrained import catalogue


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = "Write new pieces with a built-in model, or one of your own."
    parser.add_argument(
        "model", nargs="?", metavar="MODEL", help="a built-in model's name, or a saved folder"
    )
    parser.add_argument("--list", action="store_true", help="list the built-in models")
    parser.add_argument("-n", "--pieces", type=int, default=1, metavar="N", help="how many (1)")
    parser.add_argument("--bars", type=int, metavar="N", help="how long; or as the model ends it")
    parser.add_argument(
        "--prompt",
        type=Path,
        metavar="FILE",
        help="a file to go on from; for a MusicVAE, to be like",
    )
    parser.add_argument("--program", type=int, metavar="N", help="what plays: 0 to 127")
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="where to put them (here)"
    )
    add_sampling(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the pieces and print their paths."""
    if arguments.list:
        print(listed())
        return 0
    name = arguments.model or asked()
    # What costs no model is looked at first.
    prompt = symbolic.read(arguments.prompt) if arguments.prompt else None
    sampling = sampling_of(arguments)
    start_keras()
    model = symbolic.load_model(name)
    check_sampling(model, sampling)
    pieces = model.generate(
        arguments.pieces,
        arguments.bars,
        prompt,
        seed=fresh_seed() if arguments.seed is None else arguments.seed,
        program=arguments.program,
        **sampling,
    )
    stem = Path(name).name
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SymbolicError(f"{arguments.out}: {error.strerror or error}") from error
    for piece in pieces:
        path = new_file(arguments.out / f"{stem}.mid")
        piece.write(path)
        print(f"{path}  {piece.bars} bars, {len(piece.notes)} notes")
    return 0


def fresh_seed() -> int:
    """Another one each time."""
    import secrets

    return secrets.randbelow(2**31)


def listed() -> str:
    """The built-in models, a line each."""
    rows = []
    for name in symbolic.builtin_models():
        about = catalogue.facts(name).get("about", {})
        megabytes = sum(path.stat().st_size for path in (catalogue.WEIGHTS / name).iterdir()) / 1e6
        rows.append(f"{name:16} {megabytes:4.1f} MB  {about.get('summary', '')}".rstrip())
    return "\n".join(rows)


def asked() -> str:
    """The model that a person at a terminal chooses; a script must name one."""
    names = symbolic.builtin_models()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise SymbolicError(f"name a model: {', '.join(names)}, or a folder (see --list)")
    print(listed())
    answer = input(f"which one? [{names[0]}] ").strip()
    return answer or names[0]
