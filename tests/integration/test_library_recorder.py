"""The eventsourcing library's own test cases for recorders, on ours."""

from collections.abc import Iterator
from itertools import islice
from threading import Event

import pytest
from dsl import TESTER, an_actor, read
from eventsourcing.persistence import ApplicationRecorder, TrackingRecorder
from eventsourcing.tests import persistence as library
from eventsourcing.utils import Environment
from later import later

from domain.log import Log
from domain.log.store.postgres import Factory, PostgresRecorder, PostgresSubscription

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


def test_a_subscription_that_begins_to_listen_late_misses_nothing(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    listen, may_listen = PostgresSubscription._listen, Event()

    def listen_late(subscription: PostgresSubscription) -> None:
        may_listen.wait()
        listen(subscription)

    monkeypatch.setattr(PostgresSubscription, "_listen", listen_late)
    (first,) = log.append(read(an_actor("PRK")), TESTER)
    with log.store.subscribe(gt=0) as subscription:  # type: ignore[attr-defined]
        seen = [next(subscription).id]
        (second,) = log.append(read(an_actor("RUS")), TESTER)
        may_listen.set()
        # Where it is missed, nothing more would come.
        with later(10, subscription.stop):
            seen += [notification.id for notification in islice(subscription, 1)]

    assert seen == [first.position, second.position]
