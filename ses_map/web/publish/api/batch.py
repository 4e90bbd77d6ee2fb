"""``POST /api/v1/lookup/batch``: up to ten thousand questions at once, answered in their order, in a stream."""

import csv
import io
import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
import orjson
from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from ses_map.errors import BusyError, SesMapError
from ses_map.inert import inert
from ses_map.model import Answer
from ses_map.web.http import parameters
from ses_map.web.http.formats import MEDIA_TYPES
from ses_map.web.http.limits import charge
from ses_map.web.publish.api import parameter as p
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.api.compact import Key, key, to_cells, to_row
from ses_map.web.publish.api.endpoint import Endpoint
from ses_map.web.publish.api.look_up import by_way
from ses_map.web.publish.api.questions import READERS, Question
from ses_map.web.publish.api.schemas import CSV, TEXT, Schema, many, record, ref
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current

#: Bytes that a body may have; everywhere else 64 KB.
MOST_BYTES = 2 * 2**20
#: Rows that are answered and sent together: between them the time is looked at, and a client that is gone ends all.
_AT_ONCE = 250
#: Seconds for a whole batch; rows that it does not reach are answered with a problem of status 503.
TIME_S = 20.0
#: Rows that cost as much as one request of their own: points are answered together, words are not.
_ROWS_TO_A_REQUEST = 50
_LATE = BusyError(
    "the batch took longer than its time: send the rest again, in smaller parts",
    "Na ten wiersz zabrakło czasu; wyślij pozostałe wiersze jeszcze raz, w mniejszych częściach.",
)

#: Index of a question, the question, and its answer or why there is none.
Answered = tuple[int, Question, Answer | SesMapError]

_QUESTION: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": ["string", "integer"], "maxLength": 200},
        "lat": {"type": ["number", "string"]},
        "lon": {"type": ["number", "string"]},
        **dict.fromkeys(("teryt", "postcode", "q"), TEXT),
    },
    "description": "Albo lat i lon, albo jedno z: teryt, postcode, q.",
}
_ITEMS: Schema = {"type": "array", "maxItems": p.MOST, "items": _QUESTION}
_EXAMPLE = {"items": [{"id": "a", "lat": 54.33, "lon": 18.2}, {"teryt": "2214"}, {"postcode": "83-300"}, {"q": "Xyz"}]}


@Endpoint(
    "/api/v1/lookup/batch",
    "Do 10 000 pytań naraz (2 MB): odpowiedzi w tej samej kolejności, zły wiersz nie psuje pozostałych",
    tag="Wyszukiwanie",
    method="POST",
    parameters=(p.DATE, p.BATCH_FORMAT),
    answers={
        "application/json": record(meta=ref("BatchMeta"), data=many(ref("BatchRow"))),
        "application/x-ndjson": {"type": "string", "description": "W każdym wierszu jeden BatchRow."},
        "text/csv": CSV,
    },
    errors=(400, 413, 415),
    body={
        "application/json": {"schema": {"anyOf": [record(items=_ITEMS), _ITEMS]}, "example": _EXAMPLE},
        "text/csv": {"schema": TEXT, "example": "id,lat,lon,teryt\r\na,54.1,18.93,\r\nb,,,2214\r\n"},
    },
)
def lookup_batch() -> Response:
    """Answer every row of the body: JSON gives JSON and CSV gives CSV, unless ``format`` says otherwise."""
    if request.mimetype not in READERS:
        raise UnsupportedMediaType
    request.max_content_length = MOST_BYTES
    known = ("csv", "json", "ndjson") if request.mimetype == "text/csv" else ("json", "ndjson", "csv")
    form = parameters.choice("format", known)
    questions, loaded, day = READERS[request.mimetype](request.get_data(cache=False)), current(), parameters.as_of()
    charge(len(questions) // _ROWS_TO_A_REQUEST)
    return Response(_STREAMS[form](loaded, questions, day), mimetype=MEDIA_TYPES[form])


def _answers(loaded: LoadedSnapshot, questions: list[Question], day: date) -> Iterator[list[Answered]]:
    """Answer the questions: all points together, the rest a part at a time, as they are sent."""
    places = np.array([q.value for q in questions if q.way == "point"], dtype=np.float64).reshape(-1, 2)
    found = iter(loaded.lookup.by_points(places[:, 0], places[:, 1], day))
    rows, end = iter(enumerate(questions)), time.monotonic() + TIME_S
    while part := list(islice(rows, _AT_ONCE)):
        if time.monotonic() > end:
            yield [(n, q, _LATE) for n, q in part]
        else:
            yield [(n, q, next(found) if q.way == "point" else _answer(loaded, q, day)) for n, q in part]


def _answer(loaded: LoadedSnapshot, question: Question, day: date) -> Answer | SesMapError:
    if not isinstance(question.value, str):
        return question.value if isinstance(question.value, SesMapError) else SesMapError("points go together")
    try:
        return by_way(loaded, question.way, question.value, day)
    except SesMapError as error:
        return error


def _lines(loaded: LoadedSnapshot, questions: list[Question], day: date) -> Iterator[list[bytes]]:
    """Write each answer as an object of JSON; what is equal but for index and id is written once."""
    written = loaded.publishing.short_answers.get(day, dict[tuple[str, str], bytes])
    for part in _answers(loaded, questions, day):
        yield [
            b'{"index":%d,"id":%b,%b' % (number, orjson.dumps(question.id), _written(loaded, answer, written))
            for number, question, answer in part
        ]


def _written(loaded: LoadedSnapshot, answer: Answer | SesMapError, written: dict[Key, bytes]) -> bytes:
    """Write a row without its first brace."""
    place = key(answer) if isinstance(answer, Answer) else None
    text = written.get(place) if place else None
    if text is None:
        text = orjson.dumps(to_row(loaded, answer))[1:]
        if place:
            written[place] = text
    return text


def _as_ndjson(loaded: LoadedSnapshot, questions: list[Question], day: date) -> Iterator[bytes]:
    for lines in _lines(loaded, questions, day):
        yield b"\n".join(lines) + b"\n"


def _as_json(loaded: LoadedSnapshot, questions: list[Question], day: date) -> Iterator[bytes]:
    before = b'{"meta":%b,"data":[' % orjson.dumps(api_rows.meta(loaded, day, len(questions)))
    for lines in _lines(loaded, questions, day):
        yield before + b",".join(lines)
        before = b","
    yield b"]}" if questions else before + b"]}"


def _as_csv(loaded: LoadedSnapshot, questions: list[Question], day: date) -> Iterator[bytes]:
    yield _table([["index", "id", *to_cells(to_row(loaded, _LATE))]])
    for part in _answers(loaded, questions, day):
        yield _table(
            [number, inert(question.id), *map(inert, to_cells(to_row(loaded, answer)).values())]
            for number, question, answer in part
        )


def _table(rows: Iterable[list[Any]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


_STREAMS = {"json": _as_json, "ndjson": _as_ndjson, "csv": _as_csv}
