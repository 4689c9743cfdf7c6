"""Challenges: code to write, judged by scripts of clients, by what the serving process sees on the wire."""
