"""Names of areas that are no units, and regions of statistics, which stand for all their powiats."""

from ses_map.registry.sentence.areas import Areas
from ses_map.registry.sentence.claims import Effect, Label, Mention
from ses_map.registry.sentence.classed import Word
from ses_map.registry.sentence.gazetteer import Kind, Match
from ses_map.registry.sentence.parsing import Phrase

_NAMES = frozenset(("COUNTY", "REGION", "STRANGE", "CITY"))
#: Cities that people call by one name; only ever left out by it.
_TOGETHER = {"trójmiast": ("2261", "2262", "2264")}


class Labels(Areas):
    """Reads names of areas, and tells those that nothing explains."""

    def label(self, tree: Phrase) -> None:
        """Note a name of an area: explained by what follows, or adding to what stands beside it."""
        words: list[Word] = tree.children
        self.headless = None
        named = [w for w in words if w.type not in ("SEP", "AND", "COLON")]
        if self.at.effect is not Effect.SERVED:
            self._left_out(named)
            return
        if named[0].type == "NUMBER" and named[0].number:
            names = [w for w in named if w.type in ("COUNTY", "REGION", "STRANGE", "DIRECTION", "ROMAN")]
            if len(names) != named[0].number:
                self.found.told.append(("count-mismatch", named[0].start, named[0].end))
        label = Label(named[0].start, named[-1].end, is_bare=len(named) == 1 and named[0].type == "SUBREGION")
        before = words[0].after[1]
        describes = before in ("OPEN", "DASH", "FROM") and self.adjacent
        label.is_explained = describes or (words[-1].type == "COLON" and len(named) == 1)
        joined = words[0].after[(before == "LEAD" and -2) or -1]
        label.is_added = joined in ("AND", "SEP") and bool(self.at.segment) and not describes
        self.found.labels.append(label)
        self.labelled.append(label)
        self.pending.append(label)
        self.joint = _joint(words[-1].type) or _joint(self.following)
        if words[-1].is_bullet:
            self.explain_labels()
        if self.at.run or self.at.head is None:
            self.at.head = None

    def _left_out(self, named: list[Word]) -> None:
        known = next((codes for start, codes in _TOGETHER.items() if named[0].norms[0].startswith(start)), ())
        code = "informal-name" if known else "unclear-exclusion"
        self.found.told.append((code, named[0].start, named[-1].end))
        for city in known:
            name = self.gazetteer.powiaty[city].name
            self._add(
                Mention(
                    Kind.CITY, (city,), name, "informal", named[0].start, named[-1].end, self.at.effect, self.at.reason
                )
            )

    def explain_labels(self, beside: bool = True) -> None:
        """Take the labels that wait as explained: a colon, "czyli" or a list in brackets follows.

        The colon of a head explains no label that is joined to the head: "Trójmiasto i powiaty: …".
        """
        if beside or self.joint != "AND":
            for label in self.pending:
                label.is_explained, label.is_added = True, False
            self.pending = []

    def close_labels(self) -> None:
        """Let a unit that follows end the wait: a label joined to it adds to it."""
        for label in self.pending:
            label.is_added |= (bool(self.joint) or label.is_bare) and not label.is_explained
            self.labelled.append(label)
        self.pending = []

    def podregion(self, tree: Phrase) -> None:
        """Mention every powiat of the regions, unless a list says what the label holds."""
        words: list[Word] = tree.children
        self.headless = None
        named = [w for w in words if w.type in _NAMES]
        if not named and all(w.type in ("NUTS", "GUS") for w in words):
            return
        if not named or self.following in ("COLON", "bracket", "COVERS") or self._is_explained_later(words):
            self._as_label(words)
            return
        if words[0].after[1] in ("OPEN", "DASH", "FROM", "IN") and self.adjacent and (self.at.segment or self.at.owner):
            return
        sure = any(w.type in ("NUTS", "GUS") for w in words)
        if words[0].type == "NUMBER" and words[0].number != len(named):
            self.found.told.append(("count-mismatch", words[0].start, words[0].end))
        for word in named:
            match = word.matches.get(Kind.NUTS3)
            if match is None:
                self.found.labels.append(Label(word.start, word.end, is_added=True))
            else:
                self._all_of(word, match, "nuts3" if sure else "podregion")
        self.close_labels()
        self.at.head, self.last, self.adjacent = None, None, False

    def _is_explained_later(self, words: list[Word]) -> bool:
        return words[-1].type in ("SEP", "AND") and self.following == "COVERS"

    def _as_label(self, words: list[Word]) -> None:
        named = [w for w in words if w.type not in ("SEP", "AND", "COLON")]
        label = Label(named[0].start, named[-1].end)
        self.found.labels.append(label)
        self.pending.append(label)
        self.joint = _joint(words[-1].type)
        if self.at.run:
            self.at.head = None

    def _all_of(self, word: Word, match: Match, standing: str) -> None:
        for code in self.gazetteer.powiaty_of(match.name.codes[0]):
            powiat = self.gazetteer.powiaty[code]
            kind = Kind.CITY if powiat.is_city else Kind.COUNTY
            mention = Mention(
                kind, (code,), powiat.name, standing, word.start, word.end, self.at.effect, self.at.reason
            )
            mention.region = self.region
            self.found.mentions.append(mention)
            self.at.segment.append(mention)


def _joint(kind: str) -> str:
    return kind if kind in ("AND", "SEP") else ""
