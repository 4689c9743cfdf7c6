"""Item analysis: statistics of each question of a quiz, for instructors."""
