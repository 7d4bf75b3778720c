"""A class on one server: how long a student waits, how much memory a student needs, and how many students fit.

Run it on Linux with `python tests/benchmarks/bench_class.py [SESSIONS] [SECONDS] [one]`. The defaults are 40
sessions and 120 seconds. The benchmark first uses each control separately. Then it measures a class on two servers
(`marimo run lessons`), one after the other. On the first server, each lesson has its own process. On the second, all
lessons share one process. With `one`, it uses only the second server. It opens the sessions without a browser. The
server and the sessions share the machine, so run nothing else. The server has OPENBLAS_NUM_THREADS=1, as
`solutions/README.md` advises.
"""

import asyncio
import math
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from course_files import ROOT
from server import served
from students import TOUCHED, Student

from shared.lesson.worker import PROCESSES

SEED = 7
# Key: whether each lesson has its own process. Value: the aims for the p95 and for the longest wait, in seconds.
AIMS = {True: (0.08, 2.0), False: (0.15, 2.0)}
MACHINE_GB = 8
HEAVY_SECONDS = 20  # one student uses only the slowest control for this many seconds; the others continue
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("[0-9]*.py"))


# The server's processes and memory.


def server_of(url):
    """Return the child process that listens at `url`."""
    port = url.rsplit(":", 1)[1]
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        if port in Path(f"/proc/{child}/cmdline").read_text().split("\0"):
            return child
    raise RuntimeError(f"no child process listens at {url}")


def processes(server):
    """Return the server and its child processes. If lessons are isolated, each lesson has a child process."""
    children = Path(f"/proc/{server}/task").glob("*/children")
    return [server] + [p for file in children for child in file.read_text().split() for p in processes(child)]


def megabytes(server):
    """Return the memory of `processes(server)`. If two processes share a memory page, half of it counts for each."""
    rollups = [Path(f"/proc/{process}/smaps_rollup").read_text() for process in processes(server)]
    return sum(int(rollup.split("\nPss:")[1].split()[0]) for rollup in rollups) / 1024


def processor_seconds(server):
    fields = [Path(f"/proc/{p}/stat").read_text().rsplit(")", 1)[1].split() for p in processes(server)]
    return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


# Each control separately.


async def alone(url):
    """Answer each question and use each control, one at a time.

    Return two lists of runs, the errors, and the controls that were not used. Each entry of the two lists is (lesson,
    control, value, run). The first list has all runs. For the second list, the five slowest runs of each lesson are
    repeated: now the cache may have their results.
    """
    rng, runs, again, errors, unmoved = random.Random(SEED), [], [], [], set()
    for lesson in LESSONS:
        async with Student(url, lesson) as student:
            for name in list(student.of_kind("prediction")):
                value = student.controls[name].values[0]
                runs.append((lesson, name, value, await student.choose(name, value)))
            for model, state in student.pictures().items():
                for _ in TOUCHED[state["view"]]:
                    runs.append((lesson, model, None, await student.move(rng, model)))
            for name, control in list(student.of_kind("slider", "dropdown", "radio", "checkbox", "switch").items()):
                ends = {0, len(control.values) // 2, len(control.values) - 1}
                values = control.values if len(control.values) <= 10 else [control.values[k] for k in sorted(ends)]
                for value in values:
                    runs.append((lesson, name, value, await student.choose(name, value)))
            for name in list(student.of_kind("button")):
                runs.append((lesson, name, 1, await student.choose(name, 1)))
            mine = [run for run in runs if run[0] == lesson and run[-1] and run[1] in student.controls]
            for _, name, value, _ in sorted(mine, key=lambda run: -run[-1].seconds)[:5]:
                again.append((lesson, name, value, await student.choose(name, value)))
            unmoved |= {
                f"{lesson}: {control.kind} {control.name}"
                for control in student.controls.values()
                if not control.values and control.kind not in ("anywidget", "code-editor")
            }
            unmoved |= {
                f"{lesson}: widget {state['_anywidget_id']}"
                for state in student.models.values()
                if "_anywidget_id" in state and state.get("view") not in TOUCHED
            }
            errors += student.errors
    return *([run for run in each if run[-1]] for each in (runs, again)), errors, sorted(unmoved)


def report_alone(runs, again, unmoved):
    """Print the slowest controls. Return the lesson, label, name and value of the slowest run in `again`."""
    cells, controls = {}, {}
    for lesson, name, value, run in runs:
        for cell, seconds in run.cells.items():
            cells.setdefault((lesson, cell), []).append(seconds)
        controls.setdefault((lesson, run.control), []).append((run.seconds, name, value))
    longest = max(run.seconds for *_, run in runs)
    print(f"each control separately: {len(runs)} runs, and all runs ended; the longest run took {longest:.2f} s")
    print("  the five slowest cells                         runs   median   longest")
    for (lesson, cell), seconds in sorted(cells.items(), key=lambda item: -max(item[1]))[:5]:
        print(f"  {lesson:16} {cell:28} {len(seconds):6} {ms(statistics.median(seconds))} {ms(max(seconds))}")
    print("  the five slowest controls")
    ranked = sorted(controls.items(), key=lambda item: -max(item[1])[0])
    for (lesson, control), seconds in ranked[:5]:
        times = [s for s, *_ in seconds]
        print(f"  {lesson:16} {control[:28]:28} {len(times):6} {ms(statistics.median(times))} {ms(max(times))}")
    if unmoved:
        print(f"  not used, because this benchmark does not know these controls: {'; '.join(unmoved)}")
    lesson, name, value, run = max(again, key=lambda run: run[-1].seconds)
    print(f"  the slowest run of the second round: “{run.control}” of {lesson},{ms(run.seconds)}")
    return lesson, run.control, name, value


# A class.


async def at_a_students_pace(student, rng, until, runs):
    """Make about one move each second. Sometimes answer a question instead, each question at most once."""
    waiting = list(student.of_kind("prediction"))
    await asyncio.sleep(rng.uniform(0, 1))
    while time.monotonic() < until:
        if waiting and rng.random() < 0.12:
            name = waiting.pop(0)
            run = await student.choose(name, rng.choice(student.controls[name].values))
            kind = "answers"
        else:
            run = await student.move(rng)
            kind = "moves"
        if run:
            runs.append((student.lesson, kind, run))
        await asyncio.sleep(rng.uniform(0.5, 1.5))


async def a_class(url, sessions, seconds, heavy, isolated):
    server, rng = server_of(url), random.Random(SEED)
    memory = {"at the start": megabytes(server)}
    students, opened = [], []
    for k in range(sessions):
        student = await Student(url, LESSONS[k % len(LESSONS)]).__aenter__()
        students.append(student)
        opened.append(student.opened)
        if k == len(LESSONS) - 1:
            memory["one session a lesson"] = megabytes(server)
    memory[f"{sessions} sessions open"] = megabytes(server)
    if isolated != (len(processes(server)) > 1 + PROCESSES):  # the server, and the processes for long computations
        raise RuntimeError(f"isolated is {isolated}, but there are {len(processes(server))} processes")
    runs, until = [], time.monotonic() + seconds
    used, begin = processor_seconds(server), time.monotonic()
    rngs = [random.Random(rng.random()) for _ in students]
    await asyncio.gather(*(at_a_students_pace(s, r, until, runs) for s, r in zip(students, rngs)))
    busy = (processor_seconds(server) - used) / (time.monotonic() - begin)
    memory[f"after {seconds:.0f} s"] = megabytes(server)

    others, presses = [], []
    lesson, _, name, value = heavy
    async with Student(url, lesson) as presser:
        for question in list(presser.of_kind("prediction")):
            await presser.choose(question, presser.controls[question].values[0])
        until = time.monotonic() + min(seconds, HEAVY_SECONDS)

        async def press():
            other = next((v for v in presser.controls[name].values if v != value), value)
            while time.monotonic() < until:
                if run := await presser.choose(name, value):
                    presses.append(run.seconds)
                if other != value:
                    await presser.choose(name, other)

        await asyncio.gather(press(), *(at_a_students_pace(s, r, until, others) for s, r in zip(students, rngs)))
    memory["after the heavy presses"] = megabytes(server)
    errors = [error for student in (*students, presser) for error in student.errors]
    for student in students:
        await student.__aexit__()
    return opened, memory, busy, runs, others, presses, errors


def ms(seconds):
    return f"{seconds * 1000:7.0f} ms"


def p95(values):
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def row(name, values):
    if values:
        print(f"  {name:34} {len(values):6} {ms(statistics.median(values))} {ms(p95(values))} {ms(max(values))}")


def report_class(sessions, seconds, heavy, aims, opened, memory, busy, runs, others, presses, errors):
    print(f"{sessions} sessions over {len(LESSONS)} lessons for {seconds:.0f} s, each with about one move a second")
    print(f"  {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end")
    print("  from a move to the end of its run   count    median        p95    longest")
    for lesson in LESSONS:
        row(lesson, [run.seconds for where, kind, run in runs if where == lesson and kind == "moves"])
    moves = [run.seconds for _, kind, run in runs if kind == "moves"]
    row("all sliders, dropdowns, pictures", moves)
    row("answers to questions", [run.seconds for _, kind, run in runs if kind == "answers"])
    row("opening a lesson, one by one", opened)
    print(f"  p95 of the moves:{ms(p95(moves))} (aim: under {aims[0] * 1000:.0f} ms)")
    print("  the longest waits")
    waits = {}
    for lesson, _, run in runs:
        waits.setdefault(f"{lesson} {run.control}"[:34], []).append(run.seconds)
    for name, values in sorted(waits.items(), key=lambda item: -p95(item[1]))[:5]:
        row(name, values)
    print(f"  the server used {busy:.0%} of one processor: {busy * seconds / len(runs) * 1000:.1f} ms for each run")
    print(f"meanwhile one student presses “{heavy[1]}” of {heavy[0]}, again and again")
    row("the runs of this student", presses)
    row("the runs of the other students", [run.seconds for *_, run in others])
    longest = max(run.seconds for *_, run in others)
    print(f"  the longest wait of another student:{ms(longest)} (aim: under {aims[1] * 1000:.0f} ms)")
    print("memory of the server with all its processes")
    for when, size in memory.items():
        print(f"  {when:26} {size:7.0f} MB")
    if sessions > len(LESSONS):
        base, last = memory["one session a lesson"], list(memory.values())[-1]
        each = (last - base) / (sessions - len(LESSONS))
        fit = (MACHINE_GB * 1024 - base) / each
        print(f"  {each:.1f} MB for each session: {MACHINE_GB} GB are enough for {fit:.0f} sessions")
        print(f"  {sessions / busy:.0f} sessions at this pace use one full processor; far fewer already cause waits")
    print(f"errors: {len(errors)}")
    for error in sorted(set(errors))[:10]:
        print(f"  {errors.count(error)} × {error}")


ISOLATED = "\n[tool.marimo.experimental]\nisolate_apps = true\n"


@contextmanager
def course_served(isolated):
    """Serve the lessons. If `isolated` is true, each lesson has its own process. Otherwise all share one process."""
    with tempfile.TemporaryDirectory() as folder:
        settings = (ROOT / "pyproject.toml").read_text("utf-8").replace(ISOLATED, "")
        # marimo reads the settings in the `pyproject.toml` next to the folder `lessons`.
        (Path(folder) / "pyproject.toml").write_text(settings + ISOLATED * isolated, "utf-8")
        shutil.copytree(ROOT / "lessons", Path(folder) / "lessons")
        with served("lessons", folder=folder) as url:
            yield url


def main(sessions="40", seconds="120", which="both"):
    sessions, seconds = int(sessions), float(seconds)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # otherwise NumPy's threads for one student use all processors
    with course_served(False) as url:
        runs, again, errors, unmoved = asyncio.run(alone(url))
    heavy = report_alone(runs, again, unmoved)
    for error in errors:
        print(f"  error: {error}")
    for isolated in (True, False) if which == "both" else (False,):
        with course_served(isolated) as url:
            measured = asyncio.run(a_class(url, sessions, seconds, heavy, isolated))
        print(f"\n{'A process for each lesson' if isolated else 'All lessons in one process'}")
        report_class(sessions, seconds, heavy, AIMS[isolated], *measured)


if __name__ == "__main__":
    main(*sys.argv[1:])
