"""Measures that can fail: what repeated kills lose, what an update costs. `python -m benchmarks faults|updates`."""
