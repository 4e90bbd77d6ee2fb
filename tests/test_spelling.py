"""How names are compared, addressed and sorted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.spelling import collation, fold, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("Bielsko - Biała", "bielsko biala"),
        ("  ŻÓŁĆ\u00a0", "zolc"),
        ("Ruda Śl.", "ruda sl"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_slug():
    assert slug("Warmińsko-Mazurskie, 2024") == "warminsko-mazurskie-2024"


def test_names_sort_as_in_a_polish_dictionary():
    names = [
        "Łódź",
        "Lublin",
        "Zamość",
        "Żary",
        "Źródła",
        "Malbork",
        "Ćmielów",
        "Cieszyn",
        "Nowy Sącz",
        "Nowa Sól",
        "Ósie",
        "Oława",
    ]

    assert sorted(names, key=collation) == [
        "Cieszyn", "Ćmielów", "Lublin", "Łódź", "Malbork", "Nowa Sól", "Nowy Sącz", "Oława", "Ósie", "Zamość",
        "Źródła", "Żary",
    ]  # fmt: skip


def test_hyphens_and_capitals_do_not_matter_first():
    assert sorted(["bielski", "Bielsko-Biała", "Bielsk Podlaski"], key=collation)[0] == "Bielsk Podlaski"


@given(st.text(alphabet="aĄłŻź „”’-.2_A ", max_size=12))
def test_common_and_other_letters_are_folded_alike(text):
    assert fold(f"{text} я").removesuffix("я").strip() == fold(text)
