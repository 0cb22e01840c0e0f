"""Why an entry cannot follow what its stream holds."""


class Objection(ValueError):
    """Why an entry cannot be recorded, and what would be right; `field` is the field at fault."""

    def __init__(self, problem: str, field: str = "") -> None:
        self.problem, self.field = problem, field
        super().__init__(problem)
