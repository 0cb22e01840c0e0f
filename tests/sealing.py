"""Sealing a database in tests, and changing its log behind its back as only a superuser can."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from command_line import Answer, run_annals
from psycopg.conninfo import conninfo_to_dict

from domain.log import Log
from domain.log.seal.checking import SealVerdict, check
from domain.log.seal.keys import KeyFile, SealFiles
from domain.log.seal.sealer import Sealer, store_id
from domain.log.seal.store import SealTables
from scripts.support.conninfo import with_database

EVENTS = "annals.annals_events"


def seal(url: str, folder: Path) -> None:
    """Seals all that a log holds, with a key in a folder."""
    Sealer(url, SealFiles(folder)).seal_unless_followed()


def key_file(url: str, folder: Path) -> KeyFile:
    """The file of the key that a log is sealed with."""
    with psycopg.connect(url) as conn:
        return SealFiles(folder).of(store_id(conn))


def checked(url: str, folder: Path) -> SealVerdict:
    """How a log stands to its seal."""
    log, file = Log.on_postgres(url), key_file(url, folder)
    try:
        with sealed_tables(url) as tables:
            public = file.public()
            return check(log, tables, [public] if public else tables.public_keys())
    finally:
        log.close()


@contextmanager
def copied(url: str) -> Iterator[str]:
    """A copy of a database that nobody is connected to."""
    name, server = f"test_{uuid.uuid4().hex}", with_database(url, "postgres")
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {conninfo_to_dict(url)['dbname']}".encode())
        try:
            yield with_database(url, name)
        finally:
            conn.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def annals(url: str, folder: Path, *arguments: str | Path) -> Answer:
    """Runs a command that finds the key in a folder."""
    return run_annals(url, *arguments, ANNALS_HOME=str(folder))


@contextmanager
def tampering(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of a superuser for which no trigger fires."""
    with psycopg.connect(url) as conn:
        conn.execute("SET session_replication_role = replica")
        for table in (EVENTS, *(f"annals_seal.{name}" for name in ("leaf", "hash", "checkpoint", "cosignature", "key"))):
            guard = "annals_events_guard" if table == EVENTS else "guard"
            conn.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}".encode())
        yield conn


@contextmanager
def sealed_tables(url: str) -> Iterator[SealTables]:
    """The tables of the seal of a log."""
    with psycopg.connect(url, autocommit=True) as conn:
        yield SealTables(conn)
