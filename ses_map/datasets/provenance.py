"""Where a row comes from and when it holds: the columns that most tables share."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column
from ses_map.datasets.types import DAY, ID, PARTIAL_DAY, TEXT, URL, member_of
from ses_map.vocabulary import Confidence, first_day


# fmt: off
@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from."""

    #: Address of the page; empty for the founding texts, which ``title`` then names.
    url: Annotated[str, Column(
        URL, "Adres źródła", "adres źródła; puste: źródło bez adresu", "address of the source; empty: it has none",
        "адреса джерела; порожньо: джерело без адреси", name="source_url", width=0)]
    title: Annotated[str, Column(
        TEXT, "Tytuł źródła", "tytuł źródła", "title of the source", "назва джерела", name="source_title", width=0)]
    #: Date of the source as stated: ``2024``, ``2024-03`` or ``2024-03-05``; empty where not stated.
    date: Annotated[str, Column(
        PARTIAL_DAY, "Data źródła (rok, miesiąc lub dzień)", "data źródła: rok, miesiąc albo dzień",
        "date of the source: year, month or day", "дата джерела: рік, місяць або день", name="source_date", width=0)]
# fmt: on

    @property
    def first_day(self) -> "_Day | None":
        """The earliest day that the date can mean: ``2024-03`` is 1 March 2024; ``None`` where it is not stated."""
        return first_day(self.date)


#: The type under another name: a record with a field called ``date`` hides the first.
_Day = date


# fmt: off
VALID_FROM = Column(
    DAY, "Od dnia", "pierwszy dzień; puste: źródło nie podaje", "first day; empty: not stated",
    "перший день; порожньо: джерело не вказує", width=12)
VALID_TO = Column(
    DAY, "Do dnia włącznie", "ostatni dzień; puste: źródło nie podaje", "last day; empty: not stated",
    "останній день; порожньо: джерело не вказує", width=12)
#: Last column on disk of every table that registers are imported into; it is the importers' own and not published.
REGISTER = Column(
    ID, "Rejestr", "rejestr, z którego wczytano wiersz; puste: zebrano ręcznie",
    "register that the row was imported from; empty: gathered by hand",
    "реєстр, з якого імпортовано рядок; порожньо: зібрано вручну", name="register", published=None, width=0)
STATED = Column(
    member_of(Confidence), "Pewność", "stated: tak mówi źródło; derived: wniosek z nazwy podregionu albo opisu",
    "stated: the source says so; derived: inferred from a subregion's name or a description",
    "stated: так каже джерело; derived: висновок із назви субрегіону або опису", is_required=True, ogc=None, width=0)
# fmt: on
