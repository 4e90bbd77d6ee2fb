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
    #: Parameters of ``/api/v1/lookup`` but the day.
    query: str
    status: int = 200
    outcome: str = ""
    reason: str | None = None

    @property
    def url(self) -> str:
        """Address that asks."""
        return f"/api/v1/lookup?{self.query}&{_DAY}"


_NEAR = "punkt tuż przy obszarze innego ośrodka (near_border)"
EXAMPLES = (
    Example("found", "powiat, który ma swój ośrodek", "teryt=2205", 200, "found"),
    Example("found-near-border", _NEAR, "lat=54.0&lon=18.28", 200, "found"),
    Example("found-overlap", "gmina, którą wskazują dwa ośrodki", "teryt=200212", 200, "found"),
    Example("ambiguous", "województwo: do wyboru są jego powiaty", "teryt=22", 200, "ambiguous"),
    Example("uncovered-expired", "ostatnie znane wskazanie wygasło", "teryt=2214", 200, "uncovered", "expired"),
    Example("uncovered-no-source", "nie znaleźliśmy źródła", "teryt=0601", 200, "uncovered", "no-source"),
    Example("outside", "punkt poza Polską", "lat=52.52&lon=13.4", 200, "outside"),
    Example("invalid", "zamienione współrzędne", "lat=18.93&lon=54.1", 400, "invalid"),
    Example("not-found", "kod, którego nie ma żadna jednostka", "teryt=2299", 404),
)

#: Outcomes that nothing in the data has; said so, because an invented example would be worse than none.
WITHOUT = {"uncovered-gap": "źródło mówi, że nikt nie obsługuje: w obecnych danych nie ma takiej jednostki"}
