# /// script
# [tool.marimo.opengraph]
# title = "7 · Say it in NumPy"
# description = "All rows at once, any width and any depth. Then find out if two published programs work."
# image = "__marimo__/assets/07_numpy/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="7 · Say it in NumPy")

with app.setup(hide_code=True):
    import marimo as mo
    import numpy as np

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import START_A, XOR, check
    from shared.experiments import claims, replication
    from shared.lesson import charts, own_data
    from shared.lesson.boundary import BANDS, LEVELS, boundary
    from shared.lesson.cache import cached
    from shared.lesson.claims_view import claims_table
    from shared.lesson.components import (
        beside,
        code,
        details,
        exercise_prompt,
        is_static,
        lesson_header,
        navigation,
        now_or_start,
        part_of,
        predict,
        recall,
        reveal,
        show,
        table,
        was_used,
        yours_if_right,
    )
    from shared.lesson.figures import draw_once, plt
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import gradient_check, mlp, network
    from shared.nn.mlp import sigmoid
    from shared.nn.own_rows import EXAMPLE, parse_rows, train_on_rows
    from shared.widgets.views import ForwardView

    X, Y = mlp.XOR_X, mlp.XOR_Y  # the four rows: inputs (4, 2), targets (4, 1)
    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    def train_as_in_lesson_6():
        return list(network.train(XOR, START_A, lr=2.0, epochs=4000))

    lesson_6 = cached(train_as_in_lesson_6)
    _trained = lesson_6[-1].params
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
    # A cell that uses a control runs again when the control changes.
    # This part is plain HTML: a cell that uses only this part does not run again.
    with_numbers = part_of(live, "network", "numbers")
    lesson_header(
        "07_numpy",
        part_of(live, "network", "steps"),
        do="Write lesson 6 again in a dozen lines of NumPy, for any number of rows and neurons. Then run two published programs and find out if "
        "they give the results that their authors print.",
        able="Explain the shape of every array in a network, and find out why a run fails: because of a wrong gradient or a bad initialization.",
        need="Lessons 5 and 6. You know NumPy arrays: `+` and `*` work element by element.",
        minutes=30,
        later=20,
    )
    return lesson_6, live, run_all, sizes, with_numbers


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("07_numpy", status)
    return


@app.cell(hide_code=True, expand_output=True)
def nine_in_four(live, with_numbers):
    _follow = "" if is_static() else "Change a number in the picture and watch the table. "
    _arrays = mlp.as_arrays(live.value["params"])
    _names = ("w11 w21", "w12 w22"), ("b1 b2",), ("v1", "v2"), ("c",)
    _rows = [
        {
            "array": f"`{name}`",
            "shape": f"`{array.shape}`".replace(" ", "\N{NO-BREAK SPACE}"),
            "holds": "<br>".join(f"`{part}`" for part in held),
            now_or_start(): "<br>".join(
                f"({', '.join(f'{number:.2f}' for number in row)})".replace("-", "−").replace(" ", "\N{NO-BREAK SPACE}")
                for row in array
            ),
        }
        for name, held, array in zip(("W1", "b1", "W2", "b2"), _names, _arrays, strict=True)
    ]
    mo.vstack(
        [
            mo.md(f"""
    ## Shapes first

    Lesson 6 computes one row and one neuron at a time. NumPy can compute all rows and all neurons at once. For this, the numbers must be
    in the right places. The data is a table. For XOR it has four rows, and one column for each of the two inputs. So `X` has the shape
    (rows, inputs), and `Y` has the shape (rows, outputs). A weight array has the shape **(in, out)**: one row for each input of the layer, and one
    *column* for each neuron. The biases of a layer are one row: (1, out).

    In this way, the nine numbers become four arrays. The picture shows the network that lesson 6 trained. {_follow}In the
    last two columns, each line is one row of the array.
    """),
            beside(
                mo.vstack(
                    [
                        table(_rows),
                        mo.md(r"""
    Careful: row 1 of `W1` is $w_{11}, w_{21}$. These are the two weights of input 1. The weights of hidden neuron 1 are in column 1. Be careful with the names too. The array `b2` holds the number $c$. The number b2 in the picture is the second
    number in the array `b1`.
    """),
                    ]
                ),
                with_numbers,
            ),
            mo.md(r"""
    Two operations compute the sums of a layer. `X @ W1` multiplies every row of `X` with every column of `W1` and adds up the products. This
    gives all weighted sums at once. `+ b1` adds the row of biases to every row. This is called **broadcasting**: NumPy repeats a row so that the shapes fit.
    """),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def shape_question():
    shape_guess = predict(
        "`X` has 5 rows of 3 inputs, and the layer has 4 neurons. What is the shape of `X @ W1 + b1`?",
        {
            "(3, 4)": "This is the shape of `W1`: one row for each input. The result has one row for each row of *data*.",
            "(4, 5)": "This is the shape of the transposed result. The rows of `X` are the rows of the result, and each neuron is a column.",
            "(5, 3)": "This is the shape of `X`. Each column of the product holds the weighted sums of one neuron.",
            "(5, 4)": "The product is (5, 3) @ (3, 4). The two numbers in the middle must be equal: both are the number of inputs. The result has one "
            "row for each row of data and one column for each neuron.",
        },
        right="(5, 4)",
    )
    shape_guess
    return (shape_guess,)


@app.cell(hide_code=True, expand_output=True)
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
        ("b2", "bias of the output", _b2),
        ("A2 = sigmoid(A1 @ W2 + b2)", "outputs", _A2),
    ]
    reveal(
        shape_guess,
        "NumPy adds the row of biases, whose shape is (1, 4), to every row.",
        mo.md(
            "The table shows the shapes for the sizes in the question."
            if is_static()
            else "Try other sizes. The table shows the shapes of real arrays of these sizes."
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


@app.cell(hide_code=True, expand_output=True)
def forward_batch_task():
    exercise_prompt(
        "forward_batch",
        "Return `(A1, A2)`: the hidden activations and the outputs of all rows. Both layers use the sigmoid. You can use `np` and "
        "`sigmoid`. This `sigmoid` also accepts whole arrays.",
    )
    return


@app.function
def forward_batch(X, W1, b1, W2, b2):
    """Return the hidden activations and the outputs of all rows at once."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_forward_batch():
    check(lambda: forward_batch)
    return


@app.cell(hide_code=True, expand_output=True)
def backward_batch_task():
    exercise_prompt(
        "backward_batch",
        "Return `(dW1, db1, dW2, db2)`: the gradients of the loss. The loss is the mean of `(A2 − Y)²` over the rows. The network has one output "
        "neuron, so `A2` and `Y` have the shape (rows, 1).",
        lead=r"""
    ## Backward for all rows

    The formulas are the same as in lesson 5. `D2` holds one $\delta_\text{out}$ for each row. `D1` holds one $\delta_h$ for each row and each
    hidden neuron. A gradient always has the same shape as its array: `dW1` has the shape of `W1`. This tells you which array you must
    **transpose** (swap its rows and columns) with `.T`.

    | lesson 5 | all rows | shape |
    |:---|:---|:---|
    | $\delta_\text{out}$, divided by the number of rows | `D2` | (rows, 1) |
    | $\delta_\text{out}$ times $v$, times $h(1 - h)$ | `D1` | (rows, hidden) |
    | $\delta$ times the input of the weight, summed over the rows | `dW1`, `dW2` | as `W1`, `W2` |
    | $\delta$, summed over the rows | `db1`, `db2` | as `b1`, `b2` |

    A sum removes an axis: if `Z` has the shape (5, 4), then `Z.sum(axis=0)` has the shape (4,). With `Z.sum(axis=0, keepdims=True)` the shape
    is (1, 4).
    """,
    )
    return


@app.function
def backward_batch(X, Y, A1, A2, W2):
    """Return the gradients of the mean squared error for W1, b1, W2 and b2."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_backward_batch():
    check(lambda: backward_batch)
    return


@app.cell(hide_code=True, expand_output=True)
def dozen_lines_intro():
    mo.md("""
    ## Lesson 6 in a dozen lines

    This is lesson 6's program in a dozen lines. It uses your `forward_batch` and your `backward_batch`. If one of them is
    not right yet, the program uses the course's function instead.
    """)
    return


@app.cell(expand_output=True)
def dozen_lines(lesson_6):
    def train_in_numpy(forward, backward, W1, b1, W2, b2, lr, epochs):
        for _ in range(epochs):
            A1, A2 = forward(X, W1, b1, W2, b2)
            yield ((A2 - Y) ** 2).mean(), W1, b1, W2, b2
            dW1, db1, dW2, db2 = backward(X, Y, A1, A2, W2)
            W1 = W1 - lr * dW1
            b1 = b1 - lr * db1
            W2 = W2 - lr * dW2
            b2 = b2 - lr * db2

    def compare(train_in_numpy, forward, backward):
        """Return the first loss, the last loss, and the largest difference from lesson 6."""
        ours = list(train_in_numpy(forward, backward, *mlp.as_arrays(START_A), lr=2.0, epochs=4001))
        difference = 0.0
        for (loss, *arrays), state in zip(ours, lesson_6, strict=True):
            nine = zip(arrays, mlp.as_arrays(state.params), strict=True)
            difference = max(difference, abs(loss - state.loss), *(abs(a - b).max() for a, b in nine))
        return ours[0][0], ours[-1][0], difference

    first, last, difference = cached(
        compare, train_in_numpy, yours_if_right(lambda: forward_batch), yours_if_right(lambda: backward_batch)
    )
    digits, power = f"{difference:.0e}".split("e")
    _comparison = mo.md(
        f"From start A the loss goes from {first:.4f} to {last:.4f} in 4000 epochs. At every epoch, the loss and the nine numbers are almost the same "
        f"as in lesson 6: the largest difference is **{digits}e{int(power)}**. Read this as {digits} · $10^{{{int(power)}}}$. These tiny differences are rounding "
        "errors: NumPy and lesson 6 add the numbers in different orders."
    )
    show(_comparison, train_in_numpy)
    return


@app.cell(hide_code=True, expand_output=True)
def relu_task():
    exercise_prompt(
        "relu",
        "Return an array with the shape of `Z`. Keep every element that is above 0. Replace all other elements by 0. Do not change `Z` itself.",
        lead=r"""
    ## Any width, any depth, other activation functions

    The dozen lines above work for any number of columns of `W1`. For a wider layer, make its arrays wider. For a deeper network, repeat the code of a layer.
    You can also use another activation function. Many networks today use the **rectified linear unit**, ReLU. It returns z if z is
    above 0, and 0 otherwise. ReLU is fast: it needs only one comparison. And for positive z its derivative is 1, so ReLU does not make
    a delta smaller in the backward pass.
    """,
    )
    return


@app.function
def relu(Z):
    """Return a copy of Z in which every negative element is replaced by 0."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_relu():
    check(lambda: relu)
    return


@app.cell(hide_code=True, expand_output=True)
def relu_derivative_task():
    exercise_prompt(
        "relu_derivative",
        "Return an array with the shape of `Z`: the derivative of ReLU at each element. At exactly 0 ReLU has a corner, so it has no "
        "derivative there. Return 0 there.",
    )
    return


@app.function
def relu_derivative(Z):
    """Return the derivative of ReLU at each element."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_relu_derivative():
    check(lambda: relu_derivative)
    return


@app.cell(hide_code=True, expand_output=True)
def activations_intro():
    mo.md("""
    Now compare three activation functions: the sigmoid, ReLU, and *tanh* (hyperbolic tangent). The curve of tanh is an S, like the sigmoid,
    but it goes from −1 to 1. The code below draws the three functions and their derivatives. It uses your functions as soon as they are right. Until then it uses the course's functions. (In a program of your own, the first line is `import matplotlib.pyplot as plt`.)

    **How to read it.** The dashed curve is the slope of the solid curve. In the backward pass, each delta is multiplied by this slope.

    **Change one thing** (in the editor). Change −6 and 6 to −2 and 2. Where is the slope of the sigmoid largest?
    """)
    return


@app.cell(expand_output=True)
def activations():
    def draw_activations(relu, relu_derivative):
        z = np.linspace(-6, 6, 241)
        s, t = sigmoid(z), np.tanh(z)
        fig, (left, middle, right) = plt.subplots(1, 3, figsize=(3.7, 2.2))
        left.plot(z, s)
        left.plot(z, s * (1 - s))
        left.set(title="sigmoid", xlabel="z")
        middle.plot(z, t)
        middle.plot(z, 1 - t**2)
        middle.set(title="tanh", xlabel="z")
        right.plot(z, relu(z))
        right.plot(z, relu_derivative(z))
        right.set(title="ReLU", xlabel="z")
        return fig, z, relu_derivative(z)

    def _caption(z, slope_of_relu):
        s, t = sigmoid(z), np.tanh(z)
        return (
            f"Three activation functions (solid) and their derivatives (dashed). The slope of the sigmoid is at most {(s * (1 - s)).max():.2f}, "
            f"and the slope of tanh is at most {(1 - t**2).max():.0f}. The slope of ReLU is {slope_of_relu.max():.0f} for each z above 0."
        )

    show(
        draw_once(
            draw_activations, yours_if_right(lambda: relu), yours_if_right(lambda: relu_derivative), alt=_caption
        ),
        draw_activations,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def choices():
    _ask = (
        "" if is_static() else "Choose a network and train it on XOR. Does it learn? Does it learn with another seed?"
    )
    choose = mo.ui.dictionary(
        {
            "hidden": mo.ui.dropdown(
                {"2": (2,), "3": (3,), "8": (8,), "4 and 4": (4, 4), "8, 8 and 8": (8, 8, 8)},
                "3",
                label="Hidden neurons",
            ),
            "activation": mo.ui.dropdown(
                {"sigmoid": mlp.sigmoid, "tanh": mlp.tanh, "ReLU": mlp.relu}, "tanh", label="Activation"
            ),
            "loss": mo.ui.dropdown(
                {"squared error": mlp.squared_error, "cross-entropy": mlp.cross_entropy}, "squared error", label="Loss"
            ),
            "start": mo.ui.dropdown(
                {"Xavier": mlp.xavier_init, "He": mlp.he_init, "−1 to 1": mlp.uniform_init},
                "Xavier",
                label="Initialization",
            ),
            "lr": mo.ui.slider(0.1, 3, 0.1, value=1.0, label="Learning rate", show_value=True),
            "seed": mo.ui.slider(0, 20, value=0, label="Seed", show_value=True),
        }
    )
    mo.vstack(
        [
            mo.md(f"""
    ## A small class

    The class `MLP` holds the arrays and has three methods: forward, backward, train. Its name means **multi-layer perceptron**.
    The *initialization* chooses the first weights. *Xavier* and *He* are two common rules for the size of the weights. This size depends
    on the number of inputs of the neuron. Everything that you choose before training, such as the width or the learning rate, is a **hyperparameter**. {_ask}
    """),
            mo.hstack(list(choose.elements.values()), wrap=True, justify="start", gap=1),
            mo.Html(
                details(
                    "The code of the class: forward and backward",
                    "",
                    code(mlp.MLP.activations, mlp.MLP.gradients, mlp.MLP.backward).text,
                )
            ),
        ]
    )
    return (choose,)


@app.cell(expand_output=True)
def any_network(choose):
    def trained(hidden, activation, loss, start, lr, seed):
        rng = np.random.default_rng(seed)
        parameters = mlp.random_parameters([2, *hidden, 1], rng, start)
        net = mlp.MLP(parameters, activation, loss)
        return net, list(net.train(X, Y, lr, epochs=1000))

    net, losses = cached(trained, *choose.value.values())
    _right = ((net(X) > 0.5) == (Y > 0.5)).sum()
    _widths = "-".join(str(width) for width in (2, *choose.value["hidden"], 1))
    _picture = charts.lines(
        {"loss": (range(len(losses)), losses)},
        f"A {_widths} network: the loss goes from {losses[0]:.4f} to {losses[-1]:.4f} in 1000 epochs, and {_right} of 4 outputs are on "
        "the correct side of 0.5.",
        x="epoch",
        y="loss",
    )
    show(_picture, trained)
    return


@app.cell(hide_code=True, expand_output=True)
def own_rows():
    rows_typed = own_data.rows_form()
    load_file = own_data.load_button()
    _text = f"""
    Each row has two inputs and a target. For example, the inputs are the height and the weight of an animal, and the target is 1 for a cat and 0 for other animals. {"In the notebook, t" if is_static() else "T"}ype or paste a line
    for each row: the first input, the second input, and the target, 0 or 1. You can also copy three columns of a spreadsheet. The network that you chose
    above is trained on your rows. The example rows are a group of points with target 1, and a ring of points with target 0 around the group. Try 2, 3 and 8 hidden neurons, and ReLU. What shape does the line between the two colours have?

    In training, both inputs are scaled to mean 0 and standard deviation 1, so the units of your numbers do not matter. After training, the program
    changes `W1` and `b1`, so that the network accepts your numbers without scaling. You can save the network in a file, and load it
    here another day.
    """
    _controls = "" if is_static() else f"{rows_typed.text}{load_file.text}"
    mo.Html(details("Extra: train this network on your own data, save it, load it", _text, _controls))
    return load_file, rows_typed


@app.cell(hide_code=True, expand_output=True)
def own_network(choose, rows_typed):
    data = parse_rows(EXAMPLE)
    _shown = []
    if was_used(rows_typed):
        try:
            data = parse_rows(rows_typed.value or EXAMPLE)
            _net, _losses = train_on_rows(data, **choose.value)
        except ValueError as error:
            _shown = [own_data.complaint(error)]
        else:
            _words = f"In {len(_losses) - 1} epochs the loss goes from {_losses[0]:.4f} to {_losses[-1]:.4f}."
            _shown = [mo.md(_words), boundary(_net, data)]
            if not is_static():
                _shown.append(own_data.save_button(_net, "this-network"))
    mo.vstack(_shown, align="start") if _shown else None
    return (data,)


@app.cell(hide_code=True, expand_output=True)
def loaded(data, live, load_file):
    def _pictures(net):
        if isinstance(net, network.Params):
            return [mo.ui.anywidget(ForwardView(params=net, row=3)), boundary(mlp.MLP(mlp.as_arrays(net)), data)]
        if len(net.parameters[0]) != 2 or net.parameters[-1].shape[1] != 1:
            raise ValueError("The network must have 2 inputs and 1 output here. Lesson 9 loads networks for digits.")
        return [boundary(net, data)]

    if is_static():
        _shown = []
    else:
        _button = own_data.save_button(live.value["params"], "the-nine-numbers")
        _shown = [mo.Html(details("Extra: save the nine numbers of the picture at the top", "", _button.text))]
        try:
            if (_net := own_data.loaded_network(load_file)) is not None:
                _shown = [mo.md("**The network in your file**, with the rows from above:"), *_pictures(_net), *_shown]
        except ValueError as error:
            _shown = [own_data.complaint(error), *_shown]
    mo.vstack(_shown) if _shown else None
    return


@app.cell(hide_code=True, expand_output=True)
def draw_yours_intro():
    mo.md("""
    ## Your network in two plots

    `train_batches` trains a network with your `forward_batch` and your `backward_batch`. If one of them is not right yet, it uses the course's function instead.
    Two plots show what the network has learned.

    **How to read them.** The first plot is the learning curve: one loss for each epoch. The second plot shows the **decision boundary**. The code
    computes the output at 51 × 51 points of the plane. Blue means an output near 0, and orange means an output near 1. On the line between blue and orange, the output is 0.5.
    All circles must be on one side of this line, and all squares must be on the other side. (`BANDS` are the ten colours of this course, and
    `LEVELS` are the outputs at which the colour changes. `mec` is the colour of a mark's edge, and `mew` is the width of the edge.)

    **Change one thing** (in the editor). Change `hidden=4` to 2, then to 16, and look at the shape of the boundary. Or change `seed`.
    """)
    return


@app.function
def train_batches(forward, backward, hidden=4, lr=2.0, epochs=2000, seed=0):
    """Train a network on XOR. Return its final arrays, and a list with the loss of each epoch."""
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = mlp.random_parameters([2, hidden, 1], rng)
    losses = []
    for _ in range(epochs):
        A1, A2 = forward(X, W1, b1, W2, b2)
        losses.append(((A2 - Y) ** 2).mean())
        dW1, db1, dW2, db2 = backward(X, Y, A1, A2, W2)
        W1, b1 = W1 - lr * dW1, b1 - lr * db1
        W2, b2 = W2 - lr * dW2, b2 - lr * db2
    return (W1, b1, W2, b2), losses


@app.cell(expand_output=True)
def learning_curve():
    arrays, _losses = cached(
        train_batches, yours_if_right(lambda: forward_batch), yours_if_right(lambda: backward_batch)
    )

    def draw_curve(losses):
        fig, ax = plt.subplots()
        ax.semilogy(losses)
        ax.set(xlabel="epoch", ylabel="loss")
        return fig, losses

    def _caption(losses):
        return f"The loss goes from {losses[0]:.4f} to {losses[-1]:.5f} in {len(losses)} epochs. The vertical axis is logarithmic."

    show(draw_once(draw_curve, tuple(_losses), alt=_caption), train_batches, draw_curve)
    return (arrays,)


@app.cell(expand_output=True)
def decision_boundary(arrays):
    def draw_boundary(forward):
        side = np.linspace(-0.5, 1.5, 51)
        x1, x2 = np.meshgrid(side, side)
        points = np.column_stack([x1.ravel(), x2.ravel()])
        out = forward(points, *arrays)[1].reshape(x1.shape)
        fig, ax = plt.subplots(figsize=(3.7, 3.1))
        filled = ax.contourf(x1, x2, out, levels=LEVELS, colors=BANDS)
        ax.contour(x1, x2, out, levels=[0.5], colors="black")
        for (p1, p2), (y,) in zip(X, Y):
            marker, color = ("s", "C1") if y == 1 else ("o", "C0")
            ax.plot(p1, p2, marker, color=color, mec="0.99", mew=2, markersize=11)
        fig.colorbar(filled, label="output")
        ax.set(xlabel="x1", ylabel="x2")
        return fig, out, forward(X, *arrays)[1].ravel()

    def _caption(out, rows):
        return (
            f"Both axes go from −0.5 to 1.5. In {(out > 0.5).mean():.0%} of this square, the output is above 0.5. The outputs for the four rows are "
            f"{', '.join(f'{row:.2f}' for row in rows)}."
        )

    show(draw_once(draw_boundary, yours_if_right(lambda: forward_batch), alt=_caption), draw_boundary)
    return


@app.cell(hide_code=True, expand_output=True)
def text_3_question():
    text_3_guess = predict(
        "The authors print the loss 0.249876 for epoch 0 and the loss 0.045678 for epoch 1000. They say that all four rows are right. What happens when you run the program?",
        {
            "It does what the authors print": "It does not. The measured curve in the chart is flat. The authors print three losses, and these become smaller.",
            "It learns, but later": "The loss stays almost the same for all 5000 epochs. The authors say that 1000 epochs are enough.",
            "It does not learn at all": "There is no error message, but the loss is almost the same from the first epoch to the last, and every output stays near ½.",
        },
        right="It does not learn at all",
    )
    mo.vstack(
        [
            mo.md("""
    ## Does the published program run?

    You copy a program from the internet. The text around it shows good results. Your run raises no error, but it does not do what the text
    says. Is the cause your own mistake, a bug in the program, or bad luck? You will meet this question whenever you train networks. A few tests answer it in minutes.

    (The second half of the lesson begins here. You can do it another day.)

    This course uses four sources. Two sources are NumPy tutorials for XOR. Here is the first tutorial, source 3: [Final Project: The
    Architect](https://resources.devweekends.com/courses/math-for-ml-calculus/06-final-project). We have rewritten its program, with the same
    seed, the same random numbers, and the same formulas in the same order. It has 3 hidden neurons with ReLU. Its loss is half the mean squared
    error. It trains for 5000 epochs with learning rate 0.5.

    The code looks a little different from yours, because its functions can train 50 networks at once. For 50 networks, each array has one more axis in
    front. So the code has `.mT` instead of `.T`, and `axis=-2` instead of `axis=0`. `A1 > 0` is the derivative of ReLU: in a product, True counts as 1 and False as 0.
    """),
            code(
                replication.text_3_init,
                replication.text_3_forward,
                replication.text_3_loss,
                replication.published_delta,
                replication.sum_rows,
                replication.text_3_backward,
                replication.text_3_gradients,
            ),
            text_3_guess,
        ]
    )
    return (text_3_guess,)


@app.cell(hide_code=True, expand_output=True)
def text_3_answer(text_3_guess):
    def _explain():
        _losses, _outs = cached(replication.text_3_run)
        return (
            f"The loss is {_losses[0]:.6f} at epoch 0 and still {_losses[-1]:.6f} after 5000 epochs. The outputs are "
            f"{', '.join(f'{out:.4f}' for out in _outs)}.",
            charts.lines(
                {
                    "measured": (range(0, 5001, 50), _losses),
                    "printed by the authors": ((0, 500, 1000), (0.249876, 0.124234, 0.045678)),
                },
                f"The measured loss stays at {_losses[0]:.3f} from the first epoch to the last. The authors print "
                "three losses, which fall from 0.250 to 0.046.",
                x="epoch",
                y="loss",
            ),
        )

    reveal(text_3_guess, _explain)
    return


@app.cell(hide_code=True, expand_output=True)
def suspect_question():
    # With b1 = 0, the row (0, 0) is exactly at ReLU's corner, where no derivative exists. b1 = 0.001 avoids the corner.
    _aside = [
        p + 0.001 * (name == "b1") for name, p in zip(("W1", "b1", "W2", "b2"), replication.text_3_init(), strict=True)
    ]
    _pairs = zip(
        replication.text_3_gradients(*_aside),
        gradient_check.numerical_gradients(replication.text_3_loss, _aside, eps=1e-5),
        strict=True,
    )
    _rows = []
    for _name, (_program, _numerical) in zip(("W1", "b1", "W2", "b2"), _pairs, strict=True):
        _place = np.abs(_numerical).argmax()
        _a, _b = _program.ravel()[_place], _numerical.ravel()[_place]
        _rows.append(
            {"array": f"`{_name}`", "program": f"{_a:+.2e}", "numerical": f"{_b:+.2e}", "ratio": f"{_a / _b:.2f}"}
        )
    suspect_guess = predict(
        "Which part of the program is wrong?",
        {
            "The derivative of ReLU": "This derivative is used only for the gradients of `W1` and `b1`. But the gradients of `W2` and `b2` are wrong too.",
            "The delta of the output": "All four gradients are wrong by the same factor (the column *ratio*). All of them are computed from the delta of the "
            "output, so the bug is there.",
            "The mean over the rows": f"A good idea: without the mean, all gradients would be {len(X)} times too large. But the program does divide by the number "
            "of rows, `len(Y)`. Look for something else that is missing in all four gradients.",
            "The product with W2": "This product is used only for the delta of the hidden layer. A bug in this product cannot change the gradients of `W2` and `b2`. "
            "But these gradients are wrong too.",
        },
        right="The delta of the output",
    )
    mo.vstack(
        [
            mo.md("""
    ### Check the gradient

    Is the program's gradient right? Compare it with the numerical gradient of lesson 5. For each of the four arrays, the table shows
    the largest gradient: first the result of the program, then the numerical gradient. We use b1 = 0.001 here instead of 0. With b1 = 0,
    the row (0, 0) would be exactly at ReLU's corner, where no derivative exists. (The authors check their gradient too. They say that the difference should be
    below 0.00001, but they print no result.)
    """),
            table(_rows),
            code(gradient_check.numerical_gradients),
            suspect_guess,
        ]
    )
    return (suspect_guess,)


@app.cell(hide_code=True, expand_output=True)
def suspect_answer(suspect_guess):
    _found = gradient_check.gradient_differences(
        replication.text_3_gradients, replication.text_3_loss, replication.text_3_init()
    )[0]
    repairs = mo.ui.dictionary(
        {
            "delta": mo.ui.checkbox(label="use the delta of the program's own loss"),
            "he": mo.ui.checkbox(label="use He's initialization instead of 0.01 × random"),
            "width": mo.ui.dropdown({"3": 3, "8": 8}, "3", label="hidden neurons"),
            "seed": mo.ui.slider(0, 49, value=42, label="seed", show_value=True),
        }
    )
    if is_static():
        _repair = [
            mo.md(
                "The table of claims below has the answer. Row 3c names the repairs that the program needs with seed 42. Row 3d says how often each repair works."
            )
        ]
    else:
        _repair = [
            mo.md("""
    ### Repair it

    Now fix the program, one repair at a time. Which repairs does the program need with seed 42? Then try other seeds.
    """),
            *repairs.elements.values(),
        ]
    reveal(
        suspect_guess,
        "`A2 - Y` is the delta of *cross-entropy*. But this program's loss is the squared error. The delta of the squared error has one more factor, σ′. For an "
        f"output of ½, σ′ is ½ · ½ = ¼. The authors check only `W1`. For `W1` the difference is {_found:.1e}.",
        *_repair,
    )
    return (repairs,)


@app.cell(hide_code=True, expand_output=True)
def repaired(repairs, suspect_guess):
    if suspect_guess.value is None:  # no answer yet, or this is a static page, which cannot train
        _shown = mo.md("")
    else:
        _width = repairs.value["width"]
        _scales = replication.he_scales(_width) if repairs.value["he"] else (0.01, 0.01)
        _start = replication.text_3_init(repairs.value["seed"], _width, _scales)
        _slopes = replication.text_3_repaired if repairs.value["delta"] else replication.text_3_gradients
        with mo.status.spinner("Training 50 networks, one for each seed …"):
            _of_seeds, _outs_of_seeds = cached(replication.text_3_train_seeds, _slopes, _width, _scales)
        _losses, _outs = _of_seeds[:, repairs.value["seed"]], _outs_of_seeds[repairs.value["seed"]]
        _right = int(((_outs > 0.5) == (Y > 0.5)).sum())
        _aside = [p + 0.001 * (k == 1) for k, p in enumerate(_start)]
        _off = max(gradient_check.gradient_differences(_slopes, replication.text_3_loss, _aside))
        _shown = mo.vstack(
            [
                mo.md(
                    f"**{_right} of 4 rows right.** The gradient check "
                    + (
                        f"passes: the largest difference is {gradient_check.format_upper_bound(_off)}."
                        if _off < 1e-6
                        else f"fails: the largest difference is {_off:.1e}."
                    )
                ),
                charts.lines(
                    {
                        "loss": (range(0, 5001, 50), _losses),
                        "every output ½": ((0, 5000), (0.125, 0.125)),
                        "no error": ((0, 5000), (0.0, 0.0)),
                    },
                    f"The loss goes from {_losses[0]:.4f} to {_losses[-1]:.4f} in 5000 epochs. If every output is ½, the loss is 0.125.",
                    x="epoch",
                    y="loss",
                ),
                mo.md(
                    ""
                    if _right == 4 or not repairs.value["delta"]
                    else "A correct gradient is not enough. "
                    + (
                        "With He's initialization the weights are large enough, but"
                        if repairs.value["he"]
                        else "The weights are only about 0.01, so the gradients are tiny. And"
                    )
                    + " if a ReLU neuron outputs 0 for every row, its gradients are 0 too, so it never changes."
                ),
                mo.md(
                    "The table of claims below has the full answer. Row 3c names the repairs that the program needs with seed 42. Row 3d says how often each repair "
                    "works, for 50 seeds. Open the table and press its button to see these rows. Lesson 8 is about bad initializations."
                ),
            ]
        )
    _shown
    return


@app.cell(hide_code=True, expand_output=True)
def text_4_question():
    text_4_guess = predict(
        "The authors print the predictions 0, 1, 1, 0 after 1000 epochs with learning rate 0.1. What does the program print when you run it?",
        {
            "0, 1, 1, 0": "These are the right answers. But after 1000 epochs one row is still wrong. The program needs more epochs.",
            "0, 1, 1, 1": "After 1000 epochs, the output of the row (1, 1) is still above 0.5. The other three rows are right.",
            "0, 0, 0, 0": "The gradient is right, so the loss falls. After 1000 epochs, the outputs of both rows with target 1 are already above 0.5.",
        },
        right="0, 1, 1, 1",
    )
    _worst = max(
        gradient_check.gradient_differences(
            replication.text_4_gradients, replication.text_4_loss, replication.text_4_init()
        )
    )
    mo.vstack(
        [
            mo.md(f"""
    ### The second program

    The second program is from source 4:
    [Build a Neural Network From Scratch – in Less Than 5 minutes](https://the-signal.blog/2025/03/31/build-a-neural-network-from-scratch).
    It has 4 hidden neurons and the sigmoid in both layers. Its seed is 1. This time, check the gradient *first*. The program
    computes the gradient of half the *sum* of the squared errors. The numerical gradient of this loss is almost
    the same: the largest difference is {gradient_check.format_upper_bound(_worst)}. So the program's gradient is right.
    """),
            code(replication.text_4_init, replication.text_4_forward, replication.text_4_gradients),
            text_4_guess,
        ]
    )
    return (text_4_guess,)


@app.cell(hide_code=True, expand_output=True)
def text_4_answer(text_4_guess):
    def _explain():
        _outs = cached(replication.text_4_run)
        _right = ((_outs > 0.5) == (Y.T > 0.5)).all(axis=1)
        _first = int(_right.argmax())
        _printed = ", ".join(str(int(out > 0.5)) for out in _outs[1000])
        return (
            f"The outputs are {', '.join(f'{out:.3f}' for out in _outs[1000])}, so the program predicts {_printed}. It has no bug, but it stops "
            f"too early. After epoch {_first} all four rows are right for the first time, and they stay right. To repair the program, "
            "make `epochs` larger.",
            charts.lines(
                {
                    f"({x1:.0f}, {x2:.0f}) → {y:.0f}": (range(0, 5001, 25), _outs[::25, k].tolist())
                    for k, (x1, x2, y) in enumerate(XOR)
                },
                f"The four outputs over 5000 epochs. The thin dotted line is at 0.5. After 1000 epochs the output of the row (1, 1) is "
                f"{_outs[1000, 3]:.3f}. It falls below 0.5 after epoch {_first}.",
                x="epoch",
                y="output",
                mark=0.5,
            ),
        )

    reveal(text_4_guess, _explain)
    return


@app.cell(hide_code=True, expand_output=True)
def replications(run_all):
    _first = ("1a", "2a", "2b", "2c", "2d", "3a")
    _claims = [claim for claim in claims.CLAIMS if was_used(run_all) or claim.name in _first]
    with mo.status.progress_bar(total=len(_claims), title="Running the programs", remove_on_exit=True) as _bar:
        _rows = []
        for _claim in _claims:
            _row = cached(claims.run_claim, _claim)
            _bar.update()
            _rows.append(
                {
                    "claim": f"{_row.name}. {_row.claim}",
                    "result when run": _row.result,
                    "verdict": _row.verdict,
                    "cause and repair": f"{_row.cause} {_row.repair}",
                }
            )
    _sources = "\n".join(f"{number}. {text}" for number, text in claims.SOURCES.items())
    _few = (
        ""
        if was_used(run_all)
        else "At first the table shows six rows. The other six contain answers to the questions above, or need hundreds of trained "
        "networks. Press the button to measure all twelve rows."
    )
    _fold = details(
        "The table of claims",
        f"Each row shows a claim and the result that the program gives here. {_few}",
        run_all.text + claims_table(_rows).text + mo.md(f"The sources:\n\n{_sources}").text,
    )
    mo.vstack(
        [
            mo.md("""
    ## Replication: are the published numbers right?

    *Replication* means: somebody else runs the same experiment again, and compares the results. The table contains every claim that this course
    takes from its four sources. You can skip the table: the later lessons do not need it.
    """),
            mo.Html(_fold.replace("<details", "<details open", 1) if run_all.value else _fold),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("07_numpy", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "`X` is (5, 3) and the hidden layer has 4 neurons. What are the shapes of `W1`, `b1`, `A1` and `dW1`?",
                    "(3, 4), (1, 4), (5, 4), and (3, 4) again: a gradient has the same shape as its array.",
                ),
                (
                    "All outputs are near ½. A gradient check finds that every gradient is 4 times too large. What is missing?",
                    "The factor σ′ of the output: ½ · ½ = ¼.",
                ),
                (
                    "From lesson 6: this lesson's second program adds up the gradients of four rows, and its loss has the factor ½. Its learning rate is 0.1. "
                    "Lesson 6 uses the mean, without the factor ½. Which learning rate gives the same step in lesson 6?",
                    "0.1 · 4 · ½ = 0.2. The sum over four rows is four times the mean, and the factor ½ halves the result.",
                ),
            ),
            navigation(
                "07_numpy",
                "You can build a network of any size and check its gradient. But training still fails for some initial numbers. Lesson 8 "
                "measures how often, and finds out why.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
