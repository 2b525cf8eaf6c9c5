"""`python -m models.vocabulary`: check the files and make what is looked up."""

import sys

from models.vocabulary import compiler, source

concepts = source.read()
found = [*source.faults(concepts), *source.scientific_faults(source.scientific_names(), concepts)]
for fault in found:
    print(fault, file=sys.stderr)  # noqa: T201
if not found:
    print(f"{len(concepts)} concepts: {compiler.make()}")  # noqa: T201
sys.exit(bool(found))
