"""CSV on the Web (W3C, "Metadata Vocabulary for Tabular Data"): what a CSV file holds, for programs.

A foreign key may only name a table of the same group, so the metadata of a table describe every table that it refers
to, directly or through another; its own stands first.
"""

from typing import Any

from ses_map.datasets import SEPARATOR, Column, Words
from ses_map.web.publish.opendata import DATASETS
from ses_map.web.publish.opendata.dataset import Dataset
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Body = dict[str, Any]
MIMETYPE = "application/csvm+json"


def metadata_name(name: str) -> str:
    """Return the file name of a table's metadata."""
    return f"{name}.csv-metadata.json"


def metadata(dataset: Dataset, loaded: LoadedSnapshot, root: str) -> Body:
    """Describe a table and those that it refers to; ``root`` is the address of this server, ending in ``/``."""
    tables = [_table(d, loaded, root) for d in _group(dataset)]
    return {"@context": ["http://www.w3.org/ns/csvw", {"@language": "pl"}], "tables": tables}


def _group(dataset: Dataset) -> list[Dataset]:
    """List a table and those that it refers to, directly or through another."""
    names = [dataset.name]
    for name in names:  # it grows while it is read
        names += dict.fromkeys(r.dataset for r in DATASETS[name].references if r.dataset not in names)
    return [DATASETS[name] for name in names]


def _table(dataset: Dataset, loaded: LoadedSnapshot, root: str) -> Body:
    modified = dataset.modified(loaded)
    return {
        "url": f"{dataset.name}.csv",
        "dc:title": _in_languages(dataset.title),
        "dc:description": _in_languages(dataset.about),
        "dc:license": {"@id": f"{root}dane#licencja"},
        "dc:source": dataset.credit(loaded),
        **({"dc:modified": {"@value": modified, "@type": "xsd:date"}} if modified else {}),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True, "quoteChar": '"'},
        "tableSchema": _schema(dataset),
    }


def _in_languages(words: Words) -> list[Body]:
    return [{"@value": text, "@language": code} for code, text in words._asdict().items() if text]


def _schema(dataset: Dataset) -> Body:
    foreign = [
        {"columnReference": r.column, "reference": {"resource": f"{r.dataset}.csv", "columnReference": r.target}}
        for r in dataset.references
    ]
    schema = {"columns": [_column(c) for c in dataset.columns], "primaryKey": list(dataset.key), "foreignKeys": foreign}
    return {name: value for name, value in schema.items() if value}


def _column(column: Column) -> Body:
    """Describe a column; the header of the file is a title in no language, so that a validator finds it."""
    meaning = {code: text for code, text in column.meaning._asdict().items() if text}
    described: Body = {"name": column.published, "titles": {"und": column.published, **meaning}}
    described["datatype"] = column.type.datatype
    if column.is_required:
        described["required"] = True
    if column.is_list:
        described["separator"] = SEPARATOR
    return described
