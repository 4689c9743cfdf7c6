"""Build: the learner's own consumer, edited on a page and run in a sandboxed worker."""
