# /// script
# [tool.marimo.opengraph]
# title = "9 · Leave XOR behind"
# description = "Momentum, softmax and real handwriting: train a network that reads digits, and see where it fails."
# image = "__marimo__/assets/09_beyond_xor/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="9 · Leave XOR behind")

with app.setup(hide_code=True):
    import importlib
    import importlib.util
    from inspect import cleandoc
    from itertools import pairwise

    import marimo as mo
    import numpy as np

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import START_A, DigitPad, check
    from shared.lesson import charts
    from shared.lesson.cache import cached, once
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
    from shared.lesson.figures import draw_once, plt, show_figure
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import digits, mlp, torch_reference

    everything = digits.load()
    training, held_out = digits.split(everything)
    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    shown_net = digits.trained_network()
    _probabilities = shown_net(held_out.X)
    _best = _probabilities.max(axis=1)
    # The network reads the first digit on the pad correctly, but is not sure. So the picture shows more than one bar.
    _unsure = (_probabilities.argmax(axis=1) == held_out.labels) & (_best < 0.9)
    pad = mo.ui.anywidget(DigitPad(shown_net.parameters, held_out, sample=int(_unsure.argmax())))
    # A cell that uses a control runs again when the control changes. `small` is HTML, not a control.
    small = part_of(pad)
    lesson_header(
        "09_beyond_xor",
        small,
        do="Add momentum to the update, write softmax for ten classes, and train a network on real handwriting. Then look at its "
        "mistakes.",
        able="Train a network on real data, and say what its score means.",
        need="Lesson 7: a network as arrays, and the class `MLP`. From lesson 8: why the initial numbers are random.",
        minutes=30,
    )
    return pad, shown_net, small


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("09_beyond_xor", status)
    return


@app.cell(hide_code=True, expand_output=True)
def meet_it(pad, shown_net, small):
    _probabilities = shown_net(np.array([pad.value["pixels"]]))[0]
    _best = int(_probabilities.argmax())
    _text = mo.md(f"""
    The network in the picture is already trained. Below, you will see how it was trained. Its input is 64 numbers. Each number says how dark a cell of an 8 × 8 picture is. The output is ten **probabilities**, one for each digit.
    They sum to 1. {now_or_start().capitalize()} the largest probability is {_probabilities[_best]:.3f}, for the digit {_best}.

    Look through the digits. The network was not trained on any of them. Press **Next mistake** to see a digit that it gets wrong. Then press
    **Clear** and draw a digit yourself, as tall as the pad. (You can also draw with the arrow keys and the space bar.) The network was not trained
    on your handwriting. Which of your digits does it get wrong?
    """)
    beside(_text, small)
    return


@app.cell(hide_code=True, expand_output=True)
def momentum_question():
    def xor_losses(lr, beta, epochs):
        return [float(loss) for loss in mlp.MLP(mlp.as_arrays(START_A)).train(mlp.XOR_X, mlp.XOR_Y, lr, epochs, beta)]

    _first_low = [[loss <= 0.01 for loss in cached(xor_losses, 2.0, b, 900)].index(True) for b in (0.0, 0.9)]
    momentum_guess = predict(
        "Train XOR again from start A with learning rate 2.0, but now with momentum (β = 0.9). How does the loss curve change?",
        {
            "It falls about ten times faster": "That would need longer steps. The factor 1 − β keeps them short: if all gradients are equal, the velocity is "
            "equal to the gradient.",
            "It hardly changes": f"Without momentum, the loss reaches 0.01 after {_first_low[0]} epochs. With momentum, the loss reaches 0.01 after {_first_low[1]} epochs.",
            "It no longer falls": "This happens only if the old gradients cancel the new gradient. Here all gradients point in almost the same direction, because the gradient "
            "changes only slowly.",
        },
        right="It hardly changes",
    )
    lr = mo.ui.dropdown({str(k): k for k in (0.5, 2, 5, 10, 20, 40, 80)}, value="40", label="Learning rate")
    beta = mo.ui.dropdown({str(k): k for k in (0.5, 0.9, 0.95, 0.99)}, value="0.9", label="β")
    mo.vstack(
        [
            mo.md(r"""
    ## Momentum

    Each step of gradient descent uses only the current gradient. If the loss has the shape of a narrow valley, the steps jump from one side
    to the other. **Momentum** stores a **velocity** $v$ for every number. The new velocity is β times the old velocity plus (1 − β) times the
    new gradient $g$. In the update of $w$, the velocity then replaces the gradient:

    $$v \leftarrow \beta v + (1 - \beta)\, g$$

    $$w \leftarrow w - \text{lr} \cdot v$$

    With β = 0 this is the update of lesson 6. With β = 0.9 the velocity is an average of about the last ten gradients. If these gradients
    point in the same direction, the velocity also points in this direction. If they point in opposite directions, they cancel.
    """),
            momentum_guess,
        ]
    )
    return beta, lr, momentum_guess, xor_losses


@app.cell(hide_code=True, expand_output=True)
def momentum_curves(beta, lr, momentum_guess, xor_losses):
    _more = ()
    if was_used(momentum_guess):
        _runs = {
            "without momentum": cached(xor_losses, lr.value, 0.0, 200),
            f"with β = {beta.value}": cached(xor_losses, lr.value, beta.value, 200),
        }
        _said = " ".join(
            f"{name[0].upper() + name[1:]}: the loss rises in {sum(b > a for a, b in pairwise(run))} of 200 epochs and ends at {run[-1]:.4f}."
            for name, run in _runs.items()
        )
        _more = (
            mo.md(
                "So when does momentum help? It helps when the learning rate is so large that plain gradient descent jumps back and forth. "
                + ("Here is an example:" if is_static() else "Choose such a learning rate:")
            ),
            mo.hstack([lr, beta], justify="start", wrap=True),
            charts.lines(
                {name: (list(range(201)), run) for name, run in _runs.items()},
                f"Loss on XOR from start A with learning rate {lr.value}. {_said}",
                x="epoch",
                y="loss",
            ),
        )
    reveal(
        momentum_guess,
        "Here the gradient "
        "changes only slowly, so the velocity is soon almost equal to the current gradient. Many books leave out the factor 1 − β. Then, with "
        "β = 0.9, steps become up to ten times longer. This has the same effect as a larger learning rate.",
        *_more,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def momentum_task():
    exercise_prompt(
        "momentum_update",
        "Return `(w, velocity)` after one step. First compute the new velocity, then use it to compute the new `w`. Your function must work for "
        "numbers and for arrays. Do not change the arrays that your function gets.",
    )
    return


@app.function
def momentum_update(w, velocity, grad, lr, beta):
    """Return the new w and the new velocity after one step with momentum."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_momentum_update():
    check(lambda: momentum_update)
    return


@app.cell(hide_code=True, expand_output=True)
def momentum_path_intro():
    mo.md(r"""
    Here is a loss that depends on only two numbers: $L = (w_1^2 + 20 w_2^2) / 2$. It has the shape of a narrow valley. The code below takes steps down into this valley. It uses
    your `momentum_update` as soon as your function is right. Until then it uses the course's function. (In a program of your own, the first line is
    `import matplotlib.pyplot as plt`.)

    **How to read it.** On each thin line the loss is constant, like the height on a contour line of a map. The minimum is at (0, 0). Both paths begin at the top right.

    **Change one thing** (in the editor). Change `lr` to 0.11. Without momentum, the steps across the valley now get longer and longer. What happens with momentum?
    """)
    return


@app.cell(expand_output=True)
def momentum_path():
    def draw_paths(momentum_update, lr=0.09, beta=0.6, steps=30):
        w1, w2 = np.meshgrid(np.linspace(-1, 5, 61), np.linspace(-1.6, 1.6, 61))
        fig, ax = plt.subplots()
        ax.contour(w1, w2, (w1**2 + 20 * w2**2) / 2, levels=[0.5, 2, 5, 10, 20], colors="0.6", linewidths=0.8)
        crossings = []
        for b in (0, beta):
            w, velocity, path = np.array([4.5, 1.0]), np.zeros(2), []
            for _ in range(steps):
                path.append(w)
                w, velocity = momentum_update(w, velocity, w * [1, 20], lr, b)  # the gradient is (w1, 20 w2)
            path = np.array(path)
            crossings.append(int(np.sum(path[1:, 1] * path[:-1, 1] < 0)))
            ax.plot(path[:, 0], path[:, 1], marker=".", label=f"β = {b}")
        ax.set(xlabel="w1", ylabel="w2", ylim=(-1.6, 1.6))
        ax.legend()
        return show_figure(
            fig,
            alt=f"Two paths of {steps} steps with learning rate {lr}. Without momentum, the path crosses the bottom of the valley "
            f"{crossings[0]} times. With β = {beta}, the path crosses the bottom {crossings[1]} times.",
        )

    show(draw_once(draw_paths, yours_if_right(lambda: momentum_update)), draw_paths)
    return


@app.cell(hide_code=True, expand_output=True)
def shift_question():
    shift_guess = predict(
        "Softmax turns ten weighted sums into ten probabilities. What happens to the probabilities if you add 100 to all ten sums?",
        {
            "The largest probability grows": "It would grow if the differences between the sums grew, for example if you *multiplied* all sums by 2. "
            "Adding 100 keeps the differences.",
            "All probabilities become more similar": "You may think that 100 is large compared with the differences between the sums. But only the "
            "differences matter: each ratio of two probabilities is $e^d$, where $d$ is the difference of the two sums.",
            "Nothing": r"$e^{z + 100} = e^{100} \cdot e^z$. The factor $e^{100}$ appears in the numerator and in the denominator, so it cancels.",
        },
        right="Nothing",
    )
    mo.vstack(
        [
            mo.md(r"""
    ## Softmax: ten neurons, one answer

    A picture shows exactly one of ten digits. Ten sigmoids would answer independently of each other: two of them could say *yes*, or all ten could say *no*.
    **Softmax** turns the ten weighted sums $z_k$, called **logits**, into probabilities. Compute $e^z$ for each sum $z$, then divide each result by the total.

    $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$

    All probabilities are above 0, and they sum to 1. (A float cannot store a number as small as $e^{-800}$: Python rounds this number to exactly 0.)
    """),
            shift_guess,
        ]
    )
    return (shift_guess,)


@app.cell(hide_code=True, expand_output=True)
def shift_answer(pad, shift_guess, shown_net, small):
    *_, _hidden, _out = shown_net.activations(np.array([pad.value["pixels"]]))
    _W, _b = shown_net.parameters[-2:]
    _z = (_hidden @ _W + _b)[0]
    _e = np.exp(_z - _z.max())
    reveal(
        shift_guess,
        "For the same reason you can first find the largest sum in a row and subtract it from all sums of the row. Then no exponent is above 0, and nothing overflows. Without "
        "this subtraction, the computation fails for a sum of 1000: a float cannot store a number as large as $e^{1000}$.",
        beside(
            mo.vstack(
                [
                    mo.md(
                        f"The table shows the numbers for the digit on the pad {now_or_start()}. The fourth column sums to {_e.sum():.4f}."
                    ),
                    table(
                        [
                            {
                                "digit": k,
                                "z": f"{z:.2f}",
                                "z − largest": f"{z - _z.max():.2f}",
                                "e^(z − largest)": f"{e:.4f}",
                                "probability": f"{e / _e.sum():.4f}",
                            }
                            for k, (z, e) in enumerate(zip(_z, _e))
                        ]
                    ),
                ]
            ),
            small,
        ),
    )
    return


@app.cell(hide_code=True, expand_output=True)
def softmax_task():
    exercise_prompt(
        "softmax",
        "`Z` has one row of weighted sums for each row of data, and any number of columns. Return the probabilities in the same shape: every *row* "
        "sums to 1. The probabilities must be finite even for sums of 1000 and −1000. You can use `np`.",
    )
    return


@app.function
def softmax(Z):
    """Return probabilities with the shape of Z: each row sums to 1."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_softmax():
    check(lambda: softmax)
    return


@app.cell(hide_code=True, expand_output=True)
def loss_task():
    _flat = mlp.categorical_cross_entropy(np.full((1, 10), 0.1), digits.one_hot([3]))
    _sure = mlp.categorical_cross_entropy(np.array([[0.01, 0.99]]), digits.one_hot([0], 2))
    exercise_prompt(
        "categorical_cross_entropy",
        "Return the mean loss over the rows. `P` holds the probabilities, and `Y` holds the targets. Both have the shape (rows, classes). Because of rounding, a "
        "probability can be exactly 0. The loss must still be finite: keep `P` slightly above 0 before you take the logarithm.",
        lead=rf"""
    ## The loss for ten classes

    The target of a digit is **one-hot**: ten numbers, with a 1 for the correct digit and 0 for all other digits. The loss uses only the probability
    of the correct digit. This loss is the cross-entropy of lesson 4, for more than two classes:

    $$L = -\frac{{1}}{{m}} \sum Y \ln P$$

    A network that knows nothing gives every digit the probability 0.1. Its loss is $\ln 10$ = {_flat:.3f}. If the correct digit gets only the probability 0.01, the loss
    of this row is {_sure:.3f}. For the delta of the output, multiply the derivative of this loss by the derivative of softmax.
    Most factors cancel, as they did for the sigmoid in lesson 5. For one row, the result is $P - Y$. The loss is the mean over $m$ rows, so we divide the delta by $m$, as in lesson 7: $(P - Y) / m$.
    """,
    )
    return


@app.function
def categorical_cross_entropy(P, Y):
    """Return the mean of −ln p over the rows, where p is the probability of the correct class."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_categorical_cross_entropy():
    check(lambda: categorical_cross_entropy)
    return


@app.cell(hide_code=True, expand_output=True)
def handwriting():
    mo.md(f"""
    ## Train a network on real handwriting

    The data is {len(everything.X)} digits. 13 people wrote them on paper, and the papers were scanned. Each digit is stored as 8 × 8 numbers between 0 and 1, in one row
    of `X`. Every fourth digit is **held out**: the network does not see it during training. These {len(held_out.X)} digits are the **test set**. We train with the
    other {len(training.X)} digits, the **training set**. A network can memorize its training data and be worse on new data. This is called **overfitting**. Good
    **generalization** means that a network also works well on new data. Only the score on the held-out digits measures generalization.

    *Data: {digits.CREDIT}. This course contains a copy of the file from scikit-learn, so nothing is downloaded.*

    **How to read the plot.** Each picture is one row of `X`, arranged as 8 × 8 cells again. Dark means much ink. The number below it is the label.

    **Change one thing** (in the editor). Change `first` to see other digits.
    """)
    return


@app.cell(expand_output=True)
def look_at_digits():
    def draw_digits(first=0):
        fig, axes = plt.subplots(2, figsize=(3.7, 1.7))
        for ax, k in zip(axes, (first, first + 6)):
            ax.imshow(np.hstack([np.pad(row.reshape(8, 8), 1) for row in training.X[k : k + 6]]), cmap="gray_r")
            ax.set(xticks=np.arange(4.5, 60, 10), xticklabels=training.labels[k : k + 6], yticks=[])
            ax.tick_params(length=0)
        labels = ", ".join(str(label) for label in training.labels[first : first + 12])
        return show_figure(fig, alt=f"The training digits {first} to {first + 11}: {labels}.")

    show(draw_once(draw_digits), draw_digits)
    return


@app.function
def train_digits(rows, l2=0.0):
    """Train a 64-64-10 network. Return the network and its loss after every epoch."""
    rng = np.random.default_rng(0)
    initial = mlp.random_parameters([64, 64, 10], rng, mlp.he_init)
    net = mlp.MLP(initial, mlp.relu, mlp.categorical_cross_entropy, l2)
    settings = dict(lr=1.0, epochs=20, beta=0.9, batch=32, rng=rng)
    losses = []
    with mo.status.progress_bar(total=21, remove_on_exit=True) as bar:
        for loss in net.train(rows.X, rows.Y, **settings):
            losses.append(loss)
            bar.update()
    return net, losses


@app.cell(hide_code=True, expand_output=True)
def read_digits():
    def train_once():
        return train_digits(training)

    net, losses = once(train_once)
    _m, _n = len(training.X), len(held_out.X)
    _words = f"""
    Each update uses 32 random rows, a **mini-batch**. This is **stochastic** gradient descent: chance decides which rows are in the same mini-batch. An epoch uses all rows once, in a new random order. That is {-(-_m // 32)} updates. In {len(losses) - 1} epochs
    the loss goes from {losses[0]:.3f} to {losses[-1]:.4f}. The network gets {digits.count_correct(net, training) / _m:.1%} of the training digits right. It gets
    **{digits.count_correct(net, held_out) / _n:.1%} of the held-out digits** right.
    """
    mo.vstack(
        [
            show(mo.md(_words), train_digits),
            charts.lines(
                {"loss": (list(range(len(losses))), losses)},
                f"Loss on the {_m} training digits: {losses[0]:.3f} at the start, {losses[1]:.3f} after one epoch, {losses[-1]:.4f} after {len(losses) - 1} epochs.",
                x="epoch",
                y="loss",
                log_y=True,
            ),
        ]
    )
    return (net,)


@app.cell(hide_code=True, expand_output=True)
def mistakes_intro():
    mo.md("""
    ## Look at the mistakes

    A score is only one number. The **confusion matrix** shows which digits the network confuses. It has a row for each correct digit and a
    column for each answer of the network.

    **How to read it.** The right answers are on the diagonal. Every other number counts mistakes. A darker square means more mistakes.

    **Change one thing** (in the editor). In the last line, replace `held_out` by `training` in both places. Which mistakes are left?
    """)
    return


@app.cell(expand_output=True)
def confusion(net):
    def draw_confusion(labels, answers):
        counts = np.zeros((10, 10), int)
        np.add.at(counts, (labels, answers), 1)
        wrong = counts - np.diag(np.diag(counts))
        fig, ax = plt.subplots(figsize=(3.7, 3.5))
        ax.imshow(wrong, cmap="Oranges", vmax=2 * max(wrong.max(), 1))
        for correct, answer in np.argwhere(counts):
            ax.text(answer, correct, counts[correct, answer], ha="center", va="center", color="0.1")
        ax.set(xlabel="answer", ylabel="correct digit", xticks=range(10), yticks=range(10))
        common = "; ".join(f"{correct} read as {answer}" for correct, answer in np.argwhere(wrong == wrong.max()))
        return show_figure(
            fig,
            alt=f"{np.trace(counts)} of {counts.sum()} answers are right. They are on the diagonal. {wrong.sum()} answers are wrong. These are "
            f"the most common mistakes ({wrong.max()} of each kind): {common}.",
        )

    show(draw_once(draw_confusion, tuple(held_out.labels), tuple(net(held_out.X).argmax(axis=1))), draw_confusion)
    return


@app.cell(expand_output=True)
def worst_mistakes(net):
    def draw_mistakes(answers, probabilities):
        wrong = np.flatnonzero(held_out.labels != answers)
        worst = sorted(wrong, key=lambda i: probabilities[i])[:12]
        fig, axes = plt.subplots(2, figsize=(3.7, 1.7))
        for ax, some in zip(axes, (worst[:6], worst[6:])):
            ax.imshow(np.hstack([np.pad(row.reshape(8, 8), 1) for row in held_out.X[some]]), cmap="gray_r")
            names = [f"{held_out.labels[i]} → {answers[i]}" for i in some]
            ax.set(xticks=np.arange(4.5, 10 * len(some), 10), xticklabels=names, yticks=[])
            ax.tick_params(length=0)
        described = (f"{held_out.labels[i]} read as {answers[i]} ({probabilities[i]:.3f})" for i in worst)
        return show_figure(
            fig,
            alt=f"The worst {len(worst)} mistakes, each with the probability of the correct digit: {', '.join(described)}.",
        )

    _P = net(held_out.X)
    _of_correct = _P[range(len(_P)), held_out.labels]
    show(draw_once(draw_mistakes, tuple(_P.argmax(axis=1)), tuple(_of_correct)), draw_mistakes)
    return


@app.cell(hide_code=True, expand_output=True)
def writers_question():
    writers_guess = predict(
        "Now hold out the last 449 digits of the file instead of every fourth digit. Train again. What is the score on these 449 digits?",
        {
            "About the same": "That would be right if the digits were in random order. But digits of the same person seem to be close together in the "
            "file. So most of these 449 digits are by people whose handwriting the network has not seen.",
            "Several percentage points lower": "Other people seem to have written the last 449 digits, and the network is worse at new handwriting.",
            "Several percentage points higher": "The new test is harder. The number of training digits is the same as before, but other people seem to have "
            "written the 449 test digits.",
        },
        right="Several percentage points lower",
    )
    mo.vstack(
        [
            mo.md(
                "Below each picture, the arrow points from the correct digit to the network's answer. The worst mistake comes first: this is the picture "
                "whose correct digit got the smallest probability. "
                "Could you read these digits?"
            ),
            writers_guess,
        ]
    )
    return (writers_guess,)


@app.cell(hide_code=True, expand_output=True)
def writers_answer(net, writers_guess):
    def _explain():
        _X, _kinds, _n = everything.X, everything.labels, len(everything.X)
        _scores = []
        for _quarter in range(4):
            _rest, _out = digits.hold_out(everything, np.arange(_n) * 4 // _n == _quarter)
            _scores.append(digits.count_correct(train_digits(_rest)[0], _out) / len(_out.X))
        _apart = (_X**2).sum(axis=1) - 2 * _X @ _X.T  # the squared distances, minus one constant for each row
        _apart[(_kinds[:, None] != _kinds) | np.eye(_n, dtype=bool)] = np.inf
        _near = np.mean(np.abs(_apart.argmin(axis=1) - np.arange(_n)) < _n / 13)
        _words = f"""
        The score is now {_scores[-1]:.1%}. Before, it was {digits.count_correct(net, held_out) / len(held_out.X):.1%}. The reason seems to be the order of
        the file: digits of the same person are close together. Here is evidence. For each picture, we looked for the most similar picture of the same digit. For {_near:.0%} of
        the pictures, these two are close together: less than 1/13 of the file is between them. In a shuffled file, this would be true for about {1 - (1 - 1 / 13) ** 2:.0%} of the pictures. So the people who wrote the last 449 digits
        probably wrote very few of the training digits.

        The score depends on the writers. We trained four times, and each time we held out a different quarter of the file. The scores are
        {", ".join(f"{score:.1%}" for score in _scores[:-1])} and {_scores[-1]:.1%}.

        All these scores are correct, but they answer different questions. If we hold out every fourth digit, the question is: how well does the network read
        *new digits of known writers*? If we hold out a whole quarter of the file, the question is: how well does it read *digits of new writers*?
        If you report a score, say which question it answers. Also say how much the score depends on the writers.
        """
        return (cleandoc(_words),)

    reveal(writers_guess, lambda: once(_explain))
    return


@app.cell(hide_code=True, expand_output=True)
def corner_question():
    corner_guess = predict(
        "The pixel in the top left corner is 0 in every digit. 64 weights belong to this input. What happens to these weights during training without L2?",
        {
            "They become 0": "Training does not remove useless weights. Training changes a weight only by its gradient, and the gradient of these weights is 0. "
            "(With L2 they do go toward 0.)",
            "They keep their initial values": "The gradient of a weight is the delta times its input, and this input is always 0.",
            "They grow without limit": "These weights do not change the output, so they could have any size. But only their gradient can change them. Each step is the learning rate "
            "times the velocity. The gradient is always 0, so the velocity stays 0.",
        },
        right="They keep their initial values",
    )
    run_torch = mo.ui.run_button(label="Train it in PyTorch")
    mo.vstack(
        [
            mo.md(r"""
    ## L2: a penalty for large weights

    With large weights, a network can memorize digits of the training data. **Regularization** makes this harder. *L2
    regularization* adds a term to the loss: a penalty for large weights. λ is a number that you choose, and m is the number of rows:

    $$L + \frac{\lambda}{2m} \sum W^2$$

    The penalty does not include the biases. A weight multiplies its input, so with a large weight, a small change of the input changes the output
    a lot. A bias adds the same number to a neuron's sum for every digit.

    Which λ is best? If you use the score on the test set to choose λ, the test set is no longer new data. So people hold out another part of the
    data for such choices: the **validation set**.
    """),
            corner_guess,
        ]
    )
    return corner_guess, run_torch


@app.function
def draw_weights(networks):
    """For each network, draw one row of pictures. Each picture shows the weights of one hidden neuron."""
    frame = dict(pad_width=1, constant_values=np.nan)  # nan is drawn in the colour `bad`
    rows = [np.hstack([np.pad(np.reshape(w, (8, 8)), **frame) for w in weights]) for _, weights in networks]
    largest = np.nanmax(np.abs(rows))
    neurons = len(networks[0][1])
    fig, ax = plt.subplots(figsize=(3.7, 0.62 * len(networks)))
    colours = plt.get_cmap("RdBu_r").with_extremes(bad="0.6")
    ax.imshow(np.vstack(rows), cmap=colours, vmin=-largest, vmax=largest)
    ax.set(xticks=[], yticks=np.arange(4.5, 10 * len(rows), 10), yticklabels=[name for name, _ in networks])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    sizes = "; ".join(f"{name}: {np.abs(weights).max():.2f}" for name, weights in networks)
    return show_figure(
        fig,
        alt=f"The weights of {neurons} hidden neurons: red means above 0, blue means below 0, and white means 0. The largest weight in each row of pictures, without its sign: {sizes}.",
    )


@app.cell(hide_code=True, expand_output=True)
def corner_answer(corner_guess, net):
    def _of_neurons(network):
        return tuple(map(tuple, network.parameters[0][:, :6].T))

    def _trained_with(l2):
        return train_digits(training, l2)[0]

    _words, _more = "", ()
    if was_used(corner_guess):
        _start = mlp.random_parameters([64, 64, 10], np.random.default_rng(0), mlp.he_init)[0]
        _moved = float(np.abs(net.parameters[0][0] - _start[0]).max())
        _words = (
            f"Without L2, training changes each of the 64 weights by at most {_moved:.1f}. L2 does "
            "change these weights. The gradient of the penalty is λ/m times the weight, so each update makes the weight smaller by the same percentage. A weight that "
            "gets no gradient from the data goes toward 0."
        )
        _nets = {"without L2": net} | {f"λ = {k}": once(_trained_with, k) for k in (0.3, 3, 30)}
        _rows = [
            {
                "network": name,
                "ΣW²": f"{sum((W**2).sum() for W in each.parameters[::2]):.0f}",
                "corner": f"{np.abs(each.parameters[0][0]).max():.4f}",
                "training": f"{digits.count_correct(each, training) / len(training.X):.1%}",
                "held out": f"{digits.count_correct(each, held_out) / len(held_out.X):.1%}",
            }
            for name, each in _nets.items()
        ]
        _weights = tuple((name, _of_neurons(each)) for name, each in _nets.items())
        _right = {name: digits.count_correct(each, held_out) for name, each in _nets.items()}
        _gaps = {
            name: digits.count_correct(each, training) / len(training.X) - _right[name] / len(held_out.X)
            for name, each in _nets.items()
        }
        _best = max(list(_right)[1:], key=_right.get)
        _answer = (
            f"It memorizes a little. Without L2, the score on the training digits is {100 * _gaps['without L2']:.1f} points higher than the score on the held-out digits. "
            f"With λ = 30 the difference is only {100 * _gaps['λ = 30']:.1f} points, but both scores are much lower: with such small weights, the "
            f"network does not read digits well. The best of the three networks with L2 is trained with {_best}. It gets {_right[_best]} held-out digits right, and the network without L2 gets "
            f"{_right['without L2']} right. So this network hardly needs L2."
        )
        _more = (
            table(_rows),
            mo.md(
                "The column *corner* shows the largest of the 64 weights of the corner pixel, without its sign. The last two columns show the percentage of digits that the network gets right. L2 is "
                "made for networks that memorize their training data. Does this network memorize? Compare the last two columns."
            ),
            mo.Html(details("Does the network memorize, and does L2 help?", _answer)),
            mo.md(
                "The figure below shows the weights of six hidden neurons of each network, all with the same colour scale.\n\n"
                "**How to read it.** Each small picture shows the 64 weights of one neuron. Each weight is at the place of its pixel. Ink on a red cell increases "
                "the neuron's weighted sum, and ink on a blue cell decreases it.\n\n**Change one thing** (in the editor). Change `RdBu_r` to `gray` in `draw_weights`. What can you no longer see?"
            ),
            show(draw_once(draw_weights, _weights), draw_weights),
        )
    reveal(corner_guess, _words, *_more)
    return


@app.cell(hide_code=True, expand_output=True)
def l2_task():
    exercise_prompt(
        "l2_gradient",
        "Return the gradient of the penalty: an array with the shape of `W`. `lam` is λ (`lambda` is a keyword of Python, so we cannot use it), and `m` "
        "is the number of rows of data. First compute the gradient for one weight on paper. Then write it for all weights at once.",
    )
    return


@app.function
def l2_gradient(W, lam, m):
    """Return the gradient of the L2 penalty, with the shape of W."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_l2_gradient():
    check(lambda: l2_gradient)
    return


@app.cell(hide_code=True, expand_output=True)
def framework(run_torch):
    if not importlib.util.find_spec("torch"):
        _result = mo.md(
            f"PyTorch {'was not installed when this page was made' if is_static() else 'is not installed here'}, so the code below did not run. "
            f"This course does not need PyTorch. If PyTorch is installed, {'the notebook' if is_static() else 'a button here'} trains the same network with "
            "the same initial numbers and compares the results."
        )
    elif not was_used(run_torch):
        _result = mo.vstack(
            [
                mo.md(
                    "PyTorch is installed here. Train this page's network for five epochs, with the same initial numbers:"
                ),
                run_torch,
            ]
        )
    else:
        with mo.status.spinner("PyTorch is training for five epochs …"):
            torch = importlib.import_module("torch")  # optional dependency, so it is imported only here

            def _initial():
                rng = np.random.default_rng(0)
                return mlp.random_parameters([64, 64, 10], rng, mlp.he_init), rng

            _parameters, _rng = _initial()
            _theirs = torch_reference.train(
                torch, _parameters, training, lr=1.0, epochs=5, beta=0.9, batch=32, rng=_rng
            )
            _parameters, _rng = _initial()
            _ours = mlp.MLP(_parameters, mlp.relu, mlp.categorical_cross_entropy)
            _losses = list(_ours.train(training.X, training.Y, lr=1.0, epochs=5, beta=0.9, batch=32, rng=_rng))
        _also = mlp.MLP(_theirs, mlp.relu, mlp.categorical_cross_entropy)
        _off = max(np.abs(a - b).max() for a, b in zip(_theirs, _ours.parameters))
        _result = mo.vstack(
            [
                table(
                    [
                        {
                            "after 5 epochs": name,
                            "loss": f"{loss:.10f}",
                            "held-out digits right": digits.count_correct(each, held_out),
                        }
                        for name, each, loss in (
                            ("`MLP`", _ours, _losses[-1]),
                            (f"PyTorch {torch.__version__}", _also, _also.mean_loss(training.X, training.Y)),
                        )
                    ]
                ),
                mo.md(
                    f"Each network has {sum(p.size for p in _theirs):,} numbers. The largest difference between two corresponding numbers is **{_off:.0e}**."
                ),
            ]
        )
    mo.vstack(
        [
            mo.md("""
    ## What a framework adds

    You have written all the mathematics of a neural network yourself. A framework such as PyTorch adds three things. It computes the gradient
    of any formula automatically. It runs on a graphics card. And it contains many layers and update rules that many people have tested. The best known rule is **Adam**: momentum, with a separate step length for each number. Some
    details of PyTorch are different from this course. PyTorch's momentum leaves out the factor 1 − β. Its weight decay (L2) also includes the biases,
    unless you exclude them. Its cross-entropy needs the weighted sums, not the probabilities.
    """),
            _result,
            code(torch_reference.train),
            mo.md("## Your functions read digits"),
        ]
    )
    return


@app.cell(expand_output=True)
def your_network(net):
    def program(lam=0.0):
        """Train a network with your functions. Return its probabilities for the held-out digits."""
        rng = np.random.default_rng(0)
        params = mlp.random_parameters([64, 64, 10], rng, mlp.he_init)
        velocities = [0.0] * 4
        m = len(training.X)
        for _ in range(20):
            order = rng.permutation(m)
            for first in range(0, m, 32):
                rows = order[first : first + 32]
                X, Y = training.X[rows], training.Y[rows]
                W1, b1, W2, b2 = params
                A1 = mlp.relu(X @ W1 + b1)
                d2 = (softmax(A1 @ W2 + b2) - Y) / len(X)
                d1 = d2 @ W2.T * (A1 > 0)
                grads = [
                    X.T @ d1 + l2_gradient(W1, lam, m),
                    d1.sum(axis=0, keepdims=True),
                    A1.T @ d2 + l2_gradient(W2, lam, m),
                    d2.sum(axis=0, keepdims=True),
                ]
                steps = zip(params, velocities, grads)
                updated = [momentum_update(*step, 1.0, 0.9) for step in steps]
                params, velocities = zip(*updated)
        W1, b1, W2, b2 = params
        return softmax(mlp.relu(held_out.X @ W1 + b1) @ W2 + b2)

    _yours = (lambda: momentum_update, lambda: softmax, lambda: categorical_cross_entropy, lambda: l2_gradient)
    if all(check(function).status == "right" for function in _yours):
        _P = program()
        _right = (_P.argmax(axis=1) == held_out.labels).sum()
        _text = (
            f"Your program gets **{_right} of {len(_P)} held-out digits** right. The loss on these digits is "
            f"{categorical_cross_entropy(_P, held_out.Y):.3f}. The network at the top of this page was trained by "
            f"`MLP`. It gets {digits.count_correct(net, held_out)} right."
        )
    else:
        _text = "*In the editor, this program runs here as soon as all four exercises are right.*"
    show(mo.md(_text), program)
    return


@app.cell(hide_code=True, expand_output=True)
def own_rows():
    from shared.lesson import own_data
    from shared.lesson.boundary import boundary
    from shared.nn.own_rows import count_right, overlapping_example, train_on_text

    rows_typed = own_data.rows_form(overlapping_example())
    own_settings = mo.ui.dictionary(
        {
            "hidden": mo.ui.dropdown(
                {"2": [2], "8": [8], "32": [32], "32 and 32": [32, 32]}, "32 and 32", label="Hidden neurons"
            ),
            "l2": mo.ui.dropdown({str(k): k for k in (0, 0.01, 0.1, 1, 10)}, "0", label="λ"),
        }
    )
    load_file = own_data.load_button()
    mo.vstack(
        [
            mo.md(f"""
    ## Your own data

    Now train on rows of your own. Use everything from this lesson: ReLU, momentum, L2, and held-out rows. {"In the notebook, t" if is_static() else "T"}ype or paste a line for each row: two inputs and
    a target, 0 or 1. For each target, every fourth row is held out. In the example, some rows with target 0 lie between rows with target 1. Which settings give the best score on the held-out rows?
    """),
            *(
                []
                if is_static()
                else [rows_typed, mo.hstack(list(own_settings.elements.values()), justify="start", wrap=True)]
            ),
        ]
    )
    return (
        boundary,
        count_right,
        load_file,
        overlapping_example,
        own_data,
        own_settings,
        rows_typed,
        train_on_text,
    )


@app.cell(hide_code=True, expand_output=True)
def own_network(
    boundary,
    count_right,
    overlapping_example,
    own_data,
    own_settings,
    rows_typed,
    train_on_text,
):
    def draw(text, hidden, l2):
        return boundary(_net, _rows)

    try:
        _inputs = (
            rows_typed.value or overlapping_example(),
            tuple(own_settings.value["hidden"]),
            own_settings.value["l2"],
        )
        _rows, _out, _net, _losses = cached(train_on_text, *_inputs)
        _drawn = draw_once(draw, *_inputs)
        _words = f"In {len(_losses) - 1} epochs the loss goes from {_losses[0]:.3f} to {_losses[-1]:.4f}. The network gets {count_right(_net, _rows)} of {len(_rows.X)} training rows right"
        if len(_out.X):
            _words += f". It gets **{count_right(_net, _out)} of {len(_out.X)} held-out rows** right"
        _shown = [mo.md(f"{_words}. The picture shows the training rows."), _drawn]
        if not is_static():
            _shown.append(mo.hstack([own_data.save_button(_net, "this-network")], justify="start"))
    except ValueError as error:
        _shown = [own_data.complaint(error)]
    mo.vstack(_shown)
    return


@app.cell(hide_code=True, expand_output=True)
def save_and_load(load_file, net, own_data):
    mo.vstack(
        [
            mo.md("""
    ## Save it, load it

    A trained network consists only of its numbers. Save this page's network, which reads digits. The file contains its layers in JSON, a text format that
    you can read. Load the file on another day, or load the file of a friend. The loaded network then reads your digits here, without any training.
    """),
            mo.hstack(
                [own_data.save_button(net, "the-network-that-reads-digits"), load_file], justify="start", wrap=True
            ),
        ]
    ) if not is_static() else None
    return


@app.cell(hide_code=True, expand_output=True)
def loaded(load_file, own_data):
    def _picture(network):
        if not isinstance(network, mlp.MLP) or network.loss is not mlp.categorical_cross_entropy:
            raise ValueError("This network does not read digits. Lesson 7 loads networks with 2 inputs and 1 output.")
        if (len(network.parameters[0]), network.parameters[-1].shape[1]) != (
            64,
            10,
        ) or network.activation is not mlp.relu:
            raise ValueError("A network for the pad must have 64 inputs, ReLU and 10 outputs.")
        return mo.ui.anywidget(DigitPad(network.parameters, held_out))

    if is_static():
        _shown = None
    else:
        try:
            _network = own_data.loaded_network(load_file)
            _shown = (
                None if _network is None else mo.vstack([mo.md("**The network in your file:**"), _picture(_network)])
            )
        except ValueError as error:
            _shown = own_data.complaint(error)
    _shown
    return


@app.cell(hide_code=True, expand_output=True)
def what_next():
    mo.md("""
    ## What to read, build and try next

    - **Read** chapter 3 of [Neural Networks and Deep Learning](http://neuralnetworksanddeeplearning.com/chap3.html) by Michael Nielsen, free on the
      internet. It continues where this course ends: cross-entropy, regularization, and how to choose hyperparameters.
    - **Build** [micrograd](https://github.com/karpathy/micrograd) by Andrej Karpathy: a small program that computes the gradient of *any* formula.
      Read it, close it, and write it yourself. Then compare its gradients with your `gradients` of lesson 5.
    - **Try** a first project with your own data. Choose a yes-or-no question, and two numbers that may help to answer it. Collect a
      hundred rows. For example, the numbers are temperature and air pressure at noon, and the question is whether it rained the next day. Hold out every fourth row. First compute the score of the simplest program, which always gives the more
      common answer. Is your network better? Then look at its mistakes, as you did with the digits.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("09_beyond_xor", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Before softmax, you subtract the largest number of a row from all numbers of the row. Why does this not change the result? Why do you subtract it?",
                    r"If $c$ is the largest number, the factor $e^{-c}$ appears in the numerator and in the denominator, so it cancels. No exponent is then above 0, so nothing "
                    "overflows.",
                ),
                (
                    "Somebody says: my network gets 97% of the held-out digits right. What do you ask?",
                    "Which digits were held out? Did the people who wrote the training digits also write the held-out digits?",
                ),
                (
                    "From lesson 6: what is the update without momentum? For which β is the update with momentum the same?",
                    r"The update is $w \leftarrow w - \text{lr} \cdot g$. With β = 0, the velocity is equal to the gradient, so the update with momentum is the same.",
                ),
            ),
            navigation(
                "09_beyond_xor",
                "A network with nine numbers learned XOR, and a network with a few thousand numbers learned to read handwriting. The four phases were the same: forward, loss, backward, update. You have written all of them. In lesson 10, you use what you know to repair other people's networks.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
