"""Experiments: many networks at once, why a run failed, and what published programs do when they are run."""
