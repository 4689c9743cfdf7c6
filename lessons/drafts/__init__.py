"""Drafts of public lessons: a working copy that becomes public as a whole."""
