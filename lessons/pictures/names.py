"""In a lesson folder a picture is images/<name>. In the database it is its address."""

import re
from collections.abc import Iterable, Mapping

from lessons.models import Picture
from lessons.pictures.address import ADDRESS, PictureAddress, addresses_in

FOLDER = "images"
_NAMED = re.compile(rf"(?<=\]\(){FOLDER}/([^\s)]+)")
_ADDRESSED = re.compile(rf"(?<=\]\(){ADDRESS}")


def names_in(text: str) -> set[str]:
    """The names of the pictures that a text of a lesson folder shows."""
    return set(_NAMED.findall(text))


def with_addresses(text: str, addresses: Mapping[str, PictureAddress]) -> str:
    """A text of a folder as it is stored. `addresses` are by the names of the files; others stay."""
    return _NAMED.sub(lambda found: str(addresses.get(found[1], found[0])), text)


def as_folder(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a lesson folder, given their stored texts: with the pictures that these show."""
    found = pictures_of(files.values())
    names = _names(found.values())
    written = {name: _with_names(text, names).encode() for name, text in files.items()}
    return written | {names[each]: bytes(picture.content) for each, picture in found.items()}


def pictures_of(texts: Iterable[str]) -> dict[str, Picture]:
    """{address: picture} of the stored pictures that these texts show."""
    wanted = {str(place): place for text in texts for place in addresses_in(text)}
    rows = Picture.objects.filter(digest__in={place.digest for place in wanted.values()})
    stored = {str(row.address): row for row in rows} if wanted else {}
    return {address: stored[address] for address in wanted if address in stored}


def _names(pictures: Iterable[Picture]) -> dict[str, str]:
    """{address: images/<name>}; where two have the same name, the digest tells them apart."""
    names: dict[str, str] = {}
    for picture in pictures:
        name = f"{FOLDER}/{picture.filename}"
        if name in names.values():
            name = f"{FOLDER}/{picture.name}-{picture.digest[:8]}.{picture.ending}"
        names[str(picture.address)] = name
    return names


def _with_names(text: str, names: Mapping[str, str]) -> str:
    return _ADDRESSED.sub(lambda found: names.get(found[0], found[0]), text)
