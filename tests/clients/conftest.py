"""What tests of clients ask for by name: a served annals."""

from collections.abc import Iterator

import pytest
from demo import Demo, a_demo


@pytest.fixture(scope="session")
def demo(server_url: str) -> Iterator[Demo]:
    """The article and what came after it, served."""
    with a_demo(server_url) as demo:
        yield demo
