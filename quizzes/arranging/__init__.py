"""The questions of a lesson as a list at the desk: their order, and copies of them."""
