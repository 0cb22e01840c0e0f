"""The faults that are injected, each as a step of a walk."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import psycopg

from domain.failpoints import Failpoint
from faults.cluster import Cluster

LONGEST = 0.3
"""Seconds at most that programs work undisturbed between two steps."""

FAILPOINT_SECONDS = 3.0
"""Seconds within which a program is waited for to reach its failpoint; it may have no reason to."""

HARM = 0.4
"""Seconds that a fault lasts which is not over at once."""

POINTS = {
    "writer": (Failpoint.APPEND_SENDING, Failpoint.APPEND_COMMITTED, Failpoint.BATCH_STAGED, Failpoint.BATCH_COMMITTED),
    "importer": (Failpoint.BATCH_STAGED, Failpoint.BATCH_COMMITTED),
    "worker": (Failpoint.FOLD_PAGE, Failpoint.FOLD_COMMITTED),
    "rebuilder": (Failpoint.FOLD_PAGE, Failpoint.REBUILD_GROWN, Failpoint.REBUILD_SWAPPED, Failpoint.REBUILD_COMMITTED),
}
"""The failpoints that each part of a program can reach."""

REFUSE_COMMITS = """
CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF random() < 0.5 THEN RAISE EXCEPTION 'refused at commit' USING ERRCODE = 'serialization_failure'; END IF;
    RAISE EXCEPTION 'refused at commit';
END $$;
CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON annals.annals_events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION public.refuse()
"""
ALLOW_COMMITS = "DROP TRIGGER IF EXISTS refuse ON annals.annals_events"

CLIENTS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid"


@dataclass(frozen=True)
class Step:
    """One fault, and how long programs work undisturbed before it."""

    fault: str
    pause: float
    choice: int = 0
    """A number from which the fault takes what it needs to choose."""
    name: str = ""
    """The program it strikes, where it strikes one."""
    failpoint: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.pause:.3f}", self.fault, self.name, self.failpoint, str(self.choice or ""))))

    def take(self, cluster: Cluster) -> None:
        """Injects the fault; afterwards everything works again."""
        time.sleep(self.pause)
        FAULTS[self.fault](cluster, self)
        cluster.revive()


def random_step(cluster: Cluster, random: Random) -> Step:
    """Some step. Programs are killed most often."""
    possible = {fault: weight for fault, weight in WEIGHTS.items() if cluster.disk or fault != "fill disk"}
    (fault,) = random.choices(list(possible), list(possible.values()))
    pause, choice = random.uniform(0, LONGEST), random.randrange(1, 1000)
    if fault == "kill at":
        name = random.choice([name for name, actor in cluster.actors.items() if actor.part in POINTS])
        point = random.choice(POINTS[cluster.actors[name].part])
        return Step(fault, pause, name=name, failpoint=f"{point}:{random.choice((1, 1, 2, 5))}")
    if fault == "kill":
        return Step(fault, pause, name=random.choice(list(cluster.actors)))
    return Step(fault, pause, choice)


def _kill(cluster: Cluster, step: Step) -> None:
    cluster.kill(step.name)


def _kill_at(cluster: Cluster, step: Step) -> None:
    cluster.kill(step.name)
    cluster.start(step.name, step.failpoint)
    deadline = time.monotonic() + FAILPOINT_SECONDS
    while not cluster.has_died(step.name) and time.monotonic() < deadline:
        time.sleep(0.01)
    cluster.kill(step.name)


def _kill_all(cluster: Cluster, step: Step) -> None:
    cluster.end()


def _clients(cluster: Cluster, step: Step) -> list[int]:
    """A few of the sessions."""
    with cluster.session() as conn:
        found = [pid for (pid,) in conn.execute(CLIENTS)]
    return Random(step.choice).sample(found, min(len(found), 1 + step.choice % 3))


def _end_sessions(cluster: Cluster, step: Step) -> None:
    chosen = _clients(cluster, step)
    with cluster.session() as conn:
        for pid in chosen:
            conn.execute("SELECT pg_terminate_backend(%s)", (pid,))


def _kill_backend(cluster: Cluster, step: Step) -> None:
    """Kills a server process, at which PostgreSQL ends all others and recovers."""
    for pid in _clients(cluster, step)[:1]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    cluster.heal()


def _kill_postgres(cluster: Cluster, step: Step) -> None:
    cluster.kill_postgres()


def _cut(cluster: Cluster, step: Step) -> None:
    cluster.proxy.cut()


def _stall(cluster: Cluster, step: Step) -> None:
    cluster.proxy.is_stalled = True
    time.sleep(HARM)
    cluster.proxy.is_stalled = False


def _slow_down(cluster: Cluster, step: Step) -> None:
    cluster.proxy.is_slow = True
    time.sleep(HARM)
    cluster.proxy.is_slow = False


def _lose_answers(cluster: Cluster, step: Step) -> None:
    """What is asked for is done, but nobody learns of it."""
    cluster.proxy.is_mute = True
    time.sleep(HARM / 2)
    cluster.proxy.cut()
    cluster.proxy.is_mute = False


def _refuse_commits(cluster: Cluster, step: Step) -> None:
    with suppress(psycopg.errors.UndefinedTable), cluster.session() as conn:
        conn.execute("SET search_path = pg_catalog")
        try:
            conn.execute(REFUSE_COMMITS.encode())
            time.sleep(HARM)
        finally:
            conn.execute(ALLOW_COMMITS.encode())


def _exhaust_connections(cluster: Cluster, step: Step) -> None:
    held = []
    with suppress(psycopg.OperationalError):
        while True:
            held.append(psycopg.connect(cluster.server_url))
    time.sleep(HARM / 2)
    for conn in held:
        conn.close()


def _fill_disk(cluster: Cluster, step: Step) -> None:
    """Leaves PostgreSQL no room to write, at which it stops, and frees the disk again."""
    assert cluster.disk
    ballast = cluster.disk / "ballast"
    with ballast.open("wb") as out, suppress(OSError):
        while True:
            out.write(bytes(2**20))
    time.sleep(HARM)
    ballast.unlink()
    cluster.heal()


FAULTS: dict[str, Callable[[Cluster, Step], None]] = {
    "kill": _kill,
    "kill at": _kill_at,
    "kill all": _kill_all,
    "end sessions": _end_sessions,
    "kill backend": _kill_backend,
    "kill postgres": _kill_postgres,
    "cut": _cut,
    "stall": _stall,
    "slow down": _slow_down,
    "lose answers": _lose_answers,
    "refuse commits": _refuse_commits,
    "exhaust connections": _exhaust_connections,
    "fill disk": _fill_disk,
}

RARE = ("kill backend", "kill postgres", "exhaust connections", "fill disk")
"""Those after which PostgreSQL takes seconds to come back."""

WEIGHTS = dict.fromkeys(FAULTS, 3) | {"kill": 12, "kill at": 20} | dict.fromkeys(RARE, 1)
"""How often each is taken, beside the others."""
