"""The question bank: the questions of an instructor's tracks, to be found and taken into another lesson."""
