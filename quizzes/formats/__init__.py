"""Read questions in GIFT, Moodle XML and QTI 2.1 and 3.0, and write them in GIFT, Moodle XML and QTI 3.0."""
