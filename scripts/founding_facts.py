"""Facts of the five founding texts that the input tables do not hold, coded by hand, each with its source.

They are rows of the project's tables like any other; this module only says them once.
"""

from collections.abc import Mapping

ROPS_2019_TITLE = "ROPS pomorskie, spotkanie robocze OWES, 17 kwietnia 2019 (rops-pomorskie-2019)"
CLUSTER_2018_TITLE = "OWES Zielona Góra, zaproszenie na spotkanie Klastra PS, 27–28 sierpnia 2018"

SWIETOKRZYSKIE_TITLE = "ROPS świętokrzyskie, strona o ewaluacji systemu wsparcia ES (badanie w całym województwie)"

#: The input table of coordinators gives no source of its rows.
COORDINATORS_TITLE = "zestawienie ROPS z 22 listopada 2026, bez adresu źródła"

#: As the input table of entities spells the title of the same invitation.
_CLUSTER_2018_ELSEWHERE = "OWES Zielona Góra, zaproszenie na spotkanie Klastra PS, 27-28.08.2018"

#: The invitation names the cluster and its years; who belongs to it, it does not say.
CLUSTERS = [
    {
        "cluster_id": "klaster-ps-zielona-gora",
        "name": "Klaster PS",
        "organiser": "OWES Zielona Góra",
        "note": "klaster przedsiębiorstw społecznych na lata 2018–2022; źródło nie wymienia członków",
        "source_title": CLUSTER_2018_TITLE,
        "source_date": "2018-08",
        "valid_from": "2018-01-01",
        "valid_to": "2022-12-31",
    }
]

#: The page gives neither its own date nor the year of the study, and both figures as approximate.
INDICATORS = [
    {
        "indicator": indicator,
        "name": name,
        "measure": measure,
        "subject": "26",
        "value": value,
        "source_title": SWIETOKRZYSKIE_TITLE,
    }
    for indicator, name, measure, value in (
        ("czynne-podmioty-es", "Czynne podmioty ekonomii społecznej (około)", "podmioty", "280"),
        ("pracujacy-w-podmiotach-es", "Pracujący w podmiotach ekonomii społecznej (prawie)", "osoby", "3400"),
    )
]

#: Former names of powiats; ``valid_to`` is the last day the name held.
COUNTY_NAMES = [
    {
        "teryt": "0206",
        "name": "jeleniogórski",
        "valid_to": "2020-12-31",
        "note": "od 2021-01-01 powiat karkonoski",
    }
]

#: Subregion → (centre, units, last day in force, confidence). The page of 2019 names units only for nadwiślański. For
#: the others they are those the same centre published later, hence ``derived``; the end for słupski is the day before
#: the same centre's next period began.
_POMORSKIE_2019 = {
    "nadwiślański": ("owes-nadwislanski-dzierzgon", ("2207", "2209", "2213", "2216"), "", "stated"),
    "południowy": ("owes-debrzno", ("2202", "2203", "2206"), "", "derived"),
    "słupski": ("owes-slupsk", ("2201", "2208", "2212", "2263"), "2024-03-31", "derived"),
}


def founding_assignments(known: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the state of pomorskie on 17 April 2019 beside the later one; the page's address is that of known rows."""
    url = next(
        r["source_url"] for r in known if r["centre_id"] == "owes-dobra-robota" and "rops.pomorskie" in r["source_url"]
    )
    return [
        {
            "unit": unit,
            "effect": "add",
            "centre_id": centre,
            "subregion": subregion,
            "valid_from": "",
            "valid_to": valid_to,
            "source_url": url,
            "source_title": ROPS_2019_TITLE,
            "source_date": "2019-04-17",
            "confidence": confidence,
            "sentence": "",
        }
        for subregion, (centre, units, valid_to, confidence) in _POMORSKIE_2019.items()
        for unit in units
    ]


def founding_title(row: Mapping[str, str]) -> str:
    """Name the source of an input row that has no address: a founding text; or the page known by a title."""
    if not row["source_url"]:
        return CLUSTER_2018_TITLE
    return ROPS_2019_TITLE if row["centre_id"] == "owes-dobra-robota" and "rops.pomorskie" in row["source_url"] else ""


def entity_title(row: Mapping[str, str]) -> str:
    """Name the source of an entity; one text has one title, so that what it says can be put together."""
    return CLUSTER_2018_TITLE if row["source_note"] == _CLUSTER_2018_ELSEWHERE else row["source_note"]


def founding_notes(centre_id: str) -> str:
    """Describe what a founding text tells of a centre beyond the columns."""
    if centre_id == "owes-dobra-robota":
        return (
            "Partnerstwo sześciu podmiotów; lider: Stowarzyszenie „Obszar Metropolitalny Gdańsk-Gdynia-Sopot” "
            "(stan z 17 kwietnia 2019)."
        )
    return ""
