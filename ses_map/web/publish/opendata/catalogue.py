"""The catalogue in DCAT-AP 3, as Turtle and JSON-LD by rdflib, for data portals that harvest it.

This is the only module that knows rdflib; importing it takes a third of a second, so a view does it when it is first
asked. Every node has an address, none is blank, and everything is written in order: the same snapshot on the same host
gives the same bytes. A licence is never invented: ``dct:license`` leads to the place of ``/dane`` that repeats what
each source says of itself, and ``dct:rights`` says it in words.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ses_map.datasets import Words
from ses_map.web.publish.opendata.csvw import metadata_name
from ses_map.web.publish.opendata.dataset import Dataset, Form
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

_EU = "http://publications.europa.eu/resource/authority/"
_POLAND = URIRef(f"{_EU}country/POL")
_SOCIETY = URIRef(f"{_EU}data-theme/SOCI")
_IRREGULAR = URIRef(f"{_EU}frequency/IRREG")
_POLISH = URIRef(f"{_EU}language/POL")
_CSVW = URIRef("http://www.w3.org/ns/csvw")
_IANA = "https://www.iana.org/assignments/media-types/"
#: New in DCAT 3; rdflib has the terms of DCAT 2.
_VERSION = URIRef(f"{DCAT}version")
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "rdfs": RDFS, "skos": SKOS, "vcard": _VCARD, "xsd": XSD}

TITLE = Words("Mapa OWES: otwarte dane", "Map of OWES: open data")
ABOUT = Words(
    "Kto wspiera ekonomię społeczną na jakim obszarze Polski: wskazania, ośrodki, podmioty i jednostki, każde ze "
    "źródłem i datą.",
    "Who supports the social economy in which area of Poland: assignments, centres, entities and areas, each with its "
    "source and date.",
)
LICENCE = Words("Zasady podane przez źródła, każde ze swoim przypisaniem", "Terms as stated by each source")


API = Words("API: wyszukiwanie i listy", "API: look-up and lists")
OGC = Words("OGC API - Features: granice, obszary i punkty", "OGC API - Features: boundaries, areas and points")
_FEATURES = URIRef("http://www.opengis.net/doc/IS/ogcapi-features-1/1.0")
#: Datasets whose records are collections of OGC API - Features, with their boundaries and points.
_COLLECTIONS = ("coverage", "centres", "entities", "areas")


def catalogue(datasets: Sequence[Dataset], loaded: LoadedSnapshot, root: str, report: str) -> Graph:
    """Describe datasets and services.

    Parameters
    ----------
    datasets : sequence of Dataset
        What is published.
    loaded : LoadedSnapshot
        Where credit, dates and the version come from.
    root : str
        Address of this server, ending in ``/``.
    report : str
        Where errors are reported, ``mailto:`` or ``https:``; empty: there is no contact point.
    """
    writer = _Writer(loaded, root, report)
    writer.write_catalogue(datasets)
    writer.write_shared()
    for dataset in datasets:
        writer.write_dataset(dataset)
    writer.write_services(datasets)
    return writer.graph


class _Writer:
    """Fills a graph with one kind of node after the other."""

    def __init__(self, loaded: LoadedSnapshot, root: str, report: str) -> None:
        self.loaded, self.root, self.report = loaded, root, report
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in _PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self.page, self.licence, self.publisher = URIRef(f"{root}dane"), self._at("licencja"), self._at("wydawca")
        self.contact = self._at("kontakt") if report else None

    def _at(self, fragment: str) -> URIRef:
        return URIRef(f"{self.root}dane#{fragment}")

    def _describe(self, node: URIRef, kind: URIRef, *facts: tuple[URIRef, Node | Words | None]) -> URIRef:
        """Add a node of a kind with its facts; words are two literals, ``None`` is no fact."""
        self.graph.add((node, RDF.type, kind))
        for predicate, value in facts:
            if isinstance(value, Words):
                self.graph.add((node, predicate, Literal(value.pl, lang="pl")))
                self.graph.add((node, predicate, Literal(value.en, lang="en")))
            elif value is not None:
                self.graph.add((node, predicate, value))
        return node

    def _note(self, name: str, kind: URIRef, parts: Sequence[str]) -> URIRef | None:
        """Add a statement in words, one part for each source; nothing where there are no sources."""
        text = Literal("; ".join(parts), lang="pl")
        return self._describe(self._at(name), kind, (RDFS.label, text)) if parts else None

    def write_shared(self) -> None:
        """Describe what many nodes refer to: publisher, licence, contact, and the terms of the EU's lists."""
        self._describe(self.publisher, FOAF.Agent, (FOAF.name, Literal("ses_map", lang="pl")))
        self._describe(self.licence, DCTERMS.LicenseDocument, (DCTERMS.title, LICENCE))
        if self.contact:
            how = _VCARD.hasEmail if self.report.startswith("mailto:") else _VCARD.hasURL
            name = Literal("Zgłaszanie błędów w danych", lang="pl")
            self._describe(self.contact, _VCARD.Kind, (_VCARD.fn, name), (how, URIRef(self.report)))
        self._describe(_POLAND, DCTERMS.Location)
        self._describe(_IRREGULAR, DCTERMS.Frequency)
        self._describe(_POLISH, DCTERMS.LinguisticSystem)
        self._describe(_CSVW, DCTERMS.Standard)
        self._describe(self.page, FOAF.Document)
        society = Words("Ludność i społeczeństwo", "Population and society")
        self._describe(_SOCIETY, SKOS.Concept, (SKOS.prefLabel, society))

    def write_catalogue(self, datasets: Sequence[Dataset]) -> None:
        """Describe the catalogue itself and list what it holds."""
        self._describe(
            self._at("katalog"),
            DCAT.Catalog,
            (DCTERMS.title, TITLE),
            (DCTERMS.description, ABOUT),
            (DCTERMS.publisher, self.publisher),
            (DCAT.contactPoint, self.contact),
            (FOAF.homepage, self.page),
            (DCTERMS.license, self.licence),
            (DCTERMS.language, _POLISH),
            (DCTERMS.spatial, _POLAND),
            (DCTERMS.modified, _day(max((d.modified(self.loaded) for d in datasets), default=""))),
            *((DCAT.dataset, self._at(d.name)) for d in datasets),
            (DCAT.service, self._at("api")),
            (DCAT.service, self._at("ogc")),
        )

    def write_dataset(self, dataset: Dataset) -> None:
        """Describe a dataset: its words, origin and time, and each of its forms."""
        node, papers = self._at(dataset.name), dataset.papers(self.loaded)
        origin = [f"{s.title}: {s.publisher}, {s.vintage}" for s in papers]
        rights = [f"{s.title}: {s.licence} ({s.attribution})" for s in papers]
        stated = self._note(f"prawa-{dataset.name}", DCTERMS.RightsStatement, rights)
        self._describe(
            node,
            DCAT.Dataset,
            (DCTERMS.title, dataset.title),
            (DCTERMS.description, dataset.about),
            (DCTERMS.publisher, self.publisher),
            (DCAT.contactPoint, self.contact),
            (DCTERMS.identifier, Literal(str(node))),
            (DCAT.landingPage, self.page),
            (DCAT.theme, _SOCIETY),
            (DCTERMS.spatial, _POLAND),
            (DCTERMS.language, _POLISH),
            (DCTERMS.accrualPeriodicity, _IRREGULAR),
            (_VERSION, Literal(self.loaded.snapshot.id)),
            (DCTERMS.modified, _day(dataset.modified(self.loaded))),
            (DCTERMS.provenance, self._note(f"pochodzenie-{dataset.name}", DCTERMS.ProvenanceStatement, origin)),
            (DCTERMS.temporal, self._period(dataset)),
            *((DCAT.keyword, words) for words in dataset.keywords),
            *((DCAT.distribution, self._form(dataset, form, stated)) for form in dataset.forms),
        )

    def _period(self, dataset: Dataset) -> URIRef | None:
        """Describe from when to when the records are, if any tells a day."""
        records = dataset.records(self.loaded, date.min) if dataset.days else ()
        days = [day for r in records for name in dataset.days if (day := getattr(r, name)) is not None]
        if not days:
            return None
        first, last = _day(min(days).isoformat()), _day(max(days).isoformat())
        period = self._at(f"okres-{dataset.name}")
        return self._describe(period, DCTERMS.PeriodOfTime, (DCAT.startDate, first), (DCAT.endDate, last))

    def _form(self, dataset: Dataset, form: Form, rights: URIRef | None) -> URIRef:
        address, described = URIRef(self.root + form.path.removeprefix("/")), None
        if form.format == "CSV":
            described = self._describe(URIRef(f"{self.page}/{metadata_name(dataset.name)}"), FOAF.Document)
        kind = self._describe(URIRef(f"{_EU}file-type/{form.format}"), DCTERMS.MediaTypeOrExtent)
        return self._describe(
            self._at(f"{dataset.name}-{dataset.forms.index(form) + 1}"),
            DCAT.Distribution,
            (DCTERMS.title, Literal(f"{dataset.title.pl}: {form.label}", lang="pl")),
            (DCAT.accessURL, address),
            (DCAT.downloadURL, address),
            (DCAT.mediaType, self._describe(URIRef(_IANA + form.media_type), DCTERMS.MediaType)),
            (DCTERMS["format"], kind),
            (DCTERMS.license, self.licence),
            (DCTERMS.rights, rights),
            (DCTERMS.conformsTo, _CSVW if described else None),
            (FOAF.page, described),
        )

    def write_services(self, datasets: Sequence[Dataset]) -> None:
        """Describe the interfaces for programs and which of the datasets each serves."""
        listed = [d for d in datasets if any(form.path.startswith("/api/v1/") for form in d.forms)]
        self._service("api", API, "api/v1", "openapi.json", listed)
        title = Literal("OGC API - Features - Part 1: Core", lang="en")
        standard = self._describe(_FEATURES, DCTERMS.Standard, (DCTERMS.title, title))
        drawn = [d for d in datasets if d.name in _COLLECTIONS]
        self._service("ogc", OGC, "ogc/", "ogc/api?f=json", drawn, standard)

    def _service(
        self, name: str, title: Words, path: str, described: str, serves: list[Dataset], standard: Node | None = None
    ) -> None:
        self._describe(
            self._at(name),
            DCAT.DataService,
            (DCTERMS.title, title),
            (DCTERMS.description, title),
            (DCTERMS.publisher, self.publisher),
            (DCTERMS.license, self.licence),
            (DCAT.endpointURL, URIRef(self.root + path)),
            (DCAT.endpointDescription, URIRef(self.root + described)),
            (DCTERMS.conformsTo, standard),
            *((DCAT.servesDataset, self._at(d.name)) for d in serves),
        )


def _day(text: str) -> Literal | None:
    return Literal(text, datatype=XSD.date) if text else None


def to_turtle(graph: Graph) -> str:
    """Write a graph as Turtle, in order."""
    return str(graph.serialize(format="turtle"))


def to_json_ld(graph: Graph) -> bytes:
    """Write a graph as JSON-LD, in order."""
    context = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    body = json.loads(graph.serialize(format="json-ld", context=context))
    return json.dumps(_ordered(body), ensure_ascii=False, indent=1).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_ordered(v) for v in value), key=lambda v: json.dumps(v, ensure_ascii=False))
    return value
