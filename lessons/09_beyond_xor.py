# /// script
# [tool.marimo.opengraph]
# title = "9 · Leave XOR behind"
# description = "Momentum, softmax and real handwriting: a network that reads digits, and where it fails."
# image = "__marimo__/assets/09_beyond_xor/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="9 · Leave XOR behind")

with app.setup:
    import importlib
    import importlib.util
    from inspect import cleandoc
    from itertools import pairwise

    import marimo as mo
    import numpy as np

    from shared import START_A, XOR, DigitPad, check
    from shared.lesson import charts, images
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
    from shared.nn import digits, mlp, torch_reference

    everything = digits.load()
    training, held_out = digits.split(everything)


@app.cell(hide_code=True)
def title(net):
    _shares = net(held_out.X)
    _best = _shares.max(axis=1)
    _unsure = (_shares.argmax(axis=1) == held_out.labels) & (_best < 0.9)  # right, with more than one bar to see
    pad = mo.ui.anywidget(DigitPad(net.parameters, held_out, sample=int(_unsure.argmax())))
    lesson_header(
        "09_beyond_xor",
        pad,
        do="Give the update a memory, let ten neurons share one answer, and train a network on real handwriting. Then look at what it "
        "gets wrong.",
        able="Train a network on data that nobody made for it, and say what its score means.",
        need="Lesson 7: a network as arrays, and the class `MLP`. From lesson 8: why a start is drawn at random.",
        minutes=30,
    )
    return (pad,)


@app.cell(hide_code=True)
def meet_it(net, pad):
    _shares = net(np.array([pad.value["pixels"]]))[0]
    _best = int(_shares.argmax())
    mo.md(f"""
    The network in the picture was trained {"when this page was made" if is_static() else "while this page opened"}; further
    down you read how. It gets 64 numbers, the ink in 8 × 8 cells, and answers with ten shares that sum to 1.
    {now_or_start().capitalize()} the largest is {_shares[_best]:.3f}, for {_best}.

    Leaf through the digits: it has been trained on none of them. Press **Next mistake**. Then press **Clear** and draw one of your own,
    as tall as the pad, or take the pad by keyboard: arrow keys and the space bar. Your hand is in no data set. Where does it break?
    """)
    return


@app.cell(hide_code=True)
def momentum_question():
    def xor_losses(lr, beta, epochs):
        X, Y = np.array(XOR)[:, :2], np.array(XOR)[:, 2:]
        return [float(loss) for loss in mlp.MLP(mlp.as_arrays(START_A)).train(X, Y, lr, epochs, beta)]

    first_low = [[loss <= 0.01 for loss in xor_losses(2.0, b, 900)].index(True) for b in (0.0, 0.9)]
    momentum_guess = predict(
        "XOR once more: start A, learning rate 2.0, and momentum with β = 0.9. How does the loss curve change?",
        ["It falls about ten times sooner", "It hardly changes", "It no longer falls"],
    )
    lr = mo.ui.dropdown({str(k): k for k in (0.5, 2, 5, 10, 20, 40, 80)}, value="40", label="Learning rate")
    beta = mo.ui.dropdown({str(k): k for k in (0.5, 0.9, 0.95, 0.99)}, value="0.9", label="β")
    mo.vstack(
        [
            mo.md(r"""
    ## Give the step a memory

    Gradient descent forgets. Each step follows the slope of this moment, and in a narrow valley it runs from wall to wall.
    **Momentum** keeps a **velocity** for every number: a share β of what it was, and the rest from the new slope.

    $$v \leftarrow \beta v + (1 - \beta)\, g$$

    $$w \leftarrow w - \text{lr} \cdot v$$

    With β = 0 this is the update of lesson 6. With β = 0.9 the velocity is an average over about the last ten slopes: what they agree on
    stays, what they disagree on cancels.
    """),
            momentum_guess,
        ]
    )
    return beta, first_low, lr, momentum_guess, xor_losses


@app.cell(hide_code=True)
def momentum_curves(beta, first_low, lr, momentum_guess, xor_losses):
    _more = ()
    if was_used(momentum_guess):
        _runs = {
            "without momentum": xor_losses(lr.value, 0.0, 200),
            f"with β = {beta.value}": xor_losses(lr.value, beta.value, 200),
        }
        _said = " ".join(
            f"{name[0].upper() + name[1:]}: {sum(b > a for a, b in pairwise(run))} of 200 epochs make it worse, and it ends at {run[-1]:.4f}."
            for name, run in _runs.items()
        )
        _more = (
            mo.md(
                f"So what is it good for? {'Here is' if is_static() else 'Choose'} a learning rate at which plain gradient descent cannot settle."
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
        "It hardly changes",
        f"Without momentum the loss is at 0.01 after {first_low[0]} epochs, with it after {first_low[1]}. On this gentle slope one gradient is "
        "like the next, and their average is what each of them is. Many books leave 1 − β out of the formula. Then β = 0.9 makes every step "
        "ten times longer, and the gain is that of a larger learning rate.",
        *_more,
    )
    return


@app.cell(hide_code=True)
def momentum_task():
    exercise_prompt(
        "momentum_update",
        "Return `(w, velocity)` after one step. First the velocity takes in the gradient, then `w` moves by it. The same two lines must work "
        "for numbers and for arrays. Do not change the arrays that come in.",
    )
    return


@app.function
def momentum_update(w, velocity, grad, lr, beta):
    """One step with momentum: the new w, the new velocity."""
    ...


@app.cell
def check_momentum_update():
    check(momentum_update)
    return


@app.cell(hide_code=True)
def shift_question():
    shift_guess = predict(
        "The output layer's ten sums are turned into ten shares. What happens to the shares if 100 is added to all ten sums?",
        ["The largest share grows", "All shares come closer together", "Nothing at all"],
    )
    mo.vstack(
        [
            mo.md(r"""
    ## Ten neurons, one answer

    A digit is one of ten. Ten sigmoids would answer independently, and could say *yes* twice or not at all. **Softmax** makes them share:
    raise e to each of the ten sums, then divide by the total.

    $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$

    Every share is above 0, and together they are 1. For a float $e^{-800}$ is too small: there it is 0.
    """),
            shift_guess,
        ]
    )
    return (shift_guess,)


@app.cell(hide_code=True)
def shift_answer(net, pad, shift_guess):
    *_, _hidden, _out = net.activations(np.array([pad.value["pixels"]]))
    _W, _b = net.parameters[-2:]
    _z = (_hidden @ _W + _b)[0]
    _e = np.exp(_z - _z.max())
    reveal(
        shift_guess,
        "Nothing at all",
        r"$e^{z + 100} = e^{100} \cdot e^z$, and the factor $e^{100}$ stands above and below the line. So you may subtract the row's largest sum "
        "first. No exponent is then above 0, and nothing overflows. Without that, a sum of 1000 is too much: e to 1000 fits in no float.",
        mo.md(f"Here is what lies on the pad {now_or_start()}, in numbers. The fourth column sums to {_e.sum():.4f}."),
        table(
            [
                {
                    "digit": k,
                    "z": f"{z:.2f}",
                    "z − largest": f"{z - _z.max():.2f}",
                    "e to that": f"{e:.4f}",
                    "share": f"{e / _e.sum():.4f}",
                }
                for k, (z, e) in enumerate(zip(_z, _e))
            ]
        ),
    )
    return


@app.cell(hide_code=True)
def softmax_task():
    exercise_prompt(
        "softmax",
        "`Z` holds one row of sums for each row of data, any number of columns. Return the shares in the same shape: every *row* sums to 1. They "
        "must be finite for sums of 1000 and of −1000. `np` is here already.",
    )
    return


@app.function
def softmax(Z):
    """Each row of Z as shares of 1."""
    ...


@app.cell
def check_softmax():
    check(softmax)
    return


@app.cell(hide_code=True)
def loss_task():
    _flat = mlp.categorical_cross_entropy(np.full((1, 10), 0.1), digits.one_hot([3]))
    _sure = mlp.categorical_cross_entropy(np.array([[0.01, 0.99]]), digits.one_hot([0], 2))
    exercise_prompt(
        "categorical_cross_entropy",
        "Return the mean over the rows. `P` holds the shares, `Y` the targets, both of shape (rows, classes). In a float a share may be exactly "
        "0, and the loss must still be a finite number: keep `P` a hair above 0 before you take its logarithm.",
        lead=rf"""
    ## How wrong is a share?

    The target of a digit is **one-hot**: ten numbers, a 1 in the place of what was written and 0 elsewhere. The loss asks how much the
    right answer got, and nothing else. It is lesson 4's cross-entropy, for more than two answers:

    $$L = -\frac{{1}}{{m}} \sum Y \ln P$$

    A network that knows nothing gives 0.1 to every digit. Its loss is $\ln 10$ = {_flat:.3f}. One that gives the right digit only 0.01 pays {_sure:.3f} for that
    row. On the way back, softmax and this loss cancel as in lesson 5: a row alone sends back $P - Y$ from the output. The loss
    is the mean of $m$ rows, so each sends back $(P - Y) / m$, as in lesson 7.
    """,
    )
    return


@app.function
def categorical_cross_entropy(P, Y):
    """The mean over the rows of −ln of the share that the right class got."""
    ...


@app.cell
def check_categorical_cross_entropy():
    check(categorical_cross_entropy)
    return


@app.cell(hide_code=True)
def handwriting():
    mo.vstack(
        [
            mo.md(f"""
    ## Train it on real handwriting

    {len(everything.X)} digits, written by 13 people on paper forms and scanned. Each is 8 × 8 numbers from 0 to 1, one row of `X`. Every fourth digit is **held
    out**: {len(training.X)} to train on, {len(held_out.X)} that training never sees. A network can learn its data by heart, so only those count.
    """),
            images.digit_images(
                training.X[:12],
                list(map(str, training.labels[:12])),
                f"The first twelve to train on: {', '.join(map(str, training.labels[:12]))}.",
            ),
            mo.md(
                f"*The data: {digits.CREDIT}. It is part of this course, as scikit-learn ships it; nothing is downloaded.*"
            ),
        ]
    )
    return


@app.function
def train_digits(rows, l2=0.0):
    """A 64-64-10 network and its loss after every epoch."""
    rng = np.random.default_rng(0)
    start = mlp.random_parameters([64, 64, 10], rng, mlp.he_init)
    net = mlp.MLP(start, mlp.relu, mlp.categorical_cross_entropy, l2)
    settings = dict(lr=1.0, epochs=20, beta=0.9, batch=32, rng=rng)
    losses = []
    with mo.status.progress_bar(total=21, remove_on_exit=True) as bar:
        for loss in net.train(rows.X, rows.Y, **settings):
            losses.append(loss)
            bar.update()
    return net, losses


@app.cell(hide_code=True)
def read_digits():
    net, losses = train_digits(training)
    _m, _n = len(training.X), len(held_out.X)
    _words = f"""
    An epoch takes all rows, 32 at a time, in a new random order: {-(-_m // 32)} updates. After {len(losses) - 1} epochs the loss has gone from {losses[0]:.3f} to
    {losses[-1]:.4f}. Right are {digits.count_correct(net, training) / _m:.1%} of the digits it was trained on and **{digits.count_correct(net, held_out) / _n:.1%} of the held-out ones**.
    """
    mo.vstack(
        [
            show(mo.md(_words), train_digits),
            charts.lines(
                {"loss": (list(range(len(losses))), losses)},
                f"Loss on the {_m} training digits: {losses[0]:.3f} at the start, {losses[1]:.3f} after one epoch, {losses[-1]:.4f} after {len(losses) - 1}.",
                x="epoch",
                y="loss",
                log_y=True,
            ),
        ]
    )
    return (net,)


@app.cell(hide_code=True)
def mistakes(net):
    _P = net(held_out.X)
    _said = _P.argmax(axis=1)
    _counts = np.zeros((10, 10), int)
    np.add.at(_counts, (held_out.labels, _said), 1)
    _pairs = _counts - np.diag(np.diag(_counts))
    _commonest = ", ".join(f"{wrote} taken for {took}" for wrote, took in np.argwhere(_pairs == _pairs.max()))
    _got = _P[np.arange(len(_P)), held_out.labels]
    _worst = sorted(np.flatnonzero(_said != held_out.labels), key=lambda i: _got[i])[:12]
    _words = [f"{held_out.labels[i]}, says {_said[i]}" for i in _worst]
    hands_guess = predict(
        "Hold out the last 449 digits of the file in place of every fourth one, and train anew. What score do these get?",
        ["About the same", "Several percent less", "Several percent more"],
    )
    mo.vstack(
        [
            mo.md("""
    ## Look at what it gets wrong

    A score is one number. The **confusion matrix** says which digit is taken for which: a row for what was written, a column for what the network answered.
    """),
            images.confusion_matrix(
                _counts,
                f"{np.trace(_counts)} of {_counts.sum()} on the diagonal are right, {_pairs.sum()} are not. The commonest, {_pairs.max()} times each: {_commonest}.",
            ),
            mo.md(
                "And the mistakes themselves, those first where the right digit got the smallest share. Would you have known?"
            ),
            images.digit_images(
                held_out.X[_worst],
                _words,
                f"The worst {len(_worst)} mistakes: "
                + "; ".join(f"{held_out.labels[i]} taken for {_said[i]}, its own share {_got[i]:.3f}" for i in _worst)
                + ".",
            ),
            hands_guess,
        ]
    )
    return (hands_guess,)


@app.cell(hide_code=True)
def hands_answer(hands_guess, net):
    if was_used(hands_guess):
        _X, _kinds, _n = everything.X, everything.labels, len(everything.X)
        _scores = []
        for _quarter in range(4):
            _rest, _out = digits.hold_out(everything, np.arange(_n) * 4 // _n == _quarter)
            _scores.append(digits.count_correct(train_digits(_rest)[0], _out) / len(_out.X))
        _apart = (_X**2).sum(axis=1) - 2 * _X @ _X.T  # squared distances, but for what each row has in common
        _apart[(_kinds[:, None] != _kinds) | np.eye(_n, dtype=bool)] = np.inf
        _near = np.mean(np.abs(_apart.argmin(axis=1) - np.arange(_n)) < _n / 13)
        _words = f"""
        {_scores[-1]:.1%}, against {digits.count_correct(net, held_out) / len(held_out.X):.1%} before. The file seems to keep each person's digits together. If
        each of the 13 people filled one stretch, a digit's nearest look-alike, the most similar one of its kind, should stand close by. For {_near:.0%} it is
        less than a thirteenth of the file away; shuffled, {1 - (1 - 1 / 13) ** 2:.0%}. So the last 449 come from hands that training has hardly met.

        How much that costs depends on whose hands they are. The four quarters of the file, each held out in turn, get
        {", ".join(f"{score:.1%}" for score in _scores[:-1])} and {_scores[-1]:.1%}.

        No score here is false. They answer two questions: *new digits from known hands*, and *from new hands*. Before you quote one, say which,
        and how far it moves with the hands.
        """
    else:
        _words = ""
    reveal(hands_guess, "Several percent less", cleandoc(_words))
    return


@app.cell(hide_code=True)
def corner_question():
    corner_guess = predict(
        "The pixel in the top left corner is empty in every digit. What does training without this price do to the 64 weights that leave it?",
        ["It makes them 0", "Nothing: they stay as they were drawn", "They grow without bound"],
    )
    run_torch = mo.ui.run_button(label="Train it in PyTorch")
    mo.vstack(
        [
            mo.md(r"""
    ## Make large weights pay

    Large weights let a network bend sharply around single digits. **L2** adds a price for size to the loss, with a factor λ, spread over the m rows:

    $$L + \frac{\lambda}{2m} \sum W^2$$

    Biases are left out. A weight multiplies what comes in, and makes the answer jumpy when it is large; a bias shifts the sum by the same amount for every digit.
    """),
            corner_guess,
        ]
    )
    return corner_guess, run_torch


@app.cell(hide_code=True)
def corner_answer(corner_guess, net):
    _words, _more = "", ()
    if was_used(corner_guess):
        _start = mlp.random_parameters([64, 64, 10], np.random.default_rng(0), mlp.he_init)[0]
        _moved = float(np.abs(net.parameters[0][0] - _start[0]).max())
        _words = (
            f"A weight's slope carries what came in through it, and 0 came in. The largest change among the 64 is {_moved:.1f}. The penalty does reach them: "
            "its slope is the weight itself, times λ/m, so each update takes the same share of it away. A weight that no data speaks for fades."
        )
        _nets = {"without L2": net} | {f"λ = {k}": train_digits(training, k)[0] for k in (0.3, 1, 3, 10, 30)}
        _rows = [
            {
                "network": name,
                "ΣW²": f"{sum((W**2).sum() for W in each.parameters[::2]):.0f}",
                "corner": f"{np.abs(each.parameters[0][0]).max():.4f}",
                "trained on": f"{digits.count_correct(each, training) / len(training.X):.1%}",
                "held out": f"{digits.count_correct(each, held_out) / len(held_out.X):.1%}",
            }
            for name, each in _nets.items()
        ]
        _top = float(np.abs(net.parameters[0][:, :6]).max())
        _names = [f"neuron {k}" for k in range(1, 7)]
        _maps = {
            name: images.weight_images(
                each.parameters[0][:, :6],
                _names,
                f"What six hidden neurons give to each pixel, {name}.",
                _top,
            )
            for name, each in _nets.items()
        }
        _more = (
            table(_rows),
            mo.md(
                "*Corner* is the largest of the 64 weights, whatever its sign; the last two columns are the digits read right. L2 is made for networks that learn "
                "their data by heart. Compare these two columns before you say whether this one does.\n\n"
                "Below are the weights of six neurons, all at one scale: orange squares are above 0, blue discs below. Open a λ to compare."
            ),
            _maps.pop("without L2"),
            mo.Html("".join(details(name, "", picture._repr_html_()) for name, picture in _maps.items())),
        )
    reveal(corner_guess, "Nothing: they stay as they were drawn", _words, *_more)
    return


@app.cell(hide_code=True)
def l2_task():
    exercise_prompt(
        "l2_gradient",
        "Return the slope of the penalty along every weight, in the shape of `W`. `lam` is λ (`lambda` is a word of Python's own), `m` the number "
        "of rows of data. Try it with a pencil for one weight, then write it for all at once.",
    )
    return


@app.function
def l2_gradient(W, lam, m):
    """The slopes of the L2 penalty, one for each weight."""
    ...


@app.cell
def check_l2_gradient():
    check(l2_gradient)
    return


@app.cell(hide_code=True)
def framework(run_torch):
    if not importlib.util.find_spec("torch"):
        _result = mo.md(
            f"PyTorch {'was not installed where this page was made' if is_static() else 'is not installed here'}, so the code below has not run, and "
            f"nothing in this course needs it. With it, {'the course itself' if is_static() else 'a button here'} trains the same network from "
            "the same start, and says how far apart the two end."
        )
    elif not was_used(run_torch):
        _result = mo.vstack(
            [mo.md("PyTorch is installed here. Five epochs of this page's network, from the same start:"), run_torch]
        )
    else:
        with mo.status.spinner("PyTorch trains five epochs …"):
            torch = importlib.import_module("torch")  # optional: by name, so that nothing asks for it

            def _start():
                rng = np.random.default_rng(0)
                return mlp.random_parameters([64, 64, 10], rng, mlp.he_init), rng

            _parameters, _rng = _start()
            _theirs = torch_reference.train(
                torch, _parameters, training, lr=1.0, epochs=5, beta=0.9, batch=32, rng=_rng
            )
            _parameters, _rng = _start()
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
                    f"The largest difference among their {sum(p.size for p in _theirs):,} numbers is **{_off:.0e}**."
                ),
            ]
        )
    mo.vstack(
        [
            mo.md("""
    ## What a framework adds

    Not the mathematics. You have written all of it. A framework finds the slopes of any formula by itself, runs on a graphics card, and brings hundreds of layers and
    update rules, each tested by many people. What it hides is worth knowing: its momentum leaves out 1 − β, its weight decay takes biases along unless told not to, and its
    loss wants the sums, not the shares.
    """),
            _result,
            code(torch_reference.train),
            mo.md("## Your functions read digits"),
        ]
    )
    return


@app.cell
def your_network(net):
    def program(lam=0.0):
        """Shares of the held-out digits, after training with your functions."""
        rng = np.random.default_rng(0)
        numbers = mlp.random_parameters([64, 64, 10], rng, mlp.he_init)
        velocities = [0.0] * 4
        m = len(training.X)
        for _ in range(20):
            order = rng.permutation(m)
            for first in range(0, m, 32):
                rows = order[first : first + 32]
                X, Y = training.X[rows], training.Y[rows]
                W1, b1, W2, b2 = numbers
                A1 = mlp.relu(X @ W1 + b1)
                d2 = (softmax(A1 @ W2 + b2) - Y) / len(X)
                d1 = d2 @ W2.T * (A1 > 0)
                slopes = [
                    X.T @ d1 + l2_gradient(W1, lam, m),
                    d1.sum(axis=0, keepdims=True),
                    A1.T @ d2 + l2_gradient(W2, lam, m),
                    d2.sum(axis=0, keepdims=True),
                ]
                steps = zip(numbers, velocities, slopes)
                moved = [momentum_update(*step, 1.0, 0.9) for step in steps]
                numbers, velocities = zip(*moved)
        W1, b1, W2, b2 = numbers
        return softmax(mlp.relu(held_out.X @ W1 + b1) @ W2 + b2)

    _yours = (momentum_update, softmax, categorical_cross_entropy, l2_gradient)
    if all(check(function).status == "right" for function in _yours):
        _shares = program()
        _right = (_shares.argmax(axis=1) == held_out.labels).sum()
        _text = (
            f"Your program reads **{_right} of {len(_shares)} held-out digits**; their loss is "
            f"{categorical_cross_entropy(_shares, held_out.Y):.3f}. The network at the top of this page, trained by "
            f"`MLP`, reads {digits.count_correct(net, held_out)}."
        )
    else:
        _text = "*In the editor this program trains here, once all four exercises are right.*"
    show(mo.md(_text), program)
    return


@app.cell(hide_code=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "Why may you subtract the same number from a whole row before softmax, and why do you?",
                    r"The factor $e^{-c}$ stands above and below the line, so the shares stay. With the largest subtracted no exponent is above 0, and "
                    "nothing overflows.",
                ),
                (
                    "A network reads 97% of held-out digits. What do you ask before you believe it?",
                    "What was held out, and how: digits of the same people, or of people whom training never met?",
                ),
                (
                    "From lesson 6: what is the update without momentum, and which β gives it back?",
                    r"$w \leftarrow w - \text{lr} \cdot g$. β = 0: the velocity is then the gradient.",
                ),
            ),
            navigation(
                "09_beyond_xor",
                "Nine numbers learned XOR; a few thousand read handwriting, by the same four steps: forward, loss, blame, update. You have written every one of them.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
