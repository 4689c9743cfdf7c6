"""All models of the app, where Django looks for them. Packages define them in `<package>/models.py`."""

from live_demo.build.models import CodeVersion
from live_demo.challenges.models import ChallengeAttempt, CodeConsent, Standing
from live_demo.expect.models import Streak
from live_demo.predict.models import Prediction
from live_demo.processes.models import ServerProcess
from live_demo.record.desk.models import DeskRun
from live_demo.rooms.models import Member, Room
from live_demo.runs.models import PastRuns, Recording, Run
from live_demo.what_ifs.models import Diagnosis, WhatIfAnswer

__all__ = [
    "ChallengeAttempt",
    "CodeConsent",
    "CodeVersion",
    "DeskRun",
    "Diagnosis",
    "Member",
    "PastRuns",
    "Prediction",
    "Recording",
    "Room",
    "Run",
    "ServerProcess",
    "Standing",
    "Streak",
    "WhatIfAnswer",
]
