"""The lock files say what is installed by version and hash, and leave to each machine from where."""

import json

import pytest
from node import CLIENTS, LOCK


@pytest.fixture(scope="module")
def packages() -> dict[str, dict[str, str]]:
    """The packages that clients need, by the folder that each is installed into."""
    locked: dict[str, dict[str, dict[str, str]]] = json.loads(LOCK.read_text())
    return {folder: package for folder, package in locked["packages"].items() if folder}


def test_the_lock_file_of_the_clients_names_no_registry(packages: dict[str, dict[str, str]]) -> None:
    assert len(packages) > 100
    assert [folder for folder, package in packages.items() if "resolved" in package] == []


def test_every_package_that_a_client_needs_is_locked_by_its_hash(packages: dict[str, dict[str, str]]) -> None:
    wanted = json.loads((CLIENTS / "package.json").read_text())["dependencies"]

    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
