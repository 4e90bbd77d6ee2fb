"""Address points of PRG, as GUGiK publishes them but few: counted by postcode and gmina, and read again."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from scripts import fetch_prg
from scripts.prg_addresses import PAPERS, Address, addresses_in, count_addresses, read_gml, to_rows
from ses_map import sources
from ses_map.places import read_localities
from ses_map.postcode_reach import ADDRESSES, read_postcodes
from ses_map.postcodes import Postcode
from ses_map.tables import read_table
from tests.builders import row, write_registry, write_rows

OLD_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:bt="urn:gugik:specyfikacje:gmlas:modelPodstawowy:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:prg-ad="urn:gugik:specyfikacje:gmlas:panstwowyRejestrGranicAdresy:1.0" gml:id="prg-ad"><gml:featureMembers>"""
OLD_TAIL = "</gml:featureMembers></gml:FeatureCollection>"
NEW_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:prgad="https://geoportal.gov.pl/schemas/prgad/1.0">"""
NEW_TAIL = "</gml:FeatureCollection>"
BASE = "http://geoportal.gov.pl/PZGIK/dane/"


def old_point(number: int, postcode: str, gmina: str, place: str, status: str = "istniejacy", ended: str = "") -> str:
    code = (
        f"<prg-ad:kodPocztowy>{postcode}</prg-ad:kodPocztowy>" if postcode else '<prg-ad:kodPocztowy xsi:nil="true"/>'
    )
    return f"""<prg-ad:PRG_PunktAdresowy gml:id="PL.ZIPIN.1.EMUiA_{number}"><prg-ad:idIIP><bt:BT_Identyfikator>
      <bt:lokalnyId>{number}</bt:lokalnyId><bt:wersjaId>2022-09-0{number % 9 + 1}T18:18:16+02:00</bt:wersjaId>
      </bt:BT_Identyfikator></prg-ad:idIIP>{ended and f"<prg-ad:waznyDo>{ended}</prg-ad:waznyDo>"}
      <prg-ad:jednostkaAdmnistracyjna>Polska</prg-ad:jednostkaAdmnistracyjna>
      <prg-ad:miejscowosc>{place}</prg-ad:miejscowosc>{code}<prg-ad:status>{status}</prg-ad:status>
      <prg-ad:komponent xlink:href="{BASE}PL.PZGIK.200_1"/><prg-ad:komponent xlink:href="{BASE}PL.PZGIK.200_{gmina}"/>
      </prg-ad:PRG_PunktAdresowy>"""


def old_unit(name: str, teryt: str) -> str:
    return f"""<prg-ad:PRG_JednostkaAdministracyjnaNazwa gml:id="PL.PZGIK.200_{teryt}">
      <prg-ad:nazwa>{name}</prg-ad:nazwa><prg-ad:idTERYT>{teryt}</prg-ad:idTERYT></prg-ad:PRG_JednostkaAdministracyjnaNazwa>"""


def new_point(number: int, postcode: str, place: str) -> str:
    return f"""<gml:featureMember><prgad:AD_PunktAdresowy gml:id="PL.1_{number}_2025-10-14T14_05_46_02_00"><prgad:idIIP>
      <prgad:AD_IdentyfikatorIIP><prgad:wersjaId>2025-11-06T15:02:48+02:00</prgad:wersjaId></prgad:AD_IdentyfikatorIIP>
      </prgad:idIIP><prgad:kodPocztowy>{postcode}</prgad:kodPocztowy>
      <prgad:miejscowosc xlink:href="#PL.1_{place}_2025-10-14T14_04_04_02_00"/></prgad:AD_PunktAdresowy>
      </gml:featureMember>"""


def new_place(simc: str, name: str, gmina: str) -> str:
    return f"""<gml:featureMember><prgad:AD_Miejscowosc gml:id="PL.1_{simc}_2025-10-31T18_54_50_02_00">
      <prgad:nazwa>{name}</prgad:nazwa><prgad:identyfikatorSIMC>{simc}</prgad:identyfikatorSIMC>
      <prgad:TERYTGminy>{gmina}</prgad:TERYTGminy></prgad:AD_Miejscowosc></gml:featureMember>"""


OLD = "".join((
    OLD_HEAD, old_point(1, "59-700", "0201011", "Bolesławiec"), old_point(2, "59-700", "0201022", "Łąka"),
    old_point(3, "59-700", "0201022", "Łąka"), old_point(4, "59-700", "0201022", "Kraśnik"),
    old_point(5, "", "0201022", "Łąka"),
    old_point(6, "00-000", "0201022", "Łąka"), old_point(7, "59-700", "9", "Łąka"),
    old_point(8, "59-700", "0201011", "Bolesławiec", "prognozowany"),
    old_point(9, "59-700", "0201011", "Bolesławiec", ended="2020-01-01"), old_unit("POLSKA", ""),
    old_unit("powiat bolesławiecki", "0201"), old_unit("Bolesławiec", "0201011"),
    old_unit("Bolesławiec", "0201022"), OLD_TAIL,
))  # fmt: skip
NEW = "".join((
    NEW_HEAD, new_point(1, "59-700", "0935989"), new_place("0935989", "Bolesławiec", "0201011"),
    new_point(2, "59-700", "7"),
    new_point(3, "59-701", "0188938"), new_place("0188938", "Łąka", "0201022"), new_point(4, "00-950", "0918123"),
    new_place("0918123", "Warszawa", "1465038"), NEW_TAIL,
))  # fmt: skip
TABLE = "Lp.;Kod pocztowy;TERYT gminy;Miejscowość\r\n1;59-700;0201011;Bolesławiec\r\n"
TABLE += "2;59-700;020102;Łąka\r\n3;;020102;Łąka\r\n"
OLD_ROWS = [["59-700", "020101", "Bolesławiec", "1"], ["59-700", "020102", "Łąka", "3"]]
NEW_ROWS = [
    ["00-950", "146501", "Warszawa", "1"],
    ["59-700", "020101", "Bolesławiec", "1"],
    ["59-701", "020102", "Łąka", "1"],
]


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def zipped(folder: Path, **files: str) -> Path:
    path = folder / "PRG-punkty_adresowe.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return path


@pytest.mark.parametrize(
    ("files", "rows", "left_out", "newest"),
    [
        ({"a_xml": OLD}, OLD_ROWS, {"ended or planned": 2, "without a postcode": 2, "without a gmina": 1},
         "2022-09-09"),
        ({"a_gml": NEW}, NEW_ROWS, {"without a gmina": 1}, "2025-11-06"),
        ({"a_gml": NEW, "b_xml": OLD}, NEW_ROWS, {"without a gmina": 1}, "2025-11-06"),
        ({"a_csv": TABLE}, [OLD_ROWS[0], ["59-700", "020102", "Łąka", "1"]], {"without a postcode": 1}, ""),
        ({"a_csv": TABLE.replace(";", ",").replace(" ", "_")}, [OLD_ROWS[0], ["59-700", "020102", "Łąka", "1"]],
         {"without a postcode": 1}, ""),
        ({"a_txt": "x"}, [], {}, ""),
    ],
)  # fmt: skip
def test_addresses_are_counted_by_postcode_and_gmina(tmp_path, files, rows, left_out, newest):
    counts = count_addresses([zipped(tmp_path, **files)])

    assert [list(r.values()) for r in to_rows(counts)] == rows
    assert (dict(counts.left_out), counts.newest) == (left_out, newest)
    single = [saved(tmp_path, name.replace("_", "."), text) for name, text in files.items()]
    if len(files) == 1 and rows:
        assert count_addresses(single) == counts


def test_what_is_read_is_not_kept():
    """Twenty times the points of a file take no more memory."""

    def peak(points: int) -> int:
        text = NEW_HEAD + new_place("1", "Łąka", "0201022") + new_point(1, "59-700", "1") * points + NEW_TAIL
        data = text.encode()
        tracemalloc.start()
        try:
            wanted = Address("59-700", "020102", "Łąka", "2025-11-06")
            assert sum(a == wanted for a in read_gml(lambda: io.BytesIO(data))) == points
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)
    assert peak(4_000) < 2 * peak(200) + 2**17


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.xml", OLD[:900], "a.xml cannot be read to its end"),
        ("a.gml", "zażółć", "cannot be read to its end"),
        ("a.csv", "Ulica;Numer\r\nA;1\r\n", "has no columns for postcode and gmina"),
        ("a.csv", "", "has no columns for postcode and gmina"),
        ("a.gml", NEW, "Only 3 gminas have addresses with a postcode; 4 were expected."),
    ],
)
def test_what_cannot_be_counted_is_one_sentence_and_writes_nothing(tmp_path, capsys, name, text, sentence):
    arguments = ["--addresses", "--from-file", str(saved(tmp_path, name, text)), "--geodata", str(tmp_path / "geodata")]

    assert fetch_prg.main([*arguments, "--expect-min", "4"]) == 1
    assert capsys.readouterr().err.startswith("error: ")
    assert fetch_prg.main([*arguments, "--expect-min", "4"]) == 1 and sentence in capsys.readouterr().err
    assert not (tmp_path / "geodata").exists()


def test_a_broken_archive_is_told(tmp_path, capsys):
    path = zipped(tmp_path, a_gml=NEW)
    path.write_bytes(path.read_bytes().replace(b"PK\x03\x04", b"PK\x03\x05"))
    with pytest.raises(fetch_prg.PrgError, match="cannot be read to its end"):
        list(addresses_in(path))


def test_one_command_writes_table_and_papers(tmp_path, capsys):
    geodata = write_registry(tmp_path / "geodata")
    arguments = ["--addresses", "--from-file", str(zipped(tmp_path, a_xml=OLD)), "--geodata", str(geodata)]

    assert fetch_prg.main([*arguments, "--expect-min", "2"]) == 0
    said = capsys.readouterr().out
    assert "not counted, without a postcode: 2" in said and "2 rows, 4 addresses" in said
    table, problems = read_table(geodata, ADDRESSES)
    assert (table.to_numpy().tolist(), problems) == (OLD_ROWS, [])
    papers = sources.read_manifest(geodata / "sources/prg-addresses.toml")
    assert (papers.path, papers.rows, papers.vintage) == (PAPERS["path"], 2, "najnowsza zmiana 2022-09-09")
    sources.verify(geodata, papers)


def test_the_address_is_asked_for_unless_files_are_given(tmp_path, capsys):
    arguments = ["--addresses", "--geodata", str(tmp_path), "--url", "http://127.0.0.1:9/x", "--retries", "0"]

    assert fetch_prg.main(arguments) == 1
    assert "Could not download http://127.0.0.1:9/x" in capsys.readouterr().err


def test_counted_addresses_decide_and_the_estimate_stays_for_other_codes(tmp_path):
    gminy = [row("reference/gminy.csv", teryt=code) for code in ("020101", "020102", "020201")]
    stated = [row("reference/postcodes.csv", postcode=code) for code in ("59-700", "59-701")]
    geodata = write_registry(tmp_path, gminy=gminy, postcodes=stated)
    counted = [("59-700", "020102", "A", "2"), ("59-700", "020201", "", "7"), ("59-700", "020101", "C", "7")]
    counted += [("59-702", "020101", "", "1"), ("59-700", "029901", "D", "9"), ("59-7", "020101", "E", "1")]
    names = ("postcode", "gmina", "place", "addresses")
    write_rows(geodata, ADDRESSES, [dict(zip(names, r, strict=True)) for r in counted])
    found, problems = read_postcodes(geodata, read_localities(geodata)[0])

    assert found == {
        "59-700": Postcode(("C",), ("020101", "020201", "020102")),
        "59-701": Postcode(("Bolesławiec",), ("0201",)),
        "59-702": Postcode((), ("020101",)),
    }
    assert [(p.code, p.row, p.value) for p in problems] == [("invalid-value", 7, "59-7"), ("unknown-unit", 6, "029901")]
    assert "gminy 029901 nie ma w TERYT" in problems[1].detail
