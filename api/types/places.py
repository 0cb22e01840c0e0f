"""Places."""

from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from api.compiler.spec import code, expression
from api.types import lookups
from api.types.node import Node, connection, relay_id
from domain.registrations.places import PlaceKind
from projections import places

if TYPE_CHECKING:
    from api.types.actors import Actor


@strawberry.type(description="Where events happen.")
class Place(Node):
    """A row of the view of places."""

    id: strawberry.ID = relay_id("Place")
    ref: str = code(description="The slug. Example: pyongyang")
    name: str = strawberry.field(description="The usual name.")
    kind: PlaceKind = strawberry.field(description="What sort of place.")
    country: Annotated["Actor", strawberry.lazy("api.types.actors")] | None = expression(
        lambda root: lookups.actor(root, places.country_of(root.text("ref"), root.at)),
        description="The state that it lies in: that of the nearest place around it that has one.",
    )
    within: Optional["Place"] = expression(
        lambda root: lookups.place(root, root.text("within")),
        description="The place that it lies in; null where that is a state.",
    )
    latitude: float | None = strawberry.field(description="Degrees north.")
    longitude: float | None = strawberry.field(description="Degrees east.")


PlaceConnection = connection(Place, "Place")
