"""What an answer page is about: a place, a gmina, a powiat, a postcode or a point, with its answer."""

from dataclasses import dataclass, replace
from datetime import date

from ses_map.errors import NotFoundError
from ses_map.localities import Place
from ses_map.model import Answer
from ses_map.search.index import Entry
from ses_map.spelling import fold
from ses_map.teryt import Level, level, powiat_of
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import holder
from ses_map.web.wording.language import gettext
from ses_map.web.wording.language import mark as _


@dataclass(frozen=True)
class PlacePage:
    """One page's subject."""

    name: str
    answer: Answer
    #: Stable address; empty where there is none (a visitor's own point).
    address: str
    title: str
    #: What holds it, in words.
    where: str = ""
    #: Itself with what holds it, in Polish, as one says it on the telephone.
    spoken: str = ""
    #: Codes of the units that hold it, for the path above the title.
    holders: tuple[str, ...] = ()
    #: Latitude and longitude to mark on the map.
    mark: tuple[float, float] | None = None
    #: Other things of the same name.
    others: tuple[Entry, ...] = ()
    #: Its name today, where the page is for a day on which it had another.
    name_today: str = ""

    @property
    def powiat(self) -> str:
        """The powiat that holds it."""
        return powiat_of(self.answer.unit) if len(self.answer.unit) >= 4 else ""


def of_powiat(loaded: LoadedSnapshot, code: str, as_of: date) -> PlacePage:
    """Make the page of a powiat."""
    answer = loaded.lookup.by_teryt(code, as_of)
    if level(answer.unit) is not Level.POWIAT or answer.unit != code:
        raise NotFoundError(f"{code!r} is not a powiat", f"Kod {code[:20]} nie jest kodem powiatu.")
    names = loaded.snapshot.names
    name, today = names.told_apart(code, as_of), names.told_apart(code, holder().today())
    name_today = today if today != name else ""
    return PlacePage(name, answer, f"/powiat/{code}", _capital(name), spoken=name, name_today=name_today)


def of_gmina(loaded: LoadedSnapshot, code: str, as_of: date) -> PlacePage:
    """Make the page of a gmina."""
    answer = loaded.lookup.by_teryt(code, as_of)
    if answer.gmina != code:
        raise NotFoundError(f"{code!r} is not a gmina", f"Kod {code[:20]} nie jest kodem gminy.")
    name, spoken = loaded.snapshot.names.full_name(code, as_of), _within(loaded, code, as_of)
    return PlacePage(name, answer, f"/gmina/{code}", _capital(name), spoken=spoken, holders=(code[:4],))


def of_place(loaded: LoadedSnapshot, place: Place, as_of: date) -> PlacePage:
    """Make the page of a locality."""
    namesakes = loaded.search.index.exact(fold(place.name))
    within = _within(loaded, place.gmina, as_of)
    part = gettext(_("część miejscowości %(name)s")) % {"name": place.parent} if place.parent else ""
    return PlacePage(
        place.name,
        loaded.lookup.by_teryt(place.gmina, as_of),
        f"/miejsce/{place.simc}",
        place.name,
        where=", ".join(filter(None, (part, within))),
        spoken=f"{place.name}, {within}",
        holders=_holders(loaded, place.gmina),
        mark=(place.lat, place.lon) if place.lat is not None and place.lon is not None else None,
        others=tuple(e for e in namesakes if e.id != place.simc and e.unit[:4] != place.gmina[:4])[:6],
    )


#: What is said of a postcode's area: by whether addresses were counted, and whether it may reach further.
_REACHES = {
    (False, False): _(
        "Według GeoNames ten kod należy do: %(name)s. Jeden kod może sięgać dalej: "
        "gdy Twoja miejscowość leży gdzie indziej, wpisz jej nazwę."
    ),
    (False, True): _(
        "Według GeoNames ten kod należy do: %(name)s. Może też sięgać dalej (%(further)s); tam odpowiedź jest ta sama."
    ),
    (True, False): _("Według adresów z rejestru GUGiK ten kod leży w całości tu: %(name)s."),
    (True, True): _(
        "Według adresów z rejestru GUGiK ten kod leży przede wszystkim tu: %(name)s, a także tu: %(further)s; "
        "odpowiedź jest wszędzie ta sama."
    ),
}


def of_postcode(loaded: LoadedSnapshot, answer: Answer) -> PlacePage:
    """Make the page of a postcode that has one answer, wherever it reaches."""
    page = (of_gmina if answer.gmina else of_powiat)(loaded, answer.gmina or answer.unit, answer.as_of)
    title = gettext(_("Kod pocztowy %(code)s")) % {"code": answer.postcode}
    names, is_exact = loaded.snapshot.names, loaded.snapshot.postcodes[answer.postcode].is_exact
    further = ", ".join(names.told_apart(unit, answer.as_of) for unit in answer.may_reach)
    where = gettext(_REACHES[is_exact, bool(further)]) % {"name": page.name, "further": further}
    address, holders = f"/kod/{answer.postcode}", (answer.unit,)
    page = replace(page, name=answer.postcode, answer=answer, address=address, title=title)
    return replace(page, where=where, holders=holders, name_today="")


def of_point(loaded: LoadedSnapshot, answer: Answer, point: tuple[float, float], as_of: date) -> PlacePage:
    """Make the page of a visitor's own point: it has no address and is kept nowhere."""
    name, where = gettext(_("Twoje położenie")), _within(loaded, answer.gmina, as_of)
    return PlacePage(name, answer, "", name, where, where, _holders(loaded, answer.gmina), point)


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _holders(loaded: LoadedSnapshot, gmina: str) -> tuple[str, ...]:
    """Return the powiat and the gmina, or the city that is both."""
    return (gmina[:4],) if loaded.snapshot.names.powiaty[gmina[:4]].is_city else (gmina[:4], gmina)


def _within(loaded: LoadedSnapshot, gmina: str, as_of: date) -> str:
    names = loaded.snapshot.names
    powiat, *inner = _holders(loaded, gmina)
    return ", ".join([*(names.full_name(code, as_of) for code in inner), names.told_apart(powiat, as_of)])
