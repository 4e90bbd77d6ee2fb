"""One row per construction of the grammar of coverage lists: words in, codes out, and what is reported."""

import pytest

from ses_map.registry import read_registry
from ses_map.registry.sentence import Gazetteer, parse_sentence
from tests.builders import GEODATA


@pytest.fixture(scope="session")
def gazetteer():
    return Gazetteer(read_registry(GEODATA)[0])


def read(gazetteer, text, voivodeship=""):
    """Units and gminas as one line, exclusions after a minus, problems as codes."""
    found = parse_sentence(text, gazetteer, voivodeship)
    units = [u.teryt for u in (*found.units, *found.gminas)] + [f"-{u.teryt}" for u in found.excluded]
    return " ".join(units), " ".join(sorted(p.code for p in found.problems))


OPOLSKIE = "1601 1602 1603 1604 1605 1606 1607 1608 1609 1610 1611 1661"
KRAKOWSKI, TARNOWSKI = "1201 1206 1208 1209 1214 1219", "1202 1204 1216 1263"
BOTH = "1201 1202 1204 1206 1208 1209 1214 1216 1219 1263"

CASES = [
    ("powiat kwidzyński", "2207"),
    ("na terenie powiatu kwidzyńskiego", "2207"),
    ("w powiecie kwidzyńskim", "2207"),
    ("służy powiatowi kwidzyńskiemu", "2207"),
    ("zajmuje się powiatem kwidzyńskim", "2207"),
    ("powiaty: kwidzyński, malborski", "2207 2209"),
    ("w powiatach kwidzyńskim i malborskim", "2207 2209"),
    ("wraz z powiatami: kwidzyńskim oraz malborskim", "2207 2209"),
    ("POWIATY: KWIDZYŃSKI, MALBORSKI", "2207 2209"),
    ("pow. kwidzyński, pow. malborski", "2207 2209"),
    ("powiaty: kwidzyński; malborski; sztumski", "2207 2209 2216"),
    ("powiaty kwidzyński lub malborski", "2207 2209"),
    ("powiat kwidzyński i powiat kwidzyński", "2207"),
    ("miasto Gdańsk", "2261"),
    ("w mieście Gdańsku", "2261"),
    ("miasta Gdańska", "2261"),
    ("m. Gdańsk", "2261"),
    ("M. Gdańsk", "2261"),
    ("m.st. Warszawa", "1465"),
    ("m. st. Warszawy", "1465"),
    ("miast: Gdańska, Gdyni i Sopotu", "2261 2262 2264"),
    ("powiat gdański i m. Gdańsk", "2204 2261"),
    ("powiaty: gdański, Gdańsk", "2204 2261"),
    ("powiatu gdańskiego oraz Gdańska", "2204 2261"),
    ("Gdańsk, Gdynia i Sopot", "2261 2262 2264"),
    ("miasto Zielona Góra na prawach powiatu", "0862"),
    ("m. Bielsko-Biała", "2461"),
    ("m. Bielsko - Biała", "2461"),
    ("miasta Bielska-Białej", "2461"),
    ("m. Ruda Śl.", "2472"),
    ("m. Gorzów Wlkp.", "0861"),
    ("m. Piotrków Tryb.", "1062"),
    ("powiat bieruńsko - lędziński", "2414"),
    ("powiatu strzelecko-drezdeneckiego", "0806"),
    ("zielonogórski ziemski i grodzki", "0809 0862"),
    ("powiat zielonogórski grodzki", "0862"),
    ("powiat zielonogórski ziemski", "0809"),
    ("powiat zielonogórski grodzki, grodzki", "0862"),
    ("powiaty: zielonogórski (ziemski i grodzki), żarski", "0809 0811 0862"),
    ("powiat ziemski zielonogórski", "0809"),
    ("miasta i powiatu zielonogórskiego", "0809 0862"),
    ("powiat warszawski zachodni", "1432"),
    ("powiaty: warszawa-zachód", "1432"),
    ("powiaty łódzki wschodni i zgierski", "1006 1020"),
    ("gmina Tykocin", "200212"),
    ("gminy Tykocin i Zawady w powiecie białostockim", "200212 200215"),
    ("gmin: Tykocin, Zawady z powiatu białostockiego", "200212 200215"),
    ("powiat kielecki (gminy: Łagów, Raków)", "260407 260416"),
    ("powiat białostocki z wyłączeniem gmin Tykocin i Zawady", "2002 -200212 -200215"),
    ("powiaty: kwidzyński, malborski, z wyjątkiem powiatu sztumskiego", "2207 2209 -2216"),
    ("mieszkańców Siedlec oraz powiatów siedleckiego i łosickiego", "1410 1426 1464"),
    ("Nowego Sącza i powiatu nowosądeckiego", "1210 1262"),
    ("Bytom, Gliwice, Zabrze, powiat gliwicki, tarnogórski", "2405 2413 2462 2466 2478"),
    ("OWES w Słupsku i powiat lęborski", "2208"),
    ("OWES Słupsk, powiaty: słupski, lęborski", "2208 2212"),
    ("z wyłączeniem m. Łodzi: powiaty zgierski, pabianicki", "1008 1020 -1061"),
    ("powiaty zgierski, pabianicki z wyłączeniem miast: Łódź, Skierniewice", "1008 1020 -1061 -1063"),
    ("miasto stołeczne Warszawa", "1465"),
    ("wszystkie powiaty województwa opolskiego", OPOLSKIE),
    ("powiaty grodzkie: Lublin, Chełm, Zamość", "0662 0663 0664"),
    ("gmina wiejska Kwidzyn", "220703"),
    ("gmina miejska Kwidzyn i gmina wiejska Kwidzyn", "220701 220703"),
    ("miasto i gmina Debrzno", "220304"),
    ("gmina miejsko-wiejska Prabuty", "220704"),
    ("całe województwo opolskie", OPOLSKIE),
    ("cały obszar województwa opolskiego", OPOLSKIE),
    ("3 powiaty: kwidzyński, malborski, sztumski", "2207 2209 2216"),
    ("w trzech powiatach: kwidzyńskim, malborskim i sztumskim", "2207 2209 2216"),
    ("dwa powiaty: gdański i m. Gdańsk", "2204 2261"),
    ("3 powiaty i 1 powiat grodzki: kwidzyński, malborski, sztumski, m. Gdańsk", "2207 2209 2216 2261"),
    ("• powiat kwidzyński\n• powiat malborski", "2207 2209"),
    ("- powiat kwidzyński\n- powiat malborski", "2207 2209"),
    ("powiaty: kwi\u00addzyński, ło\u0301dzki wschodni", "1006 2207"),
    ("w kwidzyńskim i malborskim powiecie", "2207 2209"),
    ("miasto i powiat Nowy Sącz", "1210 1262"),
    ("powiat i miasto Nowy Sącz", "1210 1262"),
    ("skierniewicki (miasto i powiat), łowicki", "1005 1015 1063"),
    ("Gdańsk – powiat grodzki, powiat gdański", "2204 2261"),
    ("Kielce (miasto na prawach powiatu), kielecki", "2604 2661"),
    ("w Gdyni, Sopocie oraz powiatach puckim i wejherowskim", "2211 2215 2262 2264"),
    ("działamy w Chełmie i w powiecie chełmskim", "0603 0662"),
    ("Siedziba: Gdynia, powiaty: pucki, wejherowski", "2211 2215"),
    ("Urząd Miasta Gdańska obsługuje powiat gdański", "2204"),
    ("Stowarzyszenie na Rzecz Miasta i Gminy Debrzno: powiaty chojnicki i kościerski", "2202 2206"),
    ("osoby bez pracy z powiatów kwidzyńskiego i malborskiego", "2207 2209"),
    ("m. Gdańsk, gdański, słupski", "2204 2212 2261"),
    ("Gmina Miejska Kraków i powiat krakowski", "1206 1261"),
    ("gmina Miejska Górka", "302203"),
    ("gminy powiatu kartuskiego: Żukowo, Przodkowo", "220503 220508"),
    ("powiat kartuski – gminy: Żukowo i Przodkowo", "220503 220508"),
    ("wszystkie gminy powiatu kartuskiego", "2205"),
    ("gminy Brenna i Ustroń (powiat cieszyński) oraz powiat żywiecki", "2417 240302 240304"),
    ("w gminie Debrzno oraz w powiecie chojnickim", "2202 220304"),
    ("gminy Rudnik i Krzyżanowice z powiatu raciborskiego", "241104 241108"),
    ("powiat słupski, z wyłączeniem miasta Słupska, oraz powiaty bytowski i lęborski", "2201 2208 2212 -2263"),
    ("powiaty: konecki, kielecki z wyłączeniem gmin Łagów i Raków, buski", "2601 2604 2605 -260407 -260416"),
    ("za wyjątkiem Bytomia: Gliwice, Zabrze, powiat gliwicki", "2405 2466 2478 -2462"),
    ("całe województwo opolskie bez miasta Opola", f"{OPOLSKIE.removesuffix(' 1661')} -1661"),
    ("województwo opolskie z wyłączeniem miasta Opola", f"{OPOLSKIE.removesuffix(' 1661')} -1661"),
    (
        "sześciu powiatów Warmii i Mazur: ełckiego, gołdapskiego, giżyckiego, oleckiego, piskiego, węgorzewskiego",
        "2805 2806 2813 2816 2818 2819",
    ),
    ("powiaty objęte wsparciem: Tychy, Zabrze", "2477 2478"),
    ("powiat bartoszycki (Bartoszyce), nowotarski (Podhale)", "1211 2801"),
    ("powiat karkonoski (dawniej jeleniogórski)", "0206"),
    ("podregion (NUTS 3) bydgosko-toruński", "0403 0415 0461 0463"),
    ("NUTS3: krakowski", KRAKOWSKI),
    ("podregion krakowski (NUTS 3)", KRAKOWSKI),
    ("PODREGION NUTS-3 KRAKOWSKI", KRAKOWSKI),
    ("podregionu GUS krakowskiego", KRAKOWSKI),
    ("podregiony NUTS 3:\n- krakowski\n- tarnowski", BOTH),
    (
        "w podregionach NUTS 3 krakowskim i tarnowskim oraz w powiecie suskim",
        "1201 1202 1204 1206 1208 1209 1214 1215 1216 1219 1263",
    ),
    ("podregion NUTS 3 Miasto Kraków", "1261"),
    ("podregion NUTS 3 krakowski bez powiatu wielickiego", f"{KRAKOWSKI.removesuffix(' 1219')} -1219"),
    ("6 powiatów podregionu NUTS 3 krakowskiego", KRAKOWSKI),
    ("podregion krakowski (powiaty: bocheński, wielicki)", "1201 1219"),
    ("podregion krakowski: bocheński, wielicki", "1201 1219"),
    ("podregiony krakowski i tarnowski, czyli powiaty bocheński i tarnowski", "1201 1216"),
    ("powiaty bocheński i wielicki z podregionu krakowskiego", "1201 1219"),
    ("powiat suski (podregion nowotarski)", "1215"),
]


@pytest.mark.parametrize(("text", "units"), CASES)
def test_what_is_understood(gazetteer, text, units):
    assert read(gazetteer, text) == (units, "")


@pytest.mark.parametrize(
    ("text", "voivodeship", "units"),
    [
        ("powiat krośnieński", "08", "0802"),
        ("powiat krośnieński", "18", "1807"),
        ("powiat krośnieński województwa lubuskiego", "", "0802"),
        ("w województwie podkarpackim: powiat krośnieński", "", "1807"),
        ("powiaty krośnieński i jasielski", "", "1805 1807"),
        ("powiaty krośnieński i słubicki", "", "0802 0805"),
        ("powiaty krośnieński (lubuskie) i krośnieński (podkarpackie)", "", "0802 1807"),
        ("powiat krośnieński woj. lubuskiego, powiat krośnieński woj. podkarpackiego", "", "0802 1807"),
        ("gmina Tuczno", "32", "321704"),
        ("powiaty: bielski, hajnowski", "", "2003 2005"),
        ("powiaty: bielski, żywiecki", "", "2402 2417"),
        (
            "w województwie lubuskim: powiat krośnieński; w województwie podkarpackim: powiat krośnieński",
            "",
            "0802 1807",
        ),
    ],
)
def test_homonyms_are_settled(gazetteer, text, voivodeship, units):
    assert read(gazetteer, text, voivodeship) == (units, "")


@pytest.mark.parametrize(
    ("text", "units", "problems"),
    [
        ("powiat krośnieński", "", "ambiguous no-unit"),
        ("powiaty: czchowski, chojnicki", "2202", "unknown-name"),
        ("powiaty: kwidzyński, Mikołów", "2207", "unknown-name"),
        ("4 powiaty: kwidzyński, malborski, sztumski", "2207 2209 2216", "count-mismatch"),
        ("ze szczególnym uwzględnieniem powiatu kwidzyńskiego", "2207", "soft-scope"),
        ("Obszar II", "", "no-unit opaque-label"),
        ("subregion nadwiślański", "", "no-unit opaque-label"),
        ("wśród mieszkańców Powiśla i Kociewia", "", "no-unit opaque-label opaque-label"),
        ("OWES w Słupsku zaprasza", "", "no-unit"),
        ("Lubuski Ośrodek Wsparcia zaprasza na szkolenie", "", "no-unit"),
        ("powiat kielecki (gminy: Tykocin)", "", "gmina-elsewhere no-unit"),
        ("powiat jeleniogórski", "0206", "former-name"),
        ("miasto Gdańsk poza miastem Gdańsk", "-2261", "no-unit"),
        ("OWES w województwie opolskim zaprasza", OPOLSKIE, "voivodeship-only"),
        ("województwo opolskie", OPOLSKIE, "voivodeship-only"),
        ("podregionu krakowskiego", KRAKOWSKI, "nuts3-podregion"),
        ("podregiony: krakowski i tarnowski", BOTH, "nuts3-podregion nuts3-podregion"),
        ("podregion krakowski i szczebrzeski", KRAKOWSKI, "nuts3-podregion opaque-label"),
        ("5 powiatów podregionu krakowskiego", KRAKOWSKI, "count-mismatch nuts3-podregion"),
        ("podregion szczebrzeski", "", "no-unit opaque-label"),
        ("podregion NUTS 3 szczebrzeski", "", "no-unit opaque-label"),
        ("subregion krakowski (NUTS 3)", "", "no-unit opaque-label"),
        ("w subregionie tarnowskim i nowosądeckim", "", "no-unit opaque-label"),
        ("subregion krakowski i podregion tarnowski", TARNOWSKI, "nuts3-podregion opaque-label"),
        ("subregion nadwiślański oraz powiat tczewski", "2214", "opaque-label"),
        ("dane GUS krakowskiego urzędu", "", "no-unit"),
        ("powiat tczewski i powiaty ościenne", "2214", "vague-scope"),
        ("część powiatu tczewskiego", "", "no-unit partial"),
        ("Łódź i okolice", "1061", "vague-scope"),
        ("m.st. Warszawa, dzielnice Wola i Bemowo", "1465", "vague-scope"),
        ("powiat człuchowski i gmina Debrzno", "2203 220304", "gmina-inside"),
        ("powiat sztumski (w tym gmina Dzierzgoń)", "2216 221601", "gmina-inside"),
        ("Trójmiasto oraz powiaty pucki i wejherowski", "2211 2215", "opaque-label"),
        ("m. Krosno Odrzańskie, powiat słubicki", "0805", "unknown-name"),
        ("powiaty: kwidzyńki, malborski", "2209", "unknown-name"),
        ("powiaty: nyki, prudnicki", "1610", "unread-words"),
        ("powit kwidzyński, powiat malborski", "2209", "unread-words"),
        ("powiaty: kędzierzyńsko-kozelski, nyski", "1607", "unknown-name"),
        ("Siedlec, Radomia, Ostroęłki oraz powiatu łosickiego", "1410 1463 1464", "unknown-name"),
        ("powiaty kwidzyński malborski sztumski", "2207 2209 2216", "unread-words"),
        ("powiat strzelecko-drezdeneckiego", "0806", "unread-words"),
        ("między powiatami: kwidzyńskim oraz malborskim", "2207 2209", "unread-words"),
        ("", "", "no-unit"),
        ("!!! 123 ???", "", "no-unit"),
    ],
)
def test_what_is_not_understood_is_said(gazetteer, text, units, problems):
    assert read(gazetteer, text) == (units, problems)


def test_a_unit_outside_the_given_voivodeship_is_kept_and_told(gazetteer):
    assert read(gazetteer, "powiat kwidzyński", "24") == ("2207", "outside-voivodeship")


def test_a_typo_gets_a_suggestion_and_no_unit(gazetteer):
    (problem,) = parse_sentence("powiaty: czchowski, chojnicki", gazetteer, "22").problems

    assert "człuchowski" in problem.detail and "„czchowski”" in problem.detail


def test_words_and_offsets_lead_back_to_the_text(gazetteer):
    text = "z powiatów: krośnieńskiego, słubickiego i miasta Zielona Góra."
    found = parse_sentence(text, gazetteer, "08")

    assert [text[u.start : u.end] for u in found.units] == [u.words for u in found.units]
    assert [u.words for u in found.units] == ["krośnieńskiego", "słubickiego", "Zielona Góra"]
    assert [u.settled for u in found.units] == ["voivodeship", "unique", "unique"]


@pytest.mark.parametrize(
    ("text", "certainty", "problems"),
    [
        ("powiat Suwałki", "likely", "city-or-county"),
        ("na terenie powiatu Radom", "likely", "city-or-county"),
        ("pow. Radom", "likely", "city-or-county"),
        ("powiat suwalski, powiat Suwałki", "certain", ""),
        ("powiat grodzki Radom", "certain", ""),
        ("powiat m. Radom", "certain", ""),
        ("miasto na prawach powiatu Radom", "certain", ""),
        ("powiat Gdynia", "certain", ""),
    ],
)
def test_a_city_called_powiat_may_be_the_county_around_it(gazetteer, text, certainty, problems):
    found = parse_sentence(text, gazetteer)
    cities = [u for u in found.units if u.teryt[2] == "6"]

    assert [u.certainty for u in cities] == [certainty]
    assert " ".join(p.code for p in found.problems) == problems
