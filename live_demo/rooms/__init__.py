"""Rooms: several learners in one lab, each with a run, all in one group."""
