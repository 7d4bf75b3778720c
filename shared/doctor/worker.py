"""Runs one program in its own process. `shared.doctor.run` starts this process.

The program runs without the tape, with the tape, or only up to its training loop.
"""

import io
import json
import linecache
import os
import random
import socket
import sys
import time
import traceback
import types
from contextlib import suppress
from types import FrameType
from typing import Any

import numpy as np

from shared import doctor
from shared.doctor import lift, modules, rewrite, tape, watch
from shared.progress.limits import set_limits

ENOUGH = 40_000  # numbers on the tape; above this limit, the traced run ends when the next round begins or a loop ends
LONGEST_TRACE = 2.5  # seconds of processor time


class Enough(BaseException):
    """Ends a run that has enough numbers, takes too long, or has reached its training loop."""


class _Printed(io.TextIOBase):
    """Stores what the program prints. If the text is long, the middle is left out."""

    encoding = "utf-8"

    def __init__(self, most: int = 20_000) -> None:
        self.first, self.last, self.most, self.count = "", "", most, 0

    def write(self, text: str) -> int:
        self.count += len(text)
        room = self.most - len(self.first)
        self.first += text[:room]
        self.last = (self.last + text[room:])[-self.most :]
        return len(text)

    def reconfigure(self, **_: Any) -> None:
        """Accept every setting, because programs often set the encoding of `sys.stdout`."""

    def text(self) -> str:
        left_out = self.count > len(self.first) + len(self.last)
        return f"{self.first}\n…\n{self.last}" if left_out else self.first + self.last


def main(task: dict[str, Any]) -> None:
    """Do the task and write the answer as JSON to the file `task["report"]`. Then end this process."""
    owner = os.getpid()
    set_limits(task["memory"], task["timeout"])
    os.write(1, b".")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.argv = ["program.py"]
    sys.modules["shared.doctor.diagnosis"] = diagnosis = types.ModuleType("shared.doctor.diagnosis")
    for module in (doctor, diagnosis):
        setattr(module, "examine", lambda *_, **__: None)  # noqa: B010 (a notebook may examine itself)
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _refuse)
    answer: dict[str, Any] = {}
    try:
        answer = {"plain": run_plain, "trace": run_traced, "starts": run_starts}[task["kind"]](task)
    except MemoryError:
        answer = {"problem": f"used more than {task['memory']} MB"}
    if os.getpid() == owner:
        with open(task["report"], "w", encoding="utf-8") as file:
            json.dump(answer, file, default=float)
    os._exit(0)


def _refuse(*_: Any) -> None:
    raise OSError("the doctor allows no network connection")


def _execute(source: str, traced: bool, names: dict[str, Any], printed: _Printed) -> dict[str, Any]:
    """Run the program as `__main__`. If it stops with an error, return the error in words and its line.

    Return {} if it ends without an error, and {"enough": True} if the doctor ends it. Raises MemoryError.
    """
    program = types.ModuleType("__main__")
    program.__dict__.update(names)
    sys.modules["__main__"] = program
    program.__dict__["__file__"] = "program.py"
    linecache.cache[tape.PROGRAM] = (len(source), None, source.splitlines(keepends=True), tape.PROGRAM)
    out, err = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = printed
    try:
        exec(rewrite.instrument(rewrite.parse(source), traced), program.__dict__)
    except (Enough, tape.TapeFull):
        return {"enough": True}
    except MemoryError:
        raise
    except BaseException as error:
        return {"error": _in_words(error), "line": _line(error)}
    finally:
        sys.stdout, sys.stderr = out, err
    return {}


def _line(error: BaseException) -> int | None:
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == tape.PROGRAM]
    if isinstance(error, SyntaxError):
        return error.lineno
    return lines[-1] if lines else None


def _in_words(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "it ends itself, for example with `exit`"
    if isinstance(error, EOFError):
        return "it asks for input, but the doctor gives no input"
    return traceback.format_exception_only(error)[-1].strip()[:300]


def _seeded(offset: int) -> None:
    random.seed(12345 + offset)
    np.random.seed(12345 + offset)  # noqa: NPY002 (the program's own generator)


def run_plain(task: dict[str, Any]) -> dict[str, Any]:
    """Run the program without the tape.

    Return what it printed, how it ended, the rounds of its loops, and the values of its slots.
    """
    history: dict[watch.Slot, list[tuple[int, float]]] = {}
    looks = [0]

    def look(frame: FrameType) -> None:
        looks[0] += 1
        if looks[0] > 1500:
            return
        for slot, number in watch.slots_of(frame, False):
            if type(number) is tuple:
                continue
            seen = history.setdefault(slot, [])
            if not seen or seen[-1][1] != number:
                with suppress(OverflowError):  # an integer that is too large for a float
                    seen.append((looks[0], float(number)))

    printed = _Printed()
    printed_at: dict[int, int] = {}  # line of a loop → number of characters printed before the loop ended
    hook = watch.Watch(look, lambda line: printed_at.update({line: printed.count}))
    seeds = task.get("seeds", 0)  # the offset for the seeds that the program sets
    _seeded(seeds)
    _shift_seeds(seeds)
    ended = _execute(task["source"], False, {rewrite.HOOK: hook}, printed)
    program = sys.modules["__main__"]
    looks[0] += 1
    for slot, number in watch.slots_in([("", dict(program.__dict__))], False):
        if type(number) is not tuple:
            seen = history.setdefault(slot, [])
            if not seen or seen[-1][1] != number:
                with suppress(OverflowError):
                    seen.append((looks[0], float(number)))
    return {
        **ended,
        "printed": printed.text()[-20_000:],
        "characters": printed.count,
        "printed_at": printed_at,
        "rounds": hook.rounds,
        "history": [[*slot, seen] for slot, seen in history.items()],
    }


def run_traced(task: dict[str, Any]) -> dict[str, Any]:
    """Run the beginning of the program, record its numbers on the tape, and then read the network from the tape."""
    history: dict[watch.Slot, list[Any]] = {}
    size = [-100]
    ticks: list[list[int]] = []  # size of the tape, line of the loop, round (0: the loop's end)
    began = time.process_time()

    def look(frame: FrameType) -> None:
        if len(tape.TAPE.nums) - size[0] < 3:
            return
        size[0] = len(tape.TAPE.nums)
        ticks.append([size[0], *hook.at])
        for slot, number in watch.slots_of(frame, True):
            seen = history.setdefault(slot, [])
            if not seen or (seen[-1] is not number and (type(number) is not tuple or seen[-1] != number)):
                seen.append(number)
        if size[0] > task.get("enough", ENOUGH) or time.process_time() - began > LONGEST_TRACE:
            raise Enough

    hook = watch.Watch(look)
    hook.every_round = True
    hooks = types.SimpleNamespace(
        tick=hook.tick, done=hook.done, leaf=tape.leaf, to_float=modules.to_float, repeat=repeat
    )
    np.seterr(all="ignore")
    _seeded(0)
    real = {name: sys.modules[name] for name in ("numpy", "numpy.random", "math", "random")}
    builtins = modules.install(0)
    printed = _Printed()
    ended = _execute(task["source"], True, {rewrite.HOOK: hooks, "__builtins__": builtins}, printed)
    program = sys.modules["__main__"]
    sys.modules.update(real)
    tape.TAPE.recording = False
    with suppress(tape.TapeFull):
        for slot, number in watch.slots_in([("", dict(program.__dict__))], True):
            seen = history.setdefault(slot, [])
            if not seen or (seen[-1] is not number and (type(number) is not tuple or seen[-1] != number)):
                seen.append(number)
    answer: dict[str, Any] = {**ended, "rounds": hook.rounds}
    shapes = {slot[1].removesuffix(".shape"): seen for slot, seen in history.items() if slot[1].endswith(".shape")}
    answer["shapes"] = {name: [list(s) for s in seen] for name, seen in shapes.items() if len(seen) > 1}
    tree = rewrite.parse(task["source"])
    values = {slot: seen for slot, seen in history.items() if not slot[1].endswith(".shape")}
    lifter = lift.Lifter(tape.TAPE.nums, tape.TAPE.compared, values, *rewrite.operands(tree))
    try:
        answer["lifted"] = lifter.lift()
        first = answer["lifted"].pop("first_update")
        before = [tick for tick in ticks if tick[0] <= first and tick[2] > 0]
        answer["begins"] = before[-1][1:] if before else None
    except lift.NotUnderstood as error:
        answer["not_understood"], answer["cut_off"] = str(error), error.cut_off
    except Exception as error:  # a kind of program that the doctor does not know: report no cause
        answer["not_understood"] = f"the reading failed ({type(error).__name__}: {error})"
    return answer


def repeat(values: list[Any], times: Any) -> Any:
    """Return `values * times`, such as `[0.0] * n`. Each float of the list gets its own number on the tape."""
    repeated = values * times
    return [tape.leaf(float(v)) if isinstance(v, tape.Num) else v for v in repeated]


def run_starts(task: dict[str, Any]) -> dict[str, Any]:
    """Run the program with several seeds. For each seed, return the values of the given slots before the training.

    Leave out a seed if the program does not reach its training or does not have all slots. Start no run after
    `task["seconds"]` seconds of processor time.
    """
    wanted = [[tuple(slot) for slot in aliases] for aliases in task["slots"]]
    begins = tuple(task["begins"])
    starts = []
    began = time.process_time()
    for offset in range(task["first"], task["first"] + task["count"]):
        if time.process_time() - began > task["seconds"]:
            break
        found: list[float] = []

        hook = watch.Watch(lambda frame: None)

        def look(frame: FrameType, found: list[float] = found, hook: watch.Watch = hook) -> None:
            if hook.at != begins:
                return
            slots = dict(watch.slots_of(frame, False))
            known = [next((float(slots[slot]) for slot in aliases if slot in slots), None) for aliases in wanted]
            found.extend(value for value in known if value is not None)
            raise Enough

        hook._look = look
        hook.every_round = True
        _seeded(offset)
        _shift_seeds(offset)
        ended = _execute(task["source"], False, {rewrite.HOOK: hook}, _Printed())
        if "enough" in ended and len(found) == len(wanted):
            starts.append(found)
    return {"starts": starts}


def _shift_seeds(offset: int) -> None:
    """From now on, use `offset` to shift each seed that the program sets. See `modules.shifted`."""
    for name, function in modules.generators(offset, False).items():
        setattr(np.random, name, function)
    sys.modules["random"] = modules.random_module(offset, False)


if __name__ == "__main__":
    main(json.loads(sys.stdin.read()))
