"""The web application: the API, its explorer and playground, and what operators ask for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from threading import Event, Thread

import psycopg
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from api.access.authentication import Authentication
from api.access.directory import TokenDirectory
from api.access.headers import SecurityHeaders
from api.access.hosts import HostCheck
from api.answering.answers import Answers
from api.entries.endpoint import entry_routes
from api.explorer.pages import EXPLORER_URL, explorer_routes
from api.health import Lag, lag
from api.http.endpoint import GraphQLEndpoint
from api.http.feed import feed_route
from api.http.query_runner import MIN_POSITION
from api.http.tables import table_routes
from api.limits.limits import DEFAULT, Limits
from api.limits.middleware import BodyLimit, SocketLimit
from api.observability.exposition import MetricsEndpoint
from api.observability.gauges import ProcessGauges
from api.observability.middleware import Observation
from api.observability.telling import tell_all
from api.observability.tracing import exported
from api.playground import PLAYGROUND_URL, playground_files
from api.pool import ReadingPool
from api.schema import schema
from api.sockets import SocketEndpoint
from api.tlog import tlog_routes
from domain.errors import Busy, ViewsOfAnotherLog, ViewsUnusable
from domain.log import Log
from domain.log.seal.keys import SealFiles
from domain.log.seal.sealer import Sealer
from projections.live import LiveViews

Endpoint = Callable[[Request], Awaitable[Response]]

PROBES = ("/healthz", "/readyz")
"""What anybody may ask under any name: whether the server lives, and whether it is ready."""

TOO_FAR_BEHIND = 10_000
"""Entries not yet folded beyond which the server says that it is not ready."""

FOLLOWER_PATIENCE = 3.0
"""Seconds that a server which stops waits for each thread that keeps its views current or seals the log."""


def create_app(
    url: str,
    *,
    pool_size: int = 8,
    follow: bool = True,
    follow_url: str | None = None,
    limits: Limits = DEFAULT,
    seal: SealFiles | None = None,
) -> Starlette:
    """The application on a database whose views are prepared; with `follow` it keeps them current itself. Raises BadInput.

    `follow_url`: the same database as a role that may do so. `seal`: where the key is with which it also seals the log.
    Its `state.stop` is to be called before it is shut down: it lets subscribers go."""
    pool = ReadingPool(url, pool_size, limits)
    answers = Answers(pool, limits)
    tokens = TokenDirectory(pool, public=limits.public)
    gauges = ProcessGauges(pool, lambda: answers.reader.plans_size)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.open()
        stop = Event()
        followers = list(_followers(follow_url or url, stop, seal)) if follow else []
        for thread in followers:
            thread.start()
        async with tokens.kept_current(), gauges.kept_current():
            with exported():
                yield
        stop.set()
        tell_all()
        await answers.reader.close()
        await pool.close()
        for thread in followers:
            # The database may be stopped next. A fold that takes longer is cut off with the process, which loses nothing.
            await asyncio.to_thread(thread.join, FOLLOWER_PATIENCE)

    app = Starlette(
        lifespan=lifespan,
        middleware=_middleware(limits, tokens),
        routes=_routes(pool, answers, limits, MetricsEndpoint(pool, gauges)),
    )
    app.state.stop = answers.reader.stop
    return app


def _middleware(limits: Limits, tokens: TokenDirectory) -> list[Middleware]:
    """What each request passes before it is answered, the outermost first."""
    return [
        Middleware(Observation),
        Middleware(SecurityHeaders),
        Middleware(HostCheck, hosts=limits.allowed_hosts, origins=limits.origins, open=PROBES),
        *_cross_origin(limits),
        Middleware(Authentication, directory=tokens, open=(*PROBES, "/", EXPLORER_URL, PLAYGROUND_URL)),
        Middleware(BodyLimit, most=limits.max_body),
    ]


def _routes(pool: ReadingPool, answers: Answers, limits: Limits, metrics: MetricsEndpoint) -> list[BaseRoute]:
    files = playground_files()
    return [
        Route("/graphql", GraphQLEndpoint(answers)),
        WebSocketRoute("/graphql", SocketLimit(SocketEndpoint(answers, limits.origins), answers.gate.clients)),
        *table_routes(answers),
        feed_route(answers),
        *explorer_routes(),
        tlog_routes(pool),
        *entry_routes(pool, limits),
        Route("/schema.graphql", lambda request: PlainTextResponse(schema().as_str())),
        Route("/healthz", lambda request: PlainTextResponse("ok\n")),
        Route("/readyz", _readyz(pool)),
        Route("/metrics", metrics.answer),
        *([Mount(PLAYGROUND_URL.rstrip("/"), files)] if files else []),
    ]


def _cross_origin(limits: Limits) -> list[Middleware]:
    """Lets pages of other origins ask, where any are named."""
    if not limits.origins:
        return []
    headers = ["authorization", "content-type", MIN_POSITION, "if-none-match", "x-request-id", "traceparent"]
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=limits.origins,
            allow_methods=["GET", "POST"],
            allow_headers=headers,
            expose_headers=["etag", "retry-after", "x-request-id"],
        )
    ]


def _followers(url: str, stop: Event, seal: SealFiles | None) -> Iterator[Thread]:
    """The threads that keep the views current and the log sealed."""
    yield Thread(target=_follow, args=(url, stop), name="annals-follow", daemon=True)
    if seal:
        yield Thread(target=Sealer(url, seal).follow, args=(stop,), name="annals-seal", daemon=True)


def _follow(url: str, stop: Event) -> None:
    log = Log.on_postgres(url)
    LiveViews(log).follow(stop)
    log.close()


def _readyz(pool: ReadingPool) -> Endpoint:
    async def readyz(request: Request) -> Response:
        try:
            found = await lag(pool)
        except ViewsUnusable as error:
            return JSONResponse({"ready": False, "reason": str(error)}, status_code=503)
        except (psycopg.Error, Busy):
            return JSONResponse({"ready": False, "reason": "the database does not answer"}, status_code=503)
        if not found.is_of_this_log:
            reason = str(ViewsOfAnotherLog(found.position, found.head))
            return JSONResponse({"ready": False, "reason": reason, **_counts(found)}, status_code=503)
        ready = found.behind <= TOO_FAR_BEHIND
        return JSONResponse({"ready": ready, **_counts(found)}, status_code=200 if ready else 503)

    return readyz


def _counts(found: Lag) -> dict[str, int]:
    return {"head": found.head, "position": found.position, "behind": found.behind, "parked": found.parked}
