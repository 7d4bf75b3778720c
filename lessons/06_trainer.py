# /// script
# [tool.marimo.opengraph]
# title = "6 · Train it"
# description = "The whole training program in thirty lines of plain Python. Train, pause, go back, fork, and watch your own run."
# image = "__marimo__/assets/06_trainer/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="6 · Train it")

with app.setup(hide_code=True):
    import math
    import random
    from itertools import pairwise

    import marimo as mo

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import START_A, START_B, XOR, LiveNetwork, check
    from shared.experiments import trainers
    from shared.lesson import charts
    from shared.lesson.cache import cached
    from shared.lesson.components import (
        details,
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
        with_text,
        yours_if_right,
    )
    from shared.lesson.figures import draw_once, plt
    from shared.lesson.status import lesson_status, show_status
    from shared.lesson.style import minus_signs
    from shared.nn import network

    # Make at most ATTEMPTS attempts. An attempt ends after LIMIT epochs, or earlier if its loss is THRESHOLD or less.
    ATTEMPTS, LIMIT, THRESHOLD = 6, 3000, 0.001
    status = lesson_status()


@app.function(hide_code=True)
def rows_right(params):
    """Count the outputs that are on the correct side of 0.5."""
    return sum((network.forward(x1, x2, params)[2] > 0.5) == (y > 0.5) for x1, x2, y in XOR)


@app.cell(hide_code=True, expand_output=True)
def title():
    _states = list(network.train(XOR, START_A, lr=2.0, epochs=4001))

    _first = next(state.number for state in _states if rows_right(state.params) == 4)
    _pulls = [-2.0 * network.gradients(x1, x2, y, START_A).w21 / 4 for x1, x2, y in XOR]
    _digits, _power = f"{sum(_pulls):.1e}".split("e")
    _text = f"""
    ## Four tasks

    **1. Train.** Press **Train** and look at three things: the loss curve, the four outputs, and the picture of the plane. The network
    begins at start A, with learning rate 2. At first almost nothing happens: in the first 200 epochs the loss falls only from
    {_states[0].loss:.4f} to {_states[200].loss:.4f}. After that it falls faster. From epoch {_first} on, all four outputs are on the
    correct side of 0.5. After {_states[-1].number:,} updates the loss is {_states[-1].loss:.4f}.

    **2. Go back and fork.** During training, the nine numbers of every epoch are stored, so you can go back to any epoch. Move the
    slider *epoch*, under the curve, to the epoch where the loss starts to fall. Choose a *rate of the fork* and press **Fork from
    here**. A second run starts from the nine numbers of that epoch. It uses the learning rate that you chose. The picture shows both
    runs.

    **3. Look inside.** Press **Restart**: the learning rate is 2 again. Open *Each row's pull on each number*. It shows why the first
    epochs are slow. Look at w21. Two of the rows do not change w21 at all, because their x1 is 0. The other two rows change w21 by
    {_pulls[2]:+.4f} and {_pulls[3]:+.4f}. These two changes almost cancel: the sum of the four changes is only {sum(_pulls):.6f}. The
    picture shows this sum as {_digits}e{int(_power)}, which means {_digits} · $10^{{{int(_power)}}}$.

    **4. Take one step.** Press **Next phase** four times: forward, loss, backward, update. For the row (0, 1), you see the numbers
    of each phase. The nine numbers of the network change only at the fourth press. Click a number on a wire to see its formula and its line
    of code.
    """
    live = mo.ui.anywidget(LiveNetwork(params=START_A, lr=2.0, row=1))
    lesson_header(
        "06_trainer",
        with_text(live, mo.md(minus_signs(_text))),
        do="Put lessons 1 to 5 into one program, watch nine numbers learn XOR, and run your own training function in the same picture.",
        able="Write a program that trains a neural network, without any library.",
        need="Lessons 3 to 5: the forward pass, the loss, the gradients.",
        minutes=30,
        goals_first=True,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("06_trainer", status)
    return


@app.cell(hide_code=True, expand_output=True)
def rate_question():
    _slow = [state.loss for state in network.train(XOR, START_A, lr=0.2, epochs=4001)]
    _rises = sum(after > before for before, after in pairwise(_slow))
    rate_guess = predict(
        "Train from start A again, with 4001 updates, but with learning rate 0.2 instead of 2.0. How large is the loss at the end?",
        {
            "As low as before": "Each step is now only a tenth as long as before. So 4001 updates change the numbers only about as much as 400 updates did before.",
            "Still above 0.2: it has hardly changed": f"The loss goes from {_slow[0]:.4f} to {_slow[-1]:.4f}. With a tenth of the learning rate, training "
            "needs about ten times as many epochs.",
            "Larger than at the start": "The loss can rise if the steps are too *long*. These steps are shorter than before: the loss rises in "
            f"{_rises} of {len(_slow) - 1} updates.",
        },
        right="Still above 0.2: it has hardly changed",
    )
    rate_guess
    return (rate_guess,)


@app.cell(hide_code=True, expand_output=True)
def rate_answer(rate_guess):
    reveal(
        rate_guess,
        "Training from start A begins on a **plateau**: a region where all nine gradients are small, so the loss hardly changes. "
        "To see it, go back to epoch 0 in the picture and fork with learning rate 0.2.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def one_epoch():
    _three, _four, _five = (
        lesson_link("06_trainer", stem, f"lesson {int(stem[:2])}")
        for stem in ("03_forward_pass", "04_loss", "05_chain_rule")
    )
    mo.md(f"""
    ## One epoch

    You know three of the four phases from earlier lessons. The fourth phase, the update, is one step of gradient descent.

    | phase | what it computes | from |
    |:---|:---|:---|
    | forward | the outputs of the four rows | {_three} |
    | loss | the mean squared error | {_four} |
    | backward | the nine gradients of each row, then their mean | {_five} |
    | update | nine new numbers | this lesson |

    In one epoch, the gradients of all four rows are computed with the *same* nine numbers. After that, one update changes all nine
    numbers. So each epoch has one update, not four.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def update_task():
    exercise_prompt(
        "update",
        "Return nine new numbers. From each old number, subtract the learning rate times its gradient. Do not change `params` itself.",
    )
    return


@app.function
def update(params, grads, lr):
    """Return the nine numbers after one step of gradient descent."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_update():
    check(lambda: update)
    return


@app.cell(hide_code=True, expand_output=True)
def one_step_question():
    _after = network.update(START_B, network.gradients(0, 0, 0, START_B), lr=0.05)
    _one_row, _all_rows = (
        [network.mean_loss(rows, params) for params in (START_B, _after)] for rows in ([XOR[0]], XOR)
    )
    _changed = [name for name, old, new in zip(START_B._fields, START_B, _after, strict=True) if old != new]
    step_guess = predict(
        "Begin at start B. Make one update with only one row: (0, 0) → 0. The learning rate is 0.05. What happens to the mean loss over all "
        "four rows?",
        {
            "It falls a little": f"The loss of the row (0, 0) falls, from {_one_row[0]:.6f} to {_one_row[1]:.6f}. But the other three rows use the "
            "same nine numbers, so their losses change too.",
            "It rises a little": f"The mean loss goes from {_all_rows[0]:.6f} to {_all_rows[1]:.6f}. The update makes *every* output smaller. That is good for the row "
            "(0, 0), but bad for the rows with target 1.",
            "It stays exactly the same": "The inputs are 0 in this row, so the four weights of the inputs do not change. But "
            f"{', '.join(_changed[:-1])} and {_changed[-1]} change, and every row uses them.",
        },
        right="It rises a little",
    )
    step_guess
    return (step_guess,)


@app.cell(hide_code=True, expand_output=True)
def one_step_answer(step_guess):
    _after = network.update(START_B, network.gradients(0, 0, 0, START_B), lr=0.05)
    _numbers = [
        {"number": name, "before": f"{was:.4f}", "after": f"{now:.4f}"}
        for name, was, now in zip(START_B._fields, START_B, _after, strict=True)
    ]
    _moves = []
    for _x1, _x2, _y in XOR:
        _was, _now = (network.forward(_x1, _x2, params)[2] for params in (START_B, _after))
        _moves.append(
            {
                "row": f"({_x1:.0f}, {_x2:.0f})",
                "target": int(_y),
                "output before": f"{_was:.4f}",
                "after": f"{_now:.4f}",
                "moved": "toward its target" if abs(_now - _y) < abs(_was - _y) else "away from its target",
            }
        )
    _away = [move["row"] for move in _moves if move["moved"].startswith("away")]
    _was, _now = (network.mean_loss(XOR, params) for params in (START_B, _after))
    reveal(
        step_guess,
        f"The outputs of the rows {' and '.join(_away)} move away from their targets. The text *A Simple Neural Network from Scratch* prints these eight outputs. "
        "It says that the new outputs are slightly closer to the correct answer. This is true for the row (0, 0), but the mean loss over the "
        "four rows rises. So an epoch uses the mean gradient over all four rows. (That text has a ½ in front of the loss, and its learning rate is 0.1. "
        f"So its step is the same as ours. With the ½, the mean loss goes from {_was / 2:.6f} to {_now / 2:.6f}.)",
        table(_moves),
        mo.md("The nine numbers:"),
        table(_numbers),
    )
    return


@app.cell(hide_code=True, expand_output=True)
def train_task():
    exercise_prompt(
        "train",
        """
    Write the training loop. Repeat these three steps `epochs` times: compute the mean squared error, compute the mean gradient over all
    rows, and update once. `data` is a sequence of rows `(x1, x2, y)`. Return `(params, losses)`. Here `losses[k]` is the loss *before* update
    number k. So `losses[0]` is the loss of the initial numbers, and `len(losses) == epochs`. Use `network.forward`, `network.gradients`
    and your `update`.
    """,
        lead="""
    ## The training loop

    For the mean gradient you need the sum of each *column*: the w11 gradients of all rows, the w12 gradients of all rows, and so on.
    `zip(*rows)` turns rows into columns:

    ```python
    rows = [(1, 2, 3), (4, 5, 6)]
    list(zip(*rows))  # [(1, 4), (2, 5), (3, 6)]
    [sum(column) for column in zip(*rows)]  # [5, 7, 9]
    ```
    """,
    )
    return


@app.function
def train(data, params, lr, epochs):
    """Return the nine numbers after all updates, and the loss before each update."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_train():
    check(lambda: train)
    return


@app.cell(hide_code=True, expand_output=True)
def your_run():
    if check(lambda: train).status == "right":
        _params, _history = START_A, [START_A]
        for _ in range(1000):  # one epoch per call, so that the picture can show every epoch
            _params, _ = train(XOR, _params, 2.0, 1)
            _history.append(_params)
        _shown = mo.vstack(
            [
                mo.md(
                    "## Your code, your numbers\n\nPress **Play your train**. The picture shows the numbers that *your* `train` returned. We called `train` "
                    f"{len(_history) - 1} times, for one epoch each time. At the end the mean loss is {network.mean_loss(XOR, _params):.4f}."
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
            "## Your code, your numbers\n\n*The picture plays your own run here as soon as `train` is right.*"
        )
    _shown
    return


@app.cell(hide_code=True, expand_output=True)
def program_intro():
    _one, _three, _four, _five = (
        lesson_link("06_trainer", stem, f"lesson {int(stem[:2])}")
        for stem in ("01_neuron", "03_forward_pass", "04_loss", "05_chain_rule")
    )
    mo.md(f"""
    ## The whole program

    The program needs no library except `math`. You know all its parts:

    | part | what it is | from |
    |:---|:---|:---|
    | `sigmoid` | the activation function | {_one} |
    | `forward` | three neurons | {_three} |
    | `gradients` | the deltas and the nine gradients of one row | {_five} |
    | `total / 4` | mean squared error | {_four} |
    | `p - lr * g` | one step of gradient descent | your `update` |
    | `for epoch in …` | repeat the step | your `train` |

    One word may be new: `yield`. A function with `return` gives one result and ends. A function with `yield` gives one result, continues, and
    gives the next result:

    ```python
    def lines():
        yield "first"
        yield "second"

    list(lines())  # ["first", "second"]
    ```
    """)
    return


@app.cell(expand_output=True)
def whole_program():
    def program():
        """Train the nine numbers on XOR; yield the lines to print."""
        rows = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
        params = [0.5, -0.4, 0.1, 0.9, 0.3, -0.2, 0.8, -0.6, 0.05]
        lr = 2.0

        def sigmoid(z):
            return 1 / (1 + math.exp(-z))

        def forward(x1, x2):
            w11, w12, b1, w21, w22, b2, v1, v2, c = params
            h1 = sigmoid(w11 * x1 + w12 * x2 + b1)
            h2 = sigmoid(w21 * x1 + w22 * x2 + b2)
            return h1, h2, sigmoid(v1 * h1 + v2 * h2 + c)

        def gradients(x1, x2, y):
            h1, h2, out = forward(x1, x2)
            d = 2 * (out - y) * out * (1 - out)
            d1 = d * params[6] * h1 * (1 - h1)
            d2 = d * params[7] * h2 * (1 - h2)
            return d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, d * h1, d * h2, d

        for epoch in range(4001):
            total = sum((forward(x1, x2)[2] - y) ** 2 for x1, x2, y in rows)
            per_row = [gradients(*row) for row in rows]
            grads = [sum(four) / 4 for four in zip(*per_row)]
            params = [p - lr * g for p, g in zip(params, grads)]
            if epoch % 500 == 0:
                yield f"epoch {epoch:4d} loss {total / 4:.4f}"
        yield ""
        for x1, x2, y in rows:
            yield f"{x1} XOR {x2} -> {forward(x1, x2)[2]:.3f} (target {y})"

    show(mo.plain_text("\n".join(program())))
    return


@app.cell(hide_code=True, expand_output=True)
def thirteen_lines():
    mo.md("""
    The program prints nine losses and four outputs. These thirteen lines come from a source of this course: *Train a Tiny
    Network from Scratch*. Its Python program and its Swift program print exactly the same lines.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def three_languages():
    _folds = []
    for _language in ("Python", "JavaScript", "Swift"):
        try:
            _source = trainers.trainer_source(_language)
        except RuntimeError as _error:  # a copy of the lessons without the folder `solutions`
            _folds.append(details(f"The program in {_language}", f"It cannot be shown: {_error}."))
        else:
            _folds.append(details(f"The program in {_language}", f"```{_language.lower()}\n{_source}\n```"))
    _text = """
    Each of the three programs has the same functions in the same order and prints the same thirteen lines. Compare
    one function at a time, and look for these differences:

    - In **Python** you write only a name and its value: `d_out = …`. Python finds the type of the value when the program runs.
    - In **JavaScript**, `const` means that the name never gets another value. `let` means that it can get another value.
    - In **Swift**, `let` means that the name never gets another value. `var` means that it can get another value.
      Careful: `let` in Swift means the same as `const` in JavaScript.
    - Swift checks **types** before the program runs. `Double` is a number with decimals, and `[Double]` is a list of them. The type of
      the result is written after `->`.
    - Swift cannot divide a `Double` by an `Int`, an integer. So the Swift program writes `sum / Double(rows.count)`. Python converts the integer
      automatically. In JavaScript both numbers have the same type.
    - **Tuples.** `activations` returns three values. In Python and Swift they form a tuple. In Swift the parts of the tuple have names,
      such as `.out`. JavaScript has no tuples. There `activations` returns a list, and the caller unpacks the list: `const [h1, h2, out] = …`.
    - Python marks a block by its indentation. The other two languages put it between `{` and `}`.
    - The epochs 0 to 4000 are `range(4001)` in Python and `0...4000` in Swift. In JavaScript the first line of the loop contains `epoch += 1`.

    With the option `--bits`, the JavaScript and Swift programs print every bit of the nine final numbers. The last bits can differ from
    Python's. The reason is `exp`: each language has its own `exp`, and sometimes two languages round the last bit differently.
    """
    mo.Html(
        details(
            "The same program in Python, JavaScript and Swift (you can skip this part)",
            _text,
            "".join(_folds),
        )
    )
    return


@app.cell(hide_code=True, expand_output=True)
def draw_run_intro():
    mo.md("""
    ## Draw the run

    A training program should show its loss curve. The code below draws this curve. Under the curve, it draws the number of right rows. The code uses your
    `train` as soon as your function is right. Until then it uses the course's function. (In a program of your own, the first line is
    `import matplotlib.pyplot as plt`.)

    **How to read it.** Look for the plateau at the beginning. There the loss hardly falls. In the first epochs, the number of right rows goes from 2
    to 3 and back to 2. This is not progress: all four outputs are near 0.5, so a tiny change moves one of them to the other side.

    **Change one thing** (in the editor). Change `lr` to 0.5, then to 8.0. How long is the plateau?
    """)
    return


@app.cell(expand_output=True)
def draw_run():
    def draw_training(train, rows_right, lr=2.0, epochs=2000):
        params, losses, right = START_A, [], []
        for _ in range(epochs):  # one epoch per call
            right.append(rows_right(params))  # before the update, like the loss
            params, (loss,) = train(XOR, params, lr, 1)
            losses.append(loss)
        fig, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(3.7, 3.6))
        above.plot(losses)
        above.set(ylabel="loss")
        below.plot(right)
        below.set(xlabel="epoch", ylabel="rows right", yticks=range(5))
        return fig, lr, losses, right

    def _caption(lr, losses, right):
        return (
            f"Start A, learning rate {lr}: in {len(losses)} epochs the loss goes from {losses[0]:.4f} to {losses[-1]:.4f}. "
            f"The number of right rows goes from {right[0]} to {right[-1]}; all four are right in {right.count(4)} of the {len(losses)} epochs."
        )

    show(draw_once(draw_training, yours_if_right(lambda: train), rows_right, alt=_caption), draw_training)
    return


@app.cell(hide_code=True, expand_output=True)
def own_table():
    _names = {"0001": "AND", "0111": "OR", "1110": "NAND", "0110": "XOR"}
    _tables = [f"{k:04b}" for k in range(16)]
    _labels = {f"{' '.join(bits)}{f' ({_names[bits]})' if bits in _names else ''}": bits for bits in _tables}
    own_targets = mo.ui.dropdown(_labels, "0 0 0 1 (AND)", label="Targets of (0, 0), (0, 1), (1, 0), (1, 1)")
    mo.vstack(
        [
            mo.md(f"""
    ## Your own table

    The network does not know that it learns XOR. It only gets four rows. {"In the notebook you can choose" if is_static() else "Choose"} other
    targets and train. Start A and the update rule stay the same. Which of the {len(_tables)} tables does it learn fastest? Is there a table that it does not learn from start A?
    """),
            own_targets,
        ]
    )
    return (own_targets,)


@app.cell(hide_code=True, expand_output=True)
def own_table_picture(own_targets):
    def losses_of(targets):
        rows = [(x1, x2, float(target)) for (x1, x2, _), target in zip(XOR, targets, strict=True)]
        return [state.loss for state in network.train(rows, START_A, lr=2.0, epochs=4000)]

    _targets = tuple(int(bit) for bit in own_targets.value)
    _losses = cached(losses_of, _targets)
    _first = next((k for k, loss in enumerate(_losses) if loss <= 0.01), None)
    _words = (
        f"From start A with learning rate 2.0, the loss of this table is {_losses[0]:.4f} at epoch 0 and {_losses[-1]:.4f} at epoch 4000. "
        + ("It never falls to 0.01." if _first is None else f"It first falls to 0.01 or less at epoch {_first}.")
    )
    mo.vstack([mo.md(_words), *([] if is_static() else [mo.ui.anywidget(LiveNetwork(targets=list(_targets)))])])
    return


@app.cell(hide_code=True, expand_output=True)
def retry_intro():
    seed = mo.ui.dropdown({str(k): k for k in range(40)}, value="7", label="Seed for the random numbers")
    mo.vstack(
        [
            mo.md(f"""
    ## Retry until it converges

    Training from start A works. With other initial numbers, training can fail. Then people usually try again with new random numbers. The
    program below does this. Each attempt draws nine new numbers: weights between −2 and 2, biases between −0.5 and 0.5. It trains for at most
    {LIMIT} epochs with learning rate 2 and stops as soon as the loss is {THRESHOLD} or less. We then say that the run has **converged**. The
    program gives up after {ATTEMPTS} attempts. {"" if is_static() else "Change the seed to get other random numbers."}
    """),
            seed,
        ]
    )
    return (seed,)


@app.function
def random_init(rng):
    """Return nine random numbers: weights between −2 and 2, biases between −0.5 and 0.5."""
    ranges = (2, 2, 0.5, 2, 2, 0.5, 2, 2, 0.5)
    return network.Params(*[rng.uniform(-r, r) for r in ranges])


@app.function
def attempt(params, limit=LIMIT, threshold=THRESHOLD):
    """Train until the loss is small. Return every tenth state, and the last one."""
    states = []
    for state in network.train(XOR, params, lr=2.0, epochs=limit):
        if state.number % 10 == 0:
            states.append(state)
        if state.loss <= threshold:
            break
    return [*states, state]


@app.cell(expand_output=True)
def retry(seed):
    rng = random.Random(seed.value)  # the same seed gives the same numbers
    attempts = []
    with mo.status.progress_bar(total=ATTEMPTS, title="Attempts", remove_on_exit=True) as bar:
        for _ in range(ATTEMPTS):
            attempts.append(cached(attempt, random_init(rng)))
            bar.update()
            if attempts[-1][-1].loss <= THRESHOLD:
                break
    show(mo.md(f"Number of attempts: {len(attempts)} (at most {ATTEMPTS})."), random_init, attempt)
    return (attempts,)


@app.cell(hide_code=True, expand_output=True)
def retry_pictures(attempts):
    _ends = [states[-1] for states in attempts]
    _drawn = {f"attempt {k}": states for k, states in enumerate(attempts, start=1)}
    _ends_text = ". ".join(
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
                f"Loss of every attempt. The thin dotted line is at {THRESHOLD}. {_ends_text}.",
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
                f"Number of outputs on the correct side of 0.5. At the end, {_right}.",
                x="epoch",
                y="rows right",
            ),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("06_trainer", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "What are the four phases of one epoch, in order?",
                    "Forward, loss, backward (the gradients of every row, then their mean), one update of all nine numbers.",
                ),
                (
                    "Why is `losses[0]` measured before the first update?",
                    "Because then `losses[0]` is the loss of the initial numbers, and `losses[k]` is the loss after k updates.",
                ),
                (
                    "From lesson 5: you could not see two of the bugs in the loss curve. Which two bugs, and how did you find them?",
                    "*Output derivative missing* and *raw error sent back*. The network learns XOR in spite of these bugs. You find both bugs if you compare the gradient with the numerical gradient.",
                ),
            ),
            navigation(
                "06_trainer",
                "You have trained a neural network from scratch. Lesson 7 writes the same network in NumPy, for any size. Lesson 8 shows why some runs fail.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
