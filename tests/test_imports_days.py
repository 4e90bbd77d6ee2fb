"""Days, months and periods as offices write them: every spelling on days of all kinds; what could be two is refused."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import InvalidInputError
from ses_map.imports.days import is_rough, read_day, read_first, read_last, read_period, split_period

GENITIVE = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split()
PLAIN = "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień".split()
SHORT = "sty lut mar kwi maj cze lip sie wrz paź lis gru".split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()

SPELLINGS = {
    "ISO": lambda d: d.isoformat(),
    "year first, points": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "year first, slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "points": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "points, no zeros, r.": lambda d: f"{d.day}.{d.month}.{d.year} r.",
    "points, r. without a blank": lambda d: f"{d.day}.{d.month}.{d.year}r.",
    "points and blanks": lambda d: f"{d.day}. {d.month}. {d.year}",
    "hyphens": lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    "slashes, the day first": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "in words": lambda d: f"{d.day} {GENITIVE[d.month - 1]} {d.year} r.",
    "in capital words": lambda d: f"{d.day} {GENITIVE[d.month - 1].upper()} {d.year} ROKU",
    "nominative": lambda d: f"{d.day} {PLAIN[d.month - 1]} {d.year}",
    "short month of a spreadsheet": lambda d: f"{d.day:02}-{SHORT[d.month - 1]}-{d.year}",
    "Roman month": lambda d: f"{d.day} {ROMAN[d.month - 1]} {d.year}",
    "Roman month, points": lambda d: f"{d.day}.{ROMAN[d.month - 1]}.{d.year} r.",
    "z dnia": lambda d: f"z dnia {d.day}.{d.month:02}.{d.year} r.",
    "od dnia": lambda d: f"od dnia {d.day} {GENITIVE[d.month - 1]} {d.year}",
    "midnight": lambda d: f"{d.isoformat()} 00:00:00",
    "a time of day": lambda d: f"{d.isoformat()}T12:30:05",
    "hard blanks": lambda d: f"\u00a0{d.day}\u00a0{GENITIVE[d.month - 1]}\u00a0{d.year}\u00a0",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(day=st.dates(date(1800, 1, 1), date(2999, 12, 31)))
def test_a_day_is_read_back_from_every_spelling(spelling, day):
    assert read_day(SPELLINGS[spelling](day)) == day.isoformat()


@given(st.integers(10_000, 73_050))
def test_the_serial_number_of_a_spreadsheet_is_a_day(serial):
    assert read_day(str(serial)) == (date(1900, 3, 1) + timedelta(days=serial - 61)).isoformat()


def test_a_serial_number_as_spreadsheets_show_it():
    assert (read_day("45356"), read_day("36526")) == ("2024-03-05", "2000-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "31.04.2024", "30 lutego 2024", "2023-02-29", "0.01.2024", "2024-13-01", "13/13/2024", "31 IV 2024",
        "2024", "2024 r.", "marzec 2024", "03.2024", "I kwartał 2024", "2024-03",
        "5.03.24", "05-mar-24", "24-03-05", "5.03.0024",
        "5 marza 2024", "5 XIII 2024", "maj", "jutro", "", "-", "od 2019", "5.03.2024-6.03.2024",
        "80001", "99999", "4535", "453560", "-45356", "45356.5",
    ],
)  # fmt: skip
def test_what_is_no_single_day_is_refused_and_quoted(text):
    with pytest.raises(InvalidInputError) as caught:
        read_day(text)

    assert caught.value.polish == f"„{text}” nie jest dniem; dzień ma postać 2024-03-05."


MONTHS = {
    "ISO": lambda y, m: f"{y}-{m:02}",
    "points": lambda y, m: f"{m:02}.{y}",
    "points, no zero, r.": lambda y, m: f"{m}.{y} r.",
    "slash": lambda y, m: f"{m:02}/{y}",
    "hyphen, the month first": lambda y, m: f"{m:02}-{y}",
    "nominative": lambda y, m: f"{PLAIN[m - 1]} {y}",
    "genitive, roku": lambda y, m: f"{GENITIVE[m - 1].upper()} {y} roku",
    "short": lambda y, m: f"{SHORT[m - 1]}-{y}",
    "Roman": lambda y, m: f"{ROMAN[m - 1]} {y}",
    "Roman, points": lambda y, m: f"{ROMAN[m - 1]}.{y}",
}


@pytest.mark.parametrize("spelling", MONTHS)
@given(y=st.integers(1900, 2099), m=st.integers(1, 12))
def test_a_month_begins_on_its_first_day_and_ends_on_its_last(spelling, y, m):
    text = MONTHS[spelling](y, m)

    assert (read_first(text), read_last(text)) == (f"{y}-{m:02}-01", f"{y}-{m:02}-{calendar.monthrange(y, m)[1]}")
    assert (read_period(text), is_rough(text)) == (f"{y}-{m:02}", True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024 r.", "2024-01-01", "2024-12-31"),
        ("od 2024 roku", "2024-01-01", None),
        ("do końca 2028 r.", None, "2028-12-31"),
        ("do końca grudnia 2028", None, "2028-12-31"),
        ("od początku 2024", "2024-01-01", None),
        ("I kwartał 2024", "2024-01-01", "2024-03-31"),
        ("4 kw. 2024 r.", "2024-10-01", "2024-12-31"),
        ("II półrocze 2023", "2023-07-01", "2023-12-31"),
        ("bezterminowo", "", ""),
        ("Bezterminowa", "", ""),
        ("do odwołania", "", ""),
        ("na czas nieokreślony", "", ""),
        ("nadal", "", ""),
        ("31 grudnia 2028", "2028-12-31", "2028-12-31"),
        ("31.12.2028 r. włącznie", "2028-12-31", "2028-12-31"),
        ("III kwartał", None, None),
        ("III półrocze 2024", None, None),
        ("00.2024", None, None),
        ("13.2024", None, None),
        ("marzec", None, None),
        ("2024-25", None, None),
        ("koniec 2028", None, None),
        ("24", None, None),
    ],
)
def test_the_bounds_of_what_is_no_day(text, first, last):
    def read(reader):
        try:
            return reader(text)
        except InvalidInputError:
            return None

    assert (read(read_first), read(read_last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-12-31T23:00:00Z", "2020-01-01"),
        ("2019-12-31T23:00:00.000Z", "2020-01-01"),
        ("2019-12-31T22:59:59Z", "2019-12-31"),
        ("2019-06-30T22:00:00Z", "2019-07-01"),
        ("2019-06-30 21:59:59 UTC", "2019-06-30"),
        ("2019-12-31T23:00Z", "2020-01-01"),
        ("2019-12-31T23:00:00+00:00", "2020-01-01"),
        ("2019-12-31 23:00:00+00", "2020-01-01"),
        ("2020-01-01T00:00:00+0100", "2020-01-01"),
        ("2019-12-31T18:00:00-05:00", "2020-01-01"),
        ("2019-12-31T23:00:00", "2019-12-31"),
    ],
)
def test_a_moment_of_a_stated_zone_is_the_day_that_it_was_in_poland(text, day):
    assert (read_day(text), read_first(text), read_last(text), read_period(text)) == (day,) * 4


@pytest.mark.parametrize("text", ["2019-12-31T25:00:00Z", "31.12.2019 23:00Z", "2019-12-31T23:00:00+25:00"])
def test_a_moment_that_is_none_is_refused(text):
    with pytest.raises(InvalidInputError):
        read_day(text)


DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
BETWEEN = [" – ", "–", "-", " - ", " — ", " do ", "–\n", " / ", "...", " → "]


@pytest.mark.parametrize("spelling", [s for s in SPELLINGS if "dnia" not in s and "time" not in s])
@given(start=DAYS, end=DAYS, between=st.sampled_from(BETWEEN), lead=st.sampled_from(["", "od ", "w okresie od "]))
def test_two_days_in_one_cell_are_a_first_and_a_last(spelling, start, end, between, lead):
    write = SPELLINGS[spelling]

    first, last = split_period(f"{lead}{write(start)}{between}{write(end)}")
    assert (read_first(first), read_last(last)) == (start.isoformat(), end.isoformat())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("01.01.2024 – 31.12.2028", "2024-01-01", "2028-12-31"),
        ("01.01.2024 r. - 31.12.2028 r.", "2024-01-01", "2028-12-31"),
        ("od dnia 1 stycznia 2024 r. do dnia 31 grudnia 2028 r.", "2024-01-01", "2028-12-31"),
        ("2024–2028", "2024-01-01", "2028-12-31"),
        ("w latach 2024-2028", "2024-01-01", "2028-12-31"),
        ("01.2024 - 12.2028", "2024-01-01", "2028-12-31"),
        ("2024-01-2028-12", "2024-01-01", "2028-12-31"),
        ("styczeń 2024 – czerwiec 2028", "2024-01-01", "2028-06-30"),
        ("I–XII 2024", "2024-01-01", "2024-12-31"),
        ("styczeń – czerwiec 2024 r.", "2024-01-01", "2024-06-30"),
        ("1.01–30.06.2024", "2024-01-01", "2024-06-30"),
        ("1 stycznia – 30 czerwca 2024 r.", "2024-01-01", "2024-06-30"),
        ("ważna od 1.01.2024 do 31.12.2028", "2024-01-01", "2028-12-31"),
        ("(1.01.2024-31.12.2028)", "2024-01-01", "2028-12-31"),
        ("2024-01-01T00:00:00/2028-12-31T00:00:00", "2024-01-01", "2028-12-31"),
        ("od 1.01.2024 do odwołania", "2024-01-01", ""),
        ("01.01.2024 – bezterminowo", "2024-01-01", ""),
        ("od 01.01.2024 r., bezterminowo", "2024-01-01", ""),
        ("bezterminowo od 1 stycznia 2024", "2024-01-01", ""),
        ("2024 - nadal", "2024-01-01", ""),
        ("bezterminowo", "", ""),
        ("na czas nieokreślony", "", ""),
        ("czas nieokreślony", "", ""),
        ("od 2024-01-01", "2024-01-01", ""),
        ("do 31.12.2028", "", "2028-12-31"),
        ("ważne do 12.2028", "", "2028-12-31"),
        ("31.12.2024 – 31.12.2028 r. (włącznie)", "2024-12-31", "2028-12-31"),
        ("3.01.2024-(bezterminowo)", "2024-01-03", ""),
        ("umowa bezterminowa", "", ""),
        ("brak terminu", "", ""),
        ("01.01.2024 -", "2024-01-01", ""),
        ("– 31.12.2028", "", "2028-12-31"),
        ("na okres 01.01.2024-31.12.2028", "2024-01-01", "2028-12-31"),
        ("45292 - 47118", "2024-01-01", "2028-12-31"),
    ],
)
def test_a_period_in_one_cell(text, first, last):
    start, end = split_period(text)

    assert (start and read_first(start), end and read_last(end)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "2024", "2024-01", "2011-12", "01/2024", "01.01.2024", "5 marca 2024", "2024/2025", "45356",
        "31.04.2024 – 31.12.2028", "ważna", "3 lata", "od podpisania umowy", "bezterminowo po spełnieniu warunków",
        "od 2024 do nie wiadomo kiedy", "01.01.2024 i 31.12.2028", "01.01.2024 31.12.2028", "2019-12-31T23:00:00Z",
    ],
)  # fmt: skip
def test_what_is_no_period_is_not_split(text):
    assert split_period(text) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", "2024"), ("2024 rok", "2024"),
        ("stan na 31.12.2023 r.", "2023-12-31"), ("dzień 31.12.2023", "2023-12-31"),
        ("na dzień 31 grudnia 2023", "2023-12-31"), ("11.2023", "2023-11"), ("01.01.2024 – 31.12.2024", "2024"),
        ("1–31.01.2024", None), ("01.02.2024 – 29.02.2024", "2024-02"), ("I–XII 2024", "2024"), ("2023–2024", None),
        ("I kwartał 2024", None), ("bezterminowo", None), ("2024/2025", None), ("2024-2024", "2024"),
    ],
)  # fmt: skip
def test_the_period_of_a_figure_is_a_year_a_month_or_a_day(text, period):
    if period:
        assert read_period(text) == period
    else:
        with pytest.raises(InvalidInputError):
            read_period(text)
