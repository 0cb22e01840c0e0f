"""Keeps what is still to come from being counted as done: nothing has happened after the day on which it was recorded.

The log's day is the one in UTC. East of it the next day has begun already, so an event of that day may have happened."""

from datetime import UTC, date, datetime, timedelta

from domain.events.base import HAPPENED, Event, Status

GRACE = timedelta(days=1)
"""How far a date may lie after the log's day without lying in the future of every time zone."""

REMEDY = "give it the status planned or announced, or correct the date"


def claimed_day(event: Event) -> date | None:
    """The first day on which an event can have begun that is said to have happened; None where that is not said or not known."""
    return event.when.earliest if event.standing in HAPPENED else None


def has_come(day: date, today: date) -> bool:
    """Whether a day has begun anywhere on earth, while it is `today` in UTC."""
    return day - today <= GRACE


def day_of(moment: datetime) -> date:
    """The day of the log in which a moment lies."""
    return moment.astimezone(UTC).date()


def as_recorded(event: Event, recorded_at: datetime) -> Event:
    """The event as what it can be: announced, where it claims to have happened after the day on which it was recorded.

    Such events were recorded before they were refused."""
    first = claimed_day(event)
    if first is None or has_come(first, day_of(recorded_at)):
        return event
    announced = event.model_copy(update={"status": Status.ANNOUNCED})
    # The codes depend on the status, and a copy keeps what has been found out of the original.
    vars(announced).pop("coding", None)
    return announced
