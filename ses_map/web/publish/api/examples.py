"""The sandbox: fixed questions, one for each way that an answer can be; a test asks them all."""

from dataclasses import dataclass

#: The day of every example, so that an answer stays as it is told.
_DAY = "date=2026-11-24"


@dataclass(frozen=True)
class Example:
    """One question and what comes of it."""

    #: Outcome, or outcome and reason.
    name: str
    #: What it shows, in Polish.
    text: str
    url: str
    status: int = 200
    outcome: str = ""
    reason: str | None = None


EXAMPLES = (
    Example("found", "powiat, który ma swój ośrodek", f"/api/v1/lookup?teryt=2205&{_DAY}", 200, "found"),
    Example(
        "found-near-border",
        "punkt tuż przy obszarze innego ośrodka (near_border)",
        f"/api/v1/lookup?lat=54.0&lon=18.28&{_DAY}",
        200,
        "found",
    ),
    Example("found-overlap", "gmina, którą wskazują dwa ośrodki", f"/api/v1/lookup?teryt=200212&{_DAY}", 200, "found"),
    Example("ambiguous", "województwo: do wyboru są jego powiaty", f"/api/v1/lookup?teryt=22&{_DAY}", 200, "ambiguous"),
    Example(
        "uncovered-expired",
        "ostatnie znane wskazanie wygasło",
        f"/api/v1/lookup?teryt=2214&{_DAY}",
        200,
        "uncovered",
        "expired",
    ),
    Example(
        "uncovered-no-source",
        "nie znaleźliśmy źródła",
        f"/api/v1/lookup?teryt=0601&{_DAY}",
        200,
        "uncovered",
        "no-source",
    ),
    Example("outside", "punkt poza Polską", f"/api/v1/lookup?lat=52.52&lon=13.4&{_DAY}", 200, "outside"),
    Example("invalid", "zamienione współrzędne", f"/api/v1/lookup?lat=18.93&lon=54.1&{_DAY}", 400, "invalid"),
    Example("not-found", "kod, którego nie ma żadna jednostka", f"/api/v1/lookup?teryt=2299&{_DAY}", 404),
)

#: Outcomes that nothing in the data has; said so, because an invented example would be worse than none.
WITHOUT = {"uncovered-gap": "źródło mówi, że nikt nie obsługuje: w obecnych danych nie ma takiej jednostki"}
