"""Predictions of two learners who turn out to be one."""

import pytest

from lessons.models import Learner
from live_demo.predict.committing import commit
from live_demo.predict.learner_data import merge_predictions
from live_demo.predict.models import Prediction
from tests.live_demo.predict.predictions import (
    predicted,
    run_of,
)

pytestmark = pytest.mark.django_db


def test_merging_moves_predictions_and_keeps_the_later_of_two_open_ones(lesson):
    old, new = Learner.objects.create(), Learner.objects.create()
    first, _ = commit(old, lesson, predicted(lesson))
    run_of(first)
    earlier, _ = commit(old, lesson, predicted(lesson))
    later, _ = commit(new, lesson, predicted(lesson))
    merge_predictions(old, new)
    assert set(new.predictions.all()) == {first, later}
    assert not old.predictions.exists()
    assert not Prediction.objects.filter(pk=earlier.pk).exists()
    merge_predictions(old, new)
    assert new.predictions.count() == 2


def test_merging_keeps_the_one_open_prediction_there_is(lesson):
    old, new = Learner.objects.create(), Learner.objects.create()
    only, _ = commit(old, lesson, predicted(lesson))
    merge_predictions(old, new)
    assert Prediction.objects.open().get() == only
    assert new.predictions.get() == only
