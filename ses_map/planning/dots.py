"""Entities as dots of a map's pyramid, and the file of tiles that a snapshot carries."""

import hashlib
from datetime import date
from functools import partial

import numpy as np

from ses_map.planning.entities import EntityIndex
from ses_map.pyramid.archive import write_archive
from ses_map.pyramid.dots import Dots, Facts
from ses_map.pyramid.tiles import Pyramid
from ses_map.vocabulary import OTHER_KIND

#: Beginning and ending of the name of the file of tiles; its hash stands between them.
TILES = ("tiles/podmioty.", ".pmtiles")
#: Kinds that are counted on their own; rarer ones count, and are drawn, as the last.
_MOST_KINDS = 24


def entity_dots(index: EntityIndex) -> Dots:
    """Return all entities of an index as dots; those without a certain place have none."""
    kinds = _kinds(index)
    number = {kind: n for n, kind in enumerate(kinds)}
    numbers = np.array([*(number.get(kind, len(kinds) - 1) for kind in index.columns.values("kind")), 0])
    lon, lat = index.points.lon[index.order], index.points.lat[index.order]
    return Dots(lon, lat, numbers[index.columns.codes("kind")][index.order], kinds, partial(_tell, index))


def _kinds(index: EntityIndex) -> tuple[str, ...]:
    if len(index.kinds) <= _MOST_KINDS:
        return index.kinds
    counts = index.count_by("kind", np.arange(len(index.entities)))
    most = sorted(counts.keys() - {OTHER_KIND}, key=lambda kind: (-counts[kind], kind))[: _MOST_KINDS - 1]
    return (*sorted(most), OTHER_KIND)


def _tell(index: EntityIndex, number: int) -> Facts:
    entity, spot = index.entities[number], index.points.at(int(index.order[number]))
    return Facts(entity.id, entity.name, spot is not None and spot.is_own, entity.town, entity.powiat)


def entity_tiles(index: EntityIndex) -> dict[str, bytes]:
    """Write the tiles of the entities whose end is not known: what the map shows from the last known change on.

    A snapshot does not depend on the day it is built, and the days on which entities begin and end are as many as the
    entities may be. So one pyramid is written, for the last period, in which nearly every reader asks; tiles of an
    earlier day (and of days before a change that is known in advance) are made when they are asked for.

    Returns
    -------
    dict
        One file, whose name carries its hash; the same entities give the same bytes.
    """
    dots = entity_dots(index)
    lasting = np.flatnonzero(index.columns.ordinals("valid_to")[index.order] == date.max.toordinal())
    metadata = {"from": last_change(index).isoformat(), "kinds": list(dots.kinds), "entities": len(lasting)}
    data = write_archive(Pyramid(dots.only(lasting)), metadata)
    return {hashlib.sha256(data).hexdigest()[:12].join(TILES): data}


def last_change(index: EntityIndex) -> date:
    """Return the first day on which all entities have begun that ever begin, and all have ended that ever end."""
    began, ended = index.columns.ordinals("valid_from"), index.columns.ordinals("valid_to") + 1
    ended = ended[ended <= date.max.toordinal()]
    first = date.min.toordinal()
    return date.fromordinal(int(max(began.max(initial=first), ended.max(initial=first))))
