import pytest

from live_demo.challenges import views
from tests.support.fake_judge import PlayedJudge


@pytest.fixture
def judge(monkeypatch):
    """A judge that notes what it is asked: the test says the verdict."""
    played = PlayedJudge()
    monkeypatch.setattr(views, "judge", lambda: played)
    return played
