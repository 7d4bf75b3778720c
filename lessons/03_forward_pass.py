# /// script
# [tool.marimo.opengraph]
# title = "3 · Run the network forward"
# description = "Nine numbers, three neurons, one answer: every value on the way, and the plane folding."
# image = "__marimo__/assets/03_forward_pass/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="3 · Run the network forward")

with app.setup:
    import marimo as mo

    from shared import START_A, START_B, XOR, check
    from shared.lesson.components import (
        exercise_prompt,
        lesson_header,
        navigation,
        now_or_start,
        predict,
        recall,
        reveal,
        show,
        table,
    )
    from shared.nn import network
    from shared.widgets.views import FoldView, ForwardView


@app.cell(hide_code=True)
def title():
    live = mo.ui.anywidget(ForwardView(params=START_A, row=1))
    lesson_header(
        "03_forward_pass",
        live,
        do="Follow two inputs through three neurons, number by number, and write that walk as one function.",
        able="Compute a network's output by hand, name all nine numbers, and say what a hidden layer is for.",
        need="Lessons 1 and 2: one neuron, and why one is not enough.",
        minutes=20,
    )
    return (live,)


@app.cell(hide_code=True)
def nine_numbers():
    mo.md(r"""
    ## Nine numbers

    Lesson 2 wired three neurons by hand. Here they are again with sigmoids in place of steps. Two **hidden** neurons
    look at the inputs; the **output** neuron looks at the hidden ones. A neuron's output is also called its **activation**:

    $$h_1 = \sigma(w_{11} x_1 + w_{12} x_2 + b_1)$$

    $$h_2 = \sigma(w_{21} x_1 + w_{22} x_2 + b_2)$$

    $$\text{out} = \sigma(v_1 h_1 + v_2 h_2 + c)$$

    Count what can be changed: $w_{11}, w_{12}, b_1$ belong to hidden neuron 1, $w_{21}, w_{22}, b_2$ to hidden
    neuron 2, $v_1, v_2, c$ to the output neuron. Nine numbers, always in this order. A network with 2 inputs, 2
    hidden neurons and 1 output is called **2-2-1**.

    Read $w_{12}$ as *into hidden neuron 1, from input 2*. Not everybody does. One of the four published texts that this
    course draws on (lesson 7 names them) writes the two indices the other way round, and a value in the wrong place is hard to see:

    | here | there |
    |:---|:---|
    | $w_{11}$ | $w_{11}$ |
    | $w_{12}$ | $w_{21}$ |
    | $w_{21}$ | $w_{12}$ |
    | $w_{22}$ | $w_{22}$ |

    Before you copy a formula from anywhere, find out which order it uses.
    """)
    return


@app.cell(hide_code=True)
def walk(live):
    _p = network.as_params(live.value["params"])
    _x1, _x2, _y = XOR[live.value["row"]]
    _h1, _h2, _out = network.forward(_x1, _x2, _p)
    _side = "the right side" if (_out > 0.5) == (_y > 0.5) else "the wrong side"
    mo.md(f"""
    ## One row, seven steps

    Under the picture stands the same walk as arithmetic. With the row ({_x1:.0f}, {_x2:.0f}) and the nine numbers
    in the picture {now_or_start()}: both hidden neurons add up and squash, giving $h_1$ = {_h1:.4f} and $h_2$ = {_h2:.4f}; the
    output neuron adds *those* up and squashes, giving out = **{_out:.4f}**. The **target**, the
    answer that the XOR table wants, is {_y:.0f}: out lies on {_side} of 0.5.

    The inputs are read once, by the hidden layer. The output neuron never sees $x_1$ and $x_2$. Choose another row:
    the nine numbers stay, every value on the way changes. Change one of the nine: follow what it touches.
    """)
    return


@app.cell(hide_code=True)
def untrained_question():
    untrained_guess = predict(
        "Start A has never been trained. What do its outputs for the four rows look like?",
        ["All close to 0", "All close to ½", "Two close to 0, two close to 1"],
    )
    untrained_guess
    return (untrained_guess,)


@app.cell(hide_code=True)
def untrained_answer(untrained_guess):
    _outs = [network.forward(x1, x2, START_A)[2] for x1, x2, _ in XOR]
    reveal(
        untrained_guess,
        "All close to ½",
        f"They run from {min(_outs):.3f} to {max(_outs):.3f}. The hidden activations lie around ½ and the output weights are small, so the "
        "output neuron's sum stays near 0, where the sigmoid says ½. It has no opinion on any row.",
    )
    return


@app.cell(hide_code=True)
def forward_task():
    exercise_prompt(
        "forward",
        "Return the three activations `(h1, h2, out)` for one row of inputs. `params` holds the nine numbers; unpack them "
        "with `w11, w12, b1, w21, w22, b2, v1, v2, c = params`. Use `network.neuron(x1, x2, w1, w2, b)`; to use your own, "
        "copy it from lesson 1 into the cell.",
    )
    return


@app.function
def forward(x1, x2, params):
    """The activations (h1, h2, out) of the 2-2-1 network."""
    ...


@app.cell
def check_forward():
    check(forward)
    return


@app.cell
def untrained_outputs():
    outputs = [
        {
            "row": f"({x1:.0f}, {x2:.0f})",
            "target": int(y),
            "start A": f"{network.forward(x1, x2, START_A)[2]:.4f}",
            "start B": f"{network.forward(x1, x2, START_B)[2]:.4f}",
        }
        for x1, x2, y in XOR
    ]
    show(table(outputs))
    return (outputs,)


@app.cell(hide_code=True)
def starts(outputs):
    mo.md(f"""
    ## Two starting points

    The course follows two sets of nine numbers, **start A** and **start B**. Both come from published tutorials, and
    so do the outputs: the second text behind the course prints {", ".join(row["start B"] for row in outputs)} for
    start B, and so does the table above. It is computed in this page. Which of the two does
    better? Hardly either: all eight outputs are close to ½.
    """)
    return


@app.cell(hide_code=True)
def fold_question():
    fold_guess = predict(
        "The output neuron draws one straight line, and lesson 2 proved that one line is not enough. How can it succeed?",
        [
            "Its line is curved by the sigmoid",
            "The hidden layer moves the four points to where one line is enough",
            "It draws two lines",
        ],
    )
    fold_guess
    return (fold_guess,)


@app.cell(hide_code=True)
def fold_answer(fold_guess):
    reveal(
        fold_guess,
        "The hidden layer moves the four points to where one line is enough",
        r"The output neuron does not look at $(x_1, x_2)$. It looks at $(h_1, h_2)$. The picture below moves every point of the "
        "plane from the first place to the second.",
    )
    return


@app.cell(hide_code=True)
def fold_picture():
    updates = 4001  # lesson 6's program makes as many
    trained = list(network.train(XOR, START_A, lr=2.0, epochs=updates))[-1].params
    fold = mo.ui.anywidget(
        FoldView(params=trained, presets={"start A": START_A, "start B": START_B, "trained": trained})
    )
    mo.vstack([mo.md("## What the hidden layer does to the plane"), fold])
    return fold, trained, updates


@app.cell(hide_code=True)
def fold_words(fold, trained, updates):
    _hidden = [network.forward(x1, x2, fold.value["params"]) for x1, x2, _ in XOR]
    _rows = "\n".join(
        f"    | ({x1:.0f}, {x2:.0f}) → {y:.0f} | ({h1:.3f}, {h2:.3f}) | {out:.3f} |"
        for (x1, x2, y), (h1, h2, out) in zip(XOR, _hidden, strict=True)
    )
    _a, _b = (network.forward(x1, x2, trained)[:2] for x1, x2 in ((0, 0), (1, 1)))
    mo.md(f"""
    Slide from 0 to 1, or press play. With the **trained** numbers (start A after {updates:,} updates; lesson 6 makes them), the
    two rows that want 0 are carried almost to the same spot: ({_a[0]:.3f}, {_a[1]:.3f}) and ({_b[0]:.3f}, {_b[1]:.3f}).
    The plane is almost folded, corner 00 onto corner 11, and now one straight line separates these two from the others. With **start A** or
    **start B** the four points stay crowded, and no fold has happened. The numbers in the picture {now_or_start()}:

    | row → target | $(h_1, h_2)$ | out |
    |:---|:---|:---|
{_rows}
    """)
    return


@app.cell(hide_code=True)
def your_forward():
    if check(forward).status == "right":
        _outs = ", ".join(f"{forward(x1, x2, START_A)[2]:.4f}" for x1, x2, _ in XOR)
        _text = (
            f"Your `forward` says, for start A: **{_outs}**. That is an untrained network, run forward by your code."
        )
    else:
        _text = "*In the editor, your `forward` runs start A here, once it is right.*"
    mo.md(_text)
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Write the three formulas of the 2-2-1 network. How many numbers can be trained?",
                    r"$h_1 = \sigma(w_{11} x_1 + w_{12} x_2 + b_1)$, $h_2 = \sigma(w_{21} x_1 + w_{22} x_2 + b_2)$, "
                    r"$\text{out} = \sigma(v_1 h_1 + v_2 h_2 + c)$. Nine.",
                ),
                (
                    "Where does $w_{21}$ begin and where does it end?",
                    "It begins at input 1 and ends at hidden neuron 2.",
                ),
                (
                    "From lesson 2: why can no single line compute XOR?",
                    "Its two 1-rows together ask for $w_1 + w_2 + 2b > 0$, its two 0-rows for the opposite.",
                ),
            ),
            navigation(
                "03_forward_pass",
                "The network answers, and its answers are poor. Lesson 4 turns *poor* into a number, so that it can be made smaller.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
