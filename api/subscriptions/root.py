"""What can be subscribed to: the root of subscriptions."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, NamedTuple

import strawberry
from strawberry import UNSET

from api.types.arguments import Filter
from api.types.changes import Change
from api.types.scalars import Position

From = Annotated[
    Position | None,
    strawberry.argument(description="The position of the last change received; its own entry is left out. Example: 731"),
]


class ChangeSubscription(NamedTuple):
    """Which changes a client subscribes to."""

    filter: Any
    """The filter that the event meets before or after the change; None: any event."""
    after: int | None
    """The position after which they begin; None: now."""


@strawberry.type(description="What can be subscribed to, over graphql-transport-ws or as server-sent events.")
class Subscription:
    """The root."""

    @strawberry.subscription(  # type: ignore[untyped-decorator]
        description="Every entry about an event that meets the filter before or after it, in the log's order, from a position on, "
        "else from now, each as known right after it. To go on after a break, give the position of the last change received: "
        "nothing is missed or repeated. "
        "An entry that could not be folded is passed over, and `extensions.parked` says so with every change after it; once "
        "`annals retry` has folded it, `changes` has it."
    )
    def event_recorded(self, filter: Filter = UNSET, after: From = UNSET) -> AsyncIterator[Change]:
        """Which changes are wanted; `api.subscriptions.feed` finds them."""
        wanted: Any = ChangeSubscription(filter or None, None if after is UNSET else after)
        return wanted  # type: ignore[no-any-return]
