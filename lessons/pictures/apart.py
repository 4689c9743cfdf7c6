"""Decodes a large picture in a process of its own: nobody else's page or socket waits for it.

Pillow keeps the interpreter to itself for much of the time that 24 million pixels take. The process has an
empty environment and bounded memory and time, and ends after its one picture.

The process gets the file on its standard input. It answers with a line of JSON, and then what is served.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":  # run by its path
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lessons.pictures.errors import PictureError

if TYPE_CHECKING:
    from lessons.pictures.pixels import Served

SECONDS = 9
"""Longest time of that process, for which a thread waits. The largest picture takes about a second."""
MEMORY = 1024**3
"""Bytes of address space."""
_TOO_LONG = f"it takes longer than {SECONDS} s to decode: save it smaller"


def as_served(data: bytes) -> "Served":
    """Run `lessons.pictures.pixels.as_served` in a process of its own. Raises `PictureError`."""
    try:
        done = subprocess.run(  # noqa: S603  this very file
            [sys.executable, "-I", "-B", __file__], input=data, capture_output=True, env={}, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise PictureError(_TOO_LONG) from None
    head, _, content = done.stdout.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError:  # it has run out of memory or time
        raise PictureError("it cannot be decoded: save it smaller") from None
    if "refused" in answer:
        raise PictureError(answer["refused"])
    return content, answer["kind"], tuple(answer["size"])


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from lessons.pictures import pixels

    try:
        content, kind, size = pixels.as_served(sys.stdin.buffer.read())
    except PictureError as error:
        print(json.dumps({"refused": str(error)}))
    else:
        sys.stdout.buffer.write(json.dumps({"kind": kind, "size": size}).encode() + b"\n" + content)


if __name__ == "__main__":
    _main()
