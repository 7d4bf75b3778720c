"""Building blocks of the lessons: text components, charts, images, a cache."""
