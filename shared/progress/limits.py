"""Limits of a process that runs a student's code. This module is small, because such a process starts often."""

from contextlib import suppress

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


def set_limits(memory: int, timeout: float) -> None:
    """Limit the memory and each file of this process to `memory` megabytes. Also limit its processor time.

    timeout: the calling process ends this process after this number of seconds.
    """
    if resource is None:
        return
    seconds = int(2 * timeout) + 5  # this limit ends the process if the calling process is gone
    limits = {"RLIMIT_DATA": memory << 20, "RLIMIT_FSIZE": memory << 20, "RLIMIT_CPU": seconds, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):  # unknown on this system, or a lower limit is already set
            resource.setrlimit(getattr(resource, name), (most, most))
