"""The types that graphql-codegen makes of the served schema compile, and tell what may be null and which kind has which fields."""

import json
import shutil
from pathlib import Path

import pytest
from demo import Demo
from node import CLIENTS, PACKAGES, Node

from domain.events import EVENT_KINDS

pytestmark = pytest.mark.slow

SCALARS = {"Position": "number", "Quantity": "number", "Date": "string", "DateTime": "string"}
CODEGEN = {
    "schema": "schema.graphql",
    "documents": ["*.graphql", "!schema.graphql"],
    "generates": {
        "made/": {
            "preset": "client",
            "presetConfig": {"fragmentMasking": False},
            "config": {"scalars": SCALARS, "strictScalars": True, "enumsAsTypes": True},
        }
    },
}
TYPESCRIPT = {
    "compilerOptions": {
        "strict": True,
        "noEmit": True,
        "skipLibCheck": True,
        "target": "es2022",
        "module": "esnext",
        "moduleResolution": "bundler",
        "exactOptionalPropertyTypes": True,
        "types": [],
    },
    "include": ["*.ts", "made/*.ts"],
}


@pytest.fixture(scope="module")
def project(demo: Demo, node: Node, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schema and what is asked of it."""
    folder = tmp_path_factory.mktemp("typed")
    shutil.copytree(CLIENTS / "typed", folder, dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(PACKAGES)
    (folder / "schema.graphql").write_text(demo.schema())
    (folder / "everything.graphql").write_text(node.run("documents.mjs", str(folder / "schema.graphql"))["document"])
    (folder / "codegen.json").write_text(json.dumps(CODEGEN))
    (folder / "tsconfig.json").write_text(json.dumps(TYPESCRIPT))
    return folder


def test_types_made_of_the_schema_compile_over_every_sort_of_fragment(node: Node, project: Path) -> None:
    node.use("graphql-codegen", "--config", "codegen.json", within=project)
    node.use("tsc", "--project", "tsconfig.json", within=project)

    made = (project / "made" / "graphql.ts").read_text()
    assert "EverythingQuery" in made


def test_what_is_asked_with_every_field_of_every_kind_is_answered(demo: Demo, node: Node, project: Path) -> None:
    parts = node.run("documents.mjs", str(project / "schema.graphql"))["parts"]

    for kind in EVENT_KINDS:
        assert any(f"fragment Every{kind.kind()} on" in part for part in parts)
    answers = [demo.service.ask(part) for part in parts]
    assert [len(answer["events"]["nodes"]) for answer in answers] == [3] * len(parts)
    assert [len(answers[0][name]["nodes"]) for name in ("allActor", "allPlace", "allSource")] == [1, 1, 1]
