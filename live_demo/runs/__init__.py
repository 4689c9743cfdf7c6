"""Runs of learners: how one is started, its ticket, its page and list, and the learner's data in it."""
