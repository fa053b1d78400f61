"""The other project whose distribution, `symbolic`, installs a package of the same name."""

import os
import sys


def rival() -> str | None:
    """One line about the other project, if it is installed too; else None.

    Looks at the names in the folders of packages: importlib.metadata, which would tell the
    same, takes longer to import than `import symbolic` may.
    """
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.startswith("symbolic-") and name.endswith((".dist-info", ".egg-info")):
                return (
                    f"another project, {name.rsplit('.', 1)[0]}, installs a package named symbolic "
                    "too, and its files mix with ours: pip uninstall symbolic, "
                    "then pip install --force-reinstall symbolic-midi"
                )
    return None
