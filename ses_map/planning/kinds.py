"""What kinds of entities are called; a kind that we have no name for is shown as it is."""

_ONE = {
    "spoldzielnia_socjalna": "spółdzielnia socjalna",
    "przedsiebiorstwo_spoleczne": "przedsiębiorstwo społeczne (PS)",
    "cis": "centrum integracji społecznej (CIS)",
    "kis": "klub integracji społecznej (KIS)",
    "zaz": "zakład aktywności zawodowej (ZAZ)",
    "wtz": "warsztat terapii zajęciowej (WTZ)",
    "fundacja": "fundacja",
    "stowarzyszenie": "stowarzyszenie",
    "inne": "inny podmiot",
}
_MANY = {
    "spoldzielnia_socjalna": "spółdzielnie socjalne",
    "przedsiebiorstwo_spoleczne": "przedsiębiorstwa społeczne",
    "cis": "CIS",
    "kis": "KIS",
    "zaz": "ZAZ",
    "wtz": "WTZ",
    "fundacja": "fundacje",
    "stowarzyszenie": "stowarzyszenia",
    "inne": "inne",
}


def entity_kind(kind: str) -> str:
    """Name a kind in the singular."""
    return _ONE.get(kind, kind)


def entity_kinds(kind: str) -> str:
    """Name a kind in the plural."""
    return _MANY.get(kind, kind)
