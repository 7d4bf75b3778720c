# /// script
# [tool.marimo.opengraph]
# title = "2 · Meet the problem one neuron cannot solve"
# description = "Can one line separate these four points? Try it, search for such a line, prove the answer, and use three neurons."
# image = "__marimo__/assets/02_xor/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="2 · Meet the problem one neuron cannot solve")

with app.setup(hide_code=True):
    import marimo as mo
    import numpy as np

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import check
    from shared.lesson import charts
    from shared.lesson.components import (
        beside,
        exercise_prompt,
        lesson_header,
        navigation,
        part_of,
        predict,
        recall,
        reveal,
        show,
        yours_if_right,
    )
    from shared.lesson.figures import draw_once, plt, show_figure
    from shared.lesson.status import lesson_status, show_status
    from shared.widgets.views import LineView

    TABLES = {
        "AND": ((0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)),
        "OR": ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1)),
        "NAND": ((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 0)),
        "XOR": ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)),
    }
    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    live = mo.ui.anywidget(LineView(w1=1.0, w2=-1.0, b=0.25, table="AND"))
    # A cell that uses a control runs again when the control changes.
    # A cell that uses these HTML parts does not run again.
    small = part_of(live, "numbers")
    small_with_conditions = part_of(live, "numbers", "conditions")
    lesson_header(
        "02_xor",
        small,
        do="Draw one straight line between four points, for each of four small tables. Count how many points the line gets right.",
        able="Prove that one neuron cannot compute XOR, and connect three neurons that can.",
        need="Lesson 1: the weighted sum, the bias, and the line where the sum is 0.",
        minutes=25,
    )
    return small, small_with_conditions


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("02_xor", status)
    return


@app.cell(hide_code=True, expand_output=True)
def four_tables(small):
    _rows = "\n".join(
        f"| {x1} | {x2} | " + " | ".join(str(TABLES[name][k][2]) for name in TABLES) + " |"
        for k, (x1, x2, _) in enumerate(TABLES["AND"])
    )
    _text = mo.md(f"""
    ## Four points, four tables

    Each of the two inputs is 0 or 1, so there are four rows. For each row, a table gives the answer, 0 or 1:

    | $x_1$ | $x_2$ | {" | ".join(TABLES)} |
    |:---|:---|{":---|" * len(TABLES)}
    {_rows.replace(chr(10), chr(10) + "    ")}

    AND is 1 if both inputs are 1. OR is 1 if at least one input is 1. NAND is the opposite of AND. XOR is 1 if the
    two inputs are *different*.

    In the picture, each row is a point: a circle if the answer is 0, a square if it is 1. The neuron here uses a **step**
    instead of a sigmoid. It answers 1 on one side of its line and 0 on the other side. Get 4 of 4 points right for AND, then
    for OR, then for NAND.
    """)
    beside(_text, small)
    return


@app.cell(hide_code=True, expand_output=True)
def xor_question():
    _numbers = [k / 2 for k in range(-3, 4)]
    _possible = {
        tuple(w1 * x1 + w2 * x2 + b > 0 for x1, x2, _ in TABLES["AND"])
        for w1 in _numbers
        for w2 in _numbers
        for b in _numbers
    }
    _odd = sum(sum(answers) in (1, 3) for answers in _possible)
    _equal = sum(sum(answers) in (0, 4) for answers in _possible)
    best_guess = predict(
        "Each of the four answers of a table can be 0 or 1, so 16 different tables are possible. As the title says, no line gets all four "
        "rows of XOR right. For which of the 16 tables can no line get all four rows right?",
        {
            "Only for XOR": "XOR has an opposite: the table that is 1 if the two inputs are *equal*. Suppose that a line gets "
            "this table right. Swap the answers 0 and 1 on the two sides of this line. Now the line gets XOR right, which is impossible.",
            "For XOR and one other table": "The other table is the opposite of XOR: it is 1 if the two inputs are equal. In both tables, "
            "equal answers are at opposite corners of the square.",
            "For XOR and seven other tables": f"For most tables, a line gets all rows right. In {_odd} tables one answer differs from the other three. "
            f"This answer is at one corner of the square, and a line separates this corner from the others. In {len(_possible) - _odd - _equal} tables both answers on one side of the square are 1, and both answers on the "
            f"opposite side are 0: a line between these two sides separates them. In {_equal} tables all answers are equal: a line outside the square has all four points on one side.",
        },
        right="For XOR and one other table",
    )
    best_guess
    return (best_guess,)


@app.cell(hide_code=True, expand_output=True)
def xor_answer(best_guess, small):
    reveal(
        best_guess,
        "Choose XOR in the picture and try for two minutes. Whenever three points are right, the fourth is on the wrong side. "
        "Trying does not prove that 4 of 4 is impossible. The proof comes later in this lesson.",
        picture=small,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def step_neuron_task():
    exercise_prompt(
        "step_neuron",
        "Return 1 if $w_1 x_1 + w_2 x_2 + b$ is above 0, else 0. A sum of exactly 0 gives 0.",
    )
    return


@app.function
def step_neuron(x1, x2, w1, w2, b):
    """Return 1 if w1·x1 + w2·x2 + b is above 0, else 0."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_step_neuron():
    check(lambda: step_neuron)
    return


@app.cell(hide_code=True, expand_output=True)
def rows_right_task():
    exercise_prompt(
        "rows_right",
        "Count the rows that a step neuron gets right. `table` is a sequence of rows `(x1, x2, y)`, such as "
        '`TABLES["AND"]`. Your result is the score that the picture shows.',
    )
    return


@app.function
def rows_right(table, w1, w2, b):
    """Count the rows (x1, x2, y) for which the step neuron returns y."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_rows_right():
    check(lambda: rows_right)
    return


@app.cell(hide_code=True, expand_output=True)
def draw_line_intro():
    mo.md("""
    ## Draw it yourself

    The picture at the top was made for you. With **matplotlib**, the usual library for plots in Python, you can draw such pictures
    yourself. The code below uses your `step_neuron` and your `rows_right` as soon as they are right. Until then it uses the course's functions. The text
    in `alt` becomes the caption. (In a program of your own, the first line is `import matplotlib.pyplot as plt`.)

    **How to read it.** In the orange region the neuron answers 1. The squares should be in this region, and the circles should be outside it.

    **Change one thing.** In the editor, change `b` to −1.5. Which points are now on the wrong side?
    """)
    return


@app.cell(expand_output=True)
def draw_line():
    def draw_region(step_neuron, rows_right, table, w1=1, w2=1, b=-0.5):
        fig, ax = plt.subplots(figsize=(3.7, 3.5))
        # Compute the neuron's answer at 200 × 200 points, and colour the region where it is 1.
        side = np.linspace(-0.5, 1.5, 200)
        x1, x2 = np.meshgrid(side, side)  # x1 and x2 of all points
        answers = np.vectorize(step_neuron)(x1, x2, w1, w2, b)  # one call for each point
        ax.contourf(x1, x2, answers, levels=[0, 0.5, 1], colors=["C0", "C1"], alpha=0.25)
        # Draw the four rows: a square if the target is 1, else a circle.
        for p1, p2, y in table:
            ax.plot(p1, p2, "s" if y == 1 else "o", color="C1" if y == 1 else "C0", markersize=11)
        ax.set(xlabel="x1", ylabel="x2", aspect="equal")
        right = rows_right(table, w1, w2, b)
        return show_figure(
            fig,
            alt=f"XOR and the line w1 = {w1}, w2 = {w2}, b = {b}: the neuron answers 1 on {answers.mean():.0%} of the square and "
            f"gets {right} of 4 rows right.",
        )

    show(
        draw_once(draw_region, yours_if_right(lambda: step_neuron), yours_if_right(lambda: rows_right), TABLES["XOR"]),
        draw_region,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def search_intro():
    mo.md(r"""
    ## Search: 100,000 random lines

    Three numbers describe a line: $w_1$, $w_2$ and $b$. The code below draws many lines at random and counts the rows
    that each line gets right. `w1`, `w2` and `b` hold the numbers of all lines, and NumPy computes with all of them at once.
    """)
    return


@app.function
def score_random_lines(table, how_many=100_000, seed=0):
    """Return how many rows each random line gets right."""
    rng = np.random.default_rng(seed)
    w1, w2, b = rng.uniform(-1, 1, size=(3, how_many))
    right = 0
    for x1, x2, y in table:
        answers = w1 * x1 + w2 * x2 + b > 0  # one answer for each line
        right = right + (answers == y)
    return right


@app.cell(hide_code=True, expand_output=True)
def search():
    best = {name: int(score_random_lines(table).max()) for name, table in TABLES.items()}
    scores = np.bincount(score_random_lines(TABLES["XOR"]), minlength=5)

    def draw_scores(scores):
        fig, ax = plt.subplots()
        bars = ax.bar(["0 of 4", "1 of 4", "2 of 4", "3 of 4", "4 of 4"], scores)
        ax.bar_label(bars, labels=[f"{n:,}" for n in scores])
        ax.margins(y=0.1)
        ax.set(xlabel="rows right", ylabel="lines")
        return show_figure(
            fig,
            alt=f"The scores of {sum(scores):,} random lines on XOR: {scores[1]:,} lines get one row right, {scores[2]:,} get two, "
            f"{scores[3]:,} get three and {scores[4]:,} get all four.",
        )

    show(draw_once(draw_scores, tuple(map(int, scores))), score_random_lines, draw_scores)
    return best, scores


@app.cell(hide_code=True, expand_output=True)
def search_result(best, scores):
    _best = ", ".join(f"{name} {score} of 4" for name, score in best.items())
    mo.md(f"""
    The search found these best scores: {_best}. For XOR, {scores[4]} of {scores.sum():,} lines got all four rows right.
    This is strong evidence that no line solves XOR. But it is not a proof: perhaps a few lines
    get all four rows right, and the search missed them.

    The code below shows what such a search does: it draws twenty random lines.

    **How to read it.** The thick line has the best score of all twenty lines.

    **Change one thing.** In the editor, change `seed`. With another seed, you get twenty other lines. Does one of them get 4 of 4?
    """)
    return


@app.cell(expand_output=True)
def twenty_lines():
    def draw_lines(rows_right, table, seed=1):
        rng = np.random.default_rng(seed)
        lines = rng.uniform(-1, 1, size=(20, 3))  # w1, w2 and b of twenty lines
        scores = [rows_right(table, w1, w2, b) for w1, w2, b in lines]
        best = scores.index(max(scores))
        fig, ax = plt.subplots(figsize=(3.7, 3.5))
        x1 = np.array([-0.5, 1.5])
        for k, (w1, w2, b) in enumerate(lines):
            x2 = -(w1 * x1 + b) / w2  # at these points the sum is 0
            ax.plot(x1, x2, "-", color="black" if k == best else "0.6", linewidth=3 if k == best else 1)
        for p1, p2, y in table:
            ax.plot(p1, p2, "s" if y == 1 else "o", color="C1" if y == 1 else "C0", markersize=11)
        ax.set(xlabel="x1", ylabel="x2", xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), aspect="equal")
        return show_figure(
            fig,
            alt=f"Twenty random lines. The best line gets {max(scores)} of 4 rows right, and the worst line gets {min(scores)}.",
        )

    show(draw_once(draw_lines, yours_if_right(lambda: rows_right), TABLES["XOR"]), draw_lines)
    return


@app.cell(hide_code=True, expand_output=True)
def proof(small_with_conditions):
    _text = mo.md(r"""
    ## Proof: four conditions that contradict each other

    Choose XOR in the picture. For each row, XOR sets a condition on the sum:

    | row | condition | as a formula |
    |:---|:---|:---|
    | (0, 0) → 0 | sum not above 0 | $b \le 0$ |
    | (0, 1) → 1 | sum above 0 | $w_2 + b > 0$ |
    | (1, 0) → 1 | sum above 0 | $w_1 + b > 0$ |
    | (1, 1) → 0 | sum not above 0 | $w_1 + w_2 + b \le 0$ |

    Add the two middle conditions: ${w_1 + w_2 + 2b > 0}$. Add the first and the last condition: ${w_1 + w_2 + 2b \le 0}$. These
    two results contradict each other. So no three numbers satisfy all four conditions: **no such line exists.**

    The table under the picture checks each condition for your line. At least one condition is always broken. With 3 of 4
    rows right, exactly one condition is broken. Move the line until a different condition is broken.
    """)
    beside(_text, small_with_conditions)
    return


@app.cell(hide_code=True, expand_output=True)
def rule_intro():
    mo.md(r"""
    ## A rule that learns from mistakes

    Frank Rosenblatt's **perceptron** (1958) is a step neuron that learns. It goes through the rows one after the other. If its
    answer is right, it changes nothing. If it answers 0 and the right answer (the target) is 1, it adds $x_1$ to $w_1$, $x_2$
    to $w_2$ and 1 to $b$. If it answers 1 and the target is 0, it subtracts these numbers. One pass over all four rows is called an **epoch**.
    """)
    return


@app.function
def perceptron(table, epochs):
    """Return one pair (mistakes, (w1, w2, b)) for each epoch. Stop after an epoch without mistakes."""
    w1 = w2 = b = 0
    history = []
    for _ in range(epochs):
        mistakes = 0
        for x1, x2, y in table:
            out = 1 if w1 * x1 + w2 * x2 + b > 0 else 0
            if out != y:
                mistakes += 1
                w1 += (y - out) * x1  # y - out is 1 or -1
                w2 += (y - out) * x2
                b += y - out
        history.append((mistakes, (w1, w2, b)))
        if mistakes == 0:
            break
    return history


@app.cell(hide_code=True, expand_output=True)
def run_perceptron():
    runs = {name: perceptron(TABLES[name], epochs=20) for name in ("AND", "XOR")}
    show(mo.md("`perceptron` has now run on AND and on XOR, for at most 20 epochs each."), perceptron)
    return (runs,)


@app.cell(hide_code=True, expand_output=True)
def rule_question():
    _largest = max(abs(number) for _, line in perceptron(TABLES["XOR"], epochs=20) for number in line)
    rule_guess = predict(
        "You run this rule on XOR, epoch after epoch. What happens?",
        {
            "It settles on a line with 3 of 4": "With 3 of 4 rows right, one row is wrong. The rule comes to this row in every epoch, and "
            "then it changes the line. It settles only if all four rows are right.",
            "It cycles through the same few lines forever": "Every line gets at least one row wrong, so the rule never stops. Each "
            "mistake changes each of the three numbers by at most 1. Soon the three numbers are the same as after an earlier epoch.",
            "Its weights grow without limit": "The mistakes undo each other: one row adds 1 to a number, and another row subtracts 1 from it. "
            f"At the end of each of the first 20 epochs, all three numbers are between −{_largest} and {_largest}.",
        },
        right="It cycles through the same few lines forever",
    )
    rule_guess
    return (rule_guess,)


@app.cell(hide_code=True, expand_output=True)
def rule_answer(rule_guess, runs):
    _mistakes = {name: [m for m, _ in history] for name, history in runs.items()}
    _lines = [line for _, line in runs["XOR"]]
    _again = next(k for k, line in enumerate(_lines) if line in _lines[:k])
    _picture = charts.lines(
        {name: (list(range(1, len(m) + 1)), m) for name, m in _mistakes.items()},
        f"On AND the rule makes {_mistakes['AND'][-1]} mistakes in epoch {len(_mistakes['AND'])} and stops. On XOR it "
        f"still makes {_mistakes['XOR'][-1]} mistakes in epoch {len(_mistakes['XOR'])}.",
        x="epoch",
        y="mistakes",
    )
    reveal(
        rule_guess,
        f"In epoch {_again + 1} the rule makes {_mistakes['XOR'][_again]} mistakes, so it changes its line {_mistakes['XOR'][_again]} times. At "
        f"the end of this epoch $w_1, w_2, b = {', '.join(map(str, _lines[_again]))}$. These are the same numbers as after epoch "
        f"{_lines.index(_lines[_again]) + 1}. The rule uses no random numbers, so from then on everything repeats. On AND the rule stops after "
        f"{len(runs['AND'])} epochs with $w_1, w_2, b = {', '.join(map(str, runs['AND'][-1][1]))}$. (The *perceptron convergence theorem* "
        "says: if a line can get all rows right, the rule stops.)",
        _picture,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def history_and_way_out():
    mo.md(r"""
    ## 1969, and how three neurons solve it

    In 1969 Marvin Minsky and Seymour Papert published the book *Perceptrons*. It proved that networks with a single
    layer cannot compute certain functions, for example XOR. After that, interest in neural networks was low for more than
    a decade. The authors knew that more layers can compute more. But a method to *train* several layers was not
    widely known. Lessons 5 and 6 teach such a method.

    You can also solve XOR without training: connect neurons to each other. XOR means *at least one, but not both*:

    - **OR** is 1 if at least one input is 1.
    - **NAND** is 1 if the inputs are not both 1.
    - **AND** has the outputs of OR and NAND as its inputs. It is 1 if both are 1.

    In the picture at the top, you found a line for each of these three tables. Now connect the three neurons. The inputs of OR and
    NAND are $x_1$ and $x_2$. The inputs of AND are the outputs of OR and NAND. The lines of OR and NAND
    divide the plane. The two points where XOR is 1 are in the strip between these lines.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def xor_by_hand_task():
    exercise_prompt(
        "xor_by_hand",
        "Compute XOR with three step neurons. You choose their weights and biases. Call your `step_neuron` three times and "
        "return the last result. Do not use `if` or `!=`.",
    )
    return


@app.function
def xor_by_hand(x1, x2):
    """Compute x1 XOR x2 with three neurons: OR, NAND and AND."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_xor_by_hand():
    check(lambda: xor_by_hand)
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("02_xor", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "What does one step neuron do to the plane of its two inputs?",
                    "It cuts the plane along one straight line: it answers 1 on one side and 0 on the other side.",
                ),
                (
                    "Which pairs of conditions do you add to prove that no line computes XOR? What do you get?",
                    r"The two rows with target 1 give $w_1 + w_2 + 2b > 0$. The two rows with target 0 give $w_1 + w_2 + 2b \le 0$. "
                    "These two conditions contradict each other.",
                ),
                (
                    "From lesson 1: which of the three numbers do you change to shift a line without turning it?",
                    "The bias $b$.",
                ),
            ),
            navigation(
                "02_xor",
                "Three neurons, connected by hand, compute XOR. In lesson 3 they use sigmoids, and you compute their output with nine numbers.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
