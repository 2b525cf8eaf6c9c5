"""`python -m models.words`: make the dictionaries' look-up files."""

from models.words import lemmas

lemmas.make()
