"""Django's backend for SQLite, with the text of each statement converted once."""
