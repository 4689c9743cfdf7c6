"""The way `predict`: blank tables that a learner fills in, and that a run grades."""
