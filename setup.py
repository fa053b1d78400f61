"""The one thing that setup.cfg cannot say: the compiled parts, which may be left out.

Where there is no compiler the install goes on without them, and the same is done in Python, many
times slower. `symbolic check` says which of the two is in use.
"""

from glob import glob

from setuptools import Extension, setup

COMPILED = [
    "symbolic/datasets/_looks.c",
    "symbolic/files/midi/_scan.c",
    "symbolic/models/_gates.c",
    "symbolic/tokenizers/bar/_grammar.c",
    "symbolic/tokenizers/bar/_line.c",
    "symbolic/tokenizers/note_chord/_line.c",
    "symbolic/tokenizers/performance/_line.c",
]

FLAGS = {
    # So that loops over floats become vector code.
    "symbolic/models/_gates.c": ["-O3", "-fno-math-errno", "-fno-trapping-math"],
    # So that numbers too large for any piece go round as those of NumPy do.
    "symbolic/tokenizers/bar/_grammar.c": ["-O2", "-fwrapv"],
}

setup(
    ext_modules=[
        Extension(
            source.removesuffix(".c").replace("/", "."),
            sorted(glob(source.replace(".c", "*.c"))),
            depends=glob(source.rsplit("/", 1)[0] + "/*.h"),
            extra_compile_args=FLAGS.get(source, ["-O2"]),
            py_limited_api=True,
            optional=True,
        )
        for source in COMPILED
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
