"""Finding the actors that rows mention; those whom nobody knows are registered, and marked as imported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from domain.names import name_key
from domain.registrations.actors import IMPORTED, ActorKind
from domain.values.dates import read_edtf
from projections import known
from scripts.importing.choosing import Candidate, choose, new_id
from scripts.importing.draft import Mention
from scripts.importing.naming import belongs_to, canonical, keys

WEAK = ("cameo",)
"""Schemes whose codes name roles: asked only where the name is unknown."""

Raw = dict[str, Any]


class Found(NamedTuple):
    """The actor that a mention means, and what is still to be registered of it: the actor, or codes that it has besides."""

    ref: str
    registration: Raw | None = None


class Cast:
    """Who is known, as far as rows have asked; `conn` sees the live views, which must be up to date when it is made."""

    def __init__(self, conn: Connection[Any]) -> None:
        self._conn = conn
        self._asked: set[str] = set()
        self._named: dict[str, list[Candidate]] = defaultdict(list)
        self._coded: dict[str, dict[str, Candidate]] = {}
        self._found: dict[Mention, Found] = {}

    def __len__(self) -> int:
        return len(self._asked)

    def prepare(self, mentions: Iterable[Mention]) -> None:
        """Asks for all of them at once, so that finding them asks for none."""
        wanted = {key for m in mentions if m not in self._found for key in keys(m.name, m.country)} - self._asked
        if wanted:
            self._asked |= wanted
            for key, actor in known.actors_named(self._conn, wanted):
                self._remember(key, _candidate(actor))

    def find(self, mention: Mention, day: str | None) -> Found:
        """Whom a mention means on a day; the registration comes along only the first time."""
        if (found := self._found.get(mention)) is not None:
            return found
        chosen, timeless = self._choose(mention, day)
        if chosen is None:
            return self._register(mention)
        if timeless:
            self._found[mention] = Found(chosen.ref)
        return Found(chosen.ref, self._coded_now(mention, chosen))

    def _coded_now(self, mention: Mention, chosen: Candidate) -> Raw | None:
        """What adds the codes of a mention to an actor that an import registered without any of these lists, if it is one."""
        new = [code for code in mention.codes if code[0] not in WEAK and code[1] not in self._scheme(code[0])]
        if not new or not chosen.imported:
            return None
        for scheme, code in new:
            self._scheme(scheme)[code] = chosen
        return {"kind": "ActorCoded", "actor": chosen.ref, "codes": [{"scheme": s, "code": code[:300]} for s, code in new]}

    def _choose(self, mention: Mention, day: str | None) -> tuple[Candidate | None, bool]:
        """The one chosen, and whether it would be the same on any day."""
        timeless = True

        def in_time(several: Sequence[Candidate]) -> Sequence[Candidate]:
            nonlocal timeless
            timeless = False
            return self._in_time(several, day)

        self.prepare([mention])
        strong = [code for code in mention.codes if code[0] not in WEAK]
        weak = [code for code in mention.codes if code[0] in WEAK]
        chosen = self._by_code(strong)
        for key in keys(mention.name, mention.country):
            chosen = chosen or choose(mention, self._without(strong, self._named.get(key, ())), in_time)
        if chosen and mention.strict:
            # The next of this name and another code is somebody else.
            for scheme, code in strong:
                self._scheme(scheme).setdefault(code, chosen)
        return chosen or self._by_code(weak), timeless

    def _without(self, codes: Sequence[tuple[str, str]], named: Sequence[Candidate]) -> Sequence[Candidate]:
        """Those who have no code of these lists: whoever has one is known by it, and another of the same name is not meant."""
        others = {c.ref for scheme, _ in codes for c in self._scheme(scheme).values()} if named else set()
        return [c for c in named if c.ref not in others]

    def _by_code(self, codes: Iterable[tuple[str, str]]) -> Candidate | None:
        return next((c for scheme, code in codes if (c := self._scheme(scheme).get(code))), None)

    def _scheme(self, scheme: str) -> dict[str, Candidate]:
        if scheme not in self._coded:
            found = known.actors_coded(self._conn, scheme)
            self._coded[scheme] = {code: _candidate(actor) for code, actor in found.items()}
        return self._coded[scheme]

    def _in_time(self, several: Sequence[Candidate], day: str | None) -> Sequence[Candidate]:
        earliest = read_edtf(day or "").earliest
        if earliest is None:
            return several
        refs = [c.ref for c in several]
        holding = known.in_office(self._conn, refs, earliest)
        gone = {
            old if starts <= earliest else new
            for old, new, on in known.successions(self._conn, refs)
            if (starts := read_edtf(on).earliest)
        }
        there = [c for c in several if c.ref not in gone]
        return [c for c in there if c.ref in holding] or there

    def _register(self, mention: Mention) -> Found:
        taken = {c.ref for key in keys(mention.name, mention.country) for c in self._named.get(key, ())}
        ref, of = new_id(mention, taken), mention.country or belongs_to(mention.name)
        new = _candidate(known.KnownActor(ref, mention.kind or "other", of, {IMPORTED: [mention.name]}, mention.name))
        for key in {name_key(ref), name_key(mention.name), name_key(canonical(mention.name))}:
            self._remember(key, new)
        for scheme, code in mention.codes:
            self._scheme(scheme).setdefault(code, new)
        self._found[mention] = Found(ref)
        codes = [*mention.codes, (IMPORTED, mention.name)]
        return Found(ref, _registration(mention, new, codes))

    def _remember(self, key: str, candidate: Candidate) -> None:
        if candidate not in self._named[key]:
            self._named[key].append(candidate)


def _candidate(actor: known.KnownActor) -> Candidate:
    # Only a list of people knows that somebody is one, and then offices tell namesakes apart better than ids do.
    imported = IMPORTED in actor.codes and actor.kind != ActorKind.PERSON
    return Candidate(actor.ref, actor.kind, actor.of, imported, actor.name)


def _registration(mention: Mention, new: Candidate, codes: Iterable[tuple[str, str]]) -> Raw:
    named = {"kind": "ActorRegistered", "id": new.ref, "actor_kind": new.kind, "name": mention.name[:300]}
    belongs = {"of": new.of} if new.of else {}
    return named | belongs | {"codes": [{"scheme": scheme, "code": code[:300]} for scheme, code in codes]}
