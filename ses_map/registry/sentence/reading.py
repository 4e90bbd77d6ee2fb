"""What was understood of one coverage sentence, as values."""

from dataclasses import dataclass

from ses_map.model import Problem


@dataclass(frozen=True, slots=True)
class UnitFound:
    """One unit that the sentence names."""

    #: 4 digits of a powiat or 6 of a gmina.
    teryt: str
    name: str
    #: The words it came from, and their offsets (Unicode code points, end exclusive).
    words: str
    start: int
    end: int
    #: How a name became a code: ``unique``, ``voivodeship`` (given), ``text`` (named in the sentence), ``neighbours``,
    #: ``within`` (its powiat is named), ``whole`` (the voivodeship is meant), ``nuts3`` (a podregion is meant); with
    #: ``former-name``, ``informal`` or ``namesake`` before it where the words were not the unit's own name.
    settled: str
    #: ``certain``, or ``likely`` where the neighbours, a former or an informal name decided, or where a centre may
    #: call its own area a podregion.
    certainty: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sentence says."""

    text: str
    #: Powiats served, each once, by code.
    units: tuple[UnitFound, ...]
    #: Gminas served beside or instead of whole powiats.
    gminas: tuple[UnitFound, ...]
    #: Powiats and gminas left out.
    excluded: tuple[UnitFound, ...]
    problems: tuple[Problem, ...]
    #: Powiats and gminas named and not taken: planned, past, in part, of others.
    aside: tuple[UnitFound, ...] = ()
