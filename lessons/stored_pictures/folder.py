"""The stored pictures as files of a lesson folder."""

from collections.abc import Iterable, Mapping

from lessons.models import Picture
from lessons.pictures.address import addresses_in
from lessons.pictures.names import FOLDER, with_names


def as_folder(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a lesson folder, given their stored texts: with the pictures that these show."""
    found = pictures_of(files.values())
    names = _names(found.values())
    written = {name: with_names(text, names).encode() for name, text in files.items()}
    return written | {names[each]: bytes(picture.content) for each, picture in found.items()}


def pictures_of(texts: Iterable[str]) -> dict[str, Picture]:
    """{address: picture} of the stored pictures that these texts show. No query if they show none."""
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
