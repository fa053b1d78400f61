"""The one thing that setup.cfg cannot say: the compiled part, which may be left out.

Where there is no compiler the install goes on without it, and MIDI files are read in Python,
many times slower. `symbolic check` says which of the two is in use.
"""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "symbolic.files.midi._scan",
            ["symbolic/files/midi/_scan.c"],
            extra_compile_args=["-O2"],
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
