"""What an author is told of the pictures in a text."""

import re

from lessons.pictures.address import parse_address

_PICTURE = re.compile(r"!\[((?:(?!!\[)[^\]\n])*+)\]\(([^\s)]*)")
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_WITH_ESCAPES = re.compile(r"!\[((?:\\.|(?!!\[)[^\]\\\n])++)\]\(([^\s)]*)")


def descriptions_in(text: str) -> dict[str, str]:
    """{address: the description as Markdown} of the pictures in `text` that have one."""
    return {source: alt for alt, source in _WITH_ESCAPES.findall(text) if alt.strip()}


def described(text: str) -> str:
    """`text`, where its pictures are uploaded and have descriptions. Raises `ValueError` else."""
    if "![" not in text:
        return text
    for alt, source in _PICTURE.findall(_CODE.sub("", text)):
        if not alt.strip():
            raise ValueError(
                "a picture without a description: write in its brackets what learners need of it"
            )
        if parse_address(source) is None:
            raise ValueError(
                f"there is no picture '{source}': put it into the folder images, or upload it at the desk"
            )
    return text
