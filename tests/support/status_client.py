"""Asks a server for one address after the other, and looks at the status alone."""

import http.client

from tests.support.servers import PATIENCE, LearnerClient


class StatusClient:
    """The same visitor as `learner`, on one connection. httpx would take as long as the server does.

    What stands in an address is sent as it is.
    """

    def __init__(self, learner: LearnerClient) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", learner.server.port, timeout=PATIENCE)
        self._headers = {**learner.headers, "accept-encoding": "identity"}
        self._cookies = dict(learner.cookies)

    def close(self) -> None:
        self._connection.close()

    def get(self, address: str) -> int:
        return self._status("GET", address)

    def post(self, address: str, body: str, **headers: str) -> int:
        """The status of a form that was sent."""
        return self._status("POST", address, body, {"Content-Type": FORM, **headers})

    def _status(self, method: str, address: str, body: str = "", more: dict[str, str] | None = None) -> int:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {**self._headers, "Cookie": cookies, **(more or {})}
        self._connection.request(method, address, body or None, headers)
        response = self._connection.getresponse()
        response.read()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = value
        return response.status


FORM = "application/x-www-form-urlencoded"
