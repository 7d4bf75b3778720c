"""The grades of a class: the students' files, their points, and the files for Moodle and Canvas."""

import ast
import csv
import io
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from course_files import EXERCISES_OF, lesson_path, solution_path

from shared.exercises import EXERCISES
from shared.progress import __main__ as progress
from shared.progress import run, worker
from shared.progress.files import NOTHING, TYPED, HandIn
from shared.progress.grades import exercises_of, lesson_numbers, read_points
from shared.progress.reading import read
from shared.progress.roster import read_roster, with_missing

LESSON_1 = ("sigmoid", "neuron")  # the exercises in the files of these tests
LATER = {*EXERCISES_OF["01_neuron"]} - {*LESSON_1}  # lesson 1 got them later; the tests leave them out
ALL = [name for name in EXERCISES if name not in LATER]
SIGMOID = "    return 1 / (1 + math.exp(-z))"
NEURON = "    return sigmoid(w1 * x1 + w2 * x2 + b)"


def lesson(sigmoid=SIGMOID, neuron=NEURON, more="from shared.nn import network"):
    return f"import math\n{more}\n\ndef sigmoid(z):\n{sigmoid}\n\ndef neuron(x1, x2, w1, w2, b):\n{neuron}\n"


def notebook(*cells):
    cells = [{"cell_type": "code", "source": cell, "outputs": []} for cell in cells]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "# 1"}, *cells], "nbformat": 4})


@pytest.fixture(autouse=True, scope="module")
def without_later_exercises():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            progress, "exercises_of", lambda *lessons: tuple(n for n in exercises_of(*lessons) if n not in LATER)
        )
        yield


FALLING = "    return 1 / (1 + math.exp(z))"
HANDED_IN = {  # for each folder of Moodle: file name → text
    "Ada Lovelace_101_assignsubmission_file": {"01_neuron.py": lesson()},
    "Bo <b>_102_assignsubmission_file_": {"01_neuron.py": lesson(FALLING)},
    "Cem_103_assignsubmission_file": {"01_neuron.py": lesson("    return network.sigmoid(z)")},
    "Dana_104_assignsubmission_file": {"lessons.zip": b"PK\3\4"},
    "Eva_105_assignsubmission_file": {"handin/deeper/01_neuron.py": lesson()},
    "Finn_106_assignsubmission_file": {"01_neuron.py": lesson().encode("utf-16")},
    "Hugo_107_assignsubmission_file": {"01_neuron.html": "<html><marimo-code></marimo-code></html>"},
    "Ida_108_assignsubmission_file": {
        "01_neuron.ipynb": notebook(
            "%matplotlib inline\nimport math",
            f"def sigmoid(z):\n{SIGMOID}",
            "losses = [sigmoid(k) for k in range(10**9)]",
            "def neuron(x1, x2, w1, w2, b):\n    return (1",
        )
    },
    "Jan_109_assignsubmission_file": {"essay.pdf": b"%PDF"},
    "Kim_110_assignsubmission_file": {"01_neuron.py.txt": lesson()},
    "Lea_111_assignsubmission_file": {"01_neuron.md": "---\nmarimo-version: 1\n---\n```python {.marimo}\n```"},
    "Max_112_assignsubmission_file": {"01_neuron.py": lesson(), "solutions/01_neuron.ipynb": "{}"},
    "Max_113_assignsubmission_file": {"01_neuron.py": lesson(neuron="    ..."), "01_neuron (2).py": lesson(FALLING)},
}


@pytest.fixture(scope="module")
def moodle(tmp_path_factory):
    return write(tmp_path_factory.mktemp("moodle"), HANDED_IN)


def write(folder, students):
    for student, files in students.items():
        for name, text in files.items():
            path = folder / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture(scope="module")
def output(moodle):
    """Return a function that runs the command on the class and returns the output of the command.

    The files are checked only once.
    """
    rows = run.check_files(progress.lesson_files(moodle))

    def checked(files, *_):
        missing = run.check_files([file for file in files if file.problem == NOTHING])
        return [*(row for row in rows if row.student in {file.student for file in files}), *missing]

    def written(*options):
        out = moodle.parent / f"{moodle.name}.out"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(progress, "check_files", checked)
            assert progress.main([str(moodle), *options, "--out", str(out)]) == 1
        return out.read_text("utf-8")

    return written


@pytest.fixture(scope="module")
def students(output):
    return {grade["student"]: grade for grade in json.loads(output("--format", "json", "--lessons", "1"))}


def test_each_student_has_one_line_of_symbols_and_points(output):
    lines = output("--lessons", "1").splitlines()
    found = [(line[:12].strip(), line[12:].split()[0]) for line in lines[1 : 1 + len(HANDED_IN)]]
    assert found == [
        *(("Ada Lovelace", "✓✓"), ("Bo <b>", "✗✗"), ("Cem", "=✓"), ("Dana", "––"), ("Eva", "✓✓"), ("Finn", "??")),
        *(("Hugo", "??"), ("Ida", "✓!"), ("Jan", "––"), ("Kim", "??"), ("Lea", "??"), ("Max (112)", "✓✓")),
        ("Max (113)", "✓✗"),
    ]
    assert lines[1].endswith("2 of 2")


def test_lessons_that_are_not_handed_in_count_in_the_total(output):
    line = next(line for line in output().splitlines() if line.startswith("Ada"))
    assert line.endswith(f"2 of {len(ALL)}")
    assert line.count("–") == len(ALL) - 2


def test_a_file_that_cannot_be_read_as_a_lesson_is_explained(students):
    notes = {name: grade["notes"] for name, grade in students.items() if grade["notes"]}
    assert notes == {
        "Dana": ["lessons.zip: the file is packed: unpack it here, then run this command again"],
        "Finn": ["01_neuron.py: the file is UTF-16: save it as UTF-8"],
        "Hugo": ["01_neuron.html: this is a page that marimo exported: ask for the lesson's .py file"],
        "Jan": ["no lesson is in this folder, only essay.pdf"],
        "Kim": ["01_neuron.py.txt: this is a lesson, but its name must end in .py: rename it"],
        "Lea": ["01_neuron.md: this is Markdown that marimo exported: ask for the lesson's .py file"],
    }


def test_a_notebook_of_jupyter_is_read_without_running_its_training(students):
    neuron = students["Ida"]["exercises"]["neuron"]
    assert neuron["diagnosis"] == "cell 4, line 2: '(' was never closed"
    assert students["Ida"]["exercises"]["sigmoid"]["status"] == "right"


def test_a_notebook_may_have_lines_of_jupyter_and_imports_that_fail(tmp_path, capsys):
    cells = (
        "import math\nfrom google.colab import drive",
        f"def sigmoid(z):\n{SIGMOID}\nsigmoid?\nfiles = !ls",
        f"class Net:\n    def train(self):\n        while True: pass\ndef neuron(x1, x2, w1, w2, b):\n{NEURON}",
        "net = Net()\nhistory = net.train()",
    )
    write(tmp_path, {"ada": {"homework.ipynb": notebook(*cells)}})
    assert progress.main([str(tmp_path), "--lessons", "1", "--format", "csv"]) == 0
    assert "ada,,1,1,2" in capsys.readouterr().out


def test_a_file_with_exercises_of_two_lessons_counts_for_both(tmp_path, capsys):
    step = "def step_neuron(x1, x2, w1, w2, b):\n    return int(w1 * x1 + w2 * x2 + b > 0)\n"
    write(tmp_path, {"ada": {"homework.py": lesson() + step}})
    assert progress.main([str(tmp_path), "--lessons", "1,2", "--format", "csv"]) == 0
    assert "ada,,1,1,1,0,0,3,5" in capsys.readouterr().out


def test_the_courses_functions_in_a_renamed_lesson_are_no_answers():
    functions = worker._functions_in(ast.parse(lesson_path("06_trainer").read_text("utf-8")))
    assert "rows_right" in functions  # lesson 6 counts with it; it is also an exercise of lesson 2
    assert [*worker._exercises_of("homework.py", functions)] == ["update", "train"]


def test_of_two_functions_with_one_name_the_outer_one_counts():
    tree = ast.parse("def f():\n    def g(): pass\ndef g(): return 1\ndef g(): return 2")
    assert ast.unparse(worker._functions_in(tree)["g"]) == "def g():\n    return 2"


def test_a_line_of_python_in_a_notebook_may_begin_with_percent(tmp_path, capsys):
    body = "    return (\n        1 / (1 + math.exp(-z))\n        % 2\n    )"
    cells = notebook("%matplotlib inline\nimport math", f"!ls (\ndef sigmoid(z):\n{body}\n%time sigmoid(0.5)")
    write(tmp_path, {"Ada": {"01_neuron.ipynb": cells}})
    progress.main([str(tmp_path), "--student", "Ada", "--lessons", "1"])
    assert f"def sigmoid(z):\n{body}".replace("\n", "\n    ") in capsys.readouterr().out


@pytest.mark.parametrize("stem", EXERCISES_OF)
def test_solution_notebooks_are_read_as_answers_and_borrow_nothing(stem, monkeypatch):
    """The command reads each file in a new process. This test reads all files in one process, to save time."""
    monkeypatch.setitem(sys.modules, "lesson", None)  # `_load` replaces it
    path = str(solution_path(stem))
    reading = read(path)
    names, functions, _ = worker._load(path, reading)
    plt.close("all")  # the notebook's figures
    assert {*names} >= {*EXERCISES_OF[stem]}
    for name in names:
        assert worker._check_exercise(functions[name], name, path, 1024, reading)[0] == "right", name


def test_a_file_in_a_folder_below_counts_and_the_courses_solutions_do_not(students):
    assert students["Eva"]["exercises"]["neuron"]["file"] == "handin/deeper/01_neuron.py"
    assert {row["file"] for row in students["Max (112)"]["exercises"].values()} == {"01_neuron.py"}


def test_moodles_text_box_belongs_to_the_student_and_hides_no_file(tmp_path):
    box = "assignsubmission_onlinetext"
    write(tmp_path, {"Ada_1_assignsubmission_file": {"01_neuron.py": lesson()}, f"Ada_1_{box}": {TYPED[0]: "<p>Hello"}})
    write(tmp_path, {f"Bo_2_{box}": {TYPED[0]: f"<p>{lesson()}</p>"}, f"Cem_3_{box}": {TYPED[0]: "<p>I forgot"}})
    files = progress.lesson_files(tmp_path)
    assert [(file.student, file.key, file.file) for file in files] == [
        ("Ada", "1", "01_neuron.py"),
        ("Bo", "2", TYPED[0]),
        ("Cem", "3", ""),
    ]
    assert [file.problem for file in files] == [
        "",
        "this was typed into a text box: ask for the lesson's .py file",
        f"no lesson is in this folder, only {TYPED[0]}",
    ]


def test_moodles_text_box_in_one_flat_folder_belongs_to_the_student(tmp_path):
    names = ("Ada_1_assignsubmission_file_01_neuron.py", f"Ada_1_assignsubmission_onlinetext_{TYPED[0]}")
    write(tmp_path, {"": dict.fromkeys(names, lesson())})
    assert {(file.student, file.key) for file in progress.lesson_files(tmp_path)} == {("Ada", "1")}


@pytest.mark.parametrize(
    ("name", "student", "problem"),
    [
        ("hoppergrace_222_text.html", "hoppergrace", "this was typed into a text box"),
        ("hoppergrace_LATE_222_text.html", "hoppergrace", "this was typed into a text box"),
        ("anon_Xy1Zq_67890_01_neuron.py", "anon_Xy1Zq", ""),
    ],
)
def test_texts_and_anonymous_files_of_canvas_belong_to_a_student(name, student, problem, tmp_path):
    write(tmp_path, {"": {name: lesson(), "lovelaceada_11_9001_01_neuron.py": lesson()}})
    found = {file.student: file.problem for file in progress.lesson_files(tmp_path)}
    assert found.keys() == {student, "lovelaceada"} and found[student].startswith(problem)


@pytest.mark.parametrize("pictures", [0, 2_000_000])
def test_a_notebook_is_known_by_its_functions(pictures, tmp_path):
    picture = {"cell_type": "code", "source": "", "outputs": [{"data": {"image/png": "A" * pictures}}]}
    cells = [picture, {"cell_type": "code", "source": f"import math\ndef sigmoid(z):\n{SIGMOID}", "outputs": []}]
    write(tmp_path, {"ada": {"homework.ipynb": json.dumps({"cells": cells, "nbformat": 4})}})
    assert [file.problem for file in progress.lesson_files(tmp_path)] == [""]


def test_a_folder_that_cannot_be_read_loses_no_other_student(tmp_path, monkeypatch):
    write(tmp_path, {"ada": {"01_neuron.py": lesson()}, "bo": {"locked/01_neuron.py": lesson()}})
    iterdir = Path.iterdir

    def locked(folder):
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied")
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", locked)
    found = {file.student: file.problem for file in progress.lesson_files(tmp_path)}
    assert found == {"ada": "", "bo": "the folder cannot be read: Permission denied"}


def test_of_several_answers_the_best_counts(students):
    row = students["Max (113)"]["exercises"]["sigmoid"]
    assert (row["status"], row["file"]) == ("right", "01_neuron.py")


BORROWED = {
    "return network.sigmoid(z)": "network.sigmoid",
    "value = network.sigmoid(z)\n    return value": "network.sigmoid",
    "from shared.nn.network import sigmoid as s\n    return s(z)": "s",
    "import shared\n    return shared.nn.network.sigmoid(z)": "shared.nn.network.sigmoid",
    "return helper(z)": "network.sigmoid",
    "return EXERCISES['sigmoid'].reference(z)": "EXERCISES",
}
MORE = (
    "from shared.exercises import EXERCISES\nfrom shared.nn import network\n\n"
    "def helper(z):\n    return network.sigmoid(z)\n\n"
)


def test_an_answer_that_only_calls_ours_is_flagged_and_gives_no_points(tmp_path, capsys):
    students = {f"s{k}": {"01_neuron.py": lesson(f"    {body}", more=MORE)} for k, body in enumerate(BORROWED)}
    write(tmp_path, students)
    assert progress.main([str(tmp_path), "--format", "json", "--lessons", "1"]) == 1
    for grade, ours in zip(json.loads(capsys.readouterr().out), BORROWED.values()):
        row = grade["exercises"]["sigmoid"]
        assert (row["status"], row["diagnosis"]) == ("calls ours", f"It calls the course's own `{ours}`.")
        assert grade["points"] == 1


@pytest.fixture
def told(students):
    """Return the feedback for the student who forgot a minus."""
    return students["Bo <b>"]["exercises"]["sigmoid"]["diagnosis"]


def test_the_report_says_what_failed_most_and_why(output, told):
    report = output("--lessons", "1").split("Failed most:\n")[1].splitlines()
    assert report[0] == "  neuron: 3 of 7 answers failed"
    assert f"    1 × {told}" in report


def test_points_can_be_set(output, moodle):
    file = moodle.parent / "points.toml"
    file.write_text("sigmoid = 2.5\n", "utf-8")
    assert ",2.5,1,3.5,3.5," in output("--format", "csv", "--lessons", "1", "--points", str(file))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sigmoud = 1", "no exercise is called sigmoud; the exercises are sigmoid, neuron"),
        ("sigmoid = -1", "the points of sigmoid must be a finite number, 0 or more, got -1"),
        ("sigmoid = inf", "must be a finite number, 0 or more, got inf"),
        ("sigmoid = 1" + 400 * "0", "must be a finite number, 0 or more, got 1000"),
        ("sigmoid = 1" + 5000 * "0", "Write lines such as: sigmoid = 2"),
        ("sigmoid: 1", "Write lines such as: sigmoid = 2"),
    ],
)
def test_a_bad_file_of_points_is_named_with_its_fault(text, words, tmp_path):
    (tmp_path / "points.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=f"points.toml.*{re.escape(words)}"):
        read_points(tmp_path / "points.toml")


def test_lessons_are_numbers_and_ranges():
    assert lesson_numbers("1, 3-5") == {1, 3, 4, 5}
    for bad in ("0", "1-99", "x", "5-3", ""):
        with pytest.raises(ValueError, match="--lessons must be numbers from 1 to"):
            lesson_numbers(bad)


# Files for other programs.


def test_the_wide_table_has_a_line_per_student(output):
    lines = list(csv.DictReader(io.StringIO(output("--format", "csv"))))
    assert list(lines[0]) == ["student", "key", *ALL, "points", "total", "notes"]
    assert [lines[0][name] for name in ("student", "key", "sigmoid", "relu", "points", "total")] == [
        *("Ada Lovelace", "101", "1", "0", "2", str(len(ALL)))
    ]


def moodle_reads(text, maximum):
    """Read a worksheet as Moodle's `importgradeslib.php` does. Return {number: (grade, comment)}."""
    lines = list(csv.DictReader(io.StringIO(text)))
    assert {"Identifier", "Grade", "Last modified (grade)"} <= {*lines[0]}
    grades = {line["Identifier"][len("Participant") :].strip(): line for line in lines}
    assert all(key.isdigit() and 0 <= float(line["Grade"]) <= maximum for key, line in grades.items())
    return {key: (float(line["Grade"]), line["Feedback comments"]) for key, line in grades.items()}


def test_moodle_reads_a_grade_and_comments_for_each_number(output, told):
    read = moodle_reads(output("--format", "moodle", "--lessons", "1"), 2)
    assert list(read) == [str(key) for key in range(101, 114)]
    assert read["101"] == (2, "All exercises are right.")
    assert read["102"][1].startswith(f"sigmoid: wrong. {told}<br>neuron: ")
    assert read["104"] == (0, "<br>".join(f"{name}: missing. It was not handed in." for name in LESSON_1))


def canvas_reads(text):
    """Read a grade book, and check its header as Canvas's importer does.

    Return (title, points possible, {number: grade}).
    """
    header, possible, *students = csv.reader(io.StringIO(text))
    assert len(header) > 3 and "Student" in header[0] and "ID" in header[1]
    columns = 5 if "SIS User ID" in header[2] and "SIS Login ID" in header[3] else 3
    assert "Section" in header[columns - 1] and "Points Possible" in possible[0]
    return header[columns], float(possible[columns]), {row[1]: float(row[columns]) for row in students}


def test_a_download_of_canvas_becomes_a_grade_book_of_canvas(tmp_path, capsys):
    files = {
        "lovelaceada_11_9001_01_neuron.py": lesson(),
        "lovelaceada_11_9002_02_xor-1.py": "def step_neuron(x1, x2, w1, w2, b):\n    return 0\n",
        "müllerjörg_LATE_12_9003_01_neuron.py": lesson(FALLING),
        "wangli_13_9004_essay.docx": "",
    }
    write(tmp_path, {"": files})
    arguments = [str(tmp_path), "--lessons", "1", "--format", "canvas", "--assignment", "Lesson 1 (77)"]
    assert progress.main(arguments) == 1
    assert canvas_reads(capsys.readouterr().out) == ("Lesson 1 (77)", 2, {"11": 2, "12": 0, "13": 0})


def test_a_flat_download_of_moodle_is_sorted_by_student(tmp_path, capsys):
    write(tmp_path, {"": {"Ada L_7_assignsubmission_file_01_neuron.py": lesson()}})
    assert progress.main([str(tmp_path), "--lessons", "1", "--format", "moodle"]) == 0
    assert moodle_reads(capsys.readouterr().out, 2) == {"7": (2, "All exercises are right.")}


def test_a_student_without_a_number_is_named(tmp_path, capsys):
    write(tmp_path, {"ada": {"01_neuron.py": lesson()}})
    with pytest.raises(SystemExit):
        progress.main([str(tmp_path), "--format", "canvas"])
    assert "Canvas needs each student's number" in capsys.readouterr().err


# One student, and the page.


def test_the_output_for_one_student_shows_the_answer_and_the_feedback(output):
    shown = output("--student", "bo", "--lessons", "1")
    assert shown.startswith("Bo <b>: 0 of 2 points\n\nsigmoid: wrong (01_neuron.py)\n    def sigmoid(z):\n")
    assert "expected" in shown


def test_an_answer_is_shown_with_its_tabs_and_lines_in_windows_files_too(tmp_path, capsys):
    write(tmp_path, {"ada": {"01_neuron.py": lesson("\treturn z").replace("\n", "\r\n").encode()}})
    progress.main([str(tmp_path), "--student", "ada", "--lessons", "1"])
    assert "\n    def sigmoid(z):\n    \treturn z\n" in capsys.readouterr().out


def test_a_student_who_is_not_there_is_answered_with_the_names(moodle, capsys):
    with pytest.raises(SystemExit):
        progress.main([str(moodle), "--student", "max"])
    assert "--student must name one of Max (112), Max (113), got 'max'" in capsys.readouterr().err


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.tags = set(), [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.add(tag)
        self.ids.add(given.get("id"))
        self.links += [given["href"]] if "href" in given else []


def test_the_page_has_a_link_from_each_symbol_to_what_was_written(output, told):
    html = output("--format", "html", "--lessons", "1")
    page = Page(html)
    assert {link.removeprefix("#") for link in page.links} <= page.ids
    assert sum(link.endswith("-sigmoid") for link in page.links) == len(HANDED_IN)
    assert not page.tags & {"script", "b"}, "the page must not read a student's name as HTML"
    assert "math.exp(z)" in html and told in html


# A roster.

WORKSHEET = (  # a worksheet of Moodle; Ada and Bo have folders
    "\ufeffIdentifier,Full name,Email address,Status,Grade\n"
    '"Participant 101","Ada Lovelace",ada@example.org,"Submitted for grading",\n'
    '"Participant 120","Zoë Adams",zoe@example.org,"No submission",\n'
    '"Participant 102","Bo <b>",bo@example.org,"Submitted for grading",\n'
)


@pytest.fixture
def with_roster(moodle, output, tmp_path):
    """Return a function. It writes a roster, runs the command on the class, and returns the command's output."""

    def written(text, *options, name="roster.csv"):
        (tmp_path / name).write_text(text, "utf-8")
        return output("--roster", str(tmp_path / name), *options)

    return written


def test_a_student_of_the_roster_without_a_folder_is_missing_everywhere(with_roster, capsys):
    lines = with_roster(WORKSHEET, "--lessons", "1").splitlines()
    assert lines[1].startswith("Ada Lovelace  ✓✓") and lines[3].startswith("Bo <b>  ")
    assert re.fullmatch(r"Zoë Adams +–– +0 of 2", lines[2])
    assert f"{len(HANDED_IN) + 1} students, " in "\n".join(lines) and "Handed in nothing: Zoë Adams." in lines
    assert "Cem, Dana, Eva, Finn" in capsys.readouterr().err, "these folders are not in the roster"
    assert ",Zoë Adams,120,0,0,0,2,nothing was handed in\n" in "," + with_roster(
        WORKSHEET, "--lessons", "1", "--format", "csv"
    ).replace("\n", "\n,")
    assert "Zoë Adams,,,missing,nothing was handed in\n" in with_roster(WORKSHEET, "--format", "csv", "--long")
    html = with_roster(WORKSHEET, "--format", "html", "--lessons", "1")
    assert "<h2>Handed in nothing</h2><p>Zoë Adams</p>" in html and "Zoë Adams, sigmoid: missing" in html
    read = moodle_reads(with_roster(WORKSHEET, "--format", "moodle", "--lessons", "1"), 2)
    assert read["120"] == (0, "Nothing was handed in.")


ROSTERS = {  # file name → text. Each text lists Ada, then a student without a folder, then Eva
    "names.txt": "Ada Lovelace\n\nZoe\nEVA\n",
    "last_names_first.txt": "Lovelace, Ada\nAdams, Zoe\nEva\n",
    "numbers.txt": "101\n120\n105\n",
    "participants.csv": "First name,Last name,Email address\nAda,Lovelace,a@b.c\nZoe,Adams,z@b.c\nEva,,e@b.c\n",
    "excel.csv": '"Last name";"First name"\nLovelace;Ada\nAdams;Zoe\n;Eva\n',
    "canvas.csv": (
        "Student,ID,SIS User ID,SIS Login ID,Section,Lesson 1 (77)\n,,,,,Manual Posting\n    Points Possible,,,,,2\n"
        '"Lovelace, Ada",9101,,ada,A,\n"Adams, Zoe",9120,,zoe,A,\nEva,9105,,eva,A,\n"Student, Test",9999,,,A,\n'
    ),
    "of_this_command.csv": "student,key,points\nAda Lovelace,101,2\nZoe,120,0\nEva,105,2\n",
}


@pytest.mark.parametrize("name", ROSTERS)
def test_rosters_of_all_kinds_fit_the_folders(name, with_roster, capsys):
    grades = json.loads(with_roster(ROSTERS[name], "--format", "json", "--lessons", "1", name=name))
    assert [grade["points"] for grade in grades[:3]] == [2, 0, 2]
    assert grades[1]["notes"] == ["nothing was handed in"]
    strangers = capsys.readouterr().err.split(": ")[1]
    assert strangers.split(", ")[:2] == ["Bo <b>", "Cem"] and len(grades) == len(HANDED_IN) + 1


def test_files_of_canvas_fit_the_grade_book(tmp_path, capsys):
    write(tmp_path / "class", {"": {"obrienada_11_9001_01_neuron.py": lesson()}})
    (tmp_path / "book.csv").write_text('Student,ID\n"O\'Brien, Ada",11\n"Ada, O\'Brien",12\n', "utf-8")
    arguments = [str(tmp_path / "class"), "--lessons", "1", "--roster", str(tmp_path / "book.csv")]
    assert progress.main([*arguments, "--format", "canvas"]) == 0
    printed = capsys.readouterr().out
    assert canvas_reads(printed) == ("Nine Numbers", 2, {"11": 2, "12": 0})
    assert '\n"O\'Brien, Ada",11,' in printed, "the output must have the roster's name, not obrienada"
    (tmp_path / "names.txt").write_text("Ada O'Brien\nZoe\n", "utf-8")
    with pytest.raises(SystemExit):
        progress.main([*arguments[:-1], str(tmp_path / "names.txt"), "--format", "canvas"])
    assert "grade book of Canvas also has the number: pass this file with --roster. No number was found for: Zoe" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("r.txt", b"", "line 1: no student is in this file"),
        ("r.csv", b"Student,ID\n", "line 1: no student is in this file"),
        ("r.csv", b"Nom,Prenom\nA,B\n", "line 1: no column has a known name. The known names are identifier, id,"),
        ("r.txt", b"Ada\nBo\nJ\xf6rg\n", "line 3: this is not UTF-8"),
        ("r.txt", b"Ada\nBo\n\n ada \n", "line 4: ada is already in line 1"),
        ("r.csv", b"Student,ID\nAda,7\nBo,7\n", "line 3: Bo has the number 7, which Ada has in line 2"),
        ("r.csv", b"Student,ID\nLovelace Ada,7\nAda Lovelace,7\n", "line 3: Ada Lovelace is already in line 2"),
        ("r.csv", b"Student,ID\nLovelace, Ada,7\n", "line 2: this line has 3 cells, but the first line has 2"),
        ("r.csv", b'Student,ID\nAda,7\n"Bo,8\n', "line 3: unexpected end of data"),
        ("r.csv", b'"Student,ID\nAda,7\n', "line 2: unexpected end of data"),
        ("r.csv", b'"Student"s,ID\nAda,7\n', "line 1: ',' expected after"),
        ("r.txt", b"Ada\n-----\n", "line 2: '-----' is not a name"),
    ],
)
def test_a_bad_roster_is_named_with_its_line(name, raw, words, tmp_path):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ValueError, match=f"{name}, {re.escape(words)}"):
        read_roster(tmp_path / name)


def test_students_whose_names_have_the_same_words_keep_their_own_grades(tmp_path):
    book = tmp_path / "book.csv"
    book.write_text("Student,ID\nWei Li,2\nLi Wei,1\nAnna Lee,3\nAnn Alee,4\n", "utf-8")
    given = ("Li Wei", "Wei Li", "annalee")
    files, others = with_missing([HandIn(name, tmp_path, "") for name in given], read_roster(book))
    assert [file.student for file in files] == ["Wei Li", "Li Wei", "Anna Lee", "Ann Alee", "annalee"]
    assert [file.problem for file in files] == ["", "", NOTHING, NOTHING, ""]
    assert others == ["annalee"]  # Anna Lee or Ann Alee


def test_a_title_in_the_grade_book_may_have_a_comma(tmp_path):
    book = tmp_path / "book.csv"
    book.write_text('Student,ID,"Homework 1, neurons (77)"\n"Lovelace, Ada",12345,\n', "utf-8")
    assert [(student.name, student.key) for student in read_roster(book)] == [("Lovelace, Ada", "12345")]


def test_a_file_that_cannot_be_written_keeps_its_earlier_text(tmp_path, monkeypatch, capsys):
    write(tmp_path, {"ada": {"01_neuron.py": lesson()}})
    out = tmp_path / "grades.csv"
    out.write_text("earlier", "utf-8")

    def full(path, text, *arguments, **options):
        Path.open(path, "w").close()
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(SystemExit):
        progress.main([str(tmp_path), "--lessons", "1", "--out", str(out)])
    assert out.read_text("utf-8") == "earlier" and "No space left" in capsys.readouterr().err


def test_a_folder_for_the_output_must_exist(tmp_path, capsys):
    with pytest.raises(SystemExit):
        progress.main([str(tmp_path), "--out", str(tmp_path / "new" / "grades.csv")])
    assert "--out must name a file in a folder that exists" in capsys.readouterr().err


def test_a_name_that_cannot_be_shown_keeps_its_points(tmp_path, capsys):
    write(tmp_path, {"Ada\u00a0Lovelace": {"01_neuron.py": lesson()}})  # a space that does not break
    assert progress.main([str(tmp_path), "--format", "json", "--lessons", "1"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["points"] == 2
