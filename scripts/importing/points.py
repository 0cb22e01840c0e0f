"""Points on the globe as rows have them."""

from scripts.importing.reading import BadRow, Row

Point = tuple[float | None, float | None]
NOWHERE: Point = (None, None)


def point(row: Row, latitude: str, longitude: str) -> Point:
    """Degrees north and east, from the columns that have them; nowhere for 0 and 0, which is what many write for nothing.

    Raises BadRow for what is no point of the globe."""
    north, east = row.number(latitude), row.number(longitude)
    if not (north or east):
        return NOWHERE
    for column, degrees, most in ((latitude, north, 90), (longitude, east, 180)):
        if degrees is None or not -most <= degrees <= most:
            raise BadRow(f"{column} is {row.get(column, '')!r}; it is a number from -{most} to {most}")
    return north, east
