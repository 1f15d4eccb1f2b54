"""Fixtures for tests against Ringer: copy this file, and name your providers. RINGER says where the program is."""

import json
import os
import re
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

PROVIDERS = ["induslabs"]
RINGER = os.environ.get("RINGER", "ringer")


@pytest.fixture(scope="session")
def control(tmp_path_factory):
    """The control port of one `ringer serve` for all tests, on free ports. Time stands still until a test moves it."""
    ready = tmp_path_factory.mktemp("ringer") / "ready.json"
    ports = [f"{provider}=127.0.0.1:0" for provider in PROVIDERS]
    flags = ["--control", "127.0.0.1:0", "--clock", "frozen", "--ready-file", ready]
    with subprocess.Popen([RINGER, "serve", *ports, *flags], stdout=subprocess.DEVNULL) as server:
        try:
            while not ready.exists():
                assert server.poll() is None, "ringer serve ended early"
                time.sleep(0.01)
            yield json.loads(ready.read_text())["control"]
        finally:
            server.terminate()


class World:
    """A sandbox of one test: what a client needs is in env, such as INDUSLABS_BASE_URL and INDUSLABS_EMAIL."""

    def __init__(self, control, name):
        self.at = f"{control}/sandboxes/{name}"
        self.receivers = []
        printed = subprocess.check_output([RINGER, "env", "--json", "--control", control, "--sandbox", name])
        self.env = json.loads(printed)

    def ask(self, method, path="", **body):
        answer = requests.request(method, self.at + path, timeout=60, **body)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def arrange(self, faults):
        """Add faults, in YAML. `ringer faults` lists what there is."""
        self.ask("POST", "/faults", data=faults.encode())

    def advance(self, by):
        """Let time pass, such as "5m". Every callback that was due has been answered when this returns."""
        return self.ask("POST", "/clock/advance", json={"by": by})

    def receive(self, take):
        """Serve an address for callbacks, each handed to take(path, body), and return its URL."""

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self):
                take(self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        self.receivers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    def close(self):
        """Remove the world. A fault that never fired has shown nothing, and fails the test."""
        unused = self.ask("GET", "/faults")["unused"]
        self.ask("DELETE")
        for server in self.receivers:
            server.shutdown()
            server.server_close()
        assert not unused, f"faults that never fired: {unused}"


@pytest.fixture
def world(control, request):
    """A world of the test's own, named after it."""
    it = World(control, re.sub("[^a-z0-9]+", "-", request.node.name.lower())[:40])
    yield it
    it.close()
