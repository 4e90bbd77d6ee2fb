"""Look-ups in a country of squares: which gmina holds the point, who serves it, who else is near."""

import math

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.crs import METRIC
from ses_map.errors import InvalidPointError, InvalidTerytError, NotFoundError
from ses_map.lookup import BORDER_TOLERANCE_M, Lookup, check_point
from ses_map.model import Outcome, Reason
from ses_map.snapshot import Layer, encode_layer
from tests.builders import SIDE_M, TODAY, box, country, day, lonlat, say, spot

GMINY = "020101 020102 020201 040101"
WORLD = Lookup(country(GMINY, "0201>a 0202>b !020102>a 0401>a@..2019-12-31"))

finite = st.floats(allow_nan=False, allow_infinity=False)
latitudes, longitudes = finite | st.floats(45, 58), finite | st.floats(10, 28)


def east(of: float, metres: float = 0.0) -> tuple[float, float]:
    """A place so many metres east of the border at ``of``."""
    return spot(of + metres / SIDE_M)


@pytest.mark.parametrize(
    ("column", "gmina", "answer"),
    [(0.5, "020101", "a"), (1.5, "020102", "gap"), (2.5, "020201", "b"), (3.5, "040101", "expired:a")],
)
def test_a_point_is_answered_by_the_gmina_that_holds_it(column, gmina, answer):
    found = WORLD.by_point(*spot(column), TODAY)

    assert (found.unit, found.gmina, say(found.coverage)) == (gmina[:4], gmina, answer)
    assert found.outcome is found.coverage.outcome
    assert found.as_of == TODAY


def test_the_answer_is_of_the_day():
    then, now = (WORLD.by_point(*spot(3.5), day(d)) for d in ("2019-12-31", "2020-01-01"))

    assert (say(then.coverage), then.outcome) == ("a", Outcome.FOUND)
    assert (say(now.coverage), now.outcome) == ("expired:a", Outcome.UNCOVERED)


@pytest.mark.parametrize("place", [spot(-0.5), spot(4.5), spot(0.5, 1.5), (0.0, 0.0), (-52.0, -19.0), (90.0, 180.0)])
def test_a_point_in_no_gmina_is_outside(place):
    found = WORLD.by_point(*place, TODAY)

    assert (found.outcome, found.unit, found.gmina, found.near_border) == (Outcome.OUTSIDE, "", "", ())


def test_on_a_shared_border_the_lower_code_answers():
    swapped = Lookup(country("020201 020101", "0201>a 0202>b"))
    vertex = swapped.snapshot.gminy.by_code["020201"].exterior.coords
    shared = set(vertex) & set(swapped.snapshot.gminy.by_code["020101"].exterior.coords)

    assert len(shared) == 2
    for lon, lat in shared:
        assert swapped.by_point(lat, lon, TODAY).gmina == "020101"


@pytest.mark.parametrize(
    ("metres", "near"), [(1, ["b"]), (250, ["b"]), (499, ["b"]), (501, []), (-1, ["a"]), (-499, ["a"]), (-501, [])]
)
def test_near_a_border_the_other_centre_is_named(metres, near):
    world = Lookup(country("020201 020101", "0202>b 0201>a"))
    found = world.by_point(*east(1, metres), TODAY)

    assert [c for c, _, _ in found.near_border] == near
    assert all(distance == pytest.approx(abs(metres), abs=0.01) for _, _, distance in found.near_border)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("0201>a 0202>a", []),  # the same centre on both sides
        ("0201>a", []),  # nobody on the other side
        ("0201>a 0202>b@..2019-12-31", []),  # nobody any more
        ("0201>a 0202>a 0202>b", ["b"]),
        ("0202>b", ["b"]),  # nobody here, somebody next door
        ("0201>a 0202>b 0202>c", ["b", "c"]),
        ("0201>a 0202>a 020101>b 0202>b", []),
    ],
)
def test_only_other_centres_are_near(text, near):
    found = Lookup(country("020101 020201", text)).by_point(*east(1, -100), TODAY)

    assert found.gmina == "020101"
    assert [c for c, _, _ in found.near_border] == near


def test_a_centre_near_twice_is_named_once_by_its_nearest_gmina():
    """A gmina 800 m wide between two of another centre."""
    shapes = lonlat(gpd.GeoDataFrame(geometry=[box(1, wide=0.08), box(0), box(1.08)], crs=METRIC)).geometry.to_numpy()
    layer = encode_layer(Layer(("020101", "020201", "020202"), shapes))
    made = country("020101 020201 020202", "0201>a 0202>b").with_files({"layers/gminy.npz": layer})
    west, east_ = (Lookup(made).by_point(*spot(1 + m / SIDE_M), TODAY).near_border for m in (350, 450))

    assert [(c, g, round(m)) for c, g, m in west] == [("b", "020201", 350)]
    assert [(c, g, round(m)) for c, g, m in east_] == [("b", "020202", 350)]


def test_outside_but_near_says_who_is_near():
    found = WORLD.by_point(*east(0, -300), TODAY)

    assert found.outcome is Outcome.OUTSIDE
    assert [(c, g, round(m)) for c, g, m in found.near_border] == [("a", "020101", 300)]


def test_the_tolerance_is_the_promised_one():
    assert BORDER_TOLERANCE_M == 500.0


@pytest.mark.parametrize(
    ("lat", "lon", "says"),
    [
        (math.nan, 18.6, "muszą być liczbami; podaj stopnie"),
        (54.3, math.nan, "muszą być liczbami"),
        (math.inf, 18.6, "muszą być liczbami"),
        (54.3, -math.inf, "muszą być liczbami"),
        (90.1, 18.6, "są poza zakresem: szerokość ma od -90 do 90"),
        (-91, 18.6, "lat=-91"),
        (54.3, 180.5, "długość od -180 do 180 stopni; popraw wartości"),
        (543.5, 186.5, "lat=543.5 i lon=186.5"),
        (18.65, 54.35, "wyglądają na zamienione"),
        (18.65, 54.35, "spróbuj lat=54.35 i lon=18.65"),
    ],
)
def test_coordinates_that_cannot_be_meant_are_refused_in_polish(lat, lon, says):
    with pytest.raises(InvalidPointError) as refusal:
        WORLD.by_point(lat, lon, TODAY)

    assert says in refusal.value.polish
    assert refusal.value.polish.startswith("Współrzędne ")
    assert refusal.value.polish.endswith(".")


@given(latitudes, longitudes)
def test_any_numbers_are_a_point_or_refused(lat, lon):
    try:
        check_point(lat, lon)
    except InvalidPointError as refusal:
        assert refusal.polish
        with pytest.raises(InvalidPointError):
            WORLD.by_point(lat, lon, TODAY)
    else:
        assert WORLD.by_point(lat, lon, TODAY).outcome in set(Outcome) - {Outcome.INVALID, Outcome.AMBIGUOUS}


@given(st.floats(-0.2, 4.2), st.floats(-0.2, 1.2))
def test_every_place_is_held_by_the_square_it_lies_in(column, row):
    found = WORLD.by_point(*spot(column, row), TODAY)
    margin = 1e-6

    if margin < column % 1 < 1 - margin and 0 <= column <= 4 and margin < row < 1 - margin:
        assert found.gmina == GMINY.split()[int(column)]
    elif not (-margin < column < 4 + margin and -margin < row < 1 + margin):
        assert found.outcome is Outcome.OUTSIDE


@pytest.mark.parametrize(
    ("text", "unit", "gmina", "answer"),
    [
        ("0201", "0201", "", "a"),
        ("020101", "0201", "020101", "a"),
        ("0201011", "0201", "020101", "a"),
        (" 02 01 02 ", "0201", "020102", "gap"),
        ("0202", "0202", "", "b"),
        ("0401", "0401", "", "expired:a"),
    ],
)
def test_a_code_is_answered(text, unit, gmina, answer):
    found = WORLD.by_teryt(text, TODAY)

    assert (found.unit, found.gmina, say(found.coverage)) == (unit, gmina, answer)
    assert found.outcome is found.coverage.outcome


def test_a_powiat_is_answered_with_its_exceptions():
    assert [(g, say(c)) for g, c in WORLD.by_teryt("0201", TODAY).exceptions] == [("020102", "gap")]
    assert WORLD.by_teryt("020102", TODAY).exceptions == ()


def test_a_voivodeship_is_a_choice_of_its_powiats():
    found = WORLD.by_teryt("02", TODAY)

    assert (found.outcome, found.unit, found.candidates) == (Outcome.AMBIGUOUS, "02", ("0201", "0202"))
    assert found.coverage.serving == ()


@pytest.mark.parametrize("unknown", ["06", "0299", "0203", "020199", "0201991"])
def test_a_code_that_nothing_has_is_not_found(unknown):
    with pytest.raises(NotFoundError) as refusal:
        WORLD.by_teryt(unknown, TODAY)

    assert f"Nie ma jednostki o kodzie TERYT {unknown[:6]}" in refusal.value.polish
    assert refusal.value.polish.endswith("sprawdź kod w rejestrze TERYT.")


def test_what_is_no_code_is_refused():
    with pytest.raises(InvalidTerytError):
        WORLD.by_teryt("Gdańsk", TODAY)


def test_units_are_powiats_and_the_gminas_that_claims_name():
    answers = {u: say(c) for u, c in WORLD.units_on(TODAY).items()}

    assert answers == {"0201": "a", "020102": "gap", "0202": "b", "0401": "expired:a"}


def test_gminas_by_powiat():
    assert WORLD.gminy_of == {"0201": ("020101", "020102"), "0202": ("020201",), "0401": ("040101",)}


def test_the_answer_does_not_depend_on_what_was_asked_before():
    """Two sources, no claim begins or ends between the days: the one to cite still depends on the day."""
    text, early, late = "0201>a~2019 0201>a~2024", day("2020-01-01"), day("2026-01-01")
    asked_before, fresh = (Lookup(country("020101", text)) for _ in range(2))
    asked_before.by_point(*spot(0.5), early)

    assert asked_before.by_point(*spot(0.5), late) == fresh.by_point(*spot(0.5), late)
    assert fresh.by_point(*spot(0.5), late).coverage == fresh.by_teryt("020101", late).coverage


def test_warming_up_changes_no_answer():
    cold, warm = Lookup(WORLD.snapshot), Lookup(WORLD.snapshot)
    warm.warm_up()

    assert warm.by_point(*spot(0.5), TODAY) == cold.by_point(*spot(0.5), TODAY)


def test_a_known_gap_is_not_an_unknown():
    assert WORLD.by_point(*spot(1.5), TODAY).coverage.reason is Reason.GAP
    assert Lookup(country("020101")).by_point(*spot(0.5), TODAY).coverage.reason is Reason.NO_SOURCE
