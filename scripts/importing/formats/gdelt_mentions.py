"""GDELT 2.0 mentions: one row for each article, and passage of it, that tells of an event.

Source: the codebook of GDELT 2.0 events and mentions."""

import hashlib
import re
from functools import cache
from typing import Any

import pycountry

from domain.names import name_key
from scripts.importing.draft import Draft, Format
from scripts.importing.formats.gdelt import SOURCE, day
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.reading import BadRow, Row, table

LAYOUT = Layout(
    orders=(columns("gdelt_mentions"),),
    needs=("GLOBALEVENTID", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "Confidence"),
    reads=("MentionDocTranslationInfo",),
    days=("MentionTimeDate",),
)

TITLED, LINKED, DOI = ("2", "3", "4"), ("1", "6"), "5"
"""What the identifier is, by MentionType: a citation, an address, a DOI."""

TRANSLATED_FROM = re.compile(r"srclc:([a-z]{3})")


def understand(row: Row) -> Draft:
    """The article that tells of an event, and how sure GDELT is that it does."""
    source = article(row)
    report = {
        "source": source["id"],
        "dated": day(row.need("MentionTimeDate"), "MentionTimeDate"),
        "via": "GDELT 2.0",
        "confidence": row.need_whole("Confidence"),
    }
    event = f"gdelt2:{row.need_whole('GLOBALEVENTID')}"
    return row.draft({"kind": "EventCorroborated", "event": event, "report": report}, (source,))


def article(row: Row) -> dict[str, Any]:
    """The article as a source of its own. Raises BadRow for a sort of document that GDELT does not have."""
    outlet, identifier, sort = row.need("MentionSourceName"), row.need("MentionIdentifier"), row.need_whole("MentionType")
    named = {"kind": "SourceRegistered", "id": source_id(outlet, identifier), "publisher": outlet, "language": language(row)}
    if sort in LINKED:
        return named | {"url": identifier}
    if sort == DOI:
        return named | {"url": f"https://doi.org/{identifier}"}
    if sort in TITLED:
        return named | {"title": identifier}
    raise BadRow(f"MentionType is {sort!r}; it is 1 to 6")


def source_id(outlet: str, identifier: str) -> str:
    """The id of one document of an outlet: the outlet's name, and a digest of what tells its documents apart."""
    words = name_key(outlet.replace(".", " ")).encode("ascii", "ignore").decode().split()
    digest = hashlib.sha256(f"{outlet}\n{identifier}".encode()).hexdigest()[:12]
    return "-".join([*words, digest])[-120:].strip("-")


def language(row: Row) -> str:
    """In what language the article was: English, unless the row says what it was translated from."""
    found = TRANSLATED_FROM.search(row.get("MentionDocTranslationInfo", ""))
    return _two_letters(found[1]) if found else "en"


@cache
def _two_letters(code: str) -> str:
    # BCP 47 takes the shortest code that a language has.
    known = pycountry.languages.get(alpha_3=code)
    return str(getattr(known, "alpha_2", code))


GDELT_MENTIONS = Format(
    name="gdelt-mentions",
    description="GDELT 2.0 mentions (16 columns): the articles that tell of events imported before, as reports of them.",
    source=SOURCE,
    read=table(understand, LAYOUT),
    layout=LAYOUT,
)
