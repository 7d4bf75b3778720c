"""The repository's rules: style, committed files, dependencies, workflows. Each rule returns complaints."""

import ast
import re
import subprocess
import sys
import tomllib

import yaml
from course_files import ROOT

TEST_COMMAND = 'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" && .venv/bin/pytest'


def complaints_of(*command, cwd=ROOT):
    """Run a Python module as a command. If the command fails, return its output as the only complaint."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], capture_output=True, text=True, timeout=120, cwd=cwd
    )
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def complaints_of_ruff(folder):
    return complaints_of("ruff", "check", "--config", ROOT / "pyproject.toml", folder)


def complaints_of_ruff_format(folder):
    return complaints_of("ruff", "format", "--check", "--config", ROOT / "pyproject.toml", folder)


def committed_files():
    """Return the files in git, and new files. Without git, return all files except those that tools create."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not re.search(r"/(\.|__pycache__|build|[^/]*egg-info)", str(path))]
    return [path for path in paths if path.is_file()]


UNWANTED_TEXT = {
    "a path of one machine": r"(?<![\w.~])/(?:work|opt|root|home/\w+|Users/\w+|tmp/ipykernel\w*)/[\w.]",
    "a package registry's host": r"\b(?:pypi\.\w+|pythonhosted\.|npmjs\.|anaconda\.(?:org|com)|index[-]url)",
}


UNWANTED_FILE = (
    r"(?:^|/)(?:__marimo__/session|__pycache__|\.ipynb_checkpoints"
    r"|[^/]+\.egg-info|dist|build|\.venv|[^/]+\.pyc|\.DS_Store)(?:/|$)"
)


def complaints_about_files(paths, root=ROOT):
    """A file must not contain a path of one machine or the address of a registry. A tool must not have generated it."""
    complaints = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        if re.search(UNWANTED_FILE, name):
            complaints.append(f"{name} is generated, not written")
        if b"\0" in (raw := path.read_bytes()):
            continue  # a picture
        for what, pattern in UNWANTED_TEXT.items():
            if found := re.search(pattern, raw.decode("utf-8")):
                complaints.append(f"{name} names {what}: {found[0]}")
    return complaints


def complaints_about_dependencies(pyproject):
    """Each runtime dependency must be on its own line, with a lower bound and a comment that gives the reason."""
    text = pyproject.read_text("utf-8")
    listed = tomllib.loads(text)["project"]["dependencies"]
    complaints = []
    for dependency in listed:
        if not re.search(rf'(?m)^\s*"{re.escape(dependency)}",?\s+# \w.{{10,}}$', text):
            complaints.append(f"{dependency} has no comment that gives the reason")
        if ">=" not in dependency:
            complaints.append(f"{dependency} has no lower bound")
    return complaints


def complaints_about_oldest(constraints, pyproject):
    """The tests with the oldest dependencies must use the lower bounds of pyproject.toml."""
    promised = tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]
    tried = [line for line in constraints.read_text("utf-8").splitlines() if line and line[0] != "#"]
    if sorted(tried) != sorted(bound.replace(">=", "==") for bound in promised):
        return [f"{constraints.name} lists {tried}, but the lower bounds are {promised}"]
    return []


def complaints_about_workflows(folder):
    """test.yml must run `.ci/run` on three systems with oldest and newest versions. pages.yml must publish the site."""
    test, pages = (yaml.safe_load(folder.joinpath(name).read_text("utf-8")) for name in ("test.yml", "pages.yml"))
    complaints = []
    job = test["jobs"]["test"]
    if {name.split("-")[0] for name in job["strategy"]["matrix"]["os"]} != {"ubuntu", "macos", "windows"}:
        complaints.append("test.yml does not run on Linux, macOS and Windows")
    if job["strategy"]["matrix"]["dependencies"] != ["oldest", "newest"]:
        complaints.append("test.yml does not try the oldest and the newest dependencies")
    for name, steps, command in (
        ("test.yml", job["steps"], "bash .ci/run"),
        ("pages.yml", pages["jobs"]["publish"]["steps"], "python -m shared.site site"),
    ):
        if command not in [step.get("run") for step in steps]:
            complaints.append(f"{name} does not run {command}")
    return complaints


def complaints_about_test_command(readme, ci):
    """The README and the script `.ci/run` must contain the same test command."""
    return [
        f"{path.name} does not contain the line {TEST_COMMAND}"
        for path in (readme, ci)
        if TEST_COMMAND not in path.read_text("utf-8").splitlines()
    ]


LONGEST_NAME = 70  # characters


def complaints_about_test_names(folder):
    """The name of a test must be short."""
    return [
        f"{path.name}: {node.name} has {len(node.name)} characters; {LONGEST_NAME} are allowed"
        for path in sorted(folder.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and len(node.name) > LONGEST_NAME
    ]


def modules_loaded_by(statement):
    """Run `statement` in a new Python process, and return the top-level modules that it loads."""
    program = f"import sys; old = {{*sys.modules}}; {statement}; print(*{{*sys.modules}} - old)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.split(".")[0] for name in loaded.stdout.split()}
