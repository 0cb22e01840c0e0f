"""The period of the log in which a row holds: what makes `now` and `as of` one condition on the same rows.

Every table of a view has the columns `known_from` and `known_until`. A row holds at position p where
`known_from <= p < known_until`; a row that still holds ends at OPEN.
"""

OPEN = 2**63 - 1
"""The end of what still holds: PostgreSQL's greatest bigint."""


def held(alias: str, at: str) -> str:
    """The SQL condition that a row holds at a position; `at` is an SQL expression."""
    return likely(f"{alias}.known_from <= {at} AND {alias}.known_until > {at}")


def likely(condition: str) -> str:
    """The same SQL condition, told to PostgreSQL as one that nearly all rows meet.

    It takes a comparison with what it does not know for true of one row in three, but what is not null for true of nearly all:
    with less it would rather read and sort whole tables than follow an index to the first few rows."""
    return f"(CASE WHEN {condition} THEN 0 END) IS NOT NULL"
