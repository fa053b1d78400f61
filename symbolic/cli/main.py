"""The command `symbolic`: finds the command asked for and says errors in one line."""

import argparse
import importlib
import sys
from typing import NoReturn

from symbolic.cli.warned import said_plainly
from symbolic.errors import SymbolicError
from symbolic.version import __version__

# Each is a module of this folder with `add_arguments(parser)` and `run(arguments)`.
COMMANDS = {
    "check": "what is installed, what is missing and what that costs",
    "demo": "make a first piece: a .mid file and a picture",
    "inspect": "what a file holds: tracks, tempo, meter, key, repairs",
    "convert": "read files of one format and write another; folders too",
    "corpora": "the corpora that have a name, built in and to be downloaded",
    "prepare": "make shards of tokens from a folder of music, ready for training",
    "train": "teach a model, and go on with what was stopped",
    "generate": "write new pieces with a model, as .mid files",
    "evaluate": "hold a model against pieces that it has not seen",
    "reconstruct": "what a MusicVAE makes of a file: the same, as far as its points tell it",
    "interpolate": "pieces from one file to another, or between four",
}


class Parser(argparse.ArgumentParser):
    """Says a wrong argument in one line."""

    def error(self, message: str) -> NoReturn:
        raise SymbolicError(f"{message} (see {self.prog} --help)")


def main(argv: list[str] | None = None) -> int:
    """Run a command; the exit status is 0 if it did what was asked."""
    try:
        arguments = _parsed(argv)
        with said_plainly():
            return arguments.run(arguments) or 0
    except SymbolicError as error:
        print(f"symbolic: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("symbolic: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output, a pager say, went away
        sys.stderr.close()
        return 0


def _parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = Parser(prog="symbolic", description="Symbolic music: files, tokens, models.")
    parser.add_argument("--version", action="version", version=f"symbolic {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    wanted = next((word for word in argv or sys.argv[1:] if word in COMMANDS), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == wanted:  # only the command in use is imported
            module = importlib.import_module(f"symbolic.cli.{name}")
            module.add_arguments(command)
            command.add_argument(
                "--seed", type=int, default=None, help="make what is random come out the same"
            )
            command.set_defaults(run=module.run)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
