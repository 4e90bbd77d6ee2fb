"""Postcodes as a snapshot holds them: what each is called after, which units it may reach, which codes are near it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ses_map.errors import InvalidInputError
from ses_map.teryt import powiat_of

_WRITTEN = re.compile(r"([0-9]{2})-?([0-9]{3})")


@dataclass(frozen=True, slots=True)
class Postcode:
    """One postcode."""

    #: Post offices or localities that it is called after; empty where only addresses are known.
    places: tuple[str, ...]
    #: Units that it may reach, the likeliest first: powiats by estimate, gminas where addresses were counted.
    units: tuple[str, ...]

    @property
    def powiaty(self) -> tuple[str, ...]:
        """Powiats that it may reach, the likeliest first."""
        return tuple(dict.fromkeys(map(powiat_of, self.units)))

    @property
    def is_exact(self) -> bool:
        """Whether addresses were counted; if not, where it reaches is an estimate."""
        return len(self.units[0]) > 4


Postcodes = Mapping[str, Postcode]


def parse_postcode(text: str) -> str:
    """Write a postcode, with or without its hyphen, as ``82-500``.

    Raises
    ------
    InvalidInputError
        When it is none.
    """
    text = text.strip()[:20]
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise InvalidInputError(
            f"{text!r} is no postcode", f"„{text}” nie jest kodem pocztowym; zapisz go jako 82-500."
        )
    return "-".join(found.groups())


def near_postcodes(postcodes: Postcodes, code: str, most: int = 3) -> list[str]:
    """Return the known codes nearest in number, one for a place, among those of the same first two digits."""
    number = int(code[3:])
    kin = [known for known in postcodes if known[:2] == code[:2] and known != code]
    found: dict[tuple[str, ...], str] = {}
    for known in sorted(kin, key=lambda known: (abs(int(known[3:]) - number), known)):
        found.setdefault(postcodes[known].places, known)
    return list(found.values())[:most]


def encode_postcodes(postcodes: Postcodes) -> bytes:
    """Write postcodes as JSON; the same postcodes give the same bytes."""
    rows = {code: [own.places, own.units] for code, own in sorted(postcodes.items())}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def decode_postcodes(data: bytes) -> dict[str, Postcode]:
    """Read what :func:`encode_postcodes` wrote."""
    return {code: Postcode(tuple(places), tuple(units)) for code, (places, units) in json.loads(data).items()}
