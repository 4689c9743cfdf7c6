"""What we say of Channels and its servers, and the one function that holds it against what was seen."""

import functools
import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

TABLE = Path(__file__).parent / "claims.toml"
PACKAGES = {
    "daphne": ("daphne", "autobahn", "twisted"),
    "uvicorn": ("uvicorn", "websockets"),
    "python": (),
}
SHARED = ("channels", "channels-redis", "django")


@dataclass(frozen=True)
class Claim:
    """A row. `expected` holds for each server, or for `python`, what is seen, in this order."""

    name: str
    says: str
    expected: dict[str, list[str]]
    taught_in: tuple[str, ...] = ()

    def hold(self, server, seen, chromium=None):
        """Fail with a sentence where `seen` is not what we say."""
        expected = self.expected[server]
        assert seen == expected, (
            f'Claim {self.name} has changed: "{self.says}. {server.title()}: {"; ".join(expected)}" - '
            f"saw {'; '.join(seen) or 'nothing'} with {versions(server, chromium)}.{self._lessons()}"
        )

    def _lessons(self):
        return f" Taught in {', '.join(self.taught_in)}." if self.taught_in else " Taught nowhere yet."


def versions(server, chromium=None):
    """What a change may come from."""
    names = (*PACKAGES[server], *SHARED, *(("django-htmx",) if chromium else ()))
    known = [f"{name} {version(name)}" for name in names] + [f"Python {python_version()}"]
    return ", ".join([*known, f"Chromium {chromium}"] if chromium else known)


@functools.cache
def claims():
    """All rows, by id."""
    return {name: _claim(name, **row) for name, row in tomllib.loads(TABLE.read_text()).items()}


def _claim(name, says, taught_in=(), both=None, **expected):
    if both is not None:
        expected = {"daphne": both, "uvicorn": both}
    return Claim(name, says, expected, tuple(taught_in))


def observes(claim_id):
    """For a test that returns what it saw of this row; its fixture `truth`, if any, is the server."""

    def decorate(test):
        @functools.wraps(test)
        def check(**fixtures):
            server = fixtures["truth"].name if "truth" in fixtures else "python"
            chromium = fixtures["browse"].version if "browse" in fixtures else None
            claims()[claim_id].hold(server, test(**fixtures), chromium)

        return check

    return decorate
