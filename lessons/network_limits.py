"""Limits by network: a visitor who drops the cookie is a new learner, but comes from the same place."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from lessons.counting import count


def network_of(address: str) -> str:
    """The network of `address`: an IPv4 address, or the /64 of an IPv6 address, as one line gets a whole /64.

    A text that is no address, such as that of a Unix socket, counts as itself.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def network(request: HttpRequest) -> str:
    """The network of a request, as `network_of` writes it. `tutorial.proxies` has made its address sure."""
    return network_of(request.META.get("REMOTE_ADDR") or "")


def network_in(scope: Any) -> str:
    """The network of an ASGI scope, as `network_of` writes it."""
    client = scope.get("client")
    return network_of(client[0] if client else "")


def hashed(network: str) -> str:
    """A network as the database stores it: 32 hex digits of a keyed hash with `SECRET_KEY`."""
    salt = "lessons.addresses"  # rows that are stored have it
    return salted_hmac(salt, network, algorithm="sha256").hexdigest()[:32]


def share_of(places: int) -> int:
    """How many of `places` one network may take: the share `NETWORK_SHARE`, rounded down, but at least 1."""
    return max(1, int(round(places * settings.NETWORK_SHARE, 6)))


def is_within(request: HttpRequest, what: str, *, limit: int, seconds: int) -> bool:
    """Count one more `what` for the network of `request`; False beyond `limit` in `seconds`."""
    return count_one(request, what, seconds=seconds) <= limit


def count_one(request: HttpRequest, what: str, *, seconds: int) -> int:
    """Count one more `what` for the network of `request`. Returns how many there were in `seconds`."""
    return count(_key(request, what), seconds)


def counted(request: HttpRequest, what: str) -> int:
    """The number of `what` that have been counted for the network of `request`."""
    return int(cache.get(_key(request, what), 0))


def _key(request: HttpRequest, what: str) -> str:
    return f"{what}:{hashed(network(request))}"
