"""Predict, then send: a learner commits to what comes next, and the run grades it."""
