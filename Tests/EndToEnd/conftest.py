"""Workspaces and servers for all tests. STIP_BIN is the directory of the built `stip`; STIP_TEST_DATA, when set, the
directory with real Dutch files. A test that needs those is skipped without them."""

import os
import shutil
from pathlib import Path

import pytest
from layer_files import read_layer
from stip_program import BINARIES, Server, stip

NIJKERK_PLAN = "imro/imro2012/NL.IMRO.0267.BP0174-0001.gml"


def pytest_sessionstart(session):
    if not (BINARIES / "stip").exists():
        pytest.exit(f"There is no stip in {BINARIES}: build it (swift build -c release) or set STIP_BIN.", returncode=2)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for server in Server.running:
            report.sections.append((f"end of {server.log}", server.tail()))


@pytest.fixture(scope="session")
def real_data():
    """The directory with real files."""
    path = os.environ.get("STIP_TEST_DATA")
    if not path:
        pytest.skip("needs real Dutch files: set STIP_TEST_DATA to their directory")
    return Path(path)


@pytest.fixture(scope="session")
def session_directory(tmp_path_factory):
    return tmp_path_factory.mktemp("stip")


@pytest.fixture(scope="session")
def town_files(session_directory):
    """The exchange files of a made-up town of 800 buildings."""
    out = session_directory / "town"
    stip("synth", "--out", out, "--buildings", 800, "--seed", 7)
    return out


@pytest.fixture(scope="session")
def whole_town(session_directory):
    """A town of 5,000 buildings in every format. Not to be changed."""
    out = session_directory / "whole-town"
    stip("synth", "--out", out, "--buildings", 5000, "--seed", 12, "--format", "all")
    return out


@pytest.fixture(scope="session")
def other_town_files(session_directory):
    """Files with the same names and other contents: importing them replaces those of the town."""
    out = session_directory / "other"
    stip("synth", "--out", out, "--buildings", 300, "--seed", 8)
    return out


@pytest.fixture(scope="session")
def town(session_directory, town_files):
    """A workspace with the town. Not to be changed: tests that write take a copy."""
    workspace = session_directory / "town-workspace"
    stip("import", town_files, "--workspace", workspace)
    return workspace


@pytest.fixture(scope="session")
def town_server(session_directory, town):
    """Serves a copy of the town, so that kept plans stay out of the others."""
    served = shutil.copytree(town, session_directory / "town-served")
    with Server(served, session_directory / "town-server.log") as server:
        yield server


@pytest.fixture
def town_copy(town, tmp_path):
    """A workspace with the town that the test may change."""
    return shutil.copytree(town, tmp_path / "workspace")


@pytest.fixture(scope="session")
def nijkerk(session_directory, real_data):
    """A workspace with one real plan."""
    workspace = session_directory / "nijkerk-workspace"
    stip("import", real_data / NIJKERK_PLAN, "--workspace", workspace)
    return workspace


@pytest.fixture(scope="session")
def nijkerk_server(session_directory, nijkerk):
    with Server(nijkerk, session_directory / "nijkerk-server.log") as server:
        yield server


@pytest.fixture
def start_server(tmp_path):
    """Starts servers on workspaces of the test's own; they end with the test."""
    started = []

    def start(workspace):
        server = Server(workspace, tmp_path / f"server-{len(started)}.log")
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def town_layer(session_directory, town):
    """Reads a layer of the town through `stip export`; asked again, it is read once."""
    read = {}

    def layer(name):
        if name not in read:
            read[name] = read_layer(town, name, session_directory)
        return read[name]

    return layer
