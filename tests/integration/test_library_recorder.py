"""The eventsourcing library's own test cases for recorders, on ours."""

from collections.abc import Iterator

import pytest
from eventsourcing.persistence import ApplicationRecorder, TrackingRecorder
from eventsourcing.tests import persistence as library
from eventsourcing.utils import Environment

from domain.log.postgres import Factory, PostgresRecorder

# The library's classes stay in its module: pytest would run them here too, and they are abstract.


class OnPostgres:
    """A recorder on a database with nothing in it."""

    factory: Factory
    recorder: ApplicationRecorder

    @pytest.fixture(autouse=True)
    def _new_recorder(self, empty_url: str) -> Iterator[None]:
        unused = dict.fromkeys(("POSTGRES_DBNAME", "POSTGRES_HOST", "POSTGRES_USER", "POSTGRES_PASSWORD"), "-")
        self.factory = Factory(Environment("annals", {"POSTGRES_URL": empty_url, "POSTGRES_SCHEMA": "annals", **unused}))
        self.recorder = self.factory.application_recorder()
        yield
        self.factory.close()

    def create_recorder(self) -> ApplicationRecorder:
        assert isinstance(self.recorder, PostgresRecorder)
        return self.recorder


class TestApplicationRecorder(OnPostgres, library.ApplicationRecorderTestCase[ApplicationRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNotificationIdsDoNotInterleave(OnPostgres, library.NonInterleavingNotificationIDsBaseCase):
    pass


class TestTrackingRecorder(OnPostgres, library.TrackingRecorderTestCase):
    """Not replaced by ours: here for whoever runs the library's projections on the log."""

    def create_recorder(self) -> TrackingRecorder:  # type: ignore[override]
        return self.factory.tracking_recorder()
