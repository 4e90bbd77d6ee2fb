"""Suggestions for a word that names nothing: near names, never taken by themselves."""

from rapidfuzz import fuzz, process

from ses_map.registry.sentence.claims import Unknown
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.registry.sentence.inflection import adjective_base, is_adjective
from ses_map.registry.sentence.words import fold

#: Least likeness, 0 to 100, of what is worth suggesting.
_LIKENESS = 72

#: How many different unknown words of one text get suggestions.
_WORDS = 40


class Suggester:
    """Finds near names; each word is looked up once.

    Parameters
    ----------
    gazetteer : Gazetteer
        The names to suggest from.
    voivodeship : str
        2-digit code of the known voivodeship, whose names come first, or empty.
    """

    def __init__(self, gazetteer: Gazetteer, voivodeship: str = "") -> None:
        self.gazetteer = gazetteer
        self.voivodeship = voivodeship
        self._found: dict[tuple[str, Kind], list[str]] = {}

    def near(self, unknown: Unknown) -> list[str]:
        """Return up to three names that the word may have meant, the likeliest first.

        A text with very many different unknown words is no list of units any more: after :data:`_WORDS` of them nothing
        is suggested, so that reading stays linear.
        """
        key = fold(unknown.text), unknown.kind
        if key not in self._found:
            self._found[key] = self._search(*key) if len(self._found) < _WORDS else []
        return self._found[key]

    def _search(self, word: str, kind: Kind) -> list[str]:
        base = adjective_base(word) if is_adjective(word) else word
        kinds = (Kind.GMINA,) if kind is Kind.GMINA else (Kind.COUNTY, Kind.CITY)
        names = [n for k in kinds for n in self.gazetteer.names(k) if n.standing == "current"]
        inside = [n for n in names if any(c.startswith(self.voivodeship) for c in n.codes)]
        for group in (inside, names):
            choices = {n.text: fold(n.text) for n in group}
            near = process.extract(base[:60], choices, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=3)
            if near:
                return [str(text) for _, _, text in near]
        return []
