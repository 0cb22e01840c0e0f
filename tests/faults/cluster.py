"""A PostgreSQL of its own and the programs that work on it, all of which can be killed and are started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import psycopg
from command_line import free_port
from service import eventually, wait_until_listening

from faults.actors import Actor, run
from faults.proxy import PORT, Proxy
from scripts.support.embedded import embedded_database

DISK = "700m"
"""How large the small disk is."""

FINISH = 120.0
"""Seconds within which a program must have done what it has begun, once nothing is broken any longer."""

LAST_CHANGE = "SELECT max(notification_id) FROM annals.annals_events WHERE topic IN ('call_held', 'event_retracted')"

_processes = get_context("forkserver")


def _load_programs() -> None:
    """Starts the process from which the programs are forked, and which has loaded everything and has no threads."""
    _processes.set_forkserver_preload(["faults.actors"])
    # It hears of the paths that this process looks into from the environment alone.
    with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()


class Cluster:
    """The database, the proxy before it, and the programs by their names."""

    def __init__(self, server_url: str, data: Path, proxy: Proxy, folder: Path, disk: Path | None) -> None:
        """`disk`: the small one that the data is on, where it could be given one."""
        self.server_url, self.data, self.proxy, self.folder, self.disk = server_url, data, proxy, folder, disk
        self.url = f"postgresql://annals@/annals?host={quote(str(proxy.folder))}&port={PORT}&connect_timeout=2"
        self.port = free_port()
        parts = {"writer-1": "writer", "writer-2": "writer", "importer-1": "importer", "importer-2": "importer"}
        parts |= {"worker-1": "worker", "worker-2": "worker", "rebuilder": "rebuilder", "server": "server"}
        self.actors = {name: Actor(part, name, self.url, folder, self.port) for name, part in parts.items()}
        self._lives: dict[str, BaseProcess] = {}

    def start(self, name: str, failpoint: str | None = None, *, finish: bool = False) -> None:
        """Starts a program, which may be to die at a failpoint."""
        life = _processes.Process(target=run, args=(self.actors[name], failpoint, finish), daemon=True)
        life.start()
        self._lives[name] = life

    def begin(self) -> None:
        """Starts all programs, and returns once something has been acknowledged and the server listens."""
        self.revive()
        eventually(lambda: any(file.exists() for file in self.acknowledged))
        wait_until_listening(self.port)

    def kill(self, name: str) -> None:
        """Kills a program as kill -9 does."""
        life = self._lives.pop(name)
        life.kill()
        life.join()

    def revive(self) -> None:
        """Starts the programs again that have died."""
        for name in self.actors:
            if name not in self._lives or not self._lives[name].is_alive():
                self.start(name)

    def has_died(self, name: str) -> bool:
        """Whether a program has died since it was started."""
        return not self._lives[name].is_alive()

    def end(self) -> None:
        """Kills all programs at once."""
        for life in self._lives.values():
            life.kill()
        for life in self._lives.values():
            life.join()
        self._lives.clear()

    def finish(self) -> None:
        """Lets each program do what it has begun: first those that append, then one that folds."""
        self.end()
        self.heal()
        for part in ("writer", "importer", "worker"):
            names = [name for name, actor in self.actors.items() if actor.part == part]
            for name in names:
                self.start(name, finish=True)
            for name in names:
                self._lives[name].join(FINISH)
                assert self._lives[name].exitcode == 0, f"{name} did not finish: {self.said(name)}"
        self._lives.clear()

    @property
    def acknowledged(self) -> list[Path]:
        """The files of what programs were told."""
        return [actor.acknowledged for actor in self.actors.values() if actor.part in ("writer", "importer")]

    def last_change(self) -> int:
        """The position of the last entry about an event."""
        with self.session() as conn:
            (last,) = conn.execute(LAST_CHANGE).fetchone() or (0,)
        return int(last or 0)

    def said(self, name: str) -> str:
        """The last that a program has said."""
        file = self.folder / f"{name}.log"
        return file.read_text()[-2000:] if file.exists() else ""

    def heal(self) -> None:
        """Ends what steps have broken, and waits until PostgreSQL answers."""
        self.proxy.is_stalled = self.proxy.is_slow = self.proxy.is_mute = False
        eventually(self.answers)

    def answers(self) -> bool:
        """Whether PostgreSQL answers through the proxy."""
        with suppress(psycopg.Error), psycopg.connect(self.url) as conn:
            return conn.execute("SELECT 1").fetchone() == (1,)
        return False

    @contextmanager
    def session(self) -> Iterator[psycopg.Connection]:
        """A session that no proxy disturbs."""
        with psycopg.connect(self.server_url, autocommit=True) as conn:
            yield conn

    def kill_postgres(self) -> None:
        """Kills the postmaster, and so all of PostgreSQL; the embedded server is started again by its user."""
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        # Its sessions notice within a moment.
        time.sleep(0.2)
        eventually(self.answers)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A disk that is soon full, mounted at a new folder; None where that is not allowed, as it is to root alone."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "annals-faults", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster with its data in a folder, at work while the block runs."""
    home, sockets = folder / "home", folder / "proxy"
    sockets.mkdir()
    _load_programs()
    with small_disk(home) as disk, embedded_database(home) as url:
        data = home / "postgres"
        with Proxy(data / f".s.PGSQL.{PORT}", sockets).running() as proxy:
            made = Cluster(url, data, proxy, folder, disk)
            try:
                yield made
            finally:
                made.end()
