"""Starts a process for one program, with limits on time, memory and output, and reads its answer."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from shared.progress.run import environment, kill


def run(kind: str, source: str, timeout: float = 20, memory: int = 1024, **more: Any) -> dict[str, Any]:
    """Start a process that runs a program, and return its answer. kind: "plain", "trace" or "starts".

    timeout: in seconds; on a busy machine the limit is up to 4 times higher. memory: in megabytes.
    If the process gives no answer, return {"problem": the reason in words}.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        report, own, errors = Path(scratch, "report"), Path(scratch, "own"), Path(scratch, "errors")
        own.mkdir()  # the program's working folder, for the files that it writes
        task = {"kind": kind, "source": source, "report": str(report), "timeout": timeout, "memory": memory, **more}
        late = threading.Event()
        with (
            errors.open("wb") as stderr,
            subprocess.Popen(
                [sys.executable, "-P", "-m", "shared.doctor.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=own,
                env={**environment(), "MPLBACKEND": "agg"},  # matplotlib opens no window
                start_new_session=True,  # a new process group, so that `kill` also ends its child processes
            ) as process,
        ):

            def give_up() -> None:
                late.set()
                kill(process)

            assert process.stdin and process.stdout
            with suppress(OSError):
                process.stdin.write(json.dumps(task).encode())
                process.stdin.close()
            process.stdout.read(1)  # Python has started: the program's time begins
            timer = threading.Timer(timeout * _patience(), give_up)
            timer.start()
            try:
                process.wait()
            finally:
                timer.cancel()
                kill(process)  # end child processes that the program has started
        try:
            answer = json.loads(report.read_text("utf-8"))
        except (OSError, ValueError):
            answer = None
        if isinstance(answer, dict):
            return answer
        if late.is_set():
            return {"problem": f"took longer than {timeout:g} s"}
        last = errors.read_text("utf-8", "replace").strip().splitlines()[-1:]
        return {"problem": f"ended its own process ({' '.join(last) or process.returncode})"}


def _patience() -> float:
    """Return a factor for the time limit: 1 on an idle machine, and up to 4 on a busy machine."""
    waiting = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return min(4.0, max(1.0, waiting / (os.cpu_count() or 1)))
