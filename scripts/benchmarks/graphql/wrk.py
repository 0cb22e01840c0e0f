"""Load on an HTTP server, made by wrk: sixteen clients that ask and wait for the answer, each time for something else."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from domain.errors import AnnalsError

CLIENTS = 16

SCRIPT = Path(__file__).with_name("wrk.lua")

SAID = re.compile(r"^measured: (\S+) (\S+) (\S+) (\S+)$", re.MULTILINE)


class Load(NamedTuple):
    """What a server withstood: requests a second; milliseconds for half and for 95 in a hundred of them."""

    rate: float
    p50: float
    p95: float


def load(url: str, bodies: Sequence[dict[str, Any]], seconds: int) -> Load:
    """Sends these bodies, one after the other and over again. Raises AnnalsError where any answer is no answer."""
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as file:
        file.writelines(json.dumps(body) + "\n" for body in bodies)
        file.flush()
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(SCRIPT), url, "--", file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = SAID.search(done.stdout)
    if not said:
        raise AnnalsError(f"wrk failed: {done.stderr or done.stdout}")
    rate, p50, p95, failed = map(float, said.groups())
    if failed:
        raise AnnalsError(f"{failed:.0f} requests to {url} failed")
    return Load(rate, p50, p95)


def is_there() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None
