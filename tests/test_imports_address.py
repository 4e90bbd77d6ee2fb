"""Addresses as they stand in registers: one row per spelling, and nothing with a number in it gets lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.imports.address import Address, parse_address, split_name
from ses_map.imports.cells import clean_text

ADDRESSES = [
    # street, postcode, town in every order
    ("ul. Długa 5, 80-001 Gdańsk", "ul. Długa 5", "80-001", "Gdańsk"),
    ("ul.Długa 5 80-001 Gdańsk", "ul.Długa 5", "80-001", "Gdańsk"),
    ("ul. Długa 5\n80-001 Gdańsk", "ul. Długa 5", "80-001", "Gdańsk"),
    ("80-001 Gdańsk, ul. Długa 5", "ul. Długa 5", "80-001", "Gdańsk"),
    ("80-001 Gdańsk ul. Długa 5", "ul. Długa 5", "80-001", "Gdańsk"),
    ("80-001 Gdańsk; Długa 5", "Długa 5", "80-001", "Gdańsk"),
    ("80-001 Gdańsk\nDługa 5", "Długa 5", "80-001", "Gdańsk"),
    ("ul. Długa 5, Gdańsk 80-001", "ul. Długa 5", "80-001", "Gdańsk"),
    ("Gdańsk 80-001 ul. Długa 5", "ul. Długa 5", "80-001", "Gdańsk"),
    ("Warszawa 00-828, al. Jana Pawła II 10", "al. Jana Pawła II 10", "00-828", "Warszawa"),
    ("Gdańsk 80-001", "", "80-001", "Gdańsk"),
    ("80-001\nGdańsk", "", "80-001", "Gdańsk"),
    # postcodes
    ("42 – 200 Częstochowa", "", "42-200", "Częstochowa"),
    ("ul. Długa 5, 80 - 001 Gdańsk", "ul. Długa 5", "80-001", "Gdańsk"),
    ("80001 Gdańsk, Długa 5", "Długa 5", "80-001", "Gdańsk"),
    (" 41-300 Dąbrowa Górnicza", "", "41-300", "Dąbrowa Górnicza"),
    # streets that are not called "ul."
    ("pl. Wolności 1, 58-260 Bielawa", "pl. Wolności 1", "58-260", "Bielawa"),
    ("Pl.Wolności 1, 58-260 Bielawa", "Pl.Wolności 1", "58-260", "Bielawa"),
    ("Plac Teatralny 2, 87-100 Toruń", "Plac Teatralny 2", "87-100", "Toruń"),
    ("os. Powstańców 20, 43-400 Cieszyn", "os. Powstańców 20", "43-400", "Cieszyn"),
    ("43-400 Cieszyn os. Powstańców 20", "os. Powstańców 20", "43-400", "Cieszyn"),
    ("Osiedle Leśne 3, 62-028 Koziegłowy", "Osiedle Leśne 3", "62-028", "Koziegłowy"),
    ("Rynek 7, 56-410 Dobroszyce", "Rynek 7", "56-410", "Dobroszyce"),
    ("Rynek, 56-410 Dobroszyce", "Rynek", "56-410", "Dobroszyce"),
    ("09-400 Płock Stary Rynek 5", "Stary Rynek 5", "09-400", "Płock"),
    ("al. Jerozolimskie 44 lok. 5, 00-024 Warszawa", "al. Jerozolimskie 44 lok. 5", "00-024", "Warszawa"),
    ("Pocztowa 14 \"A\", 43-309 Bielsko-Biała", "Pocztowa 14 \"A\"", "43-309", "Bielsko-Biała"),
    ("ul. Wiejska 42 „A”, 44-185 Wiśnicze", "ul. Wiejska 42 „A”", "44-185", "Wiśnicze"),
    ("43-316 Bielsko-Biała, Bednarska 8 i 10", "Bednarska 8 i 10", "43-316", "Bielsko-Biała"),
    ("43-445 Dzięgielów, ks. Kulisza 47", "ks. Kulisza 47", "43-445", "Dzięgielów"),
    ("43-512 Bestwina, Gen.\nSikorskiego 48 A", "Gen. Sikorskiego 48 A", "43-512", "Bestwina"),
    # streets with digits in their names
    ("3 Maja 5, 43-400 Cieszyn", "3 Maja 5", "43-400", "Cieszyn"),
    ("43-400 Cieszyn, 3 Maja 5", "3 Maja 5", "43-400", "Cieszyn"),
    ("43-400 Cieszyn 3 Maja 5", "3 Maja 5", "43-400", "Cieszyn"),
    ("11 Listopada, 43-300 Bielsko-Biała", "11 Listopada", "43-300", "Bielsko-Biała"),
    ("ul. 11 Listopada 12/3, 43-300 Bielsko-Biała", "ul. 11 Listopada 12/3", "43-300", "Bielsko-Biała"),
    ("42-700 Lubliniec, 74 Pułku Piechoty 2", "74 Pułku Piechoty 2", "42-700", "Lubliniec"),
    # villages without streets: by the words alone the town is the one beside the postcode
    ("Rakowiec 12, 82-500 Kwidzyn", "Rakowiec 12", "82-500", "Kwidzyn"),
    ("82-500 Kwidzyn, Rakowiec 12", "Rakowiec 12", "82-500", "Kwidzyn"),
    ("Rakowiec, 82-500 Kwidzyn", "Rakowiec", "82-500", "Kwidzyn"),
    ("Drużykowa 16, 42-455 Szczekociny", "Drużykowa 16", "42-455", "Szczekociny"),
    ("Szczekociny, 42-455, Drużykowa 16", "Drużykowa 16", "42-455", "Szczekociny"),
    ("Turów, ul. Joachimowska 85, 42-256 Olsztyn", "Turów, ul. Joachimowska 85", "42-256", "Olsztyn"),
    ("82-500 Rakowiec 12", "Rakowiec 12", "82-500", "Rakowiec"),
    ("82-500 Rakowiec 12a, poczta Kwidzyn", "Rakowiec 12a", "82-500", "Rakowiec"),
    ("00-950 Warszawa 1, skr. poczt. 33", "Warszawa 1, skr. poczt. 33", "00-950", "Warszawa"),
    # what stands after a town, or is no address at all
    ("42-256 Turów k/Olsztyna", "", "42-256", "Turów"),
    ("42-256 Turów k. Olsztyna, Joachimowska 85", "Joachimowska 85", "42-256", "Turów"),
    ("42-256 Turów koło Olsztyna", "", "42-256", "Turów"),
    ("filia 42-674 Laryszów\n(bez zlecenia)", "", "42-674", "Laryszów"),
    ("02-495 Warszawa (Ursus), ul. Regulska 5", "ul. Regulska 5", "02-495", "Warszawa"),
    ("ul. Długa 5\n80-001 Gdańsk\nPolska", "ul. Długa 5", "80-001", "Gdańsk"),
    ("ul. Długa 5\n80-001 Gdańsk\ntel. 58 301-00-00\nfax 58 301-00-01", "ul. Długa 5", "80-001", "Gdańsk"),
    ("80-001 Gdańsk, Długa 5, tel./fax 58 301 00 00, e-mail: a@b.pl", "Długa 5", "80-001", "Gdańsk"),
    ("tel. 58 30-100-10", "", "", ""),
    # names of towns
    ("41-700 Ruda Śl., Wolności 30", "Wolności 30", "41-700", "Ruda Śl."),
    ("41-100 Siemianowice Sl.", "", "41-100", "Siemianowice Sl."),
    ("43-300 Bielsko - Biała", "", "43-300", "Bielsko - Biała"),
    ("44-335 Jastrzębie - Zdrój ", "", "44-335", "Jastrzębie - Zdrój"),
    ("43-197 Mikołów-Borowa Wieś", "", "43-197", "Mikołów-Borowa Wieś"),
    ("80-001 Gdańsk.", "", "80-001", "Gdańsk"),
    ("80-001 m. Gdańsk", "", "80-001", "Gdańsk"),
    # no postcode
    ("Katowice, ul. Pijarska 4", "ul. Pijarska 4", "", "Katowice"),
    ("Katowice ul. Pijarska 4", "ul. Pijarska 4", "", "Katowice"),
    ("ul. Pijarska 4, Katowice", "ul. Pijarska 4", "", "Katowice"),
    ("Pijarska 4, Katowice", "Pijarska 4", "", "Katowice"),
    ("Katowice\nPijarska 4", "Pijarska 4", "", "Katowice"),
    ("m.st. Warszawa, ul. Długa 5", "ul. Długa 5", "", "Warszawa"),
    ("wieś Turów", "", "", "Turów"),
    ("Wola Uhruska 5", "Wola Uhruska 5", "", "Wola Uhruska"),
    ("os. Powstańców 20", "os. Powstańców 20", "", ""),
    ("os.Powstańców Śl. 20", "os.Powstańców Śl. 20", "", ""),
    ("ul. 3 Maja", "ul. 3 Maja", "", ""),
    ("3 Maja 5", "3 Maja 5", "", ""),
    ("Rynek 7", "Rynek 7", "", ""),
    ("Gdańsk", "", "", "Gdańsk"),
    ("Warszawa (Ursus)", "", "", "Warszawa"),
    ("", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "street", "postcode", "town"), ADDRESSES)
def test_an_address_is_taken_apart(text, street, postcode, town):
    assert parse_address(text) == Address(street, postcode, town)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("82-500 Kwidzyn, gm. Kwidzyn, pow. kwidzyński", Address("", "82-500", "Kwidzyn", "Kwidzyn", "kwidzyński")),
        ("gm. Kwidzyn, Rakowiec 12, 82-500 Kwidzyn", Address("Rakowiec 12", "82-500", "Kwidzyn", "Kwidzyn")),
        ("Rakowiec 12 (gm. Kwidzyn), 82-500 Kwidzyn", Address("Rakowiec 12", "82-500", "Kwidzyn", "Kwidzyn")),
        ("82-500 Rakowiec 12, gmina Kwidzyn", Address("Rakowiec 12", "82-500", "Rakowiec", "Kwidzyn")),
        (
            "Turów gm. Olsztyn pow. częstochowski woj. śląskie",
            Address("", "", "Turów", "Olsztyn", "częstochowski", "śląskie"),
        ),
        ("80-001 Gdańsk, ul. Długa 5, woj. pomorskie", Address("ul. Długa 5", "80-001", "Gdańsk", "", "", "pomorskie")),
        ("woj. pomorskie\n80-001 Gdańsk", Address("", "80-001", "Gdańsk", "", "", "pomorskie")),
        ("Nowa Wieś, powiat Ruda Śl., ul. Długa 5", Address("ul. Długa 5", "", "Nowa Wieś", "", "Ruda Śl")),
    ],
)
def test_areas_that_an_address_names_are_clues_too(text, address):
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("WTZ w Kwidzynie, ul. Długa 5, 82-500 Kwidzyn", "WTZ w Kwidzynie", "ul. Długa 5, 82-500 Kwidzyn"),
        ("CIS\nul. Długa 5\n82-500 Kwidzyn", "CIS", "ul. Długa 5\n82-500 Kwidzyn"),
        ("CIS\n82-500 Kwidzyn\nul. Długa 5", "CIS", "82-500 Kwidzyn\nul. Długa 5"),
        ("CIS\nw Kwidzynie\nul. Długa 5, 82-500 Kwidzyn", "CIS w Kwidzynie", "ul. Długa 5, 82-500 Kwidzyn"),
        ("CIS „Szansa” 82-500 Kwidzyn, ul. Długa 5", "CIS „Szansa”", "82-500 Kwidzyn, ul. Długa 5"),
        ("CIS „Szansa” ul. Długa 5, 82-500 Kwidzyn", "CIS „Szansa”", "ul. Długa 5, 82-500 Kwidzyn"),
        ("WTZ - ul. Długa 5, 82-500 Kwidzyn", "WTZ", "ul. Długa 5, 82-500 Kwidzyn"),
        ("WTZ; ul. Długa 5; 82-500 Kwidzyn", "WTZ", "ul. Długa 5; 82-500 Kwidzyn"),
        ("CIS w Rakowcu, Rakowiec 12, 82-500 Kwidzyn", "CIS w Rakowcu", "Rakowiec 12, 82-500 Kwidzyn"),
        ("CIS w Rakowcu\nRakowiec 12\n82-500 Kwidzyn", "CIS w Rakowcu", "Rakowiec 12\n82-500 Kwidzyn"),
        ("CIS w Rakowcu, Rakowiec 12 82-500 Kwidzyn", "CIS w Rakowcu", "Rakowiec 12 82-500 Kwidzyn"),
        ("CIS w Cieszynie, 3 Maja 5, 43-400 Cieszyn", "CIS w Cieszynie", "3 Maja 5, 43-400 Cieszyn"),
        ("KIS\n42-256 Turów k/Olsztyna\nJoachimowska 85", "KIS", "42-256 Turów k/Olsztyna\nJoachimowska 85"),
        ("ZAZ\nKatowice\nul. Pijarska 4", "ZAZ", "Katowice\nul. Pijarska 4"),
        ("Spółdzielnia, Socjalna, Katowice, ul. Pijarska 4", "Spółdzielnia, Socjalna", "Katowice, ul. Pijarska 4"),
        ("Stow. Razem, Klub, pl. Wolności 1, 58-260 Bielawa", "Stow. Razem, Klub", "pl. Wolności 1, 58-260 Bielawa"),
        ("Fundacja Osiedle, ul. Długa 5, 80-001 Gdańsk", "Fundacja Osiedle", "ul. Długa 5, 80-001 Gdańsk"),
        ("Osiedle Młodych, os. Leśne 1, 60-001 Poznań", "Osiedle Młodych", "os. Leśne 1, 60-001 Poznań"),
        ("WTZ nr 2, 82-500 Kwidzyn", "WTZ nr 2", "82-500 Kwidzyn"),
        ("PCPR, WTZ nr 2, 82-500 Kwidzyn", "PCPR, WTZ nr 2", "82-500 Kwidzyn"),
        ("Fundacja Promyk, Kwidzyn, Długa 5", "Fundacja Promyk", "Kwidzyn, Długa 5"),
        ("Klub Integracji Społecznej\nKwidzyn\nDługa 5", "Klub Integracji Społecznej", "Kwidzyn\nDługa 5"),
        ("CIS w Kwidzynie, Długa 5, Kwidzyn", "CIS w Kwidzynie", "Długa 5, Kwidzyn"),
        ("CIS - Kwidzyn, Długa 5/2", "CIS - Kwidzyn", "Długa 5/2"),
        ("WTZ „Słońce” Aleja Jana Pawła 5 82-500 Kwidzyn", "WTZ „Słońce”", "Aleja Jana Pawła 5 82-500 Kwidzyn"),
        ("WTZ Rynek 7a, 82-500 Kwidzyn", "WTZ", "Rynek 7a, 82-500 Kwidzyn"),
        ("CIS „Plac Zabaw” 82-500 Kwidzyn, Długa 5", "CIS „Plac Zabaw”", "82-500 Kwidzyn, Długa 5"),
        ("CIS (filia), ul. Długa 7, 82-500 Kwidzyn", "CIS (filia)", "ul. Długa 7, 82-500 Kwidzyn"),
        ("Fundacja 50+ Kwidzyn, 82-500 Kwidzyn", "Fundacja 50+ Kwidzyn", "82-500 Kwidzyn"),
        ("Stowarzyszenie Gdynia, Sopot", "Stowarzyszenie Gdynia, Sopot", ""),
        ("WTZ przy ul. Długiej 5", "WTZ przy ul. Długiej 5", ""),
        ("CIS im. Jana Pawła II", "CIS im. Jana Pawła II", ""),
        ("Spółdzielnia Socjalna „50+”, Kwidzyn", "Spółdzielnia Socjalna „50+”, Kwidzyn", ""),
        ("82-500 Kwidzyn, ul. Długa 5", "", "82-500 Kwidzyn, ul. Długa 5"),
        ("ul. Długa 5, 82-500 Kwidzyn", "", "ul. Długa 5, 82-500 Kwidzyn"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_name_is_split_from_its_address(text, name, address):
    assert split_name(text) == (name, address)


WORDS = st.text(alphabet="abcdeóżAŁ .,;-–0123456789\n/()", max_size=40)


@given(WORDS, WORDS, st.sampled_from(["", " 82-500 Kwidzyn ", "ul. Długa 5", " 00950 "]))
def test_splitting_a_cell_keeps_every_letter_and_digit(before, after, between):
    text = before + between + after
    name, address = split_name(text)

    assert re.sub(r"[^\w]", "", name + address) == re.sub(r"[^\w]", "", text)


@given(WORDS, st.from_regex(r"(?a:\d\d-\d{3})", fullmatch=True), WORDS)
def test_an_address_has_no_word_that_the_text_has_not(before, postcode, after):
    text = f"{before}, {postcode} {after}"
    found = parse_address(text)

    assert found.postcode
    for value in (found.street, found.town, found.gmina, found.powiat, found.voivodeship):
        assert value == clean_text(value)
        assert set(re.findall(r"\w+", value)) <= set(re.findall(r"\w+", clean_text(text)))
