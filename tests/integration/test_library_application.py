"""The eventsourcing library's own test cases for applications, on our persistence module."""

import pytest
from eventsourcing.tests import application as library


class OnPostgres:
    """Applications find our persistence module in the environment, and in the database nothing."""

    @pytest.fixture(autouse=True)
    def _environment(self, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = {"PERSISTENCE_MODULE": "domain.log.store.postgres", "POSTGRES_URL": empty_url, "POSTGRES_SCHEMA": "annals"}
        unused = dict.fromkeys(("POSTGRES_DBNAME", "POSTGRES_HOST", "POSTGRES_USER", "POSTGRES_PASSWORD"), "-")
        for name, value in (settings | unused).items():
            monkeypatch.setenv(name, value)


class TestExampleApplication(OnPostgres, library.ExampleApplicationTestCase):
    expected_factory_topic = "domain.log.store.postgres:Factory"


@pytest.mark.filterwarnings("default::DeprecationWarning")
class TestApplication(OnPostgres, library.ApplicationTestCase):
    pass
