"""What may become of an address that is asked for, and why it may fail."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of an address."""

    #: It gave a page; it says that the page is as it was (304).
    READ = "read"
    UNCHANGED = "unchanged"
    #: There is no such page or no such host any more.
    VANISHED = "vanished"
    #: Something went wrong that may be right tomorrow, or needs a person.
    FAILED = "failed"
    #: The site does not want it to be read by programs.
    REFUSED = "refused"


class Trouble(Exception):
    """Why an address gave no page; ends as a value in ``fetching.Fetched``.

    Attributes
    ----------
    outcome : Outcome
    code : str
        Machine name: ``404``, ``dns``, ``timeout-total``, ``too-large``, ...
    detail : str
        The same for people, in Polish, without a full stop.
    may_pass : bool
        Whether another try soon may help.
    """

    def __init__(self, outcome: Outcome, code: str, detail: str, may_pass: bool = False) -> None:
        super().__init__(f"{code}: {detail}")
        self.outcome, self.code, self.detail, self.may_pass = outcome, code, detail, may_pass
