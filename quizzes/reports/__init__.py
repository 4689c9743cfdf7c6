"""Learners' reports about questions, and the instructors' queue of reports."""
