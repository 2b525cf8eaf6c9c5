"""Files that are made from others once and then only read: in the project's folder or, where that is not ours to write, the system's
folder for passing files."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def found(name: str, *, made_by: str) -> Path:
    """The folder of this name; when there is none, `python -m made_by` makes it.

    In a process of its own: making takes much memory, and a process that grew stays as it is.

    Raises:
        FileNotFoundError: it made another one, since what it reads was changed meanwhile.
        subprocess.CalledProcessError: it could not.
    """
    folder = _there(name)
    if folder is None:
        command = [sys.executable, "-m", made_by]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=_DATA.parent.parent)  # noqa: S603  # one of our own modules
        folder = _there(name)
    if folder is None:
        raise FileNotFoundError(f"python -m {made_by} did not make {name}: start anew")
    return folder


def make(name: str, write: Callable[[Path], None]) -> Path:
    """Have `write` fill a folder, and give it this name when it is whole.

    Raises:
        OSError: neither place can be written.
    """
    first, second = _places(name)
    try:
        return _make(first, write)
    except PermissionError:
        return _make(second, write)


def _there(name: str) -> Path | None:
    return next((folder for folder in _places(name) if folder.is_dir()), None)


def _make(folder: Path, write: Callable[[Path], None]) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as passing:
        made = Path(passing) / "made"
        made.mkdir()
        write(made)
        # Another process may have been faster.
        with suppress(OSError):
            made.replace(folder)
    return folder


def _places(name: str) -> Iterator[Path]:
    yield _DATA / "compiled" / name
    yield Path(tempfile.gettempdir()) / f"pobratym-{os.getuid()}" / name
