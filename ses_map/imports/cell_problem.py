"""What is wrong with one cell, before anybody knows in which file and row it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A defect of a value.

    Parameters
    ----------
    code : str
        Machine name in kebab-case.
    field : str
        The field it is about.
    value : str
        What came; where two bases disagree, both.
    why : str
        The rest of a Polish sentence that begins with the place and the value.
    suggestion : str
        What may have been meant, ready for the cell.
    refuses : bool
        Whether the row cannot be accepted because of it.
    """

    code: str
    field: str
    value: str
    why: str
    suggestion: str = ""
    refuses: bool = False
