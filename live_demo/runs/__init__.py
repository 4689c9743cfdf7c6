"""Runs of learners: starting one, its ticket, its page, its place among the learner's data."""
