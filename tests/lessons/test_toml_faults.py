"""What is said of a TOML file that pydantic refuses."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError

from lessons.folder.faults import findings_in


class Rows(BaseModel):
    steps: Annotated[list[str], Field(min_length=1)] = ["one"]
    options: Annotated[list[str], Field(min_length=2)] = ["one", "two"]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"steps": []}, (("steps",), "write one")),
        ({"options": ["one"]}, (("options",), "write 2 or more")),
    ],
)
def test_too_few_rows_are_told_how_many_there_must_be(values, finding):
    with pytest.raises(ValidationError) as refused:
        Rows(**values)
    assert findings_in(refused.value) == [finding]
