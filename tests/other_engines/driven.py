"""Firefox and WebKit as Debian has them, each driven through its own remote protocol."""

import contextlib
import json
import os
import socket
import subprocess
import time
from pathlib import Path

import httpx

from tests.support.engines import free_port, running
from tests.support.servers import PATIENCE

MINI_BROWSER = "webkit2gtk-4.1/MiniBrowser"


class Driven:
    """A page in a browser. A subclass has `call(name, values)`, one command of WebDriver."""

    def open(self, url):
        self.call("Navigate", {"url": url})

    def run(self, script):
        """What the body of a function gives in the page."""
        return self.call("ExecuteScript", {"script": script, "args": []})

    def wait_for(self, expression):
        """Wait until the JavaScript expression holds, and again where the page was not ready."""
        deadline = time.monotonic() + PATIENCE
        while not self.run(f"return Boolean({expression})"):
            assert time.monotonic() < deadline, (expression, self.run("return document.body.innerText"))
            time.sleep(0.1)


class Firefox(Driven):
    """Marionette, Firefox's own protocol: JSON arrays, each with its length before it."""

    def __init__(self, connection):
        self.stream = connection.makefile("rwb")
        self.read()  # its greeting
        self.number = 0
        self.call("NewSession", {})

    def call(self, name, values):
        self.number += 1
        message = json.dumps([0, self.number, f"WebDriver:{name}", values])
        self.stream.write(f"{len(message)}:{message}".encode())
        self.stream.flush()
        _, number, error, result = self.read()
        assert (number, error) == (self.number, None)
        return result.get("value") if isinstance(result, dict) else result

    def read(self):
        length = b""
        while (byte := self.stream.read(1)) != b":":
            length += byte
        return json.loads(self.stream.read(int(length)))


class WebKit(Driven):
    """WebDriver as W3C has it, over HTTP."""

    PATHS = {"Navigate": "url", "ExecuteScript": "execute/sync"}

    def __init__(self, url, browser):
        self.client = httpx.Client(timeout=PATIENCE)
        options = {"binary": str(browser), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        answer = self.client.post(f"{url}/session", json=wanted).json()
        self.session = f"{url}/session/{answer['value']['sessionId']}"

    def call(self, name, values):
        answer = self.client.post(f"{self.session}/{self.PATHS[name]}", json=values)
        assert answer.status_code == 200, answer.text
        return answer.json()["value"]

    def close(self):
        self.client.delete(self.session)
        self.client.close()


@contextlib.contextmanager
def firefox(folder):
    port = free_port()
    (folder / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
    command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", folder]
    # `running` has tried the port: Firefox serves one client at a time, and takes the next one after that.
    with (
        running(command, port),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection,
    ):
        yield Firefox(connection)


@contextlib.contextmanager
def webkit(folder):
    (browser,) = Path("/usr/lib").glob(f"*/{MINI_BROWSER}")
    with screen() as display:
        port = free_port()
        env = {**os.environ, "DISPLAY": display, "HOME": str(folder), "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_port(port)
            page = WebKit(f"http://127.0.0.1:{port}", browser)
            yield page
            page.close()
        finally:
            driver.terminate()
            driver.wait(timeout=PATIENCE)


@contextlib.contextmanager
def screen():
    """A screen in memory; gives its name."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield f":{process.stdout.readline().strip()}"
        process.terminate()


def wait_for_port(port):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
    raise TimeoutError(port)
