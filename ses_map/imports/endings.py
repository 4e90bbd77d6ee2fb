"""What a name says of the end of whom it names: „Promyk – WYKREŚLONA”, „Promyk (zlikwidowana 31.12.2022)”."""

import re
from typing import NamedTuple

from ses_map.errors import InvalidInputError
from ses_map.imports.days import read_last

_ENDED = (
    r"(?:wykreślon|skreślon|zlikwidowan|wyrejestrowan)(?:[aey]|o)|(?:(?:działalność )?zakończon[aey])"
    r"|(?:zakończył|zaprzestał)[aoy]? (?:swoj(?:ą|ej) )?(?:prowadzenia )?działalnoś(?:ć|ci)|zakończenie działalności"
    r"|nie istnieje|już nie istnieje|nie działa|nie prowadzi(?: już)? działalności|nieistniejąc[aey]"
    r"|(?:utracił|stracił)[ao]? status(?: ps)?|(?:cofnięto|odebrano) status(?: ps)?|status (?:cofnięty|utracony|wygasł)"
)
#: These stand in names of their own as well, and count only when they are set apart.
_APART = r"rozwiązan[aey]|zamknięt[aey]|nieczynn[aey]|likwidacja|upadłość|zawieszenie|zawieszon[aey]"
_ENDING = (
    r"w (?:stanie |trakcie |toku |procesie )?(?:likwidacji|upadłości(?: likwidacyjnej| układowej)?|zawieszeniu)"
    r"|(?:zawiesił[aoy]?|działalność zawieszona|zawieszona działalność)(?: działalność)?"
)
#: Not ended yet.
_GOING = re.compile(rf"{_ENDING}|likwidacja|upadłość|zawiesz", re.IGNORECASE)
_MORE = r"(?:\s+(?:z|w|od|dnia|dn\.|dniem|KRS|rejestru|ewidencji|wykazu|roku|r\.|[\d./-]+|\d+ [^\W\d_]+ \d{4}))*"
_LED = r"(?:(?:podmiot|spółdzielnia|została?|zostało|jest|obecnie)\s+)*"
_REMARKS = (
    # in brackets, wherever they are
    rf"\s*[(\[]\s*{_LED}(?:{_ENDED}|{_ENDING}|{_APART}){_MORE}\s*[)\]]",
    # at the end, set apart or not
    rf"\s*[,;–—:-]\s*{_LED}(?:{_ENDED}|{_ENDING}|{_APART}){_MORE}\s*[.!]*$",
    rf"\s+{_LED}(?:{_ENDED}|{_ENDING}){_MORE}\s*[.!]*$",
    # in the middle, before the place
    rf"\s+(?:{_ENDING})(?=\s+(?:we?|z siedzibą)\s)",
    # at the beginning, set apart
    rf"^{_LED}(?:{_ENDED}|{_ENDING}|{_APART}){_MORE}\s*[,;–—:-]\s*",
)
_REMARK = re.compile("|".join(_REMARKS), re.IGNORECASE)
#: Longer names say more than how it ended.
_LONGEST = 500
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2} [^\W\d_]+ \d{4}|(?:19|20)\d\d")


class Ending(NamedTuple):
    """A name without the remark on its end, and the remark."""

    name: str
    remark: str
    #: Whether it is over; else it is only being wound up, or suspended.
    is_over: bool
    #: The last day, where the remark says it.
    day: str


def read_ending(name: str) -> Ending | None:
    """Find what a name says of an end; ``None`` where it says nothing, or is nothing but that."""
    found = _REMARK.search(name) if len(name) <= _LONGEST else None
    rest = (name[: found.start()] + name[found.end() :]).strip(" ,;–—-") if found else ""
    if not found or not rest:
        return None
    said = found[0].strip(" ,;–—-()[]:")
    dated = _DATE.search(said)
    try:
        day = read_last(dated[0]) if dated else ""
    except InvalidInputError:
        day = ""
    return Ending(rest, said, not _GOING.search(said), day)
