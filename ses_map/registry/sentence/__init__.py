"""Coverage sentences: inflected Polish in, units with codes out, and a problem for everything not understood.

Read ``grammar.lark`` first: it lists the constructions. ``words`` cuts the text, ``classes`` gives each word its class
(names by ``gazetteer``, the rest by ``lexicon.toml``), ``parsing`` runs the grammar, ``interpret`` says what each
construction does to the area, ``resolve`` decides homonyms, ``fitting`` finds words in an order (``order.toml``) or a
case that is not foreseen, ``accounts`` finds what else nothing explained, and ``parse`` puts them together.
"""

from ses_map.registry.sentence.gazetteer import Gazetteer
from ses_map.registry.sentence.parse import parse_sentence
from ses_map.registry.sentence.reading import Reading, UnitFound

__all__ = ["Gazetteer", "Reading", "UnitFound", "parse_sentence"]
