"""The grading API, version 1: lessons and quizzes to read, answers to grade."""
