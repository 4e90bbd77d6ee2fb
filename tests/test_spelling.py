"""How names are compared, addressed and sorted."""

import pytest

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
