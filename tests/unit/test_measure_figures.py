"""What sums of figures cost: they are found in one pass over the events, however many groups there are."""

import pytest

from api.documents.documents import Document
from api.limits.limits import LOCAL
from api.limits.weights import WEIGHTS
from api.schema import schema

FIGURE = WEIGHTS["EventGroup.figure"]


def cost(query: str) -> int:
    operation = Document(schema().core, query, LOCAL).operation(None)
    return operation.cost(operation.coerce({}), LOCAL)


@pytest.mark.parametrize("selected", ["{figure}", "... on EventGroup {{ {figure} }}", "...F", "...F ... on EventGroup {{ ...F }}"])
@pytest.mark.parametrize("groups", [1, 1000])
def test_the_pass_over_the_events_is_charged_once_for_all_groups(groups: int, selected: str) -> None:
    figure = 'figure(name: "deaths") { best }'
    fragment = f"fragment F on EventGroup {{ {figure} }}" if "...F" in selected else ""
    query = f"{{ eventGroups(by: [YEAR], first: {groups}) {{ keys %s }} }}"
    times = max(1, selected.count("...F"))

    without, within = cost(query % ""), cost(f"{query % selected.format(figure=figure)} {fragment}")

    assert within - without == times * (FIGURE.once + groups * (1 + FIGURE.work + 1))
