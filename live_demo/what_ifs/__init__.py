"""What-ifs: variants of a lab, their questions, and Diagnose."""
