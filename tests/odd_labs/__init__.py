"""Labs that misbehave, for a server under test."""
