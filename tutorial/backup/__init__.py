"""Backups of the database: made beside running servers, checked, restored."""
