"""Which state the codes of data sets mean. A code that is not known gives None, never a likely one."""

from collections.abc import Mapping
from functools import cache

from domain.cast import states
from domain.codes.tables import read_table

_STATES = {str(e["id"]): e for e in states.entries() if e["kind"] == "ActorRegistered"}
_FIPS = {row[0]: row[1] for row in read_table("fips", __name__)}
_CAMEO = {cameo: iso for cameo, iso, _ in read_table("cameo_countries", __name__) if iso}
_WARD = read_table("gleditsch_ward", __name__)

CAMEO_FROM_ISO = {"IMN": "IMY", "MNE": "MTN", "ROU": "ROM", "TLS": "TMP"}
"""Where CAMEO's code of a country is not that of ISO 3166-1."""

REGIONS: Mapping[str, str] = {cameo: region for cameo, _, region in read_table("cameo_countries", __name__) if region}
"""The names of CAMEO's regions, by code. No region is a state."""


def iso_of_iso(code: str) -> str | None:
    """The code itself, where it is one of a state or territory, present or former."""
    return code if code in _STATES else None


def iso_of_fips(code: str) -> str | None:
    """The state of a FIPS 10-4 code, which looks like ISO's and is not: AS is Australia."""
    return _FIPS.get(code)


def iso_of_cameo(code: str) -> str | None:
    """The state of a CAMEO actor's country code."""
    return _CAMEO.get(code) or iso_of_iso(code)


def cameo_of_iso(iso: str) -> str:
    """CAMEO's usual code of a state: mostly that of ISO 3166-1."""
    return CAMEO_FROM_ISO.get(iso, iso)


@cache
def fips_of_iso(iso: str | None) -> str:
    """The FIPS 10-4 code of a state; nothing where it has none, or several (the Palestinian territories)."""
    codes = [fips for fips, state in _FIPS.items() if state == iso] if iso else []
    return codes[0] if len(codes) == 1 else ""


def iso_of_ward(number: str, day: str) -> str | None:
    """The state of a Gleditsch-Ward number on a day (YYYY-MM-DD): 365 was the Soviet Union until it was Russia."""
    return next((iso for gw, iso, until in _WARD if gw == number and (not until or day <= until)), None)


def iso_of_number(number: str) -> str | None:
    """The state of ISO's number, with or without the leading zeros that spreadsheets take away."""
    return _numbers().get(number.zfill(3))


@cache
def _numbers() -> dict[str, str]:
    codes = ((id, code) for id, state in _STATES.items() for code in state["codes"])  # type: ignore[attr-defined]
    return {code["code"]: id for id, code in codes if code["scheme"] == "iso3166-1-numeric"}
