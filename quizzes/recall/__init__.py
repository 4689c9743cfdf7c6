"""Recall: flashcards about key moments and wrongly answered questions, with spaced repetition."""
