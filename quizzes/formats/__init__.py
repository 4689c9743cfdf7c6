"""Read and write questions in GIFT and Moodle XML, and write them in QTI 3."""
