"""The files with which annals is deployed fit the program: its commands, its settings, its metrics."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_line import run_annals
from world import World

from scripts.support.settings import Settings, listed

ROOT = Path(__file__).parents[2]
DEPLOYMENT = ROOT / "docs" / "deployment"
UNITS = sorted((DEPLOYMENT / "systemd").glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "annals"}


def expressions() -> list[str]:
    """What the alerts and the dashboard ask Prometheus for."""
    alerts = yaml.safe_load((DEPLOYMENT / "alerts.yml").read_text(encoding="utf-8"))
    dashboard = json.loads((DEPLOYMENT / "grafana" / "annals.json").read_text(encoding="utf-8"))
    rules = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    return [*rules, *(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])]


def commands() -> list[list[str]]:
    """The commands of annals that units and containers run."""
    lines = [line for unit in UNITS for line in unit.read_text(encoding="utf-8").splitlines()]
    starts = [shlex.split(line.partition("=")[2])[1:] for line in lines if line.startswith("ExecStart=")]
    return [*starts, *(service["command"] for service in OURS.values()), json.loads(CONTAINERFILE.rpartition("CMD ")[2])]


def test_every_metric_that_is_asked_for_is_told(world: World) -> None:
    world.ask('{ actor(ref: "PRK") { ref } }')
    world.response("{ nonsense }")

    told = set(re.findall(r"^(\w+)", world.client.get("/metrics").text, re.MULTILINE))

    asked = {name for expression in expressions() for name in re.findall(r"\bannals_\w+", expression)}
    assert len(asked) > 10
    assert asked - told == set()


@pytest.mark.parametrize("command", commands(), ids=shlex.join)
def test_every_command_is_one_of_the_program(database_url: str, command: list[str]) -> None:
    answer = run_annals(database_url, *command, "--help")

    assert answer.code == 0, answer


def test_every_setting_is_one_of_the_program() -> None:
    names = {setting.name for setting in listed(Settings())} | {"ANNALS_HOME"}
    given = {name for service in OURS.values() for name in service["environment"] if name.startswith("ANNALS_")}
    assert given | set(re.findall(r"\b(ANNALS_\w+)=", CONTAINERFILE)) <= names


def test_the_files_that_containers_read_are_there() -> None:
    mounts = [volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service.get("volumes", ())]

    assert all((ROOT / mount).is_file() for mount in mounts if mount.startswith("./"))


def test_prometheus_asks_the_servers_by_names_that_they_answer_to() -> None:
    config = yaml.safe_load((DEPLOYMENT / "prometheus.yml").read_text(encoding="utf-8"))
    (job,) = config["scrape_configs"]
    asked = {target.split(":")[0] for each in job["static_configs"] for target in each["targets"]}

    servers = {name for name, service in OURS.items() if service["command"][0] == "serve"}
    assert asked == servers
    assert all(set(OURS[name]["environment"]["ANNALS_HOSTS"].split(",")) == servers for name in servers)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong_with_a_unit(unit: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze")
    # It looks for the program, which is not installed where tests run.
    here = tmp_path / unit.name
    here.write_text(unit.read_text(encoding="utf-8").replace("/opt/annals/bin/annals", "/bin/true"), encoding="utf-8")

    found = subprocess.run(["systemd-analyze", "verify", "--man=no", here], capture_output=True, text=True, check=False)

    assert (found.returncode, found.stderr) == (0, "")
