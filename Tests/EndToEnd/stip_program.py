"""The built programs under test: the command `stip`, a running server, and raw HTTP to it."""

import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

REPOSITORY = Path(__file__).resolve().parents[2]
BINARIES = Path(os.environ.get("STIP_BIN", REPOSITORY / ".build" / "release")).resolve()
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


def stip(*arguments, check=True, timeout=300):
    """Runs a command to its end. With `check`, a failure shows what the command said."""
    command = [str(BINARIES / "stip"), *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=timeout, cwd=REPOSITORY)
    if check and result.returncode != 0:
        raise AssertionError(f"{command} ended with {result.returncode}\n{result.stdout}\n{result.stderr}")
    return result


def stip_json(*arguments):
    return json.loads(stip(*arguments, "--json").stdout)


def start_stip(*arguments):
    """Starts a command in a process group of its own, so that it can be killed with all its children."""
    command = [str(BINARIES / "stip"), *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=REPOSITORY, start_new_session=True
    )


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def media_type(self):
        return (self.headers["Content-Type"] or "").split(";")[0].strip()

    @property
    def identity(self):
        """The body with its content coding undone."""
        return gzip.decompress(self.body) if self.headers["Content-Encoding"] == "gzip" else self.body


class Server:
    """A server on a free port. Its log lies in `log`; a failing test shows the end of it."""

    running = []

    def __init__(self, workspace, log):
        self.workspace, self.log = Path(workspace), Path(log)
        self.port = free_port()
        self.connections = threading.local()
        self.output = open(self.log, "ab")
        self.process = subprocess.Popen(
            [str(BINARIES / "stip"), "serve", "--workspace", str(workspace), "--port", str(self.port)],
            stdout=self.output,
            stderr=self.output,
            cwd=REPOSITORY,
            start_new_session=True,
        )
        Server.running.append(self)
        self._wait_until_it_answers()

    def _wait_until_it_answers(self):
        for _ in range(600):
            if self.process.poll() is not None:
                raise AssertionError(f"The server ended with {self.process.returncode}:\n{self.tail()}")
            try:
                if self.get("/health").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"The server did not answer in 30 s:\n{self.tail()}")

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self):
        return self.process.poll() is None

    def tail(self, lines=40):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def kill(self):
        """Ends the process at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._gone()

    def stop(self):
        if self.is_running:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self._gone()

    def _gone(self):
        self.output.close()
        if self in Server.running:
            Server.running.remove(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # HTTP, one kept connection per thread

    def request(self, method, path, headers=None, body=None):
        for attempt in (1, 2):
            connection = getattr(self.connections, "it", None)
            is_fresh = connection is None
            if is_fresh:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.connections.it = connection
            try:
                connection.request(method, path, body=body, headers=headers or {})
                response = connection.getresponse()
                return Answer(response.status, response.headers, response.read())
            except (http.client.HTTPException, ConnectionError):
                connection.close()
                self.connections.it = None
                # A kept connection may have been closed by the server meanwhile; a fresh one may not.
                if is_fresh or attempt == 2:
                    raise

    def get(self, path, headers=None, **query):
        return self.request("GET", with_query(path.removeprefix(self.address), query), headers)

    def post(self, path, document, headers=None, **query):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return self.request(
            "POST", with_query(path, query), {"Content-Type": "application/json", **(headers or {})}, body
        )

    def stip(self, x, y):
        """The answer at a point in RD."""
        answer = self.get("/v1/stip", x=x, y=y, crs=RD)
        assert answer.status == 200, answer.body
        return answer.json

    def health(self):
        return self.get("/health").json


def with_query(path, query):
    text = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in query.items())
    return f"{path}?{text}" if text else path


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(what, holds, seconds=20):
    """Polls until `holds()` is true; fails with `what` when it stays false."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = holds()
        if result:
            return result
        time.sleep(0.1)
    raise AssertionError(f"After {seconds} s still not: {what}")


def hits(answer, applicability="geldt"):
    """(layer, id, name) of everything that an answer found."""
    return {
        (hit["laag"], hit["id"], hit.get("naam")) for hit in answer["treffers"] if hit["toepasselijkheid"] == applicability
    }


def coverage(answer, layer):
    return next(item for item in answer["dekking"] if item["laag"] == layer)


def assert_problem(answer, status):
    """An RFC 9457 problem with all that ours promise; returns its detail."""
    assert answer.status == status, f"{answer.status} instead of {status}: {answer.body[:500]!r}"
    assert answer.media_type == "application/problem+json"
    assert answer.headers["API-Version"] == "1.0.0"
    problem = answer.json
    assert problem["status"] == status
    for member in ("type", "title", "detail"):
        assert isinstance(problem[member], str) and problem[member], f"{member} is missing: {problem}"
    for error in problem.get("errors", []):
        assert set(error) == {"parameter", "detail"} and error["detail"], problem
    return problem["detail"]
