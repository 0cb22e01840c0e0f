"""Sources."""

import strawberry

from api.compiler.spec import code, expression
from api.types.node import Node, connection, relay_id
from api.types.values import Occurred, dated


@strawberry.type(description="An article, data set or document that reports events.")
class Source(Node):
    """A row of the view of sources."""

    id: strawberry.ID = relay_id("Source")
    ref: str = code(description="The slug.")
    publisher: str | None = strawberry.field(description="Who published it.")
    title: str | None = strawberry.field(description="Its title.")
    language: str | None = strawberry.field(description="A BCP 47 tag. Example: en")
    url: str | None = strawberry.field(description="Where it can be read.")
    published: Occurred | None = expression(
        lambda root: dated(root, "published"), description="When it was published, where that is known."
    )


SourceConnection = connection(Source, "Source")
