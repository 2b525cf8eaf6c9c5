"""`python -m models.vocabulary`: check the files and make what is looked up."""

import sys

from models.vocabulary import compiler, source

found = list(source.faults(source.read()))
for fault in found:
    print(fault, file=sys.stderr)  # noqa: T201
if not found:
    print(f"{len(source.read())} concepts: {compiler.make()}")  # noqa: T201
sys.exit(bool(found))
