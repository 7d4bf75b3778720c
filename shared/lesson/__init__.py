"""What lessons are built from: text components, charts, images, a cache."""
