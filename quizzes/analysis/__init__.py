"""Item analysis: how each question of a quiz does its work, for instructors."""
