"""`python -m shared.exercises check NAME`: lists what is missing in an exercise, and where to write it.

It reads the entry in the bank, the lesson, the solution notebook and `README.md`. It runs `check` on the reference and
on every known mistake. The tests call `complaints` on all exercises.
"""

import ast
import builtins
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from shared.checking.call import call_on
from shared.checking.check import check
from shared.checking.diagnosers import behave_alike
from shared.checking.result import CRASHED, NOT_ATTEMPTED, RIGHT, WRONG, Result
from shared.course import lesson
from shared.exercises import EXERCISES, Exercise
from shared.exercises.exercise import MINIMUM_MISTAKES
from shared.nn import network

ROOT = Path(__file__).resolve().parents[2]
MINIMUM_CASES = 4
LONGEST_FEEDBACK = 125  # characters
USAGE = "usage: python -m shared.exercises check NAME"


def main(arguments: list[str]) -> int:
    """Print what is missing in the exercise. Return 0 if nothing is missing, else 1.

    Return 2 for a wrong command or an unknown exercise.
    """
    if len(arguments) != 2 or arguments[0] != "check":
        print(USAGE)
        return 2
    name = arguments[1]
    if name not in EXERCISES:
        print(f"No exercise is called {name}. Add an entry to EXERCISES in the file of its lesson in shared/exercises.")
        print(f"The exercises are {', '.join(EXERCISES)}.")
        return 2
    found = complaints(name)
    for complaint in found:
        print(f"- {complaint}")
    if found:
        print(f"In {name}, {len(found)} {'thing is' if len(found) == 1 else 'things are'} missing.")
    else:
        print(f"{name} is complete. Now run the tests of its lesson (a few seconds):")
        print(f".venv/bin/pytest tests/test_lessons.py tests/test_solutions.py -k {EXERCISES[name].lesson}")
        print(f"Then run the tests of the exercise: .venv/bin/pytest tests/test_exercises.py -k {name}")
    return 1 if found else 0


def complaints(name: str, root: Path = ROOT) -> list[str]:
    """Return what is missing in the exercise, in sentences. `root` is the folder with lessons, solutions and README."""
    exercise = EXERCISES[name]
    stem = exercise.lesson
    bank = f"shared/exercises/{lesson(stem).topic}.py"
    return [
        *(f"{bank}: {complaint}" for complaint in _about_entry(exercise)),
        *(f"{bank}: {complaint}" for complaint in _about_hints(exercise, root)),
        *(f"{bank}: {complaint}" for complaint in _about_feedback(exercise)),
        *(f"{bank}: {complaint}" for complaint in _about_verdicts(exercise)),
        *(f"lessons/{stem}.py: {complaint}" for complaint in _about_lesson(exercise, root)),
        *(f"solutions/{stem}.ipynb: {complaint}" for complaint in _about_solution(exercise, root)),
        *(f"README.md: {complaint}" for complaint in _about_readme(exercise, root)),
    ]


# The entry


def _about_entry(exercise: Exercise) -> Iterator[str]:
    if not exercise.signature.startswith(f"{exercise.name}("):
        yield f"`signature` is {exercise.signature!r}: begin it with the exercise's name, {exercise.name}(…)."
    count = len(exercise.cases())
    if count < MINIMUM_CASES:
        yield f"`cases` makes {count} calls: write at least {MINIMUM_CASES}, with different arguments."
    if exercise.cases() is exercise.cases():
        yield "`cases` returns the same list every time: build a new list in each call."
    if len(exercise.mistakes) < MINIMUM_MISTAKES:
        yield f"`mistakes` has {len(exercise.mistakes)} entries: write at least {MINIMUM_MISTAKES}."
    if not exercise.success_message.strip().endswith("."):
        yield "`success_message` is not a sentence: say what the student can do now, and end it with a full stop."
    yield from _about_random_case(exercise)


def _about_random_case(exercise: Exercise) -> Iterator[str]:
    if exercise.random_case is None:
        yield "`random_case` is missing: write a function that draws one call, such as lambda rng: (draw.real(rng),)."
        return
    rng = random.Random(0)
    drawn = [exercise.random_case(rng) for _ in range(20)]
    if len({repr(case) for case in drawn}) == 1:
        yield "`random_case` returns the same arguments every time: draw them from its argument `rng`."
    for case in drawn:
        if not isinstance(case, tuple) or len(case) > len(exercise.arguments):
            yield f"`random_case` returns {case!r:.60}: return a tuple of arguments for {exercise.signature}."
            return
        if call_on(exercise.reference, case).plain is None:
            yield f"`random_case` returns {case!r:.60}. The reference fails on these arguments: draw other arguments."
            return


# Hints


def _about_hints(exercise: Exercise, root: Path) -> Iterator[str]:
    hints = exercise.hints
    if len(hints) != 3 or not all(hint.strip() for hint in hints):
        yield f"`hints` has {len(hints)} entries. Write three hints: an idea, the formula, and a worked line of code."
        return
    if "$" not in hints[1] and "`" not in hints[1]:
        yield "The second hint has no formula: write a formula between $ signs."
    if "`" not in hints[2]:
        yield "The third hint has no code: write a line of code between backticks."
    for formula in re.findall(r"\$([^$`]+)\$", " ".join(hints)):
        if not formula.isascii():
            yield f"The formula ${formula}$ in a hint is not plain LaTeX: write \\cdot instead of ·, for example."
    try:
        unknown = _unknown_names(exercise, root)
    except SyntaxError as error:
        yield f"The code `{error.text}` in a hint is not Python."
        return
    if unknown:
        yield f"A hint uses {', '.join(sorted(unknown))}, which the lesson's setup cell does not import."


def _unknown_names(exercise, root):
    """Return the names that an exercise's hints use in code, but that its lesson does not define.

    Raises SyntaxError if the code in a hint is not Python.
    """
    known = {e.name for e in EXERCISES.values() if e.lesson == exercise.lesson} | set(dir(builtins))
    known |= set(exercise.arguments) | _imported_by(root / "lessons" / f"{exercise.lesson}.py")
    used: set[str] = set()
    for code in re.findall("`([^`]+)`", " ".join(exercise.hints)):
        for node in ast.walk(ast.parse(code + " ..." * code.endswith(":"))):
            if isinstance(node, ast.Name):
                (used if isinstance(node.ctx, ast.Load) else known).add(node.id)
            if (
                isinstance(node, ast.Attribute)
                and ast.unparse(node.value) == "network"
                and not hasattr(network, node.attr)
            ):
                used.add(f"network.{node.attr}")
    return used - known


def _imported_by(path):
    """Return the names that the setup cell of a lesson imports or assigns. Return no names if there is no lesson."""
    if not path.is_file():
        return set()
    setup = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.With)]
    names = set()
    for node in (node for block in setup for node in ast.walk(block)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


# Feedback


def _about_feedback(exercise: Exercise) -> Iterator[str]:
    sentences = [mistake.feedback for mistake in exercise.mistakes]
    sentences += [mistake.if_source_matches[1] for mistake in exercise.mistakes if mistake.if_source_matches]
    for sentence in sorted({sentence for sentence in sentences if sentences.count(sentence) > 1}):
        yield f"Two mistakes have the same feedback: {sentence}"
    for sentence in sentences:
        if len(sentence) > LONGEST_FEEDBACK:
            yield f"A feedback has {len(sentence)} characters, but at most {LONGEST_FEEDBACK} are allowed: {sentence}"
        if not sentence.endswith((".", ")", "?")):
            yield f"Feedback must end with a full stop, a bracket or a question mark: {sentence}"
        if "!" in sentence.replace("!=", ""):
            yield f"A feedback has an exclamation mark: {sentence}"
        if words := {"just", "simply", "obviously"} & set(sentence.lower().split()):
            yield f"A feedback contains {', '.join(words)}, which does not help: {sentence}"
        if re.search(r"\*\w+\*", sentence):
            yield f"The feedback has words between stars, but a card does not format Markdown: {sentence}"


# Verdicts


def checked(name: str, answer: Callable[..., Any]) -> Result:
    """Return the result of `check` for an answer to an exercise. The answer can have any name."""

    def call(*args, **kwargs):
        return answer(*args, **kwargs)

    call.__name__ = name
    return check(call)


def _about_verdicts(exercise: Exercise) -> Iterator[str]:
    verdict = checked(exercise.name, exercise.reference)
    if verdict.status != RIGHT:
        yield f"The reference itself is {verdict.status}: {verdict}"
        return
    names: dict[str, Any] = {}
    exec(f'def {exercise.name}({exercise.signature.split("(", 1)[1]}:\n    """What to return."""\n    ...', names)
    if check(names[exercise.name]).status != NOT_ATTEMPTED:
        yield "A stub with `...` must get the status `not attempted`. Begin with a case that expects a result."
    for mistake in exercise.mistakes:
        verdict = checked(exercise.name, mistake.answer)
        if verdict.status not in (WRONG, CRASHED):
            yield f"A mistake gives right results in all cases: add a case where it is wrong. {mistake.feedback}"
        elif verdict.diagnosis != mistake.feedback:
            yield f"A mistake gets the feedback {verdict.diagnosis!r} instead of its own feedback: {mistake.feedback}"
    for one, other in look_alikes(exercise):
        yield f"Two mistakes give the same results in all cases: add a case in which they differ. {one} / {other}"


def look_alikes(exercise: Exercise) -> list[tuple[str, str]]:
    """Find mistakes that give the same results as an earlier mistake in all cases. Return pairs of their feedback."""
    cases, pairs = exercise.cases(), []
    with np.errstate(all="ignore"):  # some mistakes overflow
        calls = [[call_on(mistake.answer, args) for args in cases] for mistake in exercise.mistakes]
    for j, mistake in enumerate(exercise.mistakes):
        alike = (i for i in range(j) if all(map(_alike, calls[i], calls[j], [exercise.tolerance] * len(cases))))
        if (i := next(alike, None)) is not None:
            pairs.append((exercise.mistakes[i].feedback, mistake.feedback))
    return pairs


def _alike(one, other, tolerance):
    return one.changed == other.changed and behave_alike(one, other, tolerance)


# Lesson, solution and README


def _about_lesson(exercise: Exercise, root: Path) -> Iterator[str]:
    path, name = root / "lessons" / f"{exercise.lesson}.py", exercise.name
    if not path.is_file():
        yield 'The lesson does not exist. There is a sample in shared/README.md, "Add a lesson".'
        return
    cells = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    texts = ["\n".join(map(ast.unparse, cell.body)) for cell in cells]
    if not any(re.search(rf"\bexercise_prompt\(['\"]{name}['\"]", text) for text in texts):
        yield f'There is no prompt: add a cell with exercise_prompt("{name}", "what to return, in a sentence or two").'
    stubs = [cell for cell in cells if cell.name == name and "app.function" in ast.unparse(cell.decorator_list[0])]
    if not stubs:
        yield f"There is no stub: below the prompt add `def {exercise.signature}:` with a docstring and `...`."
    elif ast.unparse(stubs[0].args) != ast.unparse(ast.parse(f"def {exercise.signature}: ...").body[0].args):  # type: ignore[attr-defined]
        yield f"The stub is {name}({ast.unparse(stubs[0].args)}): write def {exercise.signature}."
    elif [ast.unparse(node) for node in stubs[0].body[1:]] != ["..."]:
        yield "The body of the stub must be a docstring and `...`, and nothing else: students write the code."
    if not any(re.search(rf"(?m)^check\(lambda: {name}\)$", text) for text in texts):
        yield f"There is no check. Add a cell with check(lambda: {name}) below the stub."


def _about_solution(exercise: Exercise, root: Path) -> Iterator[str]:
    path, name = root / "solutions" / f"{exercise.lesson}.ipynb", exercise.name
    if not path.is_file():
        yield 'The solution notebook does not exist. There is a sample in shared/README.md, "Add a lesson".'
        return
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    if not any(re.search(rf"(?m)^def {name}\(", source) for source in sources):
        yield f"There is no solution: add a code cell with def {exercise.signature}."
    checks = [cell for cell, source in zip(cells, sources) if re.search(rf"(?m)^check\({name}\)$", source)]
    if not checks:
        yield f"There is no check: add a code cell that ends with check({name})."
    elif f"{name}: {RIGHT}" not in json.dumps(checks[0]["outputs"]):
        yield f"The stored result of check({name}) is not {RIGHT}: execute the notebook (see solutions/README.md)."


def _about_readme(exercise: Exercise, root: Path) -> Iterator[str]:
    this = lesson(exercise.lesson)
    readme = (root / "README.md").read_text("utf-8")
    row = f"| {this.number} | {this.title} | {', '.join(f'`{name}`' for name in this.exercises)} |"
    if exercise.name in this.exercises and row not in readme:
        what = "change the row to" if f"\n| {this.number} | " in readme else "add the row"
        yield f"The list of lessons does not name the exercise: {what} {row}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
