"""``registry/entities.csv`` and ``registry/clusters.csv``: social-economy entities (PES) and their named groups."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.provenance import REGISTER, VALID_FROM, VALID_TO, Provenance
from ses_map.datasets.types import (
    COUNT,
    DEGREES,
    ENTITY_KIND,
    GMINA,
    ID,
    POSTCODE,
    POWIAT,
    TEXT,
    URL,
    VOIVODESHIP,
    one_of,
)


# fmt: off
@dataclass(frozen=True, slots=True)
class Entity:
    """PES, a social-economy entity; an enterprise (PS) is one with the status."""

    id: Annotated[str, Column(
        ID, "Identyfikator", "stały identyfikator", "stable id", "сталий ідентифікатор", name="entity_id",
        is_required=True, is_distinct=True, ogc=None)]
    name: Annotated[str, Column(
        TEXT, "Nazwa", "nazwa według źródła", "name as in the source", "назва за джерелом", is_required=True,
        is_distinct=True)]
    kind: Annotated[str, Column(
        ENTITY_KIND, "Rodzaj", "rodzaj podmiotu", "kind of entity", "вид суб’єкта", is_required=True)]
    operator: Annotated[str, Column(
        TEXT, "Kto prowadzi", "kto prowadzi podmiot", "who runs the entity", "хто веде суб’єкт")]
    founders: Annotated[tuple[str, ...], Column(
        TEXT, "Założyciele", "założyciele: osoby prawne", "founders: legal persons", "засновники: юридичні особи",
        is_list=True, sql=None)]
    #: Empty where the source does not resolve it.
    powiat: Annotated[str, Column(
        POWIAT.limited(r"\d{4}"), "Kod TERYT powiatu", "kod TERYT powiatu; puste: nieustalony",
        "TERYT code of the powiat, if settled", "код TERYT повіту; порожньо: не встановлено", reference="areas.teryt")]
    powiat_basis: Annotated[str, Column(
        one_of("teryt", "coordinates", "stated", "town", "postcode"), "Podstawa powiatu",
        "na jakiej podstawie ustalono powiat", "how the powiat was settled", "на якій підставі встановлено повіт",
        ogc=None, sql=None)]
    voivodeship: Annotated[str, Column(
        VOIVODESHIP, "Kod TERYT województwa", "kod TERYT województwa", "TERYT code of the voivodeship",
        "код TERYT воєводства", is_required=True, reference="areas.teryt")]
    town: Annotated[str, Column(TEXT, "Miejscowość", "miejscowość", "town", "населений пункт")]
    street: Annotated[str, Column(
        TEXT, "Ulica", "ulica i numer", "street and number", "вулиця й номер", is_distinct=True)]
    postcode: Annotated[str, Column(POSTCODE, "Kod pocztowy", "kod pocztowy", "postcode", "поштовий індекс")]
    website: Annotated[str, Column(
        URL, "Strona", "strona internetowa", "website", "вебсайт", is_distinct=True)]
    activity: Annotated[str, Column(
        TEXT, "Działalność", "działalność według źródła", "activity as in the source", "діяльність за джерелом",
        is_distinct=True, sql=None)]
    status_ps: Annotated[str, Column(
        one_of("yes", "unknown"), "Status przedsiębiorstwa społecznego: yes albo unknown",
        "status przedsiębiorstwa społecznego", "social enterprise", "статус соціального підприємства",
        is_required=True)]
    confidence: Annotated[str, Column(
        one_of("high", "medium", "low"), "Pewność", "pewność wiersza", "confidence of the row", "певність рядка",
        is_required=True, ogc=None, sql=None)]
    #: Empty where only the powiat is settled.
    gmina: Annotated[str, Column(
        GMINA.limited(r"\d{6}"), "Kod TERYT gminy", "kod TERYT gminy; puste: nieustalona",
        "TERYT code of the gmina; empty: not settled", "код TERYT ґміни; порожньо: не встановлено",
        reference="areas.teryt")] = ""
    #: Degrees, WGS 84; ``None`` where the source gives no coordinates. Outputs have the point instead.
    lat: Annotated[float | None, Column(
        DEGREES, "Szerokość", "szerokość geograficzna, stopnie WGS 84", "latitude, degrees WGS 84",
        "широта, градуси WGS 84", api=None, ogc=None, sql=None)] = None
    lon: Annotated[float | None, Column(
        DEGREES, "Długość", "długość geograficzna, stopnie WGS 84", "longitude, degrees WGS 84",
        "довгота, градуси WGS 84", api=None, ogc=None, sql=None)] = None
    valid_from: Annotated[date | None, VALID_FROM] = None
    #: Last day in being.
    valid_to: Annotated[date | None, VALID_TO] = None
    #: Key development spheres ("kluczowe sfery rozwoju"), as the source names them.
    spheres: Annotated[tuple[str, ...], Column(
        TEXT, "Kluczowe sfery rozwoju", "kluczowe sfery rozwoju", "key development spheres", "ключові сфери розвитку",
        is_list=True, ogc=None, sql=None)] = ()
    #: Ids of the clusters that it belongs to.
    clusters: Annotated[tuple[str, ...], Column(
        ID, "Klastry", "identyfikatory klastrów", "ids of clusters", "ідентифікатори кластерів", is_list=True,
        ogc=None, sql=None)] = ()
    #: People working in it, as its source says; ``None`` where it does not.
    jobs: Annotated[int | None, Column(
        COUNT.limited(r"\d{1,6}"), "Zatrudnieni, według źródła", "osoby pracujące; puste: brak danych",
        "people working; empty: unknown", "скільки людей працює; порожньо: невідомо", sql=None)] = None
    source: Provenance = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A named group of entities (klaster), which a source dates."""

    id: Annotated[str, Column(
        ID, "Identyfikator", "stały identyfikator", "stable id", "сталий ідентифікатор", name="cluster_id",
        is_required=True)]
    name: Annotated[str, Column(TEXT, "Nazwa", "nazwa", "name", "назва", is_required=True)]
    #: Who keeps it together; empty where the source does not say.
    organiser: Annotated[str, Column(TEXT, "Organizator", "organizator", "organiser", "організатор")]
    note: Annotated[str, Column(TEXT, "Uwaga", "uwaga", "note", "примітка")]
    valid_from: Annotated[date | None, VALID_FROM]
    #: Last day in being.
    valid_to: Annotated[date | None, VALID_TO]
    source: Provenance
# fmt: on


ENTITIES = Table("registry/entities.csv", Entity, key="entity_id", further=(REGISTER,))
CLUSTERS = Table("registry/clusters.csv", Cluster, key="cluster_id", further=(REGISTER,))
