"""Limits of a process that runs a student's code. This module is small, so such a process starts fast."""

from contextlib import suppress

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


def set_limits(memory: int, timeout: float) -> None:
    """Limit the memory of this process, and the size of each file that it writes, to `memory` megabytes.

    Also limit its processor time to 2 · `timeout` + 5 seconds. The calling process uses `timeout` as its own time
    limit for this process. On Windows, set no limits.
    """
    if resource is None:
        return
    seconds = int(2 * timeout) + 5  # this limit works even after the calling process has ended
    limits = {"RLIMIT_DATA": memory << 20, "RLIMIT_FSIZE": memory << 20, "RLIMIT_CPU": seconds, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):  # this system has no such limit, or a lower one is set
            resource.setrlimit(getattr(resource, name), (most, most))
