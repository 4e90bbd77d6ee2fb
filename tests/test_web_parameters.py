"""Every parameter that cannot be read is refused with a Polish sentence that says what to do."""

import pytest

from tests.web_builders import assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

POINTS = {
    "": "Brakuje parametru lat",
    "lat=54.1": "Brakuje parametru lon",
    "lon=18.93": "Brakuje parametru lat",
    "lat=&lon=18.93": "Brakuje parametru lat",
    "lat=54.1&lon=": "Brakuje parametru lon",
    "lat=abc&lon=18.93": "nie jest liczbą",
    "lat=54.1&lon=--": "nie jest liczbą",
    "lat=54,1&lon=18,93": "z kropką dziesiętną",
    "lat=54.1&lon=18,93": "z kropką dziesiętną",
    "lat=54°06'&lon=18.93": "nie jest liczbą",
    "lat=0x36&lon=18.93": "nie jest liczbą",
    "lat=5_4.1&lon=18.93": "nie jest liczbą",
    "lat=٥٤.1&lon=18.93": "nie jest liczbą",
    "lat=nan&lon=18.93": "muszą być liczbami",
    "lat=54.1&lon=NaN": "muszą być liczbami",
    "lat=inf&lon=18.93": "muszą być liczbami",
    "lat=54.1&lon=-Infinity": "muszą być liczbami",
    "lat=1e400&lon=18.93": "muszą być liczbami",
    "lat=18.93&lon=54.1": "spróbuj lat=54.1 i lon=18.93",
    "lat=90.1&lon=18.93": "poza zakresem",
    "lat=-91&lon=18.93": "poza zakresem",
    "lat=54.1&lon=180.5": "poza zakresem",
    "lat=54.1&lon=9999": "poza zakresem",
    "lat=541&lon=189": "poza zakresem",
}
OTHERS = {
    "lat=54.1&lat=54.1&lon=18.93": "„lat” tylko raz",
    "lat=54.1&lon=18.93&lon=18": "„lon” tylko raz",
    "teryt=2207&teryt=2208": "„teryt” tylko raz",
    "teryt=2207&date=2026-01-01&date=2026-01-02": "„date” tylko raz",
    "teryt=2207&q=Kwidzyn": "nie kilka naraz",
    "teryt=2207&postcode=82-500": "nie kilka naraz",
    "q=Kwidzyn&lat=54.1&lon=18.93": "nie kilka naraz",
    "q=": "Parametr q jest pusty",
    "q=Kwidzyn&q=Malbork": "„q” tylko raz",
    "q=%20%20": "Parametr q jest pusty",
    "q=9999": "nie jest kodem TERYT",
    "q=18.93,54.1": "spróbuj lat=54.1 i lon=18.93",
    "postcode=": "nie jest kodem pocztowym",
    "postcode=82-50": "zapisz go jako 82-500",
    "postcode=٨٢-٥٠٠": "nie jest kodem pocztowym",
    "lat=54.1&lon=18.93&Lat=1": "„Lat”",
    "lat=54.1&lon=18.93&callback=f": "lat, lon, teryt, q, postcode, date",
    "teryt=2207&lat=54.1&lon=18.93": "nie kilka naraz",
    "teryt=2207&lat=54.1": "nie kilka naraz",
    "teryt=&lat=54.1&lon=18.93": "nie kilka naraz",
    "teryt=": "nie jest kodem TERYT",
    "teryt=kwidzyński": "nie jest kodem TERYT",
    "teryt=207": "może chodziło o „0207”",
    "teryt=22.07": "nie jest kodem TERYT",
    "teryt=-2207": "nie jest kodem TERYT",
    "teryt=0107": "nie jest kodem TERYT",
    "teryt=2200": "nie jest kodem TERYT",
    "teryt=22070111": "nie jest kodem TERYT",
    "teryt=٢٢٠٧": "nie jest kodem TERYT",
    "teryt=2207&date=17.04.2019": "nie jest dniem kalendarza",
    "teryt=2207&date=2019-02-29": "nie jest dniem kalendarza",
    "teryt=2207&date=20190417": "nie jest dniem kalendarza",
    "teryt=2207&date=2019-W16-3": "nie jest dniem kalendarza",
    "teryt=2207&date=2019-4-17": "nie jest dniem kalendarza",
    "teryt=2207&date=0000-01-01": "nie jest dniem kalendarza",
    "teryt=2207&date=٢٠١٩-04-17": "nie jest dniem kalendarza",
    "teryt=2207&date=today": "rok-miesiąc-dzień, na przykład 2019-04-17",
    "lat=54.1&lon=18.93&date=2019-02-29": "nie jest dniem kalendarza",
    "lat=54.1&lon=18.93&date=0000-01-01": "nie jest dniem kalendarza",
}


@pytest.mark.parametrize(("query", "sentence"), [*POINTS.items(), *OTHERS.items()])
def test_a_look_up_that_cannot_be_read_is_invalid(client, published, query, sentence):
    body = assert_problem(client.get(f"/api/v1/lookup?{query}"), 400, sentence)

    assert (body["outcome"], body["code"], body["snapshot"]) == ("invalid", "invalid", published.id)
    assert body["area"] is None and body["centres"] == [] == body["candidates"]


@pytest.mark.parametrize("query", [q for q in OTHERS if "date=" in q and "tylko" not in OTHERS[q]])
def test_a_day_that_is_none_is_refused_by_every_list(client, query):
    day = query.split("date=")[1]

    for path in ("centres", "areas", "coverage", "problems"):
        assert_problem(client.get(f"/api/v1/{path}?date={day}"), 400, "nie jest dniem kalendarza")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("centres?format=xml", "json, geojson, csv"),
        ("centres?format=CSV", "json, geojson, csv"),
        ("areas?format=xlsx", "json, geojson, csv"),
        ("coverage?format=html", "json, geojson, csv"),
        ("problems?format=geojson", "json, csv"),
        ("areas?kind=country", "powiat, gmina, voivodeship, subregion, centre"),
        ("areas?voivodeship=Atlantyda", "Nie ma województwa „Atlantyda”"),
        ("centres?voivodeship=99", "podaj kod, na przykład 22"),
        ("coverage?voivodeship=2207", "Nie ma województwa „2207”"),
        ("coverage?voivodeship=22&voivodeship=24", "„voivodeship” tylko raz"),
        ("coverage?kind=powiat", "voivodeship, date, format"),
        ("centres?size=10", "voivodeship, date, format, limit, offset, fields, geometry"),
        ("areas?q=x", "kind, voivodeship, date, format"),
        ("problems?voivodeship=22", "date, format"),
        ("suggest?q=kwi&date=2019-04-17", "q, limit, lang"),
    ],
)
def test_a_list_that_cannot_be_read_says_what_is_possible(client, path, sentence):
    body = assert_problem(client.get(f"/api/v1/{path}"), 400, sentence)

    assert "outcome" not in body


@pytest.mark.parametrize("query", ["22", "pomorskie", " 22 "])
def test_a_voivodeship_has_a_code_and_a_slug(client, query):
    body = client.get(f"/api/v1/areas?voivodeship={query}").json

    assert body["meta"]["count"] == 20


def test_an_empty_parameter_is_none(client):
    plain = client.get("/api/v1/areas").json

    assert client.get("/api/v1/areas?voivodeship=&format=&kind=&date=").json == plain


@pytest.mark.parametrize("query", ["lat={}&lon=18.93", "teryt={}", "postcode={}", "q=1&date={}", "q=1&{}=1"])
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "x" * 3000, "%00%01", "%ff%fe", "%F0%9F%97%BA"])
def test_hostile_parameters_are_refused_and_shown_short(client, query, text):
    body = assert_problem(client.get("/api/v1/lookup?" + query.format(text)), 400)

    assert len(body["detail"]) < 300
