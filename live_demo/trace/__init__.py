"""The trace of a run: points, steps, states. Nothing in here imports Django."""
