"""annals init: make log, views, the roles of a database, and the key that its log is sealed with."""

from typing import Annotated, Any

import typer
from psycopg import Connection

from domain.errors import BadInput
from domain.log.seal.keys import KeyFile
from domain.log.seal.notes import PublicKey
from domain.log.seal.sealer import default_name, store_id
from domain.log.seal.store import SealTables
from projections.schemas import versions
from scripts.support.command import as_app, run
from scripts.support.roles import Role, make
from scripts.support.session import administering, database, session
from scripts.support.settings import Settings, read_settings

NEXT = """
Give those that log in passwords, or whatever pg_hba.conf asks of them, and tell each process only what it needs:
  annals append, import    ANNALS_WRITER_URL and ANNALS_FOLDER_URL
  annals project, rebuild  ANNALS_FOLDER_URL
  annals serve             ANNALS_READER_URL, with --no-project; else ANNALS_FOLDER_URL, too
  annals verify            ANNALS_VERIFIER_URL"""


def init(
    prefix: Annotated[str, typer.Option(help="What the names of the roles begin with.")] = "annals",
    origin: Annotated[
        str | None, typer.Option(metavar="NAME", help="What the log is called in its checkpoints, as in example.org/log.")
    ] = None,
    show: Annotated[bool, typer.Option("--sql", help="Print the statements that were run.")] = False,
) -> None:
    """Make log and views in the database, roles that may append, fold, read or verify and nothing else, and the key of the seal.

    Run it as the owner of the database with the right to create roles, or as a superuser, and again after an upgrade."""
    settings = read_settings()
    with database(settings, Role.OWNER):
        with administering(settings) as conn:
            is_new = not versions(conn)
        if is_new:
            with session(settings, role=Role.OWNER):
                pass
        with administering(settings) as conn:
            file, key = _make_key(conn, settings, origin)
            statements = make(conn, prefix)
    if show:
        print(*(f"{statement};" for statement in statements), sep="\n")
    print(f"The roles are {', '.join(f'{prefix}_{role}' for role in Role)}.\n{NEXT}")
    print(f"\nThe log is sealed with the key in {file.path}, which the process that folds needs (ANNALS_SEAL_KEY). Keep a")
    print("copy of it where the database is not, and tell people its public key, by which they check what the log signs:")
    print(f"  {key}")


def _make_key(conn: Connection[Any], settings: Settings, origin: str | None) -> tuple[KeyFile, PublicKey]:
    """The file of the log's key, made if the log has none yet, and the public key. Raises BadInput, KeyUnusable."""
    store, tables = store_id(conn), SealTables(conn)
    file, known = settings.seal_files.of(store), tables.public_keys()
    if not known and file.last_signed():
        raise BadInput(f"the key in {file.path} has signed another log already; name another file in ANNALS_SEAL_KEY")
    if not known:
        known = [(file.read() or file.make(origin or default_name(store))).public]
        tables.add_key(known[-1])
    elif origin and origin != known[-1].name:
        raise BadInput(f"the log is called {known[-1].name} in what it has signed already, and cannot be called {origin}")
    return file, known[-1]


if __name__ == "__main__":
    run(as_app(init))
