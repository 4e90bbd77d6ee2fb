"""The closed vocabularies of the tables, each spelled once: what a value may be and what it means."""

from enum import StrEnum


class Effect(StrEnum):
    """What an assignment does with its unit."""

    ADD = "add"
    EXCLUDE = "exclude"


class Confidence(StrEnum):
    """``STATED``: the source names the unit. ``DERIVED``: it names only the subregion."""

    STATED = "stated"
    DERIVED = "derived"


class OfficeRole(StrEnum):
    """``MAIN``: the seat of a centre. ``BRANCH``: any other place where it receives people."""

    MAIN = "main"
    BRANCH = "branch"


class ContactKind(StrEnum):
    """What a contact is; ``OWES_PAGE`` is the page of a coordinator about the centres of its voivodeship."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    WEBSITE = "website"
    OWES_PAGE = "owes_page"


class GminaKind(StrEnum):
    """Seventh digit of TERC."""

    URBAN = "1"
    RURAL = "2"
    MIXED = "3"


#: Polish adjective of a gmina by its kind.
GMINA_KIND_NAMES = {GminaKind.URBAN: "miejska", GminaKind.RURAL: "wiejska", GminaKind.MIXED: "miejsko-wiejska"}

#: Kind of a contact → what its value looks like: a column can only be checked alone, so the reader does it.
CONTACT_FORMS = {
    ContactKind.PHONE: r"(?=.*\d)[+\d ]+",
    ContactKind.EMAIL: r"\S+@\S+",
    ContactKind.ADDRESS: r"\S.*",
    ContactKind.WEBSITE: r"https?://\S+",
    ContactKind.OWES_PAGE: r"https?://\S+",
}
