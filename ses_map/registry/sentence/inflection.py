"""Every form that a name's word can take in a Polish sentence, by Morfeusz (SGJP) and the endings of adjectives."""

from functools import cache, lru_cache

import morfeusz2

from ses_map.registry.sentence.words import fold

#: Endings of adjectives on -ski, -cki, -dzki: every case, gender and number.
_ENDINGS = ("i", "iego", "iemu", "im", "ich", "imi", "ie", "a", "ą", "iej")
#: Those that a powiat's own name can have; "gdańska" is the city's genitive, not the county's feminine.
_MASCULINE = ("i", "iego", "iemu", "im", "ich", "imi", "ie")
_STEMS = ("sk", "ck", "dzk")
_EVERY_CASE = frozenset(("nom", "gen", "dat", "acc", "inst", "loc", "voc"))
_CASES = {
    "i": "nom acc", "iego": "gen", "iemu": "dat", "im": "inst loc", "ich": "gen loc", "imi": "inst",
    "ie": "nom acc", "a": "nom", "ą": "acc inst", "iej": "gen dat loc",
}  # fmt: skip

#: How offices shorten the second word of a city's name.
ABBREVIATIONS = {
    "wlkp": "wielkopolski",
    "wielk": "wielkopolski",
    "tryb": "trybunalski",
    "śl": "śląski",
    "slaska": "śląski",
    "śląs": "śląski",
    "podl": "podlaski",
    "g": "górniczy",
    "górn": "górniczy",
    "maz": "mazowiecki",
}


@lru_cache(maxsize=1)
def _morfeusz() -> morfeusz2.Morfeusz:
    return morfeusz2.Morfeusz(case_handling=morfeusz2.IGNORE_CASE)


def is_adjective(norm: str) -> bool:
    """Return whether a folded word looks like a form of an adjective on -ski, -cki or -dzki."""
    return any(norm.endswith(stem + ending) for stem in _STEMS for ending in _ENDINGS)


def adjective_base(norm: str) -> str:
    """Return the masculine nominative of such a form: ``kwidzyńskiego`` → ``kwidzyński``."""
    for stem in _STEMS:
        for ending in sorted(_ENDINGS, key=len, reverse=True):
            if norm.endswith(stem + ending):
                return norm.removesuffix(ending) + "i"
    return norm


def _adjective_forms(base: str, endings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(base.removesuffix("i") + ending for ending in endings)


@lru_cache(maxsize=4096)
def cases(norm: str, is_county: bool = True, alone: bool = True) -> frozenset[str]:
    """Return the cases that a folded word can stand in; all for a word that no dictionary has."""
    ending = max((e for stem in _STEMS for e in _CASES if norm.endswith(stem + e)), key=len, default="")
    own = set(_CASES[ending].split()) if ending else set()
    if (own and is_county) or norm in ABBREVIATIONS:
        return frozenset(own or _EVERY_CASE)
    said = [(a[2], a[3]) for _, _, a in _morfeusz().analyse(norm) if a[3] not in (["nazwisko"], ["imię"])]
    places = [tag for tag, labels in said if "nazwa_geograficzna" in labels]
    tags = places if places and alone else [tag for tag, _ in said]
    found = own | {part for tag in tags for part in tag.replace(".", ":").split(":") if part in _EVERY_CASE}
    return frozenset(found or _EVERY_CASE)


@cache
def forms(word: str, alone: bool = False) -> frozenset[str]:
    """Return every form of one word of a name, folded, the word itself among them.

    Parameters
    ----------
    word : str
        A nominative, as in TERYT: ``Góra``, ``kwidzyński``.
    alone : bool
        Whether it is all of a name, which then has one number: there are no two Rybniks ("rybniki"), and no one Kielec.
    """
    norm = fold(word)
    base = adjective_base(norm)
    found = {norm}
    if is_adjective(norm) and base == norm and word[:1].islower():
        return frozenset(found | _adjective_forms(base, _MASCULINE))
    if is_adjective(norm):
        found |= _adjective_forms(base, _ENDINGS)
    numbers = _nominative(word) if alone else {"sg", "pl"}
    for lemma in _lemmas(word):
        found |= {fold(form) for form, _, tag, *_ in _morfeusz().generate(lemma) if _numbers(tag) & numbers}
    return frozenset(found)


def _numbers(tag: str) -> set[str]:
    """Return the numbers of a noun's form; adjectives fit every number, and abbreviations ("w." of "wielki") none."""
    kind, _, rest = tag.partition(":")
    if kind == "subst":
        return set(rest.split(":")[0].split("."))
    return {"sg", "pl"} if kind.startswith("adj") else set()


def _nominative(word: str) -> set[str]:
    """Return the numbers of which a name's word is the nominative, as a place if it is one."""
    analyses = [(a[2], a[3]) for _, _, a in _morfeusz().analyse(word)]
    nominative = [(tag, labels) for tag, labels in analyses if "nom" in tag.replace(".", ":").split(":")]
    places = [tag for tag, labels in nominative if "nazwa_geograficzna" in labels]
    return {number for tag in places or [tag for tag, _ in nominative] for number in _numbers(tag)}


@lru_cache(maxsize=4096)
def is_known(word: str) -> bool:
    """Return whether a dictionary of Polish has a word."""
    return all(tag != "ign" for _, _, (_, _, tag, *_) in _morfeusz().analyse(word))


@lru_cache(maxsize=4096)
def is_past(norm: str) -> bool:
    """Return whether a word is nothing but the past tense of a verb: "obejmował", "działaliśmy"."""
    tags = [tag for _, _, (_, _, tag, *_) in _morfeusz().analyse(norm)]
    return any(tag.startswith("praet") for tag in tags) and all(tag.startswith(("praet", "aglt")) for tag in tags)


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Recognise a common word ("Biuro", "Punkt") from one that can name a place, whatever its first letter."""
    analyses = [(a[1], a[2], a[3]) for _, _, a in _morfeusz().analyse(word)]
    known = [(lemma, labels) for lemma, tag, labels in analyses if tag != "ign"]
    places = any("geograficzn" in label for _, own in known for label in own)
    return any(lemma[0].islower() for lemma, _ in known) and not places


def _lemmas(word: str) -> set[str]:
    """Return the lemmas whose nominative the word is: geographical names first, else adjectives and nouns."""
    analyses = [(a[1].split(":")[0], a[2], a[3]) for _, _, a in _morfeusz().analyse(word)]
    nominative = [a for a in analyses if "nom" in a[1].replace(".", ":").split(":")]
    names = {lemma for lemma, tag, labels in nominative if "nazwa_geograficzna" in labels}
    adjectives = {lemma for lemma, tag, _ in nominative if tag.startswith("adj")}
    nouns = {lemma for lemma, tag, _ in nominative if tag.startswith("subst")}
    return names | adjectives or nouns
