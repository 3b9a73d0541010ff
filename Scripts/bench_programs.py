"""What the benchmarks share: built programs, servers under load, a throw-away PostGIS."""

import contextlib
import http.client
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLUSTER = ROOT / "Scripts" / "postgis-cluster"


def stop(message):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {message}")


def say(message):
    print(message, file=sys.stderr, flush=True)


def run(*command, data=None):
    """Standard output of a command that must succeed."""
    result = subprocess.run([str(part) for part in command], input=data, capture_output=True, text=True, cwd=ROOT)
    if result.returncode != 0:
        stop(f"{pathlib.Path(command[0]).name} failed ({result.returncode}):\n{result.stdout}{result.stderr}")
    return result.stdout


def built_programs(products):
    """The directory of the programs: that which STIP_BIN names, or where they are built now."""
    if "STIP_BIN" in os.environ:
        return pathlib.Path(os.environ["STIP_BIN"]).resolve()
    for product in products:
        say(f"Building {product}.")
        run("swift", "build", "-c", "release", "--product", product)
    return ROOT / ".build" / "release"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A running program that answers HTTP on a port."""

    def __init__(self, *command, path="/"):
        self.port = free_port()
        self.process = subprocess.Popen(
            [str(part) for part in command] + ["--port", str(self.port)], stdout=subprocess.DEVNULL, cwd=ROOT
        )
        for _ in range(600):
            with contextlib.suppress(OSError):
                self.get(path)
                return
            time.sleep(0.05)
        stop(f"{command[0]} does not answer.")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def get(self, path, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def load(self, path, headers, seconds, connections, script=None):
        """What the server did under load. A script of wrk chooses the addresses in place of the path."""
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}"]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        if script:
            command += ["-s", script]
        before = self.processor_seconds()
        said = run(*command, f"http://127.0.0.1:{self.port}{path}")
        if "Socket errors" in said or "Non-2xx" in said and "If-None-Match" not in headers:
            stop(f"requests failed:\n{said}")
        count = int(re.search(r"(\d+) requests in", said)[1])
        rate = float(re.search(r"Requests/sec:\s*([0-9.]+)", said)[1])
        return Load(rate, (self.processor_seconds() - before) / count * 1e6)


class Load(typing.NamedTuple):
    """Requests a second, and microseconds of the server's processor time for each."""

    rate: float
    cost: float


def constant_headers(response):
    """The headers of an answer, but for those that every server puts in itself."""
    pairs = [(name, value) for name, value in response.getheaders() if name.lower() not in ("date", "content-length")]
    return [part for name, value in pairs for part in ("--header", f"{name}: {value}")]


class PostGIS:
    def __init__(self, connection, folder):
        self.connection, self.folder = connection, folder

    def sql(self, *statements):
        arguments = [part for statement in statements for part in ("-c", statement)]
        return run("psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", self.connection, *arguments)

    def load(self, source, *options):
        run(
            "ogr2ogr", "-f", "PostgreSQL", f"PG:{self.connection}", source, "--config", "PG_USE_COPY", "YES",
            "-lco", "GEOMETRY_NAME=geom", "-lco", "FID=number", "-lco", "LAUNDER=NO", *options,
        )  # fmt: skip

    def rate(self, script, duration, clients):
        """Transactions a second of prepared statements."""
        path = self.folder / "script.sql"
        path.write_text(script)
        said = run(
            "pgbench", "-n", "-M", "prepared", "-c", clients, "-j", 1, "-T", duration, "-f", path, self.connection
        )
        if not re.search(r"number of failed transactions: 0 ", said):
            stop(f"a transaction failed:\n{said}")
        return float(re.search(r"tps = ([0-9.]+) \(without", said)[1])


@contextlib.contextmanager
def throw_away_postgis(folder):
    """A PostGIS of our own, which ends with the block. Not in `folder`: that may be one which user postgres can't reach."""
    cluster = tempfile.mkdtemp(prefix="stip-postgis-")
    connection = run(CLUSTER, "start", cluster).strip()
    try:
        yield PostGIS(connection, folder)
    finally:
        run(CLUSTER, "stop", cluster)
