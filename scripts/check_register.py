"""Import a register without writing and compare where its rows were put with answers written by hand.

    python scripts/check_register.py REGISTER.xls tests/data/imports/slaskie-dps-2020.csv --voivodeship śląskie

The answers have a line for each data row: ``row``, ``powiat`` (what the register's own column says), ``address_powiat``
(where its address lies, if elsewhere: the row must be reported) and ``must_report``.
"""

import argparse
import csv
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ses_map.imports import ImportRequest, Mapping, import_file  # noqa: E402
from ses_map.model import Provenance  # noqa: E402


def main() -> int:
    """Print the share of rows in the right powiat; 1 where a row is missing or was not reported."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--voivodeship", default="")
    parser.add_argument("--sheet", default="Arkusz1")
    args = parser.parse_args()
    source = Provenance("", args.register.name, "2020")
    constants = {"voivodeship": args.voivodeship, "kind": "dps"}
    mapping = Mapping("entities", "check", source, constants=constants)
    with tempfile.TemporaryDirectory() as folder:
        request = ImportRequest(
            args.register, mapping, Path(folder) / "mapping.toml", date(2026, 11, 30), True, sheets=(args.sheet,)
        )
        report = import_file(ROOT / "geodata", request)
    with args.answers.open(encoding="utf-8", newline="") as file:
        answers = {int(r["row"]): r for r in csv.DictReader(file)}
    found = {r.record.row: r for r in report.rows}
    reported = {p.row for p in report.problems}
    right = [n for n, a in answers.items() if n in found and found[n].powiat == a["powiat"]]
    silent = [n for n, a in answers.items() if a["must_report"] and n not in reported]
    missing, extra = sorted(answers.keys() - found.keys()), sorted(found.keys() - answers.keys())
    asides = {a.row for a in report.asides}
    print(f"rows {len(report.rows)} = accepted {report.accepted} + rejected {report.rejected}; asides {len(asides)}")
    print(f"right powiat: {len(right)} of {len(answers)} = {len(right) / len(answers):.1%}")
    print(f"missing {missing}, extra {extra}, wrong {sorted(answers.keys() - set(right))}, not reported {silent}")
    return int(bool(missing or extra or silent))


if __name__ == "__main__":
    sys.exit(main())
