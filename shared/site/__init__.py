"""`python -m shared.site` writes the course as a static site."""
