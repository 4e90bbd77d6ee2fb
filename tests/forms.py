"""Every case of the names of towns, as Morfeusz declines them."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import morfeusz2

CASES = ("gen", "dat", "acc", "inst", "loc")
#: Words of names that stay as they are.
_STAY = {"nad", "pod", "Prosną", "Wisłą", "Notecią", "Pilicą", "Odrą", "Sanem"}

#: (lemma, what it is, number, gender) → case → forms.
Paradigms = list[tuple[str, dict[str, set[str]]]]


class Declension:
    """Declines names word by word; all words of a name stand in one number and one case."""

    def __init__(self) -> None:
        self._morfeusz = morfeusz2.Morfeusz()

    def forms(self, name: str) -> Iterator[str]:
        """Return the forms of a name that are not its nominative."""
        words = [(w, self._paradigms(w)) for w in name.replace("-", " ").split()]
        numbers = [{number for number, _ in own} for w, own in words if w not in _STAY]
        for number, case in product(sorted(set.intersection(*numbers)), CASES):
            options = [{w} if w in _STAY else {f for n, by in own if n == number for f in by[case]} for w, own in words]
            yield from (" ".join(way) for way in product(*map(sorted, options)))

    def _paradigms(self, word: str) -> Paradigms:
        """Return the paradigms of which the word is a nominative: of names of places, else of adjectives, else any."""
        lemmas = {word} | {i[1].split(":")[0] for _, _, i in self._morfeusz.analyse(word) if _is_noun(i[2])}
        found: dict[tuple[str, str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for form, lemma, tag, labels, _ in (g for word in lemmas for g in self._morfeusz.generate(word)):
            if _is_noun(tag):
                part, number, cases, genders, *_rest = tag.split(":")
                sort = part if part == "adj" else "name" if "nazwa_geograficzna" in labels else "noun"
                for case, gender in product(cases.split("."), genders.split(".") if part == "adj" else [""]):
                    found[lemma, sort, number, gender][case].add(form)
        same = [(key, by) for key, by in found.items() if word.lower() in {f.lower() for f in by["nom"]}]
        for wanted in ("name", "adj", "noun"):
            own = [(number, by) for (_, sort, number, _), by in same if sort == wanted]
            if own:
                return own
        return []


def _is_noun(tag: str) -> bool:
    return tag.startswith("subst:") or (tag.startswith("adj:") and tag.endswith(":pos"))
