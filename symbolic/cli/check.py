"""symbolic check: what is installed, what is missing, what that costs and how to get it."""

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from typing import NamedTuple

from symbolic.version import __version__


class Finding(NamedTuple):
    """What was found of one part."""

    part: str
    state: str  # "ok", "missing" (something does less without it) or "broken" (nothing works)
    found: str
    cost: str = ""  # what is lost without it
    remedy: str = ""  # how to get it


class Package(NamedTuple):
    """A package that the library uses."""

    name: str  # of the distribution
    module: str
    cost: str
    remedy: str
    is_core: bool = False


LOOK_FOR_GPU = """
import tensorflow
print(tensorflow.sysconfig.get_build_info().get("cudnn_version", "none"))
print(*[device.name for device in tensorflow.config.list_physical_devices("GPU")])
"""
REINSTALL = "pip install symbolic-midi"
PACKAGES = [
    Package("numpy", "numpy", "nothing works", REINSTALL, is_core=True),
    Package("mido", "mido", "no live MIDI", REINSTALL),
    Package("pretty_midi", "pretty_midi", "no exchange with pretty_midi, no default SoundFont", REINSTALL),
    Package("music21", "music21", "no MusicXML, ABC or Humdrum, no built-in corpora", REINSTALL),
    Package("matplotlib", "matplotlib", "no pictures", REINSTALL),
    Package("keras", "keras", "no models", REINSTALL),
    Package("tensorflow", "tensorflow", "no models on the default backend", REINSTALL),
    Package("safetensors", "safetensors", "no saved models", REINSTALL),
    Package("soundfile", "soundfile", "no sound files", REINSTALL),
    Package("note-seq", "note_seq", "no NoteSequences or TFRecords of them", "pip install 'symbolic-midi[noteseq]'"),
    Package("jupyterlab", "jupyterlab", "no notebooks", "pip install 'symbolic-midi[notebooks]'"),
    Package("anywidget", "anywidget", "no studio widget", "pip install 'symbolic-midi[notebooks]'"),
    Package("tokenizers", "tokenizers", "no byte-pair tokens", "pip install 'symbolic-midi[bpe]'"),
    Package("dask", "dask", "no preparing on a cluster", "pip install 'symbolic-midi[cluster]'"),
    Package("jax", "jax", "no jax backend", "pip install 'symbolic-midi[jax]'"),
]  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--quick", action="store_true", help="do not start TensorFlow to look for a GPU"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a line for every part; 1 only if the library cannot work."""
    print(f"symbolic {__version__}, Python {platform.python_version()}, {platform.platform()}")
    findings = [_package(package) for package in PACKAGES]
    for look in LOOKS if not arguments.quick else [f for f in LOOKS if f is not gpu]:
        findings.append(look())
    width = max(len(finding.part) for finding in findings)
    for finding in findings:
        print(f"  {finding.state:8} {finding.part:{width}}  {finding.found}")
        if finding.state != "ok":
            print(f"  {'':8} {'':{width}}  costs: {finding.cost}; to get it: {finding.remedy}")
    return 1 if any(finding.state == "broken" for finding in findings) else 0


def _package(package: Package) -> Finding:
    """Whether a package is installed; it is not imported, which may take seconds."""
    try:
        version = importlib.metadata.version(package.name)
        if importlib.util.find_spec(package.module) is not None:
            return Finding(package.name, "ok", version)
    except (ImportError, ValueError):
        pass
    state = "broken" if package.is_core else "missing"
    return Finding(package.name, state, "not installed", package.cost, package.remedy)


def compiled_reader() -> Finding:
    """Whether the compiled part was built."""
    from symbolic.files.midi import IS_COMPILED

    if IS_COMPILED:
        return Finding("compiled reader", "ok", "in use")
    return Finding(
        "compiled reader",
        "missing",
        "MIDI files are read in Python",
        "reading is about 20 times slower",
        "install a C compiler and symbolic again",
    )


def backend() -> Finding:
    """Which Keras backend models would run on."""
    chosen = os.environ.get("KERAS_BACKEND", "tensorflow")
    present = [b for b in ("tensorflow", "jax", "torch") if importlib.util.find_spec(b)]
    if chosen in present:
        return Finding("keras backend", "ok", f"{chosen} (installed: {', '.join(present)})")
    return Finding(
        "keras backend",
        "missing",
        f"{chosen} is not installed",
        "no models",
        f"pip install {chosen}",
    )


def gpu() -> Finding:
    """Whether TensorFlow sees a GPU, and was built with cuDNN."""
    remedy = "on Linux with an NVIDIA GPU: pip install 'symbolic-midi[cuda]'"
    slow = "training runs on the CPU, many times slower"
    if importlib.util.find_spec("tensorflow") is None:
        return Finding("GPU", "missing", "TensorFlow is not installed", slow, remedy)
    # In a process of its own: TensorFlow talks to the terminal, and a broken driver may crash it.
    seen = subprocess.run([sys.executable, "-c", LOOK_FOR_GPU], capture_output=True, text=True)
    if seen.returncode:
        return Finding("GPU", "missing", "TensorFlow does not start", slow, "reinstall tensorflow")
    cudnn, *names = seen.stdout.split()
    if names:
        return Finding("GPU", "ok", f"{', '.join(names)}; cuDNN {cudnn}")
    return Finding(
        "GPU", "missing", f"none seen (TensorFlow built for cuDNN {cudnn})", slow, remedy
    )


def fluidsynth() -> Finding:
    """Whether the FluidSynth library and its Python binding are there."""
    library = find_library("fluidsynth")
    bound = importlib.util.find_spec("fluidsynth") is not None
    if library and bound:
        return Finding("FluidSynth", "ok", library)
    missing = "the library" if not library else "its Python binding"
    return Finding(
        "FluidSynth",
        "missing",
        f"{missing} is not installed",
        "rendering has the built-in synthesizer only",
        "apt install fluidsynth (or brew), and pip install 'symbolic-midi[fluidsynth]'",
    )


def midi_ports() -> Finding:
    """Which MIDI ports there are."""
    get = "pip install 'symbolic-midi[live]'"
    if importlib.util.find_spec("rtmidi") is None:
        return Finding(
            "MIDI ports", "missing", "python-rtmidi is not installed", "no live playing", get
        )
    try:
        import rtmidi

        names = rtmidi.MidiIn().get_ports()
    except Exception as error:  # python-rtmidi raises SystemError where there is no sequencer
        found = f"no MIDI system: {error}"[:80]
        return Finding(
            "MIDI ports",
            "missing",
            found,
            "no live playing",
            "connect a MIDI device, or start ALSA or JACK",
        )
    if names:
        return Finding("MIDI ports", "ok", ", ".join(names))
    return Finding("MIDI ports", "missing", "none", "no live playing", "connect a MIDI device")


def disk() -> Finding:
    """How much room there is where the user stands."""
    free = shutil.disk_usage(".").free / 2**30
    if free > 1:
        return Finding("free disk", "ok", f"{free:.0f} GiB")
    return Finding("free disk", "missing", f"{free:.2f} GiB", "training may fail", "make some room")


def name_is_free() -> Finding:
    """Whether another project's package has the same name."""
    from symbolic.namesake import rival

    other = rival()
    if other is None:
        return Finding(
            "the name symbolic", "ok", os.path.dirname(sys.modules["symbolic"].__file__ or "")
        )
    return Finding(
        "the name symbolic",
        "broken",
        other,
        "its files mix with ours",
        "pip uninstall symbolic, then reinstall symbolic-midi",
    )


LOOKS: list[Callable[[], Finding]] = [
    compiled_reader, backend, gpu, fluidsynth, midi_ports, disk, name_is_free,
]  # fmt: skip
