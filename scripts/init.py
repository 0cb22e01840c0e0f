"""annals init: make log, views and the roles of a database."""

from typing import Annotated

import typer

from projections.schemas import versions
from scripts.support.command import as_app, run
from scripts.support.roles import Role, make
from scripts.support.session import administering, database, session
from scripts.support.settings import read_settings

NEXT = """
Give those that log in passwords, or whatever pg_hba.conf asks of them, and tell each process only what it needs:
  annals append, import    ANNALS_WRITER_URL and ANNALS_FOLDER_URL
  annals project, rebuild  ANNALS_FOLDER_URL
  annals serve             ANNALS_READER_URL, with --no-project; else ANNALS_FOLDER_URL, too
  annals verify            ANNALS_VERIFIER_URL"""


def init(
    prefix: Annotated[str, typer.Option(help="What the names of the roles begin with.")] = "annals",
    show: Annotated[bool, typer.Option("--sql", help="Print the statements that were run.")] = False,
) -> None:
    """Make log and views in the database, and roles that may append, fold, read or verify, and nothing else.

    Run it as the owner of the database with the right to create roles, or as a superuser, and again after an upgrade."""
    settings = read_settings()
    with database(settings, Role.OWNER):
        with administering(settings) as conn:
            is_new = not versions(conn)
        if is_new:
            with session(settings, role=Role.OWNER):
                pass
        with administering(settings) as conn:
            statements = make(conn, prefix)
    if show:
        print(*(f"{statement};" for statement in statements), sep="\n")
    print(f"The roles are {', '.join(f'{prefix}_{role}' for role in Role)}.\n{NEXT}")


if __name__ == "__main__":
    run(as_app(init))
