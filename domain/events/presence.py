"""Which parties of an event are together in one place: to be named in one event is not to appear together."""

from domain.values.party import Role


class Presence:
    """The roles whose parties are together in one place, none where none are given, and why so."""

    def __init__(self, why: str, *roles: Role) -> None:
        self.why, self.roles = why, frozenset(roles)
