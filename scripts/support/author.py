"""Who appends: as said on the command line, else whoever is logged in."""

import getpass
import os
from typing import Annotated

import typer

from domain.errors import BadInput

ByOption = Annotated[str, typer.Option("--by", help="Who appends.", show_default="the login name")]


def author(by: str) -> str:
    """Who appends. Raises BadInput where nobody can tell."""
    return by.strip() or _login_name()


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise BadInput(f"user {os.getuid()} of this machine has no name; say who appends with --by") from error
