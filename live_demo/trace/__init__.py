"""The trace of a run: its points, steps and states. Imports neither Django nor any other part of the site."""
