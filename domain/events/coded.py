"""Interactions that somebody else has coded already."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from domain.codes import Coding, Quad, cameo_of_acled, plover_of
from domain.codes.two_sided import HOSTED, MUTUAL
from domain.events.base import Event, MutualAct
from domain.events.presence import Presence
from domain.values.party import Parties, Party, Role, Side, TakesPart
from domain.values.report import Texts
from domain.values.text import Text


class Scheme(StrEnum):
    """The code book that a row was coded by."""

    CAMEO = "cameo"
    """CAMEO's own code book."""
    GDELT = "gdelt"
    """CAMEO as GDELT uses it."""
    ICEWS = "icews"
    """CAMEO as ICEWS uses it."""
    PLOVER = "plover"
    """PLOVER's types and modes."""
    ACLED = "acled"
    """ACLED's sub-events of strategic developments."""


class InteractionCoded(Event):
    """An act of one towards another, known only by the code that a data set gave it."""

    SYNONYMS: ClassVar = ("gdelt", "icews", "cameo", "plover", "polecat", "phoenix")
    EXAMPLE: ClassVar = {"scheme": "gdelt", "code": "046", "source": "USA", "target": "IRN", "intensity": 7}
    TOPIC: ClassVar = "interaction_coded"
    VERSION: ClassVar = 3
    PRESENT: ClassVar = Presence(
        "Meetings, visits and negotiations bring all to one place; nothing else that is coded does.",
        Role.AGENT,
        Role.TARGET,
        Role.PARTICIPANT,
    )

    scheme: Scheme
    """The code book."""
    code: Text
    """The code: CAMEO's digits ("0871"), PLOVER's type with its mode ("CONSULT/visit"), or ACLED's sub-event ("Other")."""
    source: Annotated[Party | None, TakesPart(Role.AGENT, Side.INITIATOR)] = None
    """Who acted."""
    target: Annotated[Party | None, TakesPart(Role.TARGET, Side.TARGET)] = None
    """Towards whom."""
    more_sources: Annotated[Parties, TakesPart(Role.AGENT, Side.INITIATOR)] = ()
    """Who acted together with the source, where the row names several."""
    more_targets: Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)] = ()
    """Towards whom else, where the row names several."""
    participants: Annotated[Parties, TakesPart(Role.PARTICIPANT, Side.MUTUAL)] = ()
    """Those who acted with each other: all whom a row names that has several actors and no target."""
    contexts: Texts = ()
    """What it was about, by the code book's own names (PLOVER: military, election)."""
    coded_quad: Quad | None = None
    """The row's own quad class, where it has one; it can differ from PLOVER's."""
    intensity: float | None = Field(default=None, ge=-10, le=10)
    """The row's own score, from -10 to 10; else that of GDELT's table is taken."""

    @staticmethod
    def upcast_v1_v2(content: dict[str, Any]) -> dict[str, Any]:
        """Version 1 called the row's own quad class `quad_class`, as if it were always PLOVER's."""
        return {"coded_quad" if name == "quad_class" else name: value for name, value in content.items()}

    @staticmethod
    def upcast_v2_v3(content: dict[str, Any]) -> dict[str, Any]:
        """Version 2 knew one source and one target, and no contexts: what it says still holds."""
        return content

    @model_validator(mode="after")
    def _known_code(self) -> Self:
        self.coding_as_done()
        if not (self.source or self.target or self.participants):
            raise ValueError("names neither source nor target; give one of them, or participants")
        return self

    @property
    def present(self) -> frozenset[Role]:
        coding = self.coding_as_done()
        is_meeting = coding.plover == "CONSULT" and coding.mode != "phone"
        return self.PRESENT.roles if is_meeting else frozenset()

    @property
    def mutual_act(self) -> MutualAct | None:
        """Of an act that nobody does alone: the row of the same data set, day and code with the parties the other way round."""
        act = HOSTED.get(self.code, self.code)
        is_mutual = act in MUTUAL or act in HOSTED.values() or (self.scheme is Scheme.PLOVER and act.startswith("CONSULT"))
        if not (is_mutual and self.source and self.target and self.occurred):
            return None
        sides = [_named(self.source, self.more_sources), _named(self.target, self.more_targets)]
        mirrored = act != self.code if act in HOSTED.values() else sides[0] > sides[1]
        sources = sorted({report.source for report in self.report})
        name = "|".join((*sources, self.scheme, act, self.occurred, *(reversed(sides) if mirrored else sides)))
        return MutualAct(name, mirrored)

    @classmethod
    def codings(cls) -> Mapping[Any, Coding]:
        return {}

    def coding_as_done(self) -> Coding:
        return _coding(self.scheme, self.code)

    @property
    def quad(self) -> Quad | None:
        return self.coded_quad or super().quad

    @property
    def goldstein(self) -> int | None:
        return super().goldstein if self.intensity is None else round(self.intensity * 100)


def _named(party: Party, more: Sequence[Party]) -> str:
    return " ".join(sorted(f"{p.actor}/{p.representing or ''}" for p in (party, *more)))


@lru_cache(maxsize=4096)
def _coding(scheme: Scheme, code: str) -> Coding:
    if scheme is Scheme.PLOVER:
        plover, _, mode = code.partition("/")
        return Coding(plover=plover, cameo=None, mode=mode or None)
    cameo = cameo_of_acled(code) if scheme is Scheme.ACLED else code
    plover_and_mode = (plover_of(cameo) if cameo else None) or (None, None)
    return Coding(plover=plover_and_mode[0], cameo=cameo, mode=plover_and_mode[1])


KINDS = (InteractionCoded,)
