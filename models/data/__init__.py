"""Reference data, and the script that makes it."""
