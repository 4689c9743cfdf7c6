"""Translates names of pictures: images/<name> in a lesson folder, an address in the database."""

import re
from collections.abc import Mapping

from lessons.pictures.address import ADDRESS, PictureAddress

FOLDER = "images"
_NAMED = re.compile(rf"(?<=\]\(){FOLDER}/([^\s)]+)")
_ADDRESSED = re.compile(rf"(?<=\]\(){ADDRESS}")


def names_in(text: str) -> set[str]:
    """The names of the pictures that a text of a lesson folder shows."""
    return set(_NAMED.findall(text))


def with_addresses(text: str, addresses: Mapping[str, PictureAddress]) -> str:
    """A text of a folder as it is stored. `addresses` are by the names of the files; others stay."""
    return _NAMED.sub(lambda found: str(addresses.get(found[1], found[0])), text)


def with_names(text: str, names: Mapping[str, str]) -> str:
    """A stored text as a folder has it. `names` are by the addresses; others stay."""
    return _ADDRESSED.sub(lambda found: names.get(found[0], found[0]), text)
