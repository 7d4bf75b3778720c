# /// script
# [tool.marimo.opengraph]
# title = "7 · Say it in NumPy"
# description = "All rows at once, any width and depth, and two published programs that do not do what their texts say."
# image = "__marimo__/assets/07_numpy/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="7 · Say it in NumPy")

with app.setup:
    import marimo as mo
    import numpy as np

    from shared import START_A, XOR, check
    from shared.experiments import replication
    from shared.lesson import charts
    from shared.lesson.cache import cached
    from shared.lesson.components import (
        code,
        details,
        exercise_prompt,
        is_static,
        lesson_header,
        navigation,
        now_or_start,
        predict,
        recall,
        reveal,
        show,
        table,
        was_used,
    )
    from shared.nn import mlp, network
    from shared.nn.mlp import sigmoid
    from shared.widgets.views import ForwardView

    X, Y = np.array(XOR)[:, :2], np.array(XOR)[:, 2:]  # the four rows: inputs (4, 2), targets (4, 1)


@app.cell(hide_code=True)
def title():
    _trained = list(network.train(XOR, START_A, lr=2.0, epochs=4000))[-1].params
    live = mo.ui.anywidget(
        ForwardView(params=_trained, row=3, presets={"start A": list(START_A), "after lesson 6": list(_trained)})
    )
    sizes = mo.ui.dictionary(
        {
            "rows": mo.ui.slider(1, 8, value=5, label="rows of data", show_value=True),
            "inputs": mo.ui.slider(1, 8, value=3, label="inputs", show_value=True),
            "hidden": mo.ui.slider(1, 8, value=4, label="hidden neurons", show_value=True),
        }
    )
    run_all = mo.ui.run_button(label="Measure all twelve")
    lesson_header(
        "07_numpy",
        live,
        do="Say lesson 6 in a dozen lines, for any number of rows and neurons. Then run two published programs and find out why "
        "they do not do what their texts say.",
        able="Read a network by its shapes, and tell a wrong gradient from a bad start.",
        need="Lessons 5 and 6, and from NumPy: what an array is, and that `+` and `*` work element by element.",
        minutes=30,
        later=20,
    )
    return live, run_all, sizes


@app.cell(hide_code=True)
def nine_in_four(live):
    _follow = "" if is_static() else "Move one of its numbers and watch its place in the table. "
    _arrays = mlp.as_arrays(live.value["params"])
    _names = "w11 w21 / w12 w22", "b1 b2", "v1 / v2", "c"
    _rows = [
        {
            "array": f"`{name}`",
            "shape": f"`{array.shape}`".replace(" ", "\N{NO-BREAK SPACE}"),
            "holds": " / ".join(f"`{part}`" for part in held.split(" / ")),
            now_or_start(): ", ".join(f"({', '.join(f'{number:.2f}' for number in row)})" for row in array).replace(
                "-", "−"
            ),
        }
        for name, held, array in zip(("W1", "b1", "W2", "b2"), _names, _arrays, strict=True)
    ]
    mo.vstack(
        [
            mo.md(f"""
    ## Shapes first

    Lesson 6 takes one row at a time and one neuron at a time. NumPy takes all of them at once, if the numbers stand in the right
    order. The data is a table: for XOR four rows, and two columns for the inputs. So `X` has the shape (rows, inputs), and `Y` has
    (rows, outputs). Weights have the shape **(in, out)**: one row for each number that comes in, one *column* for each neuron.
    Biases are one row, (1, out).

    So the nine numbers of the picture become four arrays. In the picture is the network that lesson 6 trained. {_follow}A slash or a bracket starts a new row.
    """),
            table(_rows),
            mo.md(r"""
    Mind `W1`: reading along its rows you meet $w_{11}, w_{21}$ first. Both leave input 1. Column 1 holds what runs into hidden
    neuron 1. Mind the names too: the array `b2` holds what was $c$, and the picture's b2 is the second number of the array `b1`.

    Two operations do the rest. `X @ W1` multiplies every row of `X` with every column of `W1` and adds up: all weighted sums at
    once. `+ b1` adds the one row of biases to each row.
    """),
        ]
    )
    return


@app.cell(hide_code=True)
def shape_question():
    shape_guess = predict(
        "5 rows of 3 inputs meet a layer of 4 neurons. What is the shape of `X @ W1 + b1`?",
        ["(3, 4)", "(4, 5)", "(5, 3)", "(5, 4)"],
    )
    shape_guess
    return (shape_guess,)


@app.cell(hide_code=True)
def shape_answer(shape_guess, sizes):
    _m, _in, _hidden = (sizes.value[name] for name in ("rows", "inputs", "hidden"))
    _parameters = mlp.random_parameters([_in, _hidden, 1], np.random.default_rng(0))
    _X, _A1, _A2 = mlp.MLP(_parameters).activations(np.zeros((_m, _in)))
    _W1, _b1, _W2, _b2 = _parameters
    _lines = [
        ("X", "the data", _X),
        ("W1", "weights of the hidden layer", _W1),
        ("b1", "biases of the hidden layer", _b1),
        ("A1 = sigmoid(X @ W1 + b1)", "hidden activations", _A1),
        ("W2", "weights of the output", _W2),
        ("b2", "its bias", _b2),
        ("A2 = sigmoid(A1 @ W2 + b2)", "outputs", _A2),
    ]
    reveal(
        shape_guess,
        "(5, 4)",
        "(5, 3) @ (3, 4): the two numbers in the middle must agree, and they are what is summed over. What is left is one row "
        "for each row of data, one column for each neuron. The (1, 4) biases fit every row.",
        mo.md(
            "The shapes below are those of arrays that were made for the question."
            if is_static()
            else "Try other sizes. The shapes below are those of arrays that were made for them."
        ),
        *sizes.elements.values(),
        table(
            [
                {"array": f"`{name}`", "what": what, "shape": f"`{array.shape}`".replace(" ", "\N{NO-BREAK SPACE}")}
                for name, what, array in _lines
            ]
        ),
    )
    return


@app.cell(hide_code=True)
def forward_batch_task():
    exercise_prompt(
        "forward_batch",
        "Return `(A1, A2)`: the hidden activations and the outputs of all rows, with the sigmoid in both layers. `sigmoid` is here "
        "already, and takes whole arrays; so is `np`.",
    )
    return


@app.function
def forward_batch(X, W1, b1, W2, b2):
    """Hidden activations and outputs of all rows at once."""
    ...


@app.cell
def check_forward_batch():
    check(forward_batch)
    return


@app.cell(hide_code=True)
def backward_batch_task():
    exercise_prompt(
        "backward_batch",
        "Return `(dW1, db1, dW2, db2)`, the slopes of the mean of `(A2 − Y)²` over the rows. There is one output neuron: `A2` and `Y` are "
        "(rows, 1).",
        lead=r"""
    ## Blame for all rows

    Nothing is new but the capitals. `D2` holds one $\delta_\text{out}$ for each row, `D1` one $\delta_h$ for each row and
    hidden neuron. Each slope has the shape of what it is the slope of; that alone tells you which array to turn over with `.T`.

    | lesson 5 | all rows | shape |
    |:---|:---|:---|
    | $\delta_\text{out}$, divided by the number of rows | `D2` | (rows, 1) |
    | $\delta_\text{out}$ back through $v$, times $h(1 - h)$ | `D1` | (rows, hidden) |
    | $\delta$ times what came in, summed over the rows | `dW1`, `dW2` | as `W1`, `W2` |
    | $\delta$, summed over the rows | `db1`, `db2` | as `b1`, `b2` |
    """,
    )
    return


@app.function
def backward_batch(X, Y, A1, A2, W2):
    """The slopes of the mean squared error along W1, b1, W2 and b2."""
    ...


@app.cell
def check_backward_batch():
    check(backward_batch)
    return


@app.cell
def dozen_lines():
    def train_in_numpy(X, Y, W1, b1, W2, b2, lr, epochs):
        for _ in range(epochs):
            A1 = sigmoid(X @ W1 + b1)
            A2 = sigmoid(A1 @ W2 + b2)
            yield ((A2 - Y) ** 2).mean(), W1, b1, W2, b2
            D2 = 2 * (A2 - Y) * A2 * (1 - A2) / len(X)
            D1 = D2 @ W2.T * A1 * (1 - A1)  # with the W2 that was used
            W2 = W2 - lr * A1.T @ D2
            b2 = b2 - lr * D2.sum(axis=0, keepdims=True)
            W1 = W1 - lr * X.T @ D1
            b1 = b1 - lr * D1.sum(axis=0, keepdims=True)

    ours = list(train_in_numpy(X, Y, *mlp.as_arrays(START_A), lr=2.0, epochs=4001))
    lesson_6 = list(network.train(XOR, START_A, lr=2.0, epochs=4000))
    apart = 0.0
    for (loss, *arrays), state in zip(ours, lesson_6, strict=True):
        nine = zip(arrays, mlp.as_arrays(state.params), strict=True)
        apart = max(apart, abs(loss - state.loss), *(abs(a - b).max() for a, b in nine))
    _said = mo.md(
        f"That is lesson 6's program in a dozen lines. From start A the loss goes from {ours[0][0]:.4f} to {ours[-1][0]:.4f} in 4000 "
        f"epochs. Over all {len(ours)} of them, the loss and the nine numbers differ from lesson 6's by at most **{apart:.0e}**. That is "
        "rounding: NumPy adds in another order."
    )
    show(_said, train_in_numpy)
    return


@app.cell(hide_code=True)
def relu_task():
    exercise_prompt(
        "relu",
        "Return an array of `Z`'s shape: each element where it is above 0, and 0 elsewhere.",
        lead=r"""
    ## Any width, any depth, other bends

    Nothing in those lines asks how many columns `W1` has. A wider layer is a wider array; a deeper network repeats a
    layer's lines. And the sigmoid is not the only bend. Most networks today use the **rectified linear unit**, ReLU: what is above 0
    passes, the rest is silenced. It costs one comparison, and where it is open its slope is 1, so blame passes undiminished.
    """,
    )
    return


@app.function
def relu(Z):
    """Each element where it is above 0, else 0."""
    ...


@app.cell
def check_relu():
    check(relu)
    return


@app.cell(hide_code=True)
def relu_derivative_task():
    exercise_prompt(
        "relu_derivative",
        "Return an array of `Z`'s shape with the slope of ReLU at each element. At exactly 0, where ReLU has a corner and no slope, "
        "take 0.",
    )
    return


@app.function
def relu_derivative(Z):
    """The slope of ReLU at each element."""
    ...


@app.cell
def check_relu_derivative():
    check(relu_derivative)
    return


@app.cell(hide_code=True)
def choices():
    _ask = "" if is_static() else "Choose a network and train it on XOR. Does it learn? Does another seed?"
    choose = mo.ui.dictionary(
        {
            "hidden": mo.ui.dropdown(
                {"2": [2], "3": [3], "8": [8], "4 and 4": [4, 4], "8, 8 and 8": [8, 8, 8]}, "3", label="Hidden neurons"
            ),
            "activation": mo.ui.dropdown(
                {"sigmoid": mlp.sigmoid, "tanh": mlp.tanh, "ReLU": mlp.relu}, "tanh", label="Their activation"
            ),
            "loss": mo.ui.dropdown(
                {"squared error": mlp.squared_error, "cross-entropy": mlp.cross_entropy}, "squared error", label="Loss"
            ),
            "start": mo.ui.dropdown(
                {"Xavier": mlp.xavier_init, "He": mlp.he_init, "−1 to 1": mlp.uniform_init}, "Xavier", label="Start"
            ),
            "lr": mo.ui.slider(0.1, 3, 0.1, value=1.0, label="Learning rate", show_value=True),
            "seed": mo.ui.slider(0, 20, value=0, label="Seed", show_value=True),
        }
    )
    mo.vstack(
        [
            mo.md(f"""
    ## A small class

    One class holds the arrays and knows how to run, to blame and to train: `MLP`, a **multi-layer perceptron**. *Xavier* and *He*
    are two customs for the size of the first weights, which depends on how many inputs a neuron has. {_ask}
    """),
            mo.hstack(list(choose.elements.values()), wrap=True, justify="start", gap=1),
            mo.Html(
                details(
                    "The class: how it runs and how it blames",
                    "",
                    code(mlp.MLP.activations, mlp.MLP.gradients, mlp.MLP.backward).text,
                )
            ),
        ]
    )
    return (choose,)


@app.cell
def any_network(choose):
    def trained(hidden, activation, loss, start, lr, seed):
        rng = np.random.default_rng(seed)
        parameters = mlp.random_parameters([2, *hidden, 1], rng, start)
        net = mlp.MLP(parameters, activation, loss)
        return net, list(net.train(X, Y, lr, epochs=1000))

    net, losses = trained(**choose.value)
    _right = ((net(X) > 0.5) == (Y > 0.5)).sum()
    _widths = "-".join(str(width) for width in (2, *choose.value["hidden"], 1))
    _picture = charts.lines(
        {"loss": (range(len(losses)), losses)},
        f"Widths {_widths}: the loss goes from {losses[0]:.4f} to {losses[-1]:.4f} in 1000 epochs, and {_right} of 4 rows are on their "
        "side of 0.5.",
        x="epoch",
        y="loss",
    )
    show(_picture, trained)
    return


@app.cell(hide_code=True)
def text_3_question():
    text_3_guess = predict(
        "Its text prints a loss of 0.249876 at epoch 0, 0.045678 at epoch 1000, and all four rows right. What does running give?",
        ["What its text prints", "It learns, but later", "It does not learn at all"],
    )
    mo.vstack(
        [
            mo.md("""
    ## Does the published program run?

    (This is the second half. It can wait for another day.)

    Two of the four texts behind this course are NumPy tutorials for XOR. Here is the first of them, [Final Project: The
    Architect](https://resources.devweekends.com/courses/math-for-ml-calculus/06-final-project), in our own words: the same seed and
    draws, the same formulas in the same order. It has 3 hidden neurons with ReLU, its loss is half the mean squared error, and it
    trains for 5000 epochs with learning rate 0.5. (It is the third text of the ledger below. `.mT` turns an array over, as `.T` does; `axis=-2` means the rows, as `axis=0` does; `relu` and
    `sigmoid` are as above.)
    """),
            code(
                replication.text_3_init,
                replication.text_3_forward,
                replication.text_3_loss,
                replication.published_delta,
                replication.sum_rows,
                replication.text_3_gradients,
            ),
            text_3_guess,
        ]
    )
    return (text_3_guess,)


@app.cell(hide_code=True)
def text_3_answer(text_3_guess):
    if not was_used(text_3_guess):
        _shown = reveal(text_3_guess, "It does not learn at all", "")
    else:
        _states = list(replication.gradient_descent(replication.text_3_init(), replication.text_3_gradients, 0.5, 5000))
        _losses = [float(replication.text_3_loss(*parameters)) for parameters in _states[::50]]
        _outs = replication.text_3_forward(*_states[-1])[1].ravel()
        _shown = reveal(
            text_3_guess,
            "It does not learn at all",
            f"The loss starts at {_losses[0]:.6f} and is {_losses[-1]:.6f} after {len(_states) - 1} epochs. The outputs are "
            f"{', '.join(f'{out:.4f}' for out in _outs)}.",
            charts.lines(
                {
                    "what running gives": (range(0, 5001, 50), _losses),
                    "what its text prints": ((0, 500, 1000), (0.249876, 0.124234, 0.045678)),
                },
                f"The loss that was measured stays at {_losses[0]:.3f} from the first epoch to the last; the three losses that the text "
                "prints fall from 0.250 to 0.046.",
                x="epoch",
                y="loss",
            ),
        )
    _shown
    return


@app.cell(hide_code=True)
def suspect_question():
    # With b1 = 0 the row (0, 0) sits on ReLU's corner, where there is no slope to compare: one step aside.
    _aside = [
        p + 0.001 * (name == "b1") for name, p in zip(("W1", "b1", "W2", "b2"), replication.text_3_init(), strict=True)
    ]
    _pairs = zip(
        replication.text_3_gradients(*_aside),
        replication.numerical_gradients(replication.text_3_loss, _aside, eps=1e-5),
        strict=True,
    )
    _rows = []
    for _name, (_program, _judge) in zip(("W1", "b1", "W2", "b2"), _pairs, strict=True):
        _place = np.abs(_judge).argmax()
        _a, _b = _program.ravel()[_place], _judge.ravel()[_place]
        _rows.append(
            {"array": f"`{_name}`", "program": f"{_a:+.2e}", "nudging": f"{_b:+.2e}", "ratio": f"{_a / _b:.2f}"}
        )
    suspect_guess = predict(
        "Which line of the program do you suspect?",
        ["The slope of ReLU", "The delta of the output", "The mean over the rows", "The way back through W2"],
    )
    mo.vstack(
        [
            mo.md("""
    ### Call the judge

    Is its gradient right? Lesson 5 has the tool: nudge each number and compare. For each of the four arrays, here is the largest
    slope, as the program computes it and as the judge measures it, one step aside: at b1 = 0 the row (0, 0) sits on ReLU's corner, where
    there is no slope, so b1 is 0.001 here. (The text checks its gradient too. It says that the difference
    should be below 0.00001, and prints no result.)
    """),
            table(_rows),
            code(replication.numerical_gradients),
            suspect_guess,
        ]
    )
    return (suspect_guess,)


@app.cell(hide_code=True)
def suspect_answer(suspect_guess):
    _found = replication.gradient_differences(
        replication.text_3_gradients, replication.text_3_loss, replication.text_3_init()
    )[0]
    repairs = mo.ui.dictionary(
        {
            "delta": mo.ui.checkbox(label="send back the slope of its own loss"),
            "he": mo.ui.checkbox(label="start after He, in place of times 0.01"),
            "width": mo.ui.dropdown({"3": 3, "8": 8}, "3", label="hidden neurons"),
            "seed": mo.ui.slider(0, 49, value=42, label="seed", show_value=True),
        }
    )
    if is_static():
        _repair = [mo.md("What seed 42 needs is row 3c of the ledger below; how often each repair works, row 3d.")]
    else:
        _repair = [
            mo.md("""
    ### Repair it

    Now mend the program, one repair at a time. Which of them does seed 42 need? Then try other seeds.
    """),
            *repairs.elements.values(),
        ]
    reveal(
        suspect_guess,
        "The delta of the output",
        "All four are off by the same factor, so the fault lies where all blame passes: at the output. `A2 - Y` is the delta of "
        "*cross-entropy*. This program's loss is the squared error, whose delta has σ′ in it, and at an output of ½ that is "
        f"½ · ½ = ¼. The text checks `W1` alone, where the difference is {_found:.1e}.",
        *_repair,
    )
    return (repairs,)


@app.cell(hide_code=True)
def repaired(repairs, suspect_guess):
    if suspect_guess.value is None:  # on a page without Python there is nothing to repair with
        _shown = mo.md("")
    else:
        _width = repairs.value["width"]
        _scales = replication.he_scales(_width) if repairs.value["he"] else (0.01, 0.01)
        _start = replication.text_3_init(repairs.value["seed"], _width, _scales)
        _slopes = replication.text_3_repaired if repairs.value["delta"] else replication.text_3_gradients
        _of_seeds, _outs_of_seeds = cached(replication.text_3_train_seeds, _slopes, _width, _scales)
        _losses, _outs = _of_seeds[:, repairs.value["seed"]], _outs_of_seeds[repairs.value["seed"]]
        _right = int(((_outs > 0.5) == (Y > 0.5)).sum())
        _aside = [p + 0.001 * (k == 1) for k, p in enumerate(_start)]
        _off = max(replication.gradient_differences(_slopes, replication.text_3_loss, _aside))
        _shown = mo.vstack(
            [
                mo.md(
                    f"**{_right} of 4 rows right.** The gradient check "
                    + (
                        f"passes: the worst difference is {replication.format_upper_bound(_off)}."
                        if _off < 1e-6
                        else f"fails, by {_off:.1e}."
                    )
                ),
                charts.lines(
                    {
                        "loss": (range(0, 5001, 50), _losses),
                        "every output ½": ((0, 5000), (0.125, 0.125)),
                        "no error": ((0, 5000), (0.0, 0.0)),
                    },
                    f"The loss goes from {_losses[0]:.4f} to {_losses[-1]:.4f} in 5000 epochs. Outputs of ½ in every row would give 0.125.",
                    x="epoch",
                    y="loss",
                ),
                mo.md(
                    "A right gradient is not enough. From weights of size 0.01 there is hardly a slope to follow, and a ReLU neuron that is "
                    "silent on every row gets no blame and stays silent."
                    if repairs.value["delta"] and _right < 4
                    else ""
                ),
                mo.md(
                    "What seed 42 needs is row 3c of the ledger below, and how often each repair works, over 50 seeds, is row 3d. Both wait for "
                    "its button. Lesson 8 is about such starts."
                ),
            ]
        )
    _shown
    return


@app.cell(hide_code=True)
def text_4_question():
    text_4_guess = predict(
        "Its text prints the predictions 0, 1, 1, 0 after 1000 epochs with learning rate 0.1. What does running print?",
        ["0, 1, 1, 0", "0, 1, 1, 1", "0, 0, 0, 0"],
    )
    _worst = max(
        replication.gradient_differences(
            replication.text_4_gradients, replication.text_4_loss, replication.text_4_init()
        )
    )
    mo.vstack(
        [
            mo.md(f"""
    ### The second program

    [Build a Neural Network From Scratch – in Less Than 5 minutes](https://the-signal.blog/2025/03/31/build-a-neural-network-from-scratch)
    has 4 hidden neurons, the sigmoid in both layers, and its seed is 1. This time call the judge *first*: its slopes are those of half the
    *summed* squared error, and the worst difference is {replication.format_upper_bound(_worst)}. The gradient is right.
    """),
            code(replication.text_4_init, replication.text_4_forward, replication.text_4_gradients),
            text_4_guess,
        ]
    )
    return (text_4_guess,)


@app.cell(hide_code=True)
def text_4_answer(text_4_guess):
    if not was_used(text_4_guess):
        _shown = reveal(text_4_guess, "0, 1, 1, 1", "")
    else:
        _states = list(replication.gradient_descent(replication.text_4_init(), replication.text_4_gradients, 0.1, 5000))
        _outs = np.array([replication.text_4_forward(*parameters)[1].ravel() for parameters in _states])
        _right = ((_outs > 0.5) == (Y.T > 0.5)).all(axis=1)
        _first = int(_right.argmax())
        _printed = ", ".join(str(int(out > 0.5)) for out in _outs[1000])
        _shown = reveal(
            text_4_guess,
            _printed,
            f"The outputs are {', '.join(f'{out:.3f}' for out in _outs[1000])}. The program is right and stops too soon: all four rows "
            f"are right for the first time after epoch {_first}, and from then on. The repair is one number, `epochs`.",
            charts.lines(
                {
                    f"({x1:.0f}, {x2:.0f}) → {y:.0f}": (range(0, 5001, 25), _outs[::25, k].tolist())
                    for k, (x1, x2, y) in enumerate(XOR)
                },
                f"The four outputs over 5000 epochs; the thin dotted line is 0.5. After 1000 epochs the row (1, 1) is at {_outs[1000, 3]:.3f}; "
                f"it falls below 0.5 after epoch {_first}.",
                x="epoch",
                y="output",
                mark=0.5,
            ),
        )
    _shown
    return


@app.cell(hide_code=True)
def the_ledger(run_all):
    _names = [] if was_used(run_all) else ["1a", "2a", "2b", "2c", "2d", "3a"]  # no name: all of them
    _rows = [
        {
            "": row.name,
            "the text says": row.claim,
            "running it gives": row.gives,
            "verdict": f"**{row.verdict}**",
            "cause, and repair": f"{row.cause} *{row.repair}*" if row.cause else "",
        }
        for row in replication.replicate(*_names)
    ]
    _texts = "\n".join(f"{number}. {text}" for number, text in replication.SOURCES.items())
    mo.vstack(
        [
            mo.md(
                """
    ## The ledger

    Every figure that this course took from its four texts, and what running it gives, measured when this was shown.
    """
                + (
                    ""
                    if was_used(run_all)
                    else "Six rows are here at once. The others answer the questions above, or train hundreds of networks; "
                    "they wait for the button."
                )
            ),
            run_all,
            mo.Html(f'<div style="overflow-x: auto"><div style="min-width: 42rem">{table(_rows).text}</div></div>'),
            mo.md(f"The texts:\n\n{_texts}"),
        ]
    )
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "`X` is (5, 3) and the hidden layer has 4 neurons. What are the shapes of `W1`, `b1`, `A1` and `dW1`?",
                    "(3, 4), (1, 4), (5, 4), and (3, 4) again: a slope has the shape of what it is the slope of.",
                ),
                (
                    "A judge finds every slope 4 times too large, while all outputs are near ½. What is missing?",
                    "σ′ of the output, ½ · ½ = ¼.",
                ),
                (
                    "From lesson 6: the second program sums its slopes over four rows, and its loss has a ½. Which learning rate does "
                    "its 0.1 stand for here?",
                    "0.1 · 4 ÷ 2 = 0.2: a sum over four rows is four times the mean, and the ½ halves it.",
                ),
            ),
            navigation(
                "07_numpy",
                "You can build a network of any size, and judge its gradient. Some starts fail all the same. Lesson 8 measures how many, "
                "and finds out why.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
