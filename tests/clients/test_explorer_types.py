"""The types that the explorer's scripts declare in their comments hold throughout, as TypeScript's compiler sees it."""

import json
from pathlib import Path

import pytest
from node import Node

from api.explorer.pages import STATIC_FOLDER

pytestmark = pytest.mark.slow

OPTIONS = {
    "checkJs": True,
    "allowJs": True,
    "noEmit": True,
    "strict": True,
    "target": "es2022",
    "module": "es2022",
    "moduleResolution": "bundler",
    "lib": ["es2023", "dom", "dom.iterable"],
    "types": [],
}


def test_the_explorers_scripts_are_of_the_types_that_they_declare(node: Node, tmp_path: Path) -> None:
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "include": [f"{STATIC_FOLDER}/**/*.js"]}))

    listed = node.use("tsc", "--project", "tsconfig.json", "--listFilesOnly", within=tmp_path)
    node.use("tsc", "--project", "tsconfig.json", within=tmp_path)

    assert {str(script) for script in STATIC_FOLDER.rglob("*.js")} <= set(listed.splitlines())
