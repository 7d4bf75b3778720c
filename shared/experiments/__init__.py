"""Experiments: train many networks at once, find out why a run failed, and run published programs."""
