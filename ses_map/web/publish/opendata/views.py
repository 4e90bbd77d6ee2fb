"""``/dane``: the open data for people, every table as CSV and JSON, and the catalogue for data portals."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.web.http import parameters
from ses_map.web.http.formats import as_block, to_csv, to_json
from ses_map.web.http.rendering import render_page
from ses_map.web.publish.opendata import DATASETS, csvw
from ses_map.web.publish.opendata.dataset import Dataset, cell
from ses_map.web.publish.opendata.schema_org import data_catalogue
from ses_map.web.state.snapshot_holder import current

if TYPE_CHECKING:
    from rdflib import Graph

blueprint = Blueprint("data", __name__, url_prefix="/dane")


@blueprint.get("")
def data() -> str:
    """Describe every published table: what it holds, whose it is, where it is to be had."""
    loaded, day = current(), parameters.as_of()
    counts = {name: len(d.records(loaded, day)) for name, d in DATASETS.items()}
    block = as_block(data_catalogue(DATASETS.values(), loaded, request.url_root))
    shown = {"counts": counts, "block": block, "root": request.url_root}
    return render_page("pages/data.html", datasets=DATASETS.values(), **shown)


@blueprint.get("/katalog.ttl")
def turtle() -> Response:
    """Return the catalogue in Turtle."""
    from ses_map.web.publish.opendata.catalogue import to_turtle

    return Response(to_turtle(_graph()), mimetype="text/turtle")


@blueprint.get("/katalog.jsonld")
def json_ld() -> Response:
    """Return the catalogue in JSON-LD."""
    from ses_map.web.publish.opendata.catalogue import to_json_ld

    return Response(to_json_ld(_graph()), mimetype="application/ld+json")


def _graph() -> "Graph":
    from ses_map.web.publish.opendata.catalogue import catalogue

    return catalogue([*DATASETS.values()], current(), request.url_root, current_app.config["SES_MAP_REPORT"])


@blueprint.get("/<file>")
def table(file: str) -> Response:
    """Return a table as ``<name>.csv`` or ``<name>.json``, or what describes it, ``<name>.csv-metadata.json``."""
    name, _, form = file.partition(".")
    if name not in DATASETS or form not in _FORMS:
        raise NotFoundError(
            f"no data file is called {file[:60]!r}: /dane lists them",
            f"Nie ma pliku danych „{file[:60]}”; wszystkie wymienia strona /dane.",
        )
    dataset = DATASETS[name]
    _refuse_parameters(dataset)
    return _FORMS[form](dataset)


def _refuse_parameters(dataset: Dataset) -> None:
    if dataset.is_daily:
        parameters.only("date")
    elif request.args:
        raise InvalidInputError(
            f"{dataset.name} takes no parameters: it holds the dated rows of every day",
            "Ten plik nie przyjmuje parametrów: ma wiersze wszystkich dni; usuń z adresu część od znaku zapytania.",
        )


def _csv(dataset: Dataset) -> Response:
    rows = dataset.rows(current(), parameters.as_of())
    response = to_csv(dataset.names, ([cell(row[name]) for name in dataset.names] for row in rows))
    described = csvw.metadata_name(dataset.name)
    response.headers["Link"] = f'<{described}>; rel="describedby"; type="{csvw.MIMETYPE}"'
    return response


def _json(dataset: Dataset) -> Response:
    loaded, day = current(), parameters.as_of()
    rows = [{name: row[name] for name in dataset.names} for row in dataset.rows(loaded, day)]
    meta = {"count": len(rows), "date": day.isoformat(), "snapshot": loaded.snapshot.id}
    meta |= {"license": f"{request.url_root}dane#licencja", "attribution": dataset.credit(loaded)}
    return to_json({"meta": meta, "data": rows})


def _metadata(dataset: Dataset) -> Response:
    return to_json(csvw.metadata(dataset, current(), request.url_root), csvw.MIMETYPE)


_FORMS = {"csv": _csv, "json": _json, "csv-metadata.json": _metadata}
