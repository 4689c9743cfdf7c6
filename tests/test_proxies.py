"""The identity of a client: the headers that the product believes."""

import httpx
import pytest
from django.test import RequestFactory

from lessons.network_limits import network, network_of
from tests.support.servers import PATIENCE
from tutorial.proxies import behind_proxies


def headers(**values):
    return [(name.replace("_", "-").encode(), value.encode()) for name, value in values.items()]


async def served(count, scope):
    """The scope that the application gets behind `count` trusted proxies."""
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)

    base = {"type": "http", "client": ["10.0.0.9", 4711], "headers": [], "root_path": ""}
    await behind_proxies(app, count)({**base, **scope}, None, None)
    return seen


@pytest.mark.parametrize(
    ("count", "chain", "client"),
    [
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 192.0.2.4", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7:5060", "203.0.113.7"),
        (1, "[2001:db8::1]:5060", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", "10.0.0.9"),
        (1, "203.0.113.7, <script>", "10.0.0.9"),
    ],
)
async def test_a_client_is_whom_the_outermost_trusted_proxy_reports(count, chain, client):
    scope = await served(count, {"headers": headers(x_forwarded_for=chain)})
    assert scope["client"][0] == client


async def test_two_lines_of_the_header_are_one_chain():
    lines = headers(x_forwarded_for="198.51.100.1") + headers(x_forwarded_for="203.0.113.7")
    assert (await served(2, {"headers": lines}))["client"][0] == "198.51.100.1"


async def test_what_only_a_proxy_may_say_is_removed_where_none_is_trusted():
    sent = headers(x_forwarded_proto="https", daphne_root_path="/evil", x_forwarded_for="::1", host="a")
    assert (await served(0, {"headers": sent}))["headers"] == headers(host="a")
    kept = (await served(1, {"headers": sent}))["headers"]
    assert kept == headers(x_forwarded_proto="https", host="a")


async def test_no_client_chooses_the_root_path():
    assert (await served(0, {"root_path": "/evil"}))["root_path"] == ""
    assert (await served(1, {"root_path": "/evil"}))["root_path"] == ""


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_line_counts_as_one_address(address, counts_as):
    assert network_of(address) == counts_as
    assert network(RequestFactory(REMOTE_ADDR=address).get("/")) == counts_as


@pytest.mark.parametrize("name", ["daphne", "uvicorn"])
def test_a_client_prefixes_no_link_and_forges_no_address(request, name):
    server = request.getfixturevalue(name)
    lies = {"Daphne-Root-Path": "/evil", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    page = httpx.get(server.lesson_url, headers=lies, timeout=PATIENCE, verify=False)
    assert page.status_code == 200
    assert "/evil" not in page.text
