"""The rules of all lessons. Each rule is a function that returns a list of complaints. An empty list means "right".

The tests apply the rules to the course. `test_planted_failures` damages copies of files and expects a complaint about
each copy.
"""

import ast

from course_files import (
    EXERCISES_OF,
    calls_in,
    card_of,
    decorator,
    lesson_functions,
    lesson_outputs,
    notebook_functions,
    solution_functions,
)
from project_rules import complaints_of


def complaints_about_checks(lesson, status, defs=None):
    """Run `lesson`. Every exercise must have a visible check with this `status`."""
    from shared import Result

    try:
        outputs = lesson_outputs(lesson, defs)
    except (Exception, SystemExit) as error:  # SystemExit: a lesson must not call `exit`
        return [f"{lesson.name} raises {type(error).__name__}: {error}"]
    results = [output for output in outputs if isinstance(output, Result)]
    checked = {result.exercise for result in results}
    complaints = [
        f"{lesson.name} shows no check of {name}" for name in EXERCISES_OF[lesson.stem] if name not in checked
    ]
    for result in results:
        name = result.exercise
        if name not in EXERCISES_OF[lesson.stem]:
            complaints.append(f"{lesson.name} checks {name}, which is not one of its exercises")
        if result.status != status:
            complaints.append(f"{lesson.name}: {name} is {result.status!r}, not {status!r}: {result}")
    return complaints


def complaints_unsolved(lesson):
    """An unsolved lesson must run without an error, and each check must say "not attempted"."""
    return complaints_about_checks(lesson, "not attempted")


def complaints_solved(lesson, solution):
    """In a solved lesson, each check must say "right"."""
    try:
        functions = solution_functions(solution)
    except Exception as error:
        return [f"{solution.name}: its functions cannot be defined: {type(error).__name__}: {error}"]
    defs = {name: functions[name] for name in EXERCISES_OF[lesson.stem] if name in functions}
    missing = [f"{solution.name} does not solve {name}" for name in EXERCISES_OF[lesson.stem] if name not in defs]
    return missing or complaints_about_checks(lesson, "right", defs)


def complaints_about_signatures(path):
    """Each exercise must be in the file, with the parameters of `EXERCISES_OF`. A lesson must have an empty stub."""
    is_lesson = path.suffix == ".py"
    found = lesson_functions(path) if is_lesson else notebook_functions(path)
    complaints = []
    for name, parameters in EXERCISES_OF[path.stem].items():
        if name not in found:
            complaints.append(f"{path.name} has no {name}({parameters})")
            continue
        expected = ast.unparse(ast.parse(f"def f({parameters}): ...").body[0].args)
        got = ast.unparse(found[name].args)
        if got != expected:
            complaints.append(f"{path.name} has {name}({got}), not {name}({parameters})")
        if is_lesson and not _is_stub(found[name]):
            complaints.append(f"{path.name}: the body of {name} must be only a docstring and `...`")
    return complaints


def _is_stub(function):
    body = [ast.unparse(node) for node in function.body]
    return ast.get_docstring(function) is not None and body[1:] == ["..."]


def complaints_about_anatomy(lesson):
    """A lesson must have a card, the right length, named cells, and the usual first and last cells."""
    from shared.course import STEMS

    text = lesson.read_text("utf-8")
    cells = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and decorator(node)]
    complaints = complaints_about_card(lesson)
    if lesson.stem not in STEMS:
        complaints.append("is not listed in shared.course.LESSONS")
    # Lesson 8 has two halves, and lesson 10 has three cells for each of six patients.
    most = 43 + 6 * (lesson.stem in ("08_luck", "10_debug"))
    if len(cells) > most:
        complaints.append(f"has {len(cells)} cells; {most} are allowed")
    complaints += [f"the cell at line {cell.lineno} has no name" for cell in cells if cell.name == "_"]
    prose_and_code = [cell for cell in cells if decorator(cell) == "app.cell"]
    complaints += [
        f"the cell {cell.name} lacks expand_output=True: the editor would cut an output that is higher than 610 pixels"
        for cell in prose_and_code
        if "expand_output=True" not in ast.unparse(cell.decorator_list[0])
    ]
    opens, closes = calls_in(prose_and_code[0]), calls_in(prose_and_code[-1])
    if [ast.literal_eval(call.args[0]) for call in opens.get("lesson_header", [])] != [lesson.stem]:
        complaints.append(f"does not begin with lesson_header({lesson.stem!r}, …)")
    if [ast.literal_eval(call.args[0]) for call in closes.get("navigation", [])] != [lesson.stem]:
        complaints.append(f"does not end with navigation({lesson.stem!r}, …)")
    line = f"show_status({lesson.stem!r}, status)"
    if [k for k, cell in enumerate(prose_and_code) if line in ast.unparse(cell)] != [1, len(prose_and_code) - 2]:
        complaints.append(f"does not contain {line} in its second and its second-to-last cell")
    asked = [len(call.args) for cell in cells for call in calls_in(cell).get("recall", [])]
    if asked != [3]:
        complaints.append(f"calls recall(…) with {asked} questions: call it once, with three questions")
    if not any(calls_in(cell).get("predict") for cell in cells):
        complaints.append("asks for no prediction")
    complaints += [
        complaint for name in EXERCISES_OF[lesson.stem] for complaint in complaints_about_exercise_cells(cells, name)
    ]
    return [f"{lesson.name} {complaint}" for complaint in complaints]


def complaints_about_exercise_cells(cells, name):
    """An exercise must be three cells in this order: the task with hints, the stub, the check."""
    places = [k for k, cell in enumerate(cells) if decorator(cell) == "app.function" and cell.name == name]
    if len(places) != 1 or not 0 < places[0] < len(cells) - 1:
        return [f"has {len(places)} stubs of {name}: write one stub, between the cells of its task and its check"]
    before, after = cells[places[0] - 1], cells[places[0] + 1]
    complaints = []
    if not any(ast.literal_eval(call.args[0]) == name for call in calls_in(before).get("exercise_prompt", [])):
        complaints.append(f"does not call exercise_prompt({name!r}, …) in the cell above {name}")
    if [ast.unparse(node) for node in after.body if not isinstance(node, ast.Return)] != [f"check(lambda: {name})"]:
        complaints.append(f"does not contain exactly check(lambda: {name}) in the cell below {name}")
    return complaints


def complaints_about_card(lesson):
    """A card must have a title, a description and a picture in `__marimo__`, the folder that marimo serves."""
    card = card_of(lesson)
    complaints = [f"has no {key} for its card" for key in ("title", "description", "image") if not card.get(key)]
    name = card.get("image", "")
    image = lesson.parent / name
    if name and not name.startswith("__marimo__/"):
        complaints.append(f"has its card picture at {name}, but the gallery shows only pictures in __marimo__/")
    if name and not image.is_file():
        command = f".venv/bin/python tests/draw_cards.py {lesson.stem}"
        complaints.append(f"names the picture {name} for its card, but the file is missing: draw it with {command}")
    elif name and image.stat().st_size < 2000:
        complaints.append(f"has a card picture of only {image.stat().st_size} bytes")
    return complaints


def complaints_of_marimo_check(lessons):
    return complaints_of("marimo", "check", "--strict", lessons)
