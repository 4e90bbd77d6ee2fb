"""The grammar of coverage lists: tokens in, mentions of units out; which unit a name means is resolved later.

Each construction is one method that looks at the token in hand and either takes some tokens or leaves them. They are
tried in the order of :data:`_CONSTRUCTIONS`; the reader moves strictly forward, so reading is linear.
"""

from collections.abc import Callable, Sequence

from ses_map.registry.sentence.gazetteer import Gazetteer
from ses_map.registry.sentence.items import Items
from ses_map.registry.sentence.labels import Labels
from ses_map.registry.sentence.mentions import Lists
from ses_map.registry.sentence.prose import Prose
from ses_map.registry.sentence.strangers import Strangers
from ses_map.registry.sentence.words import Token


class Reader(Items, Strangers, Labels, Prose):
    """Reads the tokens of one text from left to right."""

    def read(self) -> Lists:
        """Read to the end."""
        while self.at < len(self.tokens):
            if not any(construction(self) for construction in _CONSTRUCTIONS):
                self.at += 1
        self.close_vague()
        return self.found


_CONSTRUCTIONS: tuple[Callable[[Reader], bool], ...] = (
    Reader.institution,
    Reader.city_rights,
    Reader.exclusion,
    Reader.soft_scope,
    Reader.count,
    Reader.voivodeship,
    Reader.label,
    Reader.uncoded,
    Reader.heads,
    Reader.qualifier,
    Reader.bracket,
    Reader.colon,
    Reader.full_stop,
    Reader.name,
    Reader.unknown,
    Reader.stray,
)


def read_lists(tokens: Sequence[Token], gazetteer: Gazetteer) -> Lists:
    """Find every mention of a unit in the tokens of a text."""
    return Reader(tokens, gazetteer).read()
