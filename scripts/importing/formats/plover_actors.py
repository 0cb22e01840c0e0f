"""The actors of PLOVER: identified by a name and a Wikidata id where the coder knew them, else a sector of a country."""

import re
from typing import Any

from domain.codes.tables import read_table
from scripts.importing.countries import usual_name
from scripts.importing.draft import Mention
from scripts.importing.formats.plover_codes import country
from scripts.importing.reading import BadRow

_SECTORS = {
    code: (name, kind) for code, part, kind, name in read_table("cameo_actors", "scripts.importing.codes") if part == "type"
}
WIKIDATA = re.compile(r"Q[1-9][0-9]*")


def party(name: str | None, identifier: str | None, where: str | None, sectors: list[str], said: str | None) -> dict[str, Any]:
    """Who acts: the one identified, else the sector of the country, the country itself, or whoever the source's words name.

    Raises BadRow where there is no country of that code, or nothing to call the actor by."""
    iso = country(where) if where else None
    who: str | Mention
    if name or (said and not iso):
        who = Mention(name or said or "", iso, _kind(sectors), _codes(identifier), of=iso is not None)
    elif iso and not sectors:
        who = iso
    elif iso and all(sector in _SECTORS for sector in sectors):
        words = ", ".join(_SECTORS[sector][0] for sector in sectors)
        who = Mention(f"{words} ({usual_name(iso)})", iso, _kind(sectors), (("plover", f"{iso}{'+'.join(sectors)}"),), of=True)
    elif iso or where:
        who = Mention(f"PLOVER {' '.join([where or '', *sectors]).strip()}", iso, of=iso is not None)
    else:
        raise BadRow("names an actor by nothing: neither a name nor a country")
    return {"actor": who} | ({"as_said": said} if said else {})


def _codes(identifier: str | None) -> tuple[tuple[str, str], ...]:
    if not identifier:
        return ()
    return (("wikidata" if WIKIDATA.fullmatch(identifier) else "wikipedia", identifier),)


def _kind(sectors: list[str]) -> str | None:
    # Whom a name stands for, a person or a body, the sector does not say.
    return _SECTORS[sectors[0]][1] if sectors and sectors[0] in ("REB", "UAF", "MIL", "COP") else None


def roles(actors: list[dict[str, Any]], recipients: list[dict[str, Any]]) -> dict[str, Any]:
    """How several take part: the actors towards the recipients; without any of these, the actors with each other."""
    if len(actors) > 1 and not recipients:
        return {"participants": actors}
    named = {"source": actors[:1], "more_sources": actors[1:], "target": recipients[:1], "more_targets": recipients[1:]}
    return {field: who if field.startswith("more") else who[0] for field, who in named.items() if who}
