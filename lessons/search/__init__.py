"""The search: `find` ranks what `index` finds of the passages of lessons and reference pages."""
