"""``ses-map`` over PostgreSQL, the real command and the real server: built, asked, and refused where there is none.

What its database may suffer while it serves is in ``tests/faults``.
"""

import json

from tests.postgres import PASSWORD, PASSWORD_IN_URL
from tests.serving import ses_map

pytest_plugins = ["tests.web_fixtures", "tests.postgres_fixtures"]


def test_every_command_works_and_none_says_the_password(cluster, database, small):
    settings = {"store": cluster.url_with_password(database), "geodata": small}
    place = f"postgresql://ses_map:***@127.0.0.1:{cluster.port}/{database}"
    done = [
        ses_map("lookup", "--teryt", "1601", "--format", "json", **settings),  # nothing is published: it builds first
        ses_map("build", **settings),
        ses_map("audit", **settings),
        ses_map("diff", "--from", "2019-01-01", "--to", "2026-01-01", **settings),
        ses_map("--store", settings["store"], "lookup", "--teryt", "1601", geodata=small),
    ]

    assert [(p.returncode, p.stderr) for p in done[1:]] == [(0, "")] * 4
    assert done[0].stderr == "ses-map: nothing is published yet, building first\n"
    assert f"{json.loads(done[0].stdout)['snapshot']} w {place}." in done[1].stdout
    assert cluster.sql("SELECT count(*), count(geom) FROM ses_map.areas", database) == [(71, 71)]
    said = "".join(p.stdout + p.stderr for p in done)
    assert PASSWORD not in said and PASSWORD_IN_URL not in said


def test_a_server_that_finds_no_database_says_so_in_a_line(tmp_path):
    failed = ses_map("serve", store=f"postgresql://x:{PASSWORD_IN_URL}@127.0.0.1:1/x")

    assert failed.returncode == 1
    assert failed.stderr.startswith("ses-map: the database x on 127.0.0.1 does not answer")
    assert failed.stderr.count("\n") == 1 and PASSWORD_IN_URL not in failed.stderr
