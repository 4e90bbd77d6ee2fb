"""The datasets in the words of schema.org, for search engines of data."""

from collections.abc import Iterable
from typing import Any

from ses_map.web.publish.opendata.dataset import Dataset
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Body = dict[str, Any]


def data_catalogue(datasets: Iterable[Dataset], loaded: LoadedSnapshot, root: str) -> Body:
    """Describe the catalogue and its datasets; ``root`` is the address of this server, ending in ``/``."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": f"{root}dane#katalog",
        "name": "Mapa OWES: otwarte dane",
        "url": f"{root}dane",
        "license": f"{root}dane#licencja",
        "dataset": [_dataset(d, loaded, root) for d in datasets],
    }


def _dataset(dataset: Dataset, loaded: LoadedSnapshot, root: str) -> Body:
    body = {
        "@type": "Dataset",
        "@id": f"{root}dane#{dataset.name}",
        "name": dataset.title.pl,
        "alternateName": dataset.title.en,
        "description": dataset.about.pl,
        "url": f"{root}dane#{dataset.name}",
        "identifier": f"{root}dane#{dataset.name}",
        "keywords": [w.pl for w in dataset.keywords],
        "license": f"{root}dane#licencja",
        "creditText": "; ".join(dataset.credit(loaded)),
        "isAccessibleForFree": True,
        "version": loaded.snapshot.id,
        "dateModified": dataset.modified(loaded),
        "spatialCoverage": {"@type": "Country", "name": "Polska", "identifier": "PL"},
        "variableMeasured": dataset.names,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": form.label,
                "encodingFormat": form.media_type,
                "contentUrl": root + form.path.removeprefix("/"),
            }
            for form in dataset.forms
        ],
    }
    return {name: value for name, value in body.items() if value}
