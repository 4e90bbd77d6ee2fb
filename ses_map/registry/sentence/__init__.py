"""Coverage sentences: inflected Polish in, units with codes out, and a problem for everything not understood.

``words`` cuts the text, ``gazetteer`` knows every name in every form, ``grammar`` reads lists, ``resolve`` decides
homonyms, and ``parse`` puts them together.
"""

from ses_map.registry.sentence.gazetteer import Gazetteer
from ses_map.registry.sentence.parse import parse_sentence
from ses_map.registry.sentence.reading import Reading, UnitFound

__all__ = ["Gazetteer", "Reading", "UnitFound", "parse_sentence"]
