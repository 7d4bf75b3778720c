# /// script
# [tool.marimo.opengraph]
# title = "6 · Train it"
# description = "The whole trainer in thirty lines of plain Python. Train, pause, go back, fork, and play your own run."
# image = "__marimo__/assets/06_trainer/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="6 · Train it")

with app.setup:
    import math
    import random

    import marimo as mo

    from shared import START_A, START_B, XOR, LiveNetwork, check
    from shared.lesson import charts
    from shared.lesson.components import (
        exercise_prompt,
        is_static,
        lesson_header,
        lesson_link,
        navigation,
        predict,
        recall,
        reveal,
        show,
        table,
    )
    from shared.nn import network

    ATTEMPTS, LIMIT, THRESHOLD = 6, 3000, 0.001  # of the retry: how often, how many epochs, when it is good enough


@app.function(hide_code=True)
def rows_right(params):
    """How many of the four rows lie on their side of 0.5."""
    return sum((network.forward(x1, x2, params)[2] > 0.5) == (y > 0.5) for x1, x2, y in XOR)


@app.cell(hide_code=True)
def title():
    live = mo.ui.anywidget(LiveNetwork(params=START_A, lr=2.0))
    lesson_header(
        "06_trainer",
        live,
        do="Put lessons 1 to 5 into one program, watch nine numbers learn XOR, and run your own trainer in the same picture.",
        able="Say *I trained a neural network from scratch*, and mean it.",
        need="Lessons 3 to 5: forward, loss, gradients.",
        minutes=30,
    )
    return


@app.cell(hide_code=True)
def watch():
    _states = list(network.train(XOR, START_A, lr=2.0, epochs=4001))

    _first = next(state.number for state in _states if rows_right(state.params) == 4)
    _pulls = [-2.0 * network.gradients(x1, x2, y, START_A).w21 / 4 for x1, x2, y in XOR]
    mo.md(
        f"""
    ## Watch it once

    Press **Train** and look at three things: the loss curve, the four outputs, the picture of the plane. The network starts from
    start A with learning rate 2.0. For a while almost nothing happens: after 200 epochs the loss has gone from {_states[0].loss:.4f} to
    {_states[200].loss:.4f}. Then it finds the fold. From epoch {_first} on all four rows lie on their right side of 0.5, and
    after {_states[-1].number:,} updates the loss is {_states[-1].loss:.4f}.

    Then go back. The slider under the curve is a **time machine**: every epoch's nine numbers are kept. Stop where the loss starts to fall,
    set another learning rate beside **Fork from here**, and press it: a second run grows from the same nine numbers, in the
    same picture.

    Then look inside. **Restart**, and set the learning rate back to 2. Open *Each row's pull on each number*: it shows why the first
    epochs are slow. On w21 two rows pull with exactly 0, since their x1 is 0. The other two pull with {_pulls[2]:+.4f} and {_pulls[3]:+.4f},
    and {sum(_pulls):+.5f} is left.

    Now choose the row (0, 1) and press **Next phase** four times: forward, loss, backward, update, with every number in its place.
    Nothing moves until the fourth press. Click a number on a wire for its formula and its line of code.
    """.replace("-0.", "−0.")
    )
    return


@app.cell(hide_code=True)
def rate_question():
    rate_guess = predict(
        "Start A again, 4001 updates, learning rate 0.2 in place of 2.0. What does the loss look like at the end?",
        ["As low as before", "Still above 0.2: it has hardly moved", "Larger than at the start"],
    )
    rate_guess
    return (rate_guess,)


@app.cell(hide_code=True)
def rate_answer(rate_guess):
    _slow = list(network.train(XOR, START_A, lr=0.2, epochs=4001))
    reveal(
        rate_guess,
        "Still above 0.2: it has hardly moved",
        f"It goes from {_slow[0].loss:.4f} to {_slow[-1].loss:.4f}. A tenth of the step needs about ten times the epochs, and this start "
        "spends its first stretch on a plateau, where the slopes are small in every direction. To see it, go back to epoch 0 in the picture and fork with a rate of 0.2.",
    )
    return


@app.cell(hide_code=True)
def program_intro():
    _one, _three, _four, _five = (
        lesson_link("06_trainer", stem, f"lesson {int(stem[:2])}")
        for stem in ("01_neuron", "03_forward_pass", "04_loss", "05_chain_rule")
    )
    mo.md(f"""
    ## The whole program

    No library beyond `math`. Each block of it has a lesson that built it:

    | block | what it is | built in |
    |:---|:---|:---|
    | `squash` | the sigmoid | {_one} |
    | `run` | three neurons, forward | {_three} |
    | `blame` | two kinds of delta, nine gradients | {_five} |
    | `total / 4` | mean squared error | {_four} |
    | `p - rate * slope` | one step downhill | this lesson |
    | `for epoch in …` | again and again | this lesson |

    Two words may be new. `zip(*blames)` turns four lists of nine into nine groups of four, and `yield` hands out one line to print.
    """)
    return


@app.cell
def whole_program():
    def program():
        """Train the nine numbers on XOR; yield the lines to print."""
        rows = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
        numbers = [0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05]
        rate = 2.0

        def squash(z):
            return 1 / (1 + math.exp(-z))

        def run(x1, x2):
            w11, w12, b1, w21, w22, b2, v1, v2, c = numbers
            h1 = squash(w11 * x1 + w12 * x2 + b1)
            h2 = squash(w21 * x1 + w22 * x2 + b2)
            return h1, h2, squash(v1 * h1 + v2 * h2 + c)

        def blame(x1, x2, y):
            h1, h2, out = run(x1, x2)
            d = 2 * (out - y) * out * (1 - out)
            d1 = d * numbers[6] * h1 * (1 - h1)
            d2 = d * numbers[7] * h2 * (1 - h2)
            return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d

        for epoch in range(4001):
            total = sum((run(x1, x2)[2] - y) ** 2 for x1, x2, y in rows)
            blames = [blame(*row) for row in rows]
            slopes = [sum(of_rows) / 4 for of_rows in zip(*blames)]
            numbers = [p - rate * slope for p, slope in zip(numbers, slopes)]
            if epoch % 500 == 0:
                yield f"epoch {epoch:4d} loss {total / 4:.4f}"
        yield ""
        for x1, x2, y in rows:
            yield f"{x1} XOR {x2} -> {run(x1, x2)[2]:.3f} (target {y})"

    show(mo.plain_text("\n".join(program())))
    return


@app.cell(hide_code=True)
def thirteen_lines():
    mo.md("""
    Nine lines of loss and four of answers. The first text behind the course published the same characters from its own
    program, in two programming languages.

    The gradients of one epoch are all taken at the *same* nine numbers: first the four rows are summed, then all nine
    move together. That is why `numbers` is replaced once an epoch, and not inside the loop over the rows.
    """)
    return


@app.cell(hide_code=True)
def update_task():
    exercise_prompt(
        "update",
        "Return nine new numbers: each one moved *against* its slope, by learning rate times slope. Do not change `params` "
        "itself.",
    )
    return


@app.function
def update(params, grads, lr):
    """The nine numbers after one step downhill."""
    ...


@app.cell
def check_update():
    check(update)
    return


@app.cell(hide_code=True)
def one_step_question():
    step_guess = predict(
        "One update, on the row (0, 0) → 0 alone, from start B with learning rate 0.05. (The second text behind the course says 0.1, for "
        "a loss with ½ in front: the same step.) What happens to the mean loss over all four rows?",
        ["It falls a little", "It rises a little", "It stays exactly the same"],
    )
    step_guess
    return (step_guess,)


@app.cell
def one_step():
    slopes = network.gradients(0, 0, 0, START_B)
    after = network.update(START_B, slopes, lr=0.05)
    show(mo.plain_text(", ".join(f"{number:.4f}" for number in after)))
    return (after,)


@app.cell(hide_code=True)
def one_step_answer(after, step_guess):
    _moves = []
    for _x1, _x2, _y in XOR:
        _was, _now = (network.forward(_x1, _x2, params)[2] for params in (START_B, after))
        _moves.append(
            {
                "row": f"({_x1:.0f}, {_x2:.0f})",
                "target": int(_y),
                "before": f"{_was:.4f}",
                "after": f"{_now:.4f}",
                "moved": "towards its target" if abs(_now - _y) < abs(_was - _y) else "away from its target",
            }
        )
    _away = [move["row"] for move in _moves if move["moved"].startswith("away")]
    _was, _now = (network.mean_loss(XOR, params) for params in (START_B, after))
    _answer = reveal(
        step_guess,
        "It rises a little",
        f"From {_was:.6f} to {_now:.6f} (with the text's ½, from {_was / 2:.6f} to {_now / 2:.6f}). The update lowers *every* "
        f"output, which suits the row it was made for and hurts {' and '.join(_away)}, whose target is 1. The second text behind the "
        "course prints these eight outputs and finds them a little closer to the right answer. For the row that was trained, "
        "they are; for the table, they are not. One row is not the data: that is why an epoch takes the mean over all four.",
    )
    mo.vstack([_answer, table(_moves)]) if step_guess.value else _answer
    return


@app.cell(hide_code=True)
def train_task():
    exercise_prompt(
        "train",
        """
    Put it together: `epochs` times, measure the mean squared error, take the mean of the rows' gradients, update once.
    Return `(params, losses)`, where `losses[k]` is the loss *before* update number k, so `losses[0]` belongs to the start and
    `len(losses) == epochs`. `data` is a sequence of rows `(x1, x2, y)`. Use `network.forward` and `network.gradients`, and your `update`.
    """,
    )
    return


@app.function
def train(data, params, lr, epochs):
    """Nine numbers after `epochs` updates on the mean gradient, and the loss before each."""
    ...


@app.cell
def check_train():
    check(train)
    return


@app.cell(hide_code=True)
def your_run():
    if check(train).status == "right":
        _params, _history = START_A, [START_A]
        for _ in range(1000):  # your train, one epoch at a time, so that the picture can show every one
            _params, _ = train(XOR, _params, 2.0, 1)
            _history.append(_params)
        _shown = mo.vstack(
            [
                mo.md(
                    "## Your code, your numbers\n\nPress **Play your train**. What moves is what *your* `train` returned, asked for one "
                    f"epoch {len(_history) - 1} times. At the end its mean loss is {network.mean_loss(XOR, _params):.4f}."
                ),
                mo.ui.anywidget(
                    LiveNetwork(
                        params=START_A,
                        history=[list(map(float, p)) for p in _history],
                        history_label="your train",
                    )
                ),
            ]
        )
    else:
        _shown = mo.md(
            "## Your code, your numbers\n\n*In the editor the picture plays your run here, once `train` is right.*"
        )
    _shown
    return


@app.cell(hide_code=True)
def retry_intro():
    seed = mo.ui.dropdown({str(k): k for k in range(40)}, value="7", label="Seed of the random starts")
    mo.vstack(
        [
            mo.md(f"""
    ## Retry until it converges

    Start A works; not every start does. The usual answer is to try again. Below, every attempt draws nine new numbers (weights from −2 to 2,
    biases from −0.5 to 0.5), trains at most {LIMIT} epochs with learning rate 2, and stops as soon as the loss is at or below {THRESHOLD}. After {ATTEMPTS}
    attempts it gives up. {"" if is_static() else "Change the seed for other luck."}
    """),
            seed,
        ]
    )
    return (seed,)


@app.function
def random_start(rng):
    """Nine random numbers: weights within 2 of zero, biases within 0.5."""
    ranges = (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)
    return network.Params(*[rng.uniform(-r, r) for r in ranges])


@app.function
def attempt(rng, limit=LIMIT, threshold=THRESHOLD):
    """One training run, up to the first loss at or below the threshold."""
    states = []
    for state in network.train(XOR, random_start(rng), lr=2.0, epochs=limit):
        states.append(state)
        if state.loss <= threshold:
            break
    return states


@app.cell
def retry(seed):
    rng = random.Random(seed.value)  # its own generator, so the same seed gives the same luck
    attempts = []
    with mo.status.progress_bar(total=ATTEMPTS, title="Attempts", remove_on_exit=True) as bar:
        for _ in range(ATTEMPTS):
            attempts.append(attempt(rng))
            bar.update()
            if attempts[-1][-1].loss <= THRESHOLD:
                break
    show(mo.md(f"{len(attempts)} of at most {ATTEMPTS} attempts were made."), random_start, attempt)
    return (attempts,)


@app.cell(hide_code=True)
def retry_pictures(attempts):
    _ends = [states[-1] for states in attempts]
    _drawn = {f"attempt {k}": [*states[::10], states[-1]] for k, states in enumerate(attempts, start=1)}
    _sentence = ". ".join(
        f"Attempt {k}: loss {end.loss:.4f} after {end.number} epochs" for k, end in enumerate(_ends, start=1)
    )
    _right = "; ".join(f"attempt {k} has {rows_right(end.params)} of 4" for k, end in enumerate(_ends, start=1))
    _count = f"{len(attempts)} attempt{'s' if len(attempts) > 1 else ''}"
    _verdict = f"Converged after {_count}" if _ends[-1].loss <= THRESHOLD else f"None of {_count} converged"
    mo.vstack(
        [
            mo.md(f"**{_verdict}.**"),
            charts.lines(
                {name: ([s.number for s in states], [s.loss for s in states]) for name, states in _drawn.items()},
                f"Loss of every attempt; the thin dotted line is {THRESHOLD}. {_sentence}.",
                x="epoch",
                y="loss",
                log_y=True,
                mark=THRESHOLD,
            ),
            charts.lines(
                {
                    name: ([s.number for s in states], [rows_right(s.params) for s in states])
                    for name, states in _drawn.items()
                },
                f"Rows on the right side of 0.5, of four. At the end, {_right}.",
                x="epoch",
                y="rows right",
            ),
        ]
    )
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "What are the four parts of one epoch, in order?",
                    "Forward, loss, gradients (for every row, then their mean), one update of all nine numbers.",
                ),
                (
                    "Why is `losses[0]` measured before the first update?",
                    "So that it belongs to the start, and each later loss to the numbers that made it.",
                ),
                (
                    "From lesson 5: which two bugs did the loss curve not show, and what showed them?",
                    "The missing output slope and the raw error sent back: XOR is learned all the same. The numerical gradient showed both.",
                ),
            ),
            navigation(
                "06_trainer",
                "You trained a neural network from scratch. What is still open: the same in NumPy, for any size, and why some starts fail.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
