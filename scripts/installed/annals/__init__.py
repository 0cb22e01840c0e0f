"""The one package that an installation adds to Python's: the folders of the project lie within it, out of everybody's way.

The code imports `domain`, `projections`, `api` and `scripts` by these names, which other programs may also use. Only the
processes of annals look for them here, and before anywhere else; for all others they are not there.
"""

import sys
from pathlib import Path

_FOLDER = Path(__file__).parent


def main() -> None:
    """The command `annals`."""
    if _is_installed():
        # Helping processes are given the same path.
        sys.path.insert(0, str(_FOLDER))
    from scripts.program import main as run

    run()


def _is_installed() -> bool:
    """Whether the folders lie within the package: where the project is worked on, they are found as they are."""
    return (_FOLDER / "scripts").is_dir()
