"""`python -m shared.progress`: checks every exercise in a folder of lessons."""
