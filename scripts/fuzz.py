"""Throw rubbish at the sentence parser and at the readers of files, guided by coverage (atheris, libFuzzer).

    python scripts/fuzz.py --inputs 200000        all targets, the inputs shared among them
    python scripts/fuzz.py sentence --inputs 1000

Any exception but the documented ``ImportFileError`` ends with exit code 1 and leaves the input in ``build/fuzz``. A
panic inside the workbook library counts as documented: the importer reads in a child process, which turns it into one.
"""

import argparse
import csv
import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WORK = ROOT / "build/fuzz"

with atheris.instrument_imports(include=["ses_map.imports", "ses_map.registry.sentence"]):
    from ses_map.errors import ImportFileError
    from ses_map.imports.address import parse_address, split_name
    from ses_map.imports.child import read
    from ses_map.imports.cleaning import read_row, restore_zeros
    from ses_map.imports.delimited import read_delimited
    from ses_map.imports.layout import lay_out
    from ses_map.imports.mapping import Mapping
    from ses_map.registry import read_registry
    from ses_map.registry.sentence import Gazetteer, parse_sentence

#: Shares of the inputs.
TARGETS = {"sentence": 0.5, "csv": 0.3, "workbook": 0.2}
SENTENCES = ROOT / "tests/data/sentences/published.csv"


def sentence() -> Callable[[bytes], None]:
    """Any text is a reading whose units exist."""
    gazetteer = Gazetteer(read_registry(ROOT / "geodata")[0])

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        reading = parse_sentence(text, gazetteer, "")
        known = gazetteer.powiaty.keys() | gazetteer.gminy.keys()
        assert {u.teryt for u in (*reading.units, *reading.gminas, *reading.excluded)} <= known
        split_name(text)
        parse_address(text)

    return one


def table() -> Callable[[bytes], None]:
    """Any bytes are a table, every row of which is accounted for, or no CSV file."""
    return _reader(".csv", read_delimited)


def workbook() -> Callable[[bytes], None]:
    """Any bytes are a workbook or none."""
    return _reader(".xlsx", read)


def _reader(suffix: str, reader: Callable[[Path], object]) -> Callable[[bytes], None]:
    path = Path(tempfile.mkdtemp(dir=WORK)) / f"input{suffix}"
    mapping = Mapping("entities", "fuzz")

    def one(data: bytes) -> None:
        path.write_bytes(data)
        try:
            sheets = reader(path)
        except ImportFileError:
            return
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            return
        for sheet in sheets:
            layout = lay_out(sheet, lambda header: bool(mapping.field_of(header)))
            filled = sum(any(cell.strip() for cell in row) for row in sheet.rows)
            assert len(layout.records) + len(layout.asides) <= filled
            fields = {h: mapping.field_of(h) for h in layout.headers}
            restore_zeros([read_row(r, mapping, fields) for r in layout.records], ())

    return one


def seeds(target: str) -> Path:
    """Write what mutation starts from."""
    folder = WORK / f"seeds-{target}"
    folder.mkdir(parents=True, exist_ok=True)
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    rows = [["Lp.", "Nazwa i adres", "Powiat", "TERYT"]]
    rows += [[str(i), t[:80], "bielski", "240"] for i, t in enumerate(texts)]
    for number, text in enumerate(texts):
        data = text.encode()
        if target == "csv":
            buffer = io.StringIO()
            csv.writer(buffer, delimiter=";,\t|"[number % 4]).writerows(rows[: number + 2])
            data = buffer.getvalue().encode(("utf-8", "cp1250", "iso8859_2", "utf-16")[number % 4], "replace")
        if target == "workbook":
            data = _workbook(rows[: number + 2])
        (folder / f"{number}").write_bytes(data)
    return folder


def _workbook(rows: list[list[str]]) -> bytes:
    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def run_one(target: str, inputs: int) -> None:
    """Fuzz one target in this process, which libFuzzer ends."""
    WORK.mkdir(parents=True, exist_ok=True)
    one = {"sentence": sentence, "csv": table, "workbook": workbook}[target]()
    options = [f"-runs={inputs}", "-max_len=20000", "-timeout=20", "-seed=1", f"-artifact_prefix={WORK}/"]
    found = WORK / f"found-{target}"
    found.mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(found), str(seeds(target))], one)
    atheris.Fuzz()


def run_all(inputs: int) -> int:
    """Fuzz every target in a process of its own and print what was done."""
    worst = 0
    for target, share in TARGETS.items():
        began = time.monotonic()
        command = [sys.executable, __file__, target, "--inputs", str(int(inputs * share))]
        result = subprocess.run(command, capture_output=True, text=True, errors="replace")
        done = re.findall(r"Done (\d+) runs", result.stderr)
        seconds = time.monotonic() - began
        print(f"{target}: {done[-1] if done else 0} inputs in {seconds:.0f} s, exit {result.returncode}")
        if result.returncode:
            print(result.stderr[-3000:], file=sys.stderr)
        worst = max(worst, result.returncode)
    return min(worst, 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="?", choices=list(TARGETS))
    parser.add_argument("--inputs", type=int, default=200_000)
    arguments = parser.parse_args()
    if arguments.target:
        run_one(arguments.target, arguments.inputs)
    sys.exit(run_all(arguments.inputs))
