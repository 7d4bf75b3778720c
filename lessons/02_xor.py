# /// script
# [tool.marimo.opengraph]
# title = "2 · Meet the problem one neuron cannot solve"
# description = "Four points and one line. Try it, search it, prove it, and find the way out."
# image = "__marimo__/assets/02_xor/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="2 · Meet the problem one neuron cannot solve")

with app.setup:
    import marimo as mo
    import numpy as np

    from shared import check
    from shared.lesson import charts
    from shared.lesson.components import exercise_prompt, lesson_header, navigation, predict, recall, reveal, show
    from shared.widgets.views import LineView

    TABLES = {
        "AND": ((0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)),
        "OR": ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1)),
        "NAND": ((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 0)),
        "XOR": ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)),
    }


@app.cell(hide_code=True)
def title():
    live = mo.ui.anywidget(LineView(w1=1.0, w2=-1.0, b=0.25, table="AND"))
    lesson_header(
        "02_xor",
        live,
        do="Lay one straight line between four points, for four small tables, and count how many points it gets right.",
        able="Try, search and prove that one neuron cannot compute XOR, and wire three neurons that can.",
        need="Lesson 1: the weighted sum, the bias, and the line they draw.",
        minutes=25,
    )
    return


@app.cell(hide_code=True)
def four_tables():
    _rows = "\n".join(
        f"| {x1} | {x2} | " + " | ".join(str(TABLES[name][k][2]) for name in TABLES) + " |"
        for k, (x1, x2, _) in enumerate(TABLES["AND"])
    )
    mo.md(f"""
    ## Four points, four tables

    Two inputs that are 0 or 1 make four rows. A table says, for each row, whether the answer is 0 or 1:

    | $x_1$ | $x_2$ | {" | ".join(TABLES)} |
    |:---|:---|{":---|" * len(TABLES)}
    {_rows.replace(chr(10), chr(10) + "    ")}

    AND wants both inputs, OR at least one, NAND is AND turned over, and XOR wants them to *differ*. In the picture,
    each row is a point: a circle where the answer is 0, a square where it is 1. The neuron here answers with a
    **step** in place of a sigmoid: 1 on one side of its line, 0 on the other. Get 4 of 4 for AND. Then for OR, then NAND.
    """)
    return


@app.cell(hide_code=True)
def xor_question():
    best_guess = predict(
        "Before you try XOR: what is the best score that one line can reach on it?", ["2 of 4", "3 of 4", "4 of 4"]
    )
    best_guess
    return (best_guess,)


@app.cell(hide_code=True)
def xor_answer(best_guess):
    reveal(
        best_guess,
        "3 of 4",
        "Choose XOR in the picture and try for two minutes. Whenever the line is right about three points, the fourth "
        "lies on the wrong side. Trying does not prove it; the rest of the lesson does.",
    )
    return


@app.cell(hide_code=True)
def step_neuron_task():
    exercise_prompt(
        "step_neuron",
        "Return 1 if $w_1 x_1 + w_2 x_2 + b$ is above 0, else 0. A sum of exactly 0 gives 0.",
    )
    return


@app.function
def step_neuron(x1, x2, w1, w2, b):
    """1 on one side of the line, 0 on the line and on the other side."""
    ...


@app.cell
def check_step_neuron():
    check(step_neuron)
    return


@app.cell(hide_code=True)
def rows_right_task():
    exercise_prompt(
        "rows_right",
        "Count the rows that a step neuron gets right. `table` is a sequence of rows `(x1, x2, y)`, such as "
        '`TABLES["AND"]`. This is the score in the picture.',
    )
    return


@app.function
def rows_right(table, w1, w2, b):
    """How many rows (x1, x2, y) of the table the step neuron with w1, w2, b answers with y."""
    ...


@app.cell
def check_rows_right():
    check(rows_right)
    return


@app.cell(hide_code=True)
def search_intro():
    mo.md(r"""
    ## Search: a hundred thousand lines

    A line is three numbers. Draw them at random, many times, and keep count of the scores. NumPy handles all the
    lines at once: `sums` below has one row for each line and one column for each point.
    """)
    return


@app.function
def score_random_lines(table, how_many=100_000, seed=0):
    """How many of the rows each of `how_many` random lines gets right."""
    rng = np.random.default_rng(seed)
    w1, w2, b = rng.uniform(-1, 1, size=(3, how_many, 1))
    x1, x2, y = np.array(table).T
    sums = w1 * x1 + w2 * x2 + b
    return np.sum((sums > 0) == y, axis=1)


@app.cell
def search():
    best = {name: int(score_random_lines(table).max()) for name, table in TABLES.items()}
    scores = np.bincount(score_random_lines(TABLES["XOR"]), minlength=5)
    show(
        charts.bars(
            {f"{score} of 4": int(n) for score, n in enumerate(scores)},
            f"Of {scores.sum():,} random lines on XOR, {scores[1]:,} get one row right, {scores[2]:,} two, "
            f"{scores[3]:,} three and {scores[4]:,} all four.",
            y="lines",
        ),
        score_random_lines,
    )
    return best, scores


@app.cell(hide_code=True)
def search_result(best, scores):
    _best = ", ".join(f"{name} {score} of 4" for name, score in best.items())
    mo.md(f"""
    The best line found for each table: {_best}. For XOR, {scores[4]} lines of {scores.sum():,} got all four rows.
    That is strong evidence and no proof: perhaps the right line is rare. Is it rare, or is it not there?
    """)
    return


@app.cell(hide_code=True)
def proof():
    mo.md(r"""
    ## Proof: four wishes that quarrel

    Write down what XOR asks of the sum, row by row:

    | row | asks for | so |
    |:---|:---|:---|
    | (0, 0) → 0 | sum not above 0 | $b \le 0$ |
    | (0, 1) → 1 | sum above 0 | $w_2 + b > 0$ |
    | (1, 0) → 1 | sum above 0 | $w_1 + b > 0$ |
    | (1, 1) → 0 | sum not above 0 | $w_1 + w_2 + b \le 0$ |

    Add the two middle wishes: $w_1 + w_2 + 2b > 0$. Add the two outer ones: $w_1 + w_2 + 2b \le 0$. The same
    number would have to be above 0 and not above 0. So no three numbers grant all four wishes, and it is not
    rare: it is not there. Beside the picture at the top (below it on a phone), each wish is checked for the line you have
    drawn. With XOR chosen, at least one is always broken. With 3 of 4 right you may choose which.
    """)
    return


@app.cell(hide_code=True)
def rule_question():
    rule_guess = predict(
        "In 1958 Frank Rosenblatt's perceptron learned from its mistakes: for each wrong row, add the row to the weights and 1 to the "
        "bias, or take them away. One pass over all four rows is an **epoch**. Run that rule on XOR, epoch after epoch. What happens?",
        ["It settles on a line with 3 of 4", "It repeats the same few lines for ever", "Its weights grow without end"],
    )
    mo.vstack([mo.md("## A rule that learns from mistakes"), rule_guess])
    return (rule_guess,)


@app.function
def perceptron(table, epochs):
    """(mistakes, (w1, w2, b)) of each epoch, up to the first without mistakes."""
    w1 = w2 = b = 0
    history = []
    for _ in range(epochs):
        mistakes = 0
        for x1, x2, y in table:
            out = 1 if w1 * x1 + w2 * x2 + b > 0 else 0
            if out != y:
                mistakes += 1
                w1 += (y - out) * x1  # towards the row if y is 1, away if 0
                w2 += (y - out) * x2
                b += y - out
        history.append((mistakes, (w1, w2, b)))
        if mistakes == 0:
            break
    return history


@app.cell
def run_perceptron():
    runs = {name: perceptron(TABLES[name], epochs=20) for name in ("AND", "XOR")}
    show(mo.md("It has been run on AND and on XOR, for at most 20 epochs each."), perceptron)
    return (runs,)


@app.cell(hide_code=True)
def rule_answer(rule_guess, runs):
    _mistakes = {name: [m for m, _ in history] for name, history in runs.items()}
    _lines = [line for _, line in runs["XOR"]]
    _again = next(k for k, line in enumerate(_lines) if line in _lines[:k])
    _picture = charts.lines(
        {name: (list(range(1, len(m) + 1)), m) for name, m in _mistakes.items()},
        f"On AND the mistakes fall to {_mistakes['AND'][-1]} in epoch {len(_mistakes['AND'])} and the rule stops; on "
        f"XOR it still makes {_mistakes['XOR'][-1]} mistakes in epoch {len(_mistakes['XOR'])}.",
        x="epoch",
        y="mistakes",
    )
    reveal(
        rule_guess,
        "It repeats the same few lines for ever",
        f"In epoch {_again + 1} it makes {_mistakes['XOR'][_again]} mistakes, so it changes its line {_mistakes['XOR'][_again]} times, and at "
        f"the end it is back at $w_1, w_2, b = {', '.join(map(str, _lines[_again]))}$, as after epoch {_lines.index(_lines[_again]) + 1}. The "
        f"rule is deterministic, so from there on everything repeats. On AND it stops after {len(runs['AND'])} epochs at "
        f"${', '.join(map(str, runs['AND'][-1][1]))}$. (That it always stops when a line exists is the perceptron convergence theorem.)",
        _picture,
    )
    return


@app.cell(hide_code=True)
def history_and_way_out():
    mo.md(r"""
    ## 1969, and the way out

    Marvin Minsky and Seymour Papert's book *Perceptrons* (1969) proved what such single-layer machines cannot
    compute, XOR among it. Interest in neural networks fell for more than a decade. The authors knew that more layers could do
    more; what was missing was a widely known way to *train* them. Lessons 5 and 6 are about that way.

    The way out without training: let neurons look at neurons. XOR is *at least one, but not both*:

    - **OR** says whether there is at least one.
    - **NAND** says whether it is not both.
    - **AND** of these two says whether both hold.

    Each of the three has a line; you looked for all three at the top. Wire them: OR and NAND look at $x_1, x_2$;
    AND looks at *their* answers. Two lines now cut the plane, and the two points where XOR is 1 lie in
    the strip between them.
    """)
    return


@app.cell(hide_code=True)
def xor_by_hand_task():
    exercise_prompt(
        "xor_by_hand",
        "Compute XOR from three step neurons with numbers that you choose. Use your `step_neuron`. No `if`, no "
        "`!=`: three calls and a return.",
    )
    return


@app.function
def xor_by_hand(x1, x2):
    """x1 XOR x2, from an OR, a NAND and an AND neuron."""
    ...


@app.cell
def check_xor_by_hand():
    check(xor_by_hand)
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "What does one step neuron do to the plane of its two inputs?",
                    "It cuts it along one straight line: 1 on one side, 0 on the other.",
                ),
                (
                    "Which two pairs of wishes do you add to see that XOR has no line, and what do the two sums say?",
                    r"The two rows that want 1: $w_1 + w_2 + 2b > 0$. The two that want 0: $w_1 + w_2 + 2b \le 0$. Both cannot be.",
                ),
                (
                    "From lesson 1: which of the three numbers do you change to shift a line without turning it?",
                    "The bias $b$.",
                ),
            ),
            navigation(
                "02_xor",
                "Three neurons, wired by hand, compute XOR. Lesson 3 gives them sigmoids, names their nine numbers, and runs them forward.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
