"""Explain a run of the learner's own code: where it first differs from the lesson's code."""
