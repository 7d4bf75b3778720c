"""Building blocks of the lessons: text components, charts, figures, a cache."""
