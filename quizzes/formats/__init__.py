"""Questions in the formats of other systems: GIFT and Moodle XML, read and written, and QTI 3, written."""
