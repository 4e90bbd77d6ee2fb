"""Fixtures over a throw-away PostgreSQL; a module asks for them with ``pytest_plugins``."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.postgres import Cluster, missing


def require_postgres() -> None:
    """Skip where PostgreSQL is missing; in CI, where it is installed, that is a failure."""
    reason = missing()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres() -> None:
    """Whatever drives PostgreSQL comes through here, and is marked by it (``tests/programs.py``)."""
    require_postgres()


@pytest.fixture(scope="session")
def cluster(postgres: None) -> Iterator[Cluster]:
    """One server for all tests of this worker that neither stop it nor fill it."""
    found = Cluster()
    yield found
    found.remove()


@pytest.fixture
def database(cluster: Cluster) -> Iterator[str]:
    """The name of a database with PostGIS that holds nothing yet."""
    name = cluster.empty_database()
    yield name
    cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def url(cluster: Cluster, database: str) -> str:
    """The address of that database over the socket, as its owner."""
    return cluster.url(database, "ses_map")


@pytest.fixture
def new_cluster(postgres: None) -> Iterator[Callable[..., Cluster]]:
    """Makes servers of this one test, with settings of its own: to be stopped, killed, exhausted."""
    made: list[Cluster] = []

    def make(*settings: str, durable: bool = False) -> Cluster:
        made.append(Cluster(*settings, durable=durable))
        return made[-1]

    yield make
    for one in made:
        one.remove()


@pytest.fixture
def own_cluster(new_cluster: Callable[..., Cluster]) -> Cluster:
    """A server of this one test."""
    return new_cluster()
