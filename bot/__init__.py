"""What runs: settings, wiring, intake of updates, sender, worker, clock, web."""
