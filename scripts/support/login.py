"""Who sits at the machine."""

import getpass
import os

from domain.errors import BadInput


def login_name() -> str:
    """The name of whoever runs this process. Raises BadInput where the machine knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise BadInput(f"user {os.getuid()} of this machine has no name; say who appends with --by") from error
