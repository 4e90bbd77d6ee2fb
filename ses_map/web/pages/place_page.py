"""What an answer page is about: a place, a gmina, a powiat, a postcode or a point, with its answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from ses_map.errors import NotFoundError
from ses_map.localities import Place
from ses_map.model import Answer, Office
from ses_map.search.index import Entry
from ses_map.spelling import fold
from ses_map.teryt import Level, level, powiat_of
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import holder
from ses_map.web.wording.language import gettext, language

_ = gettext


@dataclass(frozen=True)
class PlacePage:
    """One page's subject."""

    name: str
    answer: Answer
    #: Stable address; empty where there is none (a visitor's own point).
    address: str
    title: str = ""
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
    #: Address of the drawing for browsers without JavaScript.
    picture: str = ""
    #: A centre's nearest office on the day and the kilometres to it, or nothing where either end is unknown.
    nearest: Callable[[str], tuple[Office, float] | None] = lambda centre: None

    @property
    def powiat(self) -> str:
        """The powiat that holds it."""
        return powiat_of(self.answer.unit) if len(self.answer.unit) >= 4 else ""


def of_powiat(loaded: LoadedSnapshot, code: str, as_of: date) -> PlacePage:
    """Make the topic of a powiat."""
    answer = loaded.lookup.by_teryt(code, as_of)
    if level(answer.unit) is not Level.POWIAT or answer.unit != code:
        raise NotFoundError(f"{code!r} is not a powiat", f"Kod {code[:20]} nie jest kodem powiatu.")
    names, today = loaded.snapshot.names, holder().today()
    name, now = names.told_apart(code, as_of), names.told_apart(code, today)
    title = name[0].upper() + name[1:]
    return _drawn(
        PlacePage(name, answer, f"/powiat/{code}", title, spoken=name, name_today=now if now != name else ""), as_of
    )


def of_gmina(loaded: LoadedSnapshot, code: str, as_of: date) -> PlacePage:
    """Make the topic of a gmina."""
    answer = loaded.lookup.by_teryt(code, as_of)
    if answer.gmina != code:
        raise NotFoundError(f"{code!r} is not a gmina", f"Kod {code[:20]} nie jest kodem gminy.")
    name = loaded.snapshot.names.full_name(code, as_of)
    spoken = _within(loaded, code, as_of)
    topic = PlacePage(name, answer, f"/gmina/{code}", name[0].upper() + name[1:], spoken=spoken, holders=(code[:4],))
    return _drawn(topic, as_of)


def of_place(loaded: LoadedSnapshot, place: Place, as_of: date) -> PlacePage:
    """Make the topic of a locality."""
    answer = loaded.lookup.by_teryt(place.gmina, as_of)
    point = (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
    namesakes = loaded.search.index.exact(fold(place.name))
    others = tuple(e for e in namesakes if e.id != place.simc and e.unit[:4] != place.gmina[:4])[:6]
    where, spoken = _holding(loaded, place, as_of), f"{place.name}, {_within(loaded, place.gmina, as_of)}"
    topic = PlacePage(place.name, answer, f"/miejsce/{place.simc}", place.name, where, spoken, mark=point)
    return _drawn(_measured(replace(topic, holders=_holders(loaded, place.gmina), others=others), loaded), as_of)


def of_postcode(loaded: LoadedSnapshot, code: str, powiat: str, as_of: date) -> PlacePage:
    """Make the topic of a postcode that lies in one powiat."""
    topic = of_powiat(loaded, powiat, as_of)
    title = _("Kod pocztowy %(code)s") % {"code": code}
    where = _(
        "Według GeoNames ten kod należy do: %(name)s. Jeden kod może sięgać dalej: "
        "gdy Twoja miejscowość leży gdzie indziej, wpisz jej nazwę."
    ) % {"name": topic.name}
    return replace(topic, name=code, address=f"/kod/{code}", title=title, where=where, holders=(powiat,), name_today="")


def of_point(loaded: LoadedSnapshot, answer: Answer, point: tuple[float, float], as_of: date) -> PlacePage:
    """Make the topic of a visitor's own point: it has no address and is kept nowhere."""
    name = _("Twoje położenie")
    where = _within(loaded, answer.gmina, as_of)
    topic = PlacePage(name, answer, "", name, where, where, mark=point)
    return _drawn(_measured(replace(topic, holders=_holders(loaded, answer.gmina)), loaded), as_of)


def _holders(loaded: LoadedSnapshot, gmina: str) -> tuple[str, ...]:
    """Return the powiat and the gmina, or the city that is both."""
    return (gmina[:4],) if loaded.snapshot.names.powiaty[gmina[:4]].is_city else (gmina[:4], gmina)


def _within(loaded: LoadedSnapshot, gmina: str, as_of: date) -> str:
    names = loaded.snapshot.names
    powiat, *inner = _holders(loaded, gmina)
    return ", ".join([*(names.full_name(code, as_of) for code in inner), names.told_apart(powiat, as_of)])


def _holding(loaded: LoadedSnapshot, place: Place, as_of: date) -> str:
    part = [_("część miejscowości %(name)s") % {"name": place.parent}] if place.parent else []
    return ", ".join([*part, _within(loaded, place.gmina, as_of)])


def _measured(topic: PlacePage, loaded: LoadedSnapshot) -> PlacePage:
    mark = topic.mark
    if mark is None:
        return topic
    return replace(topic, nearest=lambda centre: loaded.offices.nearest(centre, mark, topic.answer.as_of))


def _drawn(topic: PlacePage, as_of: date) -> PlacePage:
    focus = f"&focus={topic.powiat}" if topic.powiat else ""
    return replace(
        topic, picture=f"/mapa/{topic.answer.unit[:2]}.svg?date={as_of.isoformat()}&lang={language()}{focus}"
    )
