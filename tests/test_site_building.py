"""Building the site. Equal lessons give equal bytes, only changed lessons are built, and a failure changes nothing."""

import functools
import re
import shutil
from pathlib import Path

import pytest
from course_files import ROOT

from shared.course import STEMS
from shared.site import __main__ as site
from shared.site import build as site_build

pytest_plugins = ["site_fixtures"]


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_pages_with_and_without_solutions_differ_only_in_the_link(student_site, instructor_site):
    student, instructor = contents(student_site), contents(instructor_site)
    for stem in STEMS:
        link = f'<a href="solution-{stem}.html">Solution</a>'.encode()
        assert instructor[f"{stem}.html"].count(link) == 2
        assert student[f"{stem}.html"] == instructor[f"{stem}.html"].replace(link, b"")
    for name in ("style.css", "live.js", "write.js", "python/shared.zip.js"):
        assert student[name] == instructor[name], name


def test_a_site_without_solutions_follows_from_one_with_solutions(student_site, instructor_site, tmp_path):
    shutil.copytree(instructor_site, tmp_path / "site")
    assert site_build.build(tmp_path / "site") == 0
    assert contents(tmp_path / "site") == contents(student_site)


@pytest.fixture
def course(instructor_site, tmp_path):
    """Copy the lessons and their site into a folder. Return the folder, and a function that builds this site again."""
    shutil.copytree(ROOT / "lessons", tmp_path / "lessons")
    shutil.copytree(instructor_site, tmp_path / "site")
    return tmp_path, functools.partial(
        site_build.build, tmp_path / "site", solutions=True, lessons=tmp_path / "lessons"
    )


def test_only_what_has_changed_is_made_anew(course):
    folder, build = course
    before = contents(folder / "site")
    assert build() == 0
    assert contents(folder / "site") == before
    lesson = folder / "lessons" / "03_forward_pass.py"
    lesson.write_text(lesson.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert build() == 1
    changed = [name for name, data in contents(folder / "site").items() if data != before[name]]
    assert set(changed) == {"03_forward_pass.html", "files/03_forward_pass.py", "python/lessons.json.js"}


def test_a_page_that_is_missing_is_made_again_byte_for_byte(course):
    folder, build = course
    before = contents(folder / "site")
    again = ("01_neuron", "05_chain_rule", "08_luck")  # pages with widgets, figures and trained networks
    missing = [folder / "site" / f"{stem}.html" for stem in again]
    missing += (folder / "site").glob("solution-*.html")
    for page in missing:
        page.unlink()
    assert build() == len(missing) > 5
    assert contents(folder / "site") == before


@pytest.mark.parametrize(
    ("found", "damage", "said"),
    [
        (
            "    lesson_header(",
            "    1 / 0\n    lesson_header(",
            "04_loss.py: cell title raised ZeroDivisionError: division by zero",
        ),
        ("import marimo\n", "import marimo\ndef half(:\n", "04_loss.py cannot be read: SyntaxError"),
        ("import marimo\n", "import marimo\nraise SystemExit\n", "04_loss.py cannot be read: SystemExit"),
        ("    ...\n", "    return 0.5\n", "is solved, and the site would publish this answer"),
    ],
    ids=["a cell that raises", "saved half-way", "ends the program", "an answer, which students would read"],
)
def test_a_lesson_that_fails_is_named_and_the_site_is_unchanged(course, found, damage, said):
    folder, build = course
    before = contents(folder / "site")
    lesson = folder / "lessons" / "04_loss.py"
    text = lesson.read_text("utf-8")
    assert found in text
    lesson.write_text(text.replace(found, damage, 1), "utf-8")
    with pytest.raises(site_build.SiteFailed, match=re.escape(said)) as failure:
        build()
    assert str(failure.value).startswith("04_loss.py")
    assert contents(folder / "site") == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_new_checkout_for_the_pages_may_be_used(tmp_path):
    (tmp_path / ".git").mkdir()
    for name in ("CNAME", ".DS_Store"):
        (tmp_path / name).write_text("", "utf-8")
    site_build._check_output_folder(tmp_path)
    (tmp_path / "thesis.txt").write_text("", "utf-8")
    with pytest.raises(site_build.SiteFailed, match="contains other files"):
        site_build._check_output_folder(tmp_path)


def test_a_folder_is_not_replaced_while_the_user_is_in_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert site.main(["."]) == 1
    assert "this command replaces it. Run the command in another folder" in capsys.readouterr().err


def test_the_page_of_lesson_6_depends_on_the_programs_that_it_shows(monkeypatch):
    lessons = [ROOT / "lessons" / f"{stem}.py" for stem in ("05_chain_rule", "06_trainer")]
    before = [site_build._key(lesson, b"") for lesson in lessons]
    monkeypatch.setattr(site_build, "trainer_source", str.upper)
    after = [site_build._key(lesson, b"") for lesson in lessons]
    assert before[0] == after[0] and before[1] != after[1]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("years of work")
    assert site.main([str(tmp_path)]) == 1
    assert "contains other files, not this site" in capsys.readouterr().err
    assert contents(tmp_path) == {"thesis.txt": b"years of work"}
    assert site.main([str(tmp_path / "thesis.txt")]) == 1
    assert "is a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    [
        "thesis.txt",
        *("files/thesis.txt", "cards/thesis.txt", "python/thesis.txt"),
        *("files/handout.py", "cards/logo.png", "python/tool.js"),
    ],
)
def test_a_file_that_was_put_beside_the_pages_is_not_lost(tmp_path, instructor_site, capsys, name):
    out = tmp_path / "site"
    shutil.copytree(instructor_site, out)
    (out / ".DS_Store").write_bytes(b"")  # file managers create this file
    (out / name).write_text("nine.example", "utf-8")
    assert site.main([str(out)]) == 1
    assert f"also contains {name}. A new site would delete this." in capsys.readouterr().err
    assert (out / name).read_text("utf-8") == "nine.example"


def test_an_interrupt_while_the_folder_is_replaced_restores_the_old_site(tmp_path, monkeypatch):
    out, new, old = tmp_path / "out", tmp_path / "new", tmp_path / "old"
    for folder in (out, new):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name, "utf-8")
    rename = Path.rename

    def interrupted(path, target):
        if path == new:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        site_build._replace_folder(out, new, old)
    assert (out / "index.html").read_text("utf-8") == "out"


def test_a_place_that_cannot_be_written_gives_a_message(tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")
    assert site.main([str(tmp_path / "file" / "site")]) == 1
    assert "the folder is unchanged" in capsys.readouterr().err


def test_a_checkout_without_lessons_gives_a_message(tmp_path):
    with pytest.raises(site_build.SiteFailed, match=r"Not found: 01_neuron\.py"):
        site_build.build(tmp_path / "site", lessons=tmp_path)


@pytest.mark.parametrize("package", ["jinja2", "latex2mathml"])
def test_a_missing_package_is_named_with_the_command_to_install_it(tmp_path, monkeypatch, package):
    find = site_build.find_spec
    monkeypatch.setattr(site_build, "find_spec", lambda name: None if name == package else find(name))
    said = f'{package} is missing. Install it with: pip install -e ".[site]"'
    with pytest.raises(site_build.SiteFailed, match=re.escape(said)):
        site_build.build(tmp_path / "site")


def test_the_command_prints_where_the_site_is(tmp_path, capsys, student_site):
    shutil.copytree(student_site, tmp_path / "site")
    assert site.main([str(tmp_path / "site")]) == 0
    printed = Path(capsys.readouterr().out.strip()).as_posix()
    assert re.search(r"site/index\.html: 0 pages made; the site has \d\.\d MB", printed)
