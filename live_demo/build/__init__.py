"""Build: the learner's own consumer, edited on a page and run in a sealed worker."""
