"""Rows → rows of ``registry/centres.csv`` and ``registry/contacts.csv``.

A file of centres also gives their main offices and the claims of their coverage sentences.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from ses_map.datasets import ASSIGNMENTS, CENTRES, CONTACTS, OFFICES
from ses_map.imports.claims import sentence_rows
from ses_map.imports.context import ImportContext
from ses_map.imports.fields import field_of
from ses_map.imports.locate import clues_of
from ses_map.imports.mapping import Mapping as ColumnMapping
from ses_map.imports.offices import branch_rows, further_contacts, office_row, says_anything, spared
from ses_map.imports.rows import PROVENANCE, Row, RowResult, confidence_of, life_of, provenance_of
from ses_map.model import Centre, ContactKind, Registry
from ses_map.registry.readers import successor_circle
from ses_map.spelling import fold, slug

#: Words that names of centres share.
_COMMON = frozenset(
    "owes osrodek osrodka wsparcia wspierania ekonomii spolecznej regionalny lokalny centrum dla w we na i subregion"
    " subregionu subregionie region regionu regionie obszar obszaru obszarze powiatu projekt".split()
)
#: Longer names are cut in ids, unless the short id is that of another centre.
_ID = 80


def build_centres(lines: Sequence[RowResult], mapping: ColumnMapping, context: ImportContext) -> None:
    """Turn the rows of a file into centres; a column with a coverage sentence gives their claims as well."""
    seen: dict[str, RowResult] = {}
    heirs = {line.get("number"): "" for line in lines} | {c.id: c.successor for c in context.registry.centres}
    for line in lines:
        key = _locate(line, context, seen)
        row = _centre_row(line, key, mapping) | {"successor": _successor(line, key, context, heirs)}
        office = office_row(line, mapping) | {"centre_id": key}
        offices = (*((office,) if says_anything(office) else ()), *branch_rows(line, office))
        # The claims of a centre share its days and its source.
        base = {c: row[c] for c in ("centre_id", "valid_from", "valid_to", *PROVENANCE)}
        base["subregion"] = line.get("subregion")
        claims = sentence_rows(line, base, context) if line.get("coverage") else ()
        if line.refused:
            line.powiat = line.basis = ""
            _refuse(line, key, context.registry)
            continue
        seen[key], heirs[key] = line, row["successor"] or heirs.get(key, "")
        silent = not claims or any(p.field == "coverage" for p in line.problems)
        spares = (*([f"{key} *"] if silent else []), *([] if offices else [spared(key)]))
        tables = {CENTRES.path: (row,), OFFICES.path: offices, ASSIGNMENTS.path: claims}
        line.accept(tables | further_contacts(line, key, office), key, spares=spares)


def _locate(line: RowResult, context: ImportContext, seen: Mapping[str, RowResult]) -> str:
    """Find where a centre is, and which it is; one without a voivodeship, or that comes again, is refused."""
    place = context.locator.locate(clues_of(line))
    line.problems.extend(place.problems)
    line.powiat, line.basis = place.powiat, place.basis
    line.require_name("ośrodek")
    if not place.voivodeship:
        line.reject("centre-unlocated", "voivodeship", "nie pozwala ustalić województwa ośrodka; podaj je")
    line.values["voivodeship"] = place.voivodeship
    key = _id(line, context.registry, seen)
    if key in seen:
        why = f"powtarza ośrodek z wiersza {seen[key].record.row}; usuń powtórzenie albo rozróżnij nazwy"
        line.reject("duplicate-row", "name", why)
    return key


def _centre_row(line: RowResult, key: str, mapping: ColumnMapping) -> Row:
    return {name: line.get(name) for name in CENTRES.names} | {
        "centre_id": key,
        **line.columns("website"),
        "confidence": confidence_of(line),
        **life_of(line),
        **provenance_of(line, mapping),
    }


def _successor(line: RowResult, key: str, context: ImportContext, heirs: Mapping[str, str]) -> str:
    """Return the id of the centre that took over: one of the registry or the file, and none that this one took over."""
    said = line.get("successor")
    found = said if said in heirs else context.find_centre(said)
    if said and not found:
        why = "nie jest identyfikatorem ani nazwą jednego ośrodka w rejestrze ani w pliku; popraw następcę"
        line.reject("unknown-successor", "successor", why)
    refuse_circle(line, key, found, heirs)
    return found


def refuse_circle(line: RowResult, key: str, found: str, heirs: Mapping[str, str]) -> None:
    """Refuse a successor that was, through others or at once, taken over by the centre that it is to take over."""
    circle = successor_circle(key, found, heirs) if found else ()
    if circle:
        why = f"zamyka koło następców ({' → '.join(circle)}); popraw następcę"
        line.reject("successor-circle", "successor", why)


def _refuse(line: RowResult, key: str, registry: Registry) -> None:
    """Refuse a row; it may speak of every centre of its name, and of what they serve."""
    if not line.get("name"):
        line.refuse(spares=("*", "* *"))
        return
    meant = sorted({key, *(c.id for c in registry.centres if fold(c.name) == fold(line.get("name")))})
    line.refuse(key, spares=(*meant, *(s for c in meant for s in (f"{c} *", spared(c)))))


def _id(line: RowResult, registry: Registry, seen: Mapping[str, RowResult]) -> str:
    """Return the id stated in the file, or that of the centre of this name and voivodeship, or one made of the name.

    A number is no id: that of one office would be another's as well.
    """
    said = line.get("number")
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", said) and re.search("[a-z]", said):
        return said
    known = [c.id for c in registry.centres if (fold(c.name), c.voivodeship) == _who(line)]
    if len(known) > 1:
        why = f"jest nazwą kilku ośrodków ({', '.join(known)}); podaj identyfikator w kolumnie centre_id"
        line.reject("ambiguous-centre", "name", why)
    if known:
        return known[0]
    if alike := _alike(line, registry):
        why = (
            f"jest podobne do nazwy „{alike.name}”; jeśli to ten ośrodek, wpisz w kolumnie centre_id {alike.id}, "
            "a jeśli inny, jego własny identyfikator"
        )
        line.reject("similar-centre", "name", why)
        return alike.id
    taken = {c.id for c in registry.centres} | {i for i, other in seen.items() if _who(other) != _who(line)}
    return next(i for i in new_ids(line, registry) if i not in taken)


def _alike(line: RowResult, registry: Registry) -> Centre | None:
    """Return the centre of the voivodeship whose name, or id, says the same in other words, forms or spellings."""
    said = _telling(line.get("name"))
    inside = (c for c in registry.centres if c.voivodeship == line.get("voivodeship"))
    return next((c for c in inside if any(_agree(said, _telling(text)) for text in (c.name, c.id))), None)


def _telling(name: str) -> list[str]:
    """List the words of a name that tell one centre from another."""
    return [w for w in fold(re.sub(r"[(\[].*?[)\]]", " ", name)).split() if w not in _COMMON and not w.isdigit()]


def _agree(one: Sequence[str], two: Sequence[str]) -> bool:
    """Check whether each word of the shorter of two names is one of the other, inflected or misspelt."""
    shorter, longer = sorted((one, two), key=len)
    return bool(shorter) and all(any(_is_form(a, b) for b in longer) for a in shorter)


def _is_form(one: str, two: str) -> bool:
    shared = Prefix.similarity(one, two)
    return one == two or shared >= max(4, min(len(one), len(two)) - 2) or fuzz.ratio(one, two, score_cutoff=80) > 0


def _who(line: RowResult) -> tuple[str, str]:
    return fold(line.get("name")), line.get("voivodeship")


def new_ids(line: RowResult, registry: Registry) -> Iterator[str]:
    """Yield ids made of the name, the shortest first; in the end any number tells it from others."""
    whole = slug(line.get("name")) or "bez-nazwy"
    province = next((v.slug for v in registry.voivodeships if v.teryt == line.get("voivodeship")), "polska")
    yield whole[:_ID].strip("-")
    yield whole
    yield f"{whole}-{province}"
    yield from (f"{whole}-{province}-{number}" for number in count(2))


#: Kind of contact → its field in a file with a column for each.
_KINDS = {kind: kind.value for kind in ContactKind} | {ContactKind.ADDRESS: "postal_address"}
_WORDS = {
    "telefon": ContactKind.PHONE, "tel": ContactKind.PHONE, "e mail": ContactKind.EMAIL, "mail": ContactKind.EMAIL,
    "adres": ContactKind.ADDRESS, "strona": ContactKind.WEBSITE, "www": ContactKind.WEBSITE,
    "strona o owes": ContactKind.OWES_PAGE, "lista owes": ContactKind.OWES_PAGE,
    **{fold(kind.value): kind for kind in ContactKind},
}  # fmt: skip


def build_contacts(lines: Sequence[RowResult], mapping: ColumnMapping, context: ImportContext) -> None:
    """Turn the rows of a file into contacts: in columns, or one a row.

    A row whose subject is not certain, or that gives none, is refused.
    """
    for line in lines:
        subject = _subject(line, context)
        common = {"subject": subject, **provenance_of(line, mapping)}
        columns = [(kind, value) for kind, name in _KINDS.items() if (value := line.read(name))]
        further = [(ContactKind(kind), value) for kind, value in line.further if line.get(kind) != value]
        rows = tuple(
            {"kind": k.value, "value": value} | common for k, value in (*columns, *further, *_stated_contact(line))
        )
        if not rows and not line.refused:
            line.reject("no-contact", "value", "pozostało bez żadnego kontaktu; uzupełnij go albo usuń wiersz", "")
        if line.refused:
            line.refuse(*([subject] if subject else []))
        else:
            line.accept({CONTACTS.path: rows}, subject)


def _subject(line: RowResult, context: ImportContext) -> str:
    """Return the centre or the coordinator that a line names; without a name it is the coordinator of a voivodeship."""
    said = line.get("centre")
    if said:
        known = context.registry.coordinators
        named = [c.voivodeship for c in known if said == c.voivodeship or fold(said) == fold(c.name)]
        subject = context.find_centre(said) or (named[0] if len(named) == 1 else "")
        if not subject:
            why = "nie jest jednym ośrodkiem ani koordynatorem w rejestrze; podaj identyfikator albo kod województwa"
            line.reject("unknown-subject", "centre", why)
        return subject
    code = context.names.voivodeship(line.get("voivodeship"))
    if not code:
        why = "nie wskazuje ośrodka ani województwa; podaj identyfikator ośrodka albo kod województwa"
        line.reject("unknown-subject", "voivodeship", why)
    return code


def _stated_contact(line: RowResult) -> list[tuple[ContactKind, str]]:
    """Return the one contact of a row that states its kind beside it."""
    said, value = line.get("kind"), line.get("value")
    if not (said or value):
        return []
    kind = _WORDS.get(fold(said))
    if kind is None:
        why = "nie jest rodzajem kontaktu; wpisz telefon, e-mail, adres, strona albo strona o OWES"
        line.reject("unknown-kind", "kind", why)
        return []
    rule = replace(field_of(_KINDS[kind]), code=f"invalid-{kind.value}", refuses=True)
    read = line.read("value", rule)
    return [(kind, read)] if read else []
