"""Accounts: signing in, the profile with its progress, and export and deletion of a learner's data."""
