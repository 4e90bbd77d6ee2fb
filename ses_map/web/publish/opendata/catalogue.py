"""The catalogue in DCAT-AP 3, as Turtle and JSON-LD by rdflib, for data portals that harvest it.

This is the only module that knows rdflib; importing it takes a third of a second, so a view does it when it is first
asked. Every node has an address, none is blank, and everything is written in order: the same snapshot on the same host
gives the same bytes. A licence is never invented: ``dct:license`` leads to the place of ``/dane`` that repeats what
each source says of itself, and ``dct:rights`` says it in words.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ses_map.datasets import Words
from ses_map.web.publish.opendata.csvw import metadata_name
from ses_map.web.publish.opendata.dataset import Dataset, Form
from ses_map.web.publish.opendata.media import MEDIA_TYPES
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
_PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}

TITLE = Words("Mapa OWES: otwarte dane", "Map of OWES: open data")
ABOUT = Words(
    "Kto wspiera ekonomię społeczną na jakim obszarze Polski: wskazania, ośrodki, podmioty i jednostki, każde ze "
    "źródłem i datą.",
    "Who supports the social economy in which area of Poland: assignments, centres, entities and areas, each with its "
    "source and date.",
)
LICENCE = Words("Zasady podane przez źródła, każde ze swoim przypisaniem", "Terms as stated by each source")


@dataclass(frozen=True)
class Service:
    """An interface for programs on this server."""

    name: str
    title: Words
    #: Paths without the first slash: where it answers, and where it is described (empty: nowhere).
    endpoint: str
    description: str = ""
    #: Address of the standard that it conforms to, and its title; empty: none.
    standard: str = ""
    standard_title: str = ""
    #: Names of the datasets that it serves, beside those that have a form below its endpoint.
    serves: tuple[str, ...] = ()


#: What programs for maps open; its collections are the same records with their boundaries and points.
OGC = Service(
    "ogc",
    Words("OGC API - Features: granice, obszary i punkty", "OGC API - Features: boundaries, areas and points"),
    "ogc/",
    "ogc/api?f=json",
    standard="http://www.opengis.net/doc/IS/ogcapi-features-1/1.0",
    standard_title="OGC API - Features - Part 1: Core",
    serves=("coverage", "centres", "entities", "areas"),
)


@dataclass(frozen=True)
class Catalogue:
    """Writes the catalogue of some datasets.

    Parameters
    ----------
    loaded : LoadedSnapshot
        Where credit, dates and the version come from.
    root : str
        Address of this server, ending in ``/``.
    report : str
        Where errors are reported, ``mailto:`` or ``https:``; empty: there is no contact point.
    """

    loaded: LoadedSnapshot
    root: str
    report: str = ""

    def graph(self, datasets: Iterable[Dataset], services: Iterable[Service]) -> Graph:
        """Describe everything."""
        graph = Graph(bind_namespaces="none")
        for prefix, namespace in (_PREFIXES | {"vcard": _VCARD}).items():
            graph.bind(prefix, namespace)
        self._write_shared(graph)
        catalogue, published = self._at("katalog"), list(datasets)
        self._say(graph, catalogue, DCAT.Catalog, TITLE, ABOUT)
        graph.add((catalogue, FOAF.homepage, URIRef(f"{self.root}dane")))
        graph.add((catalogue, DCTERMS.license, self._at("licencja")))
        graph.add((catalogue, DCTERMS.language, _POLISH))
        graph.add((catalogue, DCTERMS.spatial, _POLAND))
        self._date(graph, catalogue, max((d.modified(self.loaded) for d in published), default=""))
        for dataset in published:
            graph.add((catalogue, DCAT.dataset, self._at(dataset.name)))
            self._write_dataset(graph, dataset)
        for service in services:
            graph.add((catalogue, DCAT.service, self._at(service.name)))
            self._write_service(graph, service, published)
        return graph

    def _at(self, fragment: str) -> URIRef:
        return URIRef(f"{self.root}dane#{fragment}")

    def _say(self, graph: Graph, node: Node, kind: URIRef, title: Words, about: Words) -> None:
        graph.add((node, RDF.type, kind))
        for predicate, words in ((DCTERMS.title, title), (DCTERMS.description, about)):
            _translate(graph, node, predicate, words)
        graph.add((node, DCTERMS.publisher, self._at("wydawca")))
        if self.report and kind != DCAT.DataService:
            graph.add((node, DCAT.contactPoint, self._at("kontakt")))

    def _date(self, graph: Graph, node: Node, day: str) -> None:
        if day:
            graph.add((node, DCTERMS.modified, Literal(day, datatype=XSD.date)))

    def _write_shared(self, graph: Graph) -> None:
        """Describe what many nodes refer to: publisher, licence, and the terms of the EU's lists."""
        publisher, licence, contact = self._at("wydawca"), self._at("licencja"), self._at("kontakt")
        graph.add((publisher, RDF.type, FOAF.Agent))
        graph.add((publisher, FOAF.name, Literal("ses_map", lang="pl")))
        graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
        _translate(graph, licence, DCTERMS.title, LICENCE)
        if self.report:
            graph.add((contact, RDF.type, _VCARD.Kind))
            graph.add((contact, _VCARD.fn, Literal("Zgłaszanie błędów w danych", lang="pl")))
            how = _VCARD.hasEmail if self.report.startswith("mailto:") else _VCARD.hasURL
            graph.add((contact, how, URIRef(self.report)))
        for node, kind in (
            (_POLAND, DCTERMS.Location),
            (_IRREGULAR, DCTERMS.Frequency),
            (_POLISH, DCTERMS.LinguisticSystem),
            (_SOCIETY, SKOS.Concept),
            (_CSVW, DCTERMS.Standard),
            (URIRef(f"{self.root}dane"), FOAF.Document),
        ):
            graph.add((node, RDF.type, kind))
        _translate(graph, _SOCIETY, SKOS.prefLabel, Words("Ludność i społeczeństwo", "Population and society"))

    def _write_dataset(self, graph: Graph, dataset: Dataset) -> None:
        node = self._at(dataset.name)
        self._say(graph, node, DCAT.Dataset, dataset.title, dataset.about)
        graph.add((node, DCTERMS.identifier, Literal(str(node))))
        graph.add((node, DCAT.landingPage, URIRef(f"{self.root}dane")))
        graph.add((node, DCAT.theme, _SOCIETY))
        graph.add((node, DCTERMS.spatial, _POLAND))
        graph.add((node, DCTERMS.language, _POLISH))
        graph.add((node, DCTERMS.accrualPeriodicity, _IRREGULAR))
        graph.add((node, _VERSION, Literal(self.loaded.snapshot.id)))
        self._date(graph, node, dataset.modified(self.loaded))
        for words in dataset.keywords:
            _translate(graph, node, DCAT.keyword, words)
        self._write_origin(graph, dataset)
        self._write_time(graph, dataset)
        for form in dataset.forms:
            self._write_form(graph, dataset, form)

    def _write_origin(self, graph: Graph, dataset: Dataset) -> None:
        papers = dataset.papers(self.loaded)
        if papers:
            origin = self._at(f"pochodzenie-{dataset.name}")
            told = "; ".join(f"{s.title}: {s.publisher}, {s.vintage}" for s in papers)
            graph.add((self._at(dataset.name), DCTERMS.provenance, origin))
            graph.add((origin, RDF.type, DCTERMS.ProvenanceStatement))
            graph.add((origin, RDFS.label, Literal(told, lang="pl")))

    def _write_time(self, graph: Graph, dataset: Dataset) -> None:
        """Describe from when to when the records are, if any tells a day."""
        records = dataset.records(self.loaded, date.min) if dataset.days else ()
        told = [day for r in records for name in dataset.days if (day := getattr(r, name)) is not None]
        if told:
            period = self._at(f"okres-{dataset.name}")
            graph.add((self._at(dataset.name), DCTERMS.temporal, period))
            graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
            graph.add((period, DCAT.startDate, Literal(min(told).isoformat(), datatype=XSD.date)))
            graph.add((period, DCAT.endDate, Literal(max(told).isoformat(), datatype=XSD.date)))

    def _write_form(self, graph: Graph, dataset: Dataset, form: Form) -> None:
        address = URIRef(self.root + form.path.removeprefix("/"))
        node = self._at(f"{dataset.name}-{dataset.forms.index(form) + 1}")
        media, kind = URIRef(_IANA + MEDIA_TYPES[form.format]), URIRef(f"{_EU}file-type/{form.format}")
        graph.add((self._at(dataset.name), DCAT.distribution, node))
        graph.add((node, RDF.type, DCAT.Distribution))
        graph.add((node, DCTERMS.title, Literal(f"{dataset.title.pl}: {form.label}", lang="pl")))
        graph.add((node, DCAT.accessURL, address))
        graph.add((node, DCAT.downloadURL, address))
        graph.add((node, DCAT.mediaType, media))
        graph.add((media, RDF.type, DCTERMS.MediaType))
        graph.add((node, DCTERMS["format"], kind))
        graph.add((kind, RDF.type, DCTERMS.MediaTypeOrExtent))
        graph.add((node, DCTERMS.license, self._at("licencja")))
        self._write_rights(graph, dataset, node)
        if form.format == "CSV":
            graph.add((node, DCTERMS.conformsTo, _CSVW))
            graph.add((node, FOAF.page, URIRef(f"{self.root}dane/{metadata_name(dataset.name)}")))
            graph.add((URIRef(f"{self.root}dane/{metadata_name(dataset.name)}"), RDF.type, FOAF.Document))

    def _write_rights(self, graph: Graph, dataset: Dataset, node: Node) -> None:
        papers = dataset.papers(self.loaded)
        if papers:
            rights = self._at(f"prawa-{dataset.name}")
            told = "; ".join(f"{s.title}: {s.licence} ({s.attribution})" for s in papers)
            graph.add((node, DCTERMS.rights, rights))
            graph.add((rights, RDF.type, DCTERMS.RightsStatement))
            graph.add((rights, RDFS.label, Literal(told, lang="pl")))

    def _write_service(self, graph: Graph, service: Service, datasets: Iterable[Dataset]) -> None:
        node = self._at(service.name)
        self._say(graph, node, DCAT.DataService, service.title, service.title)
        graph.add((node, DCAT.endpointURL, URIRef(self.root + service.endpoint)))
        graph.add((node, DCTERMS.license, self._at("licencja")))
        if service.description:
            graph.add((node, DCAT.endpointDescription, URIRef(self.root + service.description)))
        if service.standard:
            graph.add((node, DCTERMS.conformsTo, URIRef(service.standard)))
            graph.add((URIRef(service.standard), RDF.type, DCTERMS.Standard))
            graph.add((URIRef(service.standard), DCTERMS.title, Literal(service.standard_title, lang="en")))
        for dataset in datasets:
            below = f"/{service.endpoint.rstrip('/')}/"
            if dataset.name in service.serves or any(form.path.startswith(below) for form in dataset.forms):
                graph.add((node, DCAT.servesDataset, self._at(dataset.name)))


def _translate(graph: Graph, node: Node, predicate: URIRef, words: Words) -> None:
    graph.add((node, predicate, Literal(words.pl, lang="pl")))
    graph.add((node, predicate, Literal(words.en, lang="en")))


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
