"""The facts gathered up to 30 November 2026: their tables through the importers, and what their README says in words.

Doubts and branches are rows of the project's tables like any other; this module only says them once. Contradictions
that can be resolved are patches, see ``geodata/registry/patches.toml``.
"""

from datetime import date
from pathlib import Path

from ses_map.datasets import IMPORT_ROWS, IMPORTS
from ses_map.imports import import_file
from ses_map.imports.importing import ImportRequest
from ses_map.imports.mapping import read_mapping
from ses_map.imports.writing import locked, write_tables

#: One mapping beside this file for each table, in the order in which they build on each other.
TABLES = (
    "centres_new",
    "assignments_new",
    "assignments_historical",
    "coordinators_new",
    "coordinators_contacts",
    "centres_contacts",
)
_DAY = date(2026, 11, 30)
_MAPPINGS = Path(__file__).resolve().parent / "registry_2026_11"


def gather(folder: Path, geodata: Path) -> None:
    """Import every table of a folder, if there is one; a row that is refused stops the run: a person has seen each."""
    for name in TABLES if folder.is_dir() else ():
        mapping = read_mapping(_MAPPINGS / f"{name}.toml")
        report = import_file(geodata, ImportRequest(folder / f"{name}.csv", mapping, None, _DAY))
        told = [f"{p.file} {p.row} {p.column}: {p.detail}" for p in report.problems]
        print(f"{name}: {report.accepted} rows", *told, sep="\n  ")
        if report.rejected:
            raise SystemExit(f"{name}.csv: {report.rejected} rows were refused; mend the mapping")
    # What is derived can be derived again: its imports are no steps that anybody would take back.
    with locked(geodata):
        write_tables(geodata, {IMPORTS.path: (), IMPORT_ROWS.path: ()})


README_TITLE = "zestawienie faktów z 30 listopada 2026 r., uwagi o sprzecznościach"
_README = {"source_title": README_TITLE, "source_date": "2026-11-30"}

#: Subject → what contradicts what. Resolved contradictions are patches, see ``registry/patches.toml``.
_DOUBTS = (
    ("owes-koszalin", "Cytowana strona kończy projekt 2023-09-30, a eksperci ośrodka działali jeszcze w lutym 2024 r."),
    ("owes-chelm-zamosc", "Jedyna opublikowana lista powiatów (2017) nie wymienia powiatu biłgorajskiego, który "
     "rejestr ma z tekstu z 2022 r."),
    ("owes-przemysl", "Rejestr ma 7 powiatów, a tekst z 2022-09-20 mówi o całym województwie podkarpackim."),
    ("owes-suwalki", "Zdanie źródła nie wymienia miasta Suwałki, które rejestr do obszaru dolicza."),
    ("owes-modrzew-swidnik", "Strona, na którą powoływał się rejestr, nie nazywa żadnego OWES; prowadzącego nie "
     "potwierdzono."),
    ("owes-nadwislanski-dzierzgon", "Jedno źródło mówi o 5 powiatach, pozostałe wymieniają 4; koniec w czerwcu 2023 r. "
     "był planem."),
    ("byczynski-owes", "Plany ośrodka sięgają 2018 r., a dziś w tych powiatach działa PROFES."),
    ("koowes-kielce", "Strona ośrodka kończy projekt 2023-06-30, a Kohesio 2023-10-31."),
    ("14", "Konkursy według podregionów NUTS 3 z lat 2023–2024 (FEMA.08.02-IP.01-018/23, 040/24) wyłoniły prowadzących "
     "od nowa; każde wskazanie z lat 2017–2019 jest tu wątpliwe."),
    ("owes-dobra-robota", "Według strony prowadzącego ośrodek skończył działalność około 2023 r.; dnia nie podano."),
)  # fmt: skip

DOUBTS = [{"subject": subject, "detail": detail, **_README} for subject, detail in _DOUBTS]

#: Branches that sources mention; only what they say is filled.
BRANCHES = [
    {
        "centre_id": "mowes-mazowsze",
        "role": "branch",
        "place": "Ostrołęka",
        "street": "ul. Parkowa 6",
        "source_url": "https://www.maszglos.pl/2019/10/otwarcie-biura-mowes/",
        "source_date": "2019-10",
    },
    {
        "centre_id": "mowes-mazowsze",
        "role": "branch",
        "place": "Radom",
        "street": "ul. 25 Czerwca 45",
        "source_title": README_TITLE,
    },
    {
        "centre_id": "owes-zamosc-frl",
        "role": "branch",
        "place": "Chełm",
        "source_url": "https://fundacja.lublin.pl/owes/",
        "source_date": "2017-10-13",
    },
]
