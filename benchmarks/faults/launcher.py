"""Starts `python -m bot run` as often as it is asked, without paying 3 s of imports each time.

It imports the bot once and forks for each start: the child is a process of its own with the bot's unchanged `main()`, its own engine,
loop and connections, and SIGKILL ends it as any other. A line on stdin starts one; stdout tells its pid, and `ended <code>` after it.
"""

import ctypes
import os
import signal
import sys

import bot.__main__ as program

PR_SET_PDEATHSIG = 1


def _child() -> None:
    # A benchmark that is interrupted must not leave a bot behind.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.argv = ["bot", "run"]
    code = 1
    try:
        code = program.main()
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    print("ready", flush=True)
    for _line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid == 0:
            _child()
        print(pid, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    main()
