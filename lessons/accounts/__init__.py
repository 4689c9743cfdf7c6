"""Accounts: signing in, what a learner sees of the own progress, and what becomes of the own data."""
