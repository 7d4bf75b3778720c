"""`python -m shared.site`: the course as a static site."""
