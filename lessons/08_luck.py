# /// script
# [tool.marimo.opengraph]
# title = "8 · Find out why training fails"
# description = "A success map, measured with thousands of networks. Press a cell, replay a run that failed, and find the cause."
# image = "__marimo__/assets/08_luck/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="8 · Find out why training fails")

with app.setup(hide_code=True):
    import math

    import marimo as mo
    import numpy as np

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import XOR, CountMap, LiveNetwork, check
    from shared.experiments import success_map
    from shared.experiments.counts import (
        LAYERS,
        count_column,
        count_dead,
        count_outcomes,
        count_rescued,
        end_of_run,
        loss_curve,
        measure_depth,
        measure_failures,
    )
    from shared.experiments.diagnosis import diagnose_params, diagnose_run, replay_run
    from shared.experiments.ensemble import activations, metrics, params_of, train_range
    from shared.experiments.learning_rate import range_test
    from shared.experiments.settings import LOSS_NAMES, Settings, initial_params
    from shared.experiments.statistics import format_rate, wilson_interval
    from shared.experiments.success_map import BASELINE, count_converged, describe_change
    from shared.lesson import charts, failure_guide, success_map_view
    from shared.lesson.cache import cached
    from shared.lesson.components import (
        beside,
        exercise_prompt,
        folded,
        is_static,
        lesson_header,
        navigation,
        part_of,
        predict,
        recall,
        reveal,
        show,
        table,
        was_used,
    )
    from shared.lesson.diagnosis_view import diagnosis_parts
    from shared.lesson.figures import draw_once, plt, show_figure
    from shared.lesson.own_numbers import parse_params
    from shared.lesson.shipped import (
        CURES,
        EXPLODING,
        HALF_AS_LARGE,
        IDENTICAL,
        JITTERED,
        LARGE,
        LOSSES,
        RESCUES,
        SMALL,
        WIDTHS,
        shipped,
    )
    from shared.lesson.status import lesson_status, show_status
    from shared.nn import network
    from shared.nn.mlp import XOR_Y

    Y = XOR_Y[:, 0]  # the targets
    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title(picture):
    lesson_header(
        "08_luck",
        picture,
        do="Guess how often training succeeds, then measure it. Find out why a run failed, and try the smallest fix.",
        able="Say why a run failed, give measurements as evidence, and choose a learning rate.",
        need="Lessons 5 to 7.",
        minutes=35,
        later=25,
    )
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("08_luck", status)
    return


@app.cell(hide_code=True, expand_output=True)
def measure(knobs):
    _asked = dict(knobs.value)
    _across = _asked.pop("across")
    _settings = BASELINE._replace(**{success_map.COLUMN_FIELDS[name]: value for name, value in _asked.items()})
    cells = success_map_view.measure(_settings, _across)

    def settings_of(row, column):
        return success_map_view.settings_of(_settings, _across, row, column)

    return cells, settings_of


@app.cell(hide_code=True, expand_output=True)
def fill_map(cells, count_map, fast_guess, loss_guess, rate_guess, settings_of):
    # A cell that uses a control runs again when the control changes. `count_map` is the widget inside the control `grid`.
    def _is_asked(row, column):
        """True if a question about this cell is not answered yet."""
        settings = settings_of(row, column)
        return (
            (row == "± 2" and rate_guess.value is None)
            or (settings.lr == 100.0 and fast_guess.value is None)
            or (settings.loss == "cross_entropy" and loss_guess.value is None)
        )

    _shown = {place: success_map_view.COVERED if _is_asked(*place) else cells[place] for place in cells}
    count_map.caption = success_map_view.caption(_shown)
    count_map.table = success_map_view.as_table(_shown)
    return


@app.cell(hide_code=True, expand_output=True)
def pressed(cells, grid, knobs, rate_guess, settings_of):
    _start, _column = grid.value["pressed"] or ("", "")
    if (_start, _column) in cells:
        chosen = settings_of(_start, _column)
    else:
        _size = 5.0 if rate_guess.value is None else 2.0
        _start, chosen = f"± {_size:g}", BASELINE._replace(weights=_size)
    place = f"{_start}, {success_map.describe_settings(chosen)}"
    _unused = f".list-{success_map.COLUMN_FIELDS[knobs.value['across']]} {{ display: none; }}"
    mo.Html(
        ""
        if is_static()
        else f"<style>{_unused}</style>"
        + mo.md(
            f"The chosen cell is **{place}**. Its runs are in the section [One cell, one run](#one-cell-one-run)."
        ).text
    )
    return chosen, place


@app.cell(hide_code=True, expand_output=True)
def controls():
    _labels = {"width": "Width", "learning rate": "Learning rate", "activation": "Activation", "loss": "Loss"}
    _usual = {"width": "2 hidden", "learning rate": "lr 2", "activation": "sigmoid", "loss": "squared error"}
    knobs = mo.ui.dictionary(
        {
            "across": mo.ui.dropdown(list(success_map.COLUMNS), "width", label="Columns"),
            **{
                name: mo.ui.dropdown(success_map.COLUMNS[name], _usual[name], label=label)
                for name, label in _labels.items()
            },
        }
    )
    count_map = CountMap()
    grid = mo.ui.anywidget(count_map)
    if is_static():
        _cells = success_map_view.measure(BASELINE, "width")
        _covered = {place: success_map_view.COVERED if place[0] == "± 2" else _cells[place] for place in _cells}
        picture = mo.vstack(
            [
                mo.md("Each column is one width: the number of hidden neurons. Everything else is as in lesson 6."),
                mo.Html(success_map_view.map_html(_covered)),
            ]
        )
    else:
        _lists = [
            mo.Html(f'<div class="list-{success_map.COLUMN_FIELDS.get(name, name)}">{mo.as_html(knob).text}</div>')
            for name, knob in knobs.elements.items()
        ]
        picture = mo.vstack([mo.hstack(_lists, wrap=True, justify="start", gap=1), grid])
    grid_again = None if is_static() else part_of(grid)  # a copy without the caption
    reference = shipped(count_outcomes, 1000, BASELINE)
    _learned = reference["learned"]
    _column = dict(zip(success_map.INITIALIZATIONS, shipped(count_column, BASELINE), strict=True))
    _rates = {
        "About 10": "That is too few: more than half of the networks learn. With larger weights, fewer networks learn. But even with weights between −10 and 10, "
        f"{_column['± 10']} of 100 networks learn. The map shows this in the row “± 10”.",
        "About 40": f"More than 40 learn. With weights between −5 and 5, {_column['± 5']} of 100 networks learn. The map shows this in the row “± 5”. Smaller "
        "weights are better.",
        "About 65": f"Of 1000 networks, {_learned} learned.",
        "About 95": "More networks fail. Two hidden neurons are the minimum for XOR, so the lines of both neurons must be in a good place. With eight hidden neurons, nearly all networks "
        "learn, as the map shows.",
    }
    rate_guess = predict(
        "In lesson 6, the weights were drawn between −2 and 2, and the network had two hidden neurons. Out of 100 such networks, how many learn XOR within 4000 epochs? "
        "(In the map, the rows above and below the row ± 2 can help you to guess.)",
        _rates,
        right=min(_rates, key=lambda option: abs(10 * int(option.split()[-1]) - _learned)),
    )
    failure_guess = predict(
        "With the settings of lesson 6, most failed runs fail in the same way. In which way?",
        {
            "They are too slow": "If they were too slow, more epochs would help. In the table below, the failed runs train for four times as many epochs: almost "
            "none of them learn.",
            "σ is flat, so the delta is almost 0": "This happens if the weights are very large. With weights between −2 and 2 it is rare: the text below "
            "says in how many runs it happens.",
            "Their numbers grow without limit": f"Of these 1000 runs, {reference['diverged']} diverged. The sigmoid keeps all "
            "activations between 0 and 1, so the gradients stay small.",
            "Two rows get the same output": "The two rows have different targets, so at least one row is wrong.",
        },
        right="Two rows get the same output",
    )
    loss_guess = predict(
        "One source of this course says: with cross-entropy instead of the squared error, perhaps we need no retries. Train the same 1000 "
        "networks with cross-entropy. What changes?",
        {
            "Nearly all learn": "In most failed runs, the hidden layer puts two rows with different targets at the same point. Then the output neuron gets "
            "the same inputs for both rows, so no loss function can separate them.",
            "About the same number learn, but faster": "The delta of cross-entropy has no factor σ′, so it stays large while an output is wrong. That saves epochs. "
            "But the hidden layer can still merge two rows.",
            "Fewer learn": "Slightly fewer learned, but such a small difference can be chance: the two intervals overlap.",
        },
        right="About the same number learn, but faster",
    )
    mo.vstack(
        [
            mo.md(
                """
    For every number in the map, we trained 100 networks. The number says how many of them learned. A network has **learned** if its mean
    squared error is 0.001 or less.

    Each *row* of the map is one *initialization*: a rule for the first numbers of a network. ± 5 means that the weights are uniform random
    numbers between −5 and 5: every number is equally likely. The biases are between −0.5 and 0.5. In the row *identical*, all hidden neurons begin with the same
    random numbers. With *Xavier* and *He*, the size of the weights depends on the number of inputs. The lesson explains these three initializations below.
    """
            ),
            mo.md(
                ""
                if is_static()
                else "Each *column* is one value of a setting. You choose this setting in the list *Columns*. Every other setting has "
                "its own list."
            ),
            rate_guess,
        ]
    )
    return (
        count_map,
        failure_guess,
        grid,
        grid_again,
        knobs,
        loss_guess,
        picture,
        rate_guess,
        reference,
    )


@app.cell(hide_code=True, expand_output=True)
def rate_answer(rate_guess, reference):
    _row = [
        {"initialization": start, "": column, "learned, of 100": count}
        for (start, column), count in success_map_view.measure(BASELINE, "width").items()
        if start == "± 2"
    ]
    reveal(
        rate_guess,
        f"The success rate is {format_rate(reference['learned'], 1000)}. The numbers in "
        "brackets are the two ends of the 95 % confidence interval. The true success rate is probably in this interval. For 100 networks, "
        "the interval is about three times as wide as for 1000. So a small difference between two cells of the map can be pure chance. "
        + ("The row of the map:" if is_static() else "You can now see the row “± 2” in the map."),
        *([table(_row)] if is_static() else []),
    )
    return


@app.cell(hide_code=True, expand_output=True)
def failures(failure_guess):
    def _explain():
        _found = shipped(measure_failures, 1000, BASELINE)
        _count = len(_found["losses"])

        def losses_of_failed_runs(ends):
            fig, ax = plt.subplots()
            ax.hist(ends, bins=np.arange(0.1, 0.2, 0.005))
            ax.set_xlabel("mean squared error at the end")
            ax.set_ylabel("runs")
            near = {
                name: sum(abs(loss - end) < 0.01 for loss in ends) for name, end in (("1/8", 1 / 8), ("1/6", 1 / 6))
            }
            counts = ", ".join(f"{n} are within 0.01 of {name}" for name, n in near.items())
            return show_figure(
                fig,
                alt=f"The final losses of the {len(ends)} failed runs: {counts}, {len(ends) - sum(near.values())} are elsewhere.",
            )

        _rows = []
        for _change in RESCUES:
            _settings = BASELINE._replace(**_change)
            _rows.append(
                {
                    "change": describe_change(_change),
                    "share of the failed runs that now learn": format_rate(
                        shipped(count_rescued, 1000, BASELINE, _settings), _count
                    ),
                    "share of all 1000 runs that learn": format_rate(
                        shipped(count_outcomes, 1000, _settings)["learned"], 1000
                    ),
                }
            )
        return (
            f"{_count} runs failed. In {_found['merged']} of them, two rows with different targets have almost the same output: the hidden layer puts the two "
            f"rows at almost the same point. (In {_found['flat']} runs, the output of a row is wrong, and σ is flat at this output.) "
            "**You can count the rows with the same output by the final loss.** If two rows have the output ½ and the other two are right, the loss is (¼ + ¼) / 4 = 1/8. If three "
            "rows have the same output, this output is ⅓ or ⅔, and the loss is (1/9 + 1/9 + 4/9) / 4 = 1/6.",
            draw_once(losses_of_failed_runs, tuple(_found["losses"])),
            mo.md(
                "Which change makes the failed runs learn? We tried each change below on every failed run, with the same random numbers."
            ),
            table(_rows),
            mo.md(
                "With more epochs, almost none of these runs learn. So they were not slow: they had reached their final state. Smaller weights help most. Compare "
                "the two columns: with smaller weights, both shares are almost the same. So the program is right, and these runs began with unlucky numbers."
            ),
        )

    mo.vstack(
        [
            mo.md("## What failure looks like"),
            failure_guess,
            reveal(failure_guess, _explain),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def runs(chosen, grid_again, place):
    sweep = cached(train_range, chosen, 0, 100)
    _failed = success_map.typical_failure(sweep)
    pick = mo.ui.dropdown(
        {f"run {k}: {success_map.describe_outcome(sweep, k)}": k for k in range(100)},
        f"run {_failed}: {success_map.describe_outcome(sweep, _failed)}",
        label="Run",
    )
    _text = mo.vstack(
        [
            mo.md(
                f"## One cell, one run\n\nHere are the 100 networks of the cell **{place}**. "
                f"{format_rate(count_converged(sweep), 100)} of them learned. The 95 % interval is in brackets."
            ),
            mo.Html(success_map_view.outcomes_html(sweep)),
            mo.md("" if is_static() else "Choose another run, or press another cell of the map."),
            pick,
        ]
    )
    _text if is_static() else beside(_text, grid_again)
    return pick, sweep


@app.cell(hide_code=True, expand_output=True)
def one_run(failure_guess, pick, place, sweep):
    _settings, _found = sweep.settings, None
    with mo.status.spinner(f"Training run {pick.value} again…", remove_on_exit=True):
        if was_used(failure_guess):
            # This function also trains the run again with each fix.
            _found = cached(diagnose_run, _settings, pick.value)
            _params, _losses = _found.params, _found.mse
        else:
            _params, _losses = cached(replay_run, _settings, pick.value)
    _mse = _losses.tolist()
    _drawn = _settings.width == 2 and _settings.activation == "sigmoid"
    _history = np.round(_params.astype(float), 6).tolist() if _drawn else []
    replayed = mo.ui.anywidget(
        LiveNetwork(
            params=_history[0],
            lr=_settings.lr,
            loss=_settings.loss.replace("squared_error", "squared error").replace("_", "-"),
            history=_history,
            history_label=f"run {pick.value}",
        )
        if _drawn
        else LiveNetwork()
    )
    _every = max(len(_mse) // 500, 1)
    mo.vstack(
        [
            *(
                diagnosis_parts(_found, f"run {pick.value}")
                if _found
                else [mo.md("*The diagnosis of this run appears when you have answered the question above.*")]
            ),
            mo.md(
                f"Press **Play run {pick.value}**, then open *The hidden space*"
                + (". Do two rows end at the same point?" if _found and _found.diagnosis != "converged" else ".")
                if _drawn
                else ""
            ),
            replayed
            if _drawn
            else charts.lines(
                {"loss": (list(range(0, len(_mse), _every)), _mse[::_every])},
                f"Mean squared error of run {pick.value} in {place}. It goes from {_mse[0]:.4f} to {_mse[-1]:.4f} in "
                f"{len(_mse) - 1} epochs. At the end, {int(metrics(_settings, _params[-1])[2])} of 4 rows are right.",
                x="epoch",
                y="mean squared error",
            ),
        ]
    )
    return (replayed,)


@app.cell(hide_code=True, expand_output=True)
def learning_rate(reference):
    _learned = round(reference["learned"] / 10)
    fast_guess = predict(
        "Lesson 6 uses learning rate 2. We train the same networks with learning rate 100. How many of 100 learn now?",
        {
            "More: larger steps are faster": "Larger steps are faster only up to a limit. The figure below shows this limit.",
            f"About as many, {_learned}": "This is true for rates between 2 and about 10. At 100, the steps are too long.",
            "Almost none": "One step is now longer than the distance to the lowest point. Most runs jump far past this point and cannot come back.",
        },
        right="Almost none",
    )
    mo.vstack([mo.md("## Learning rate: too small, too large"), fast_guess])
    return (fast_guess,)


@app.cell(hide_code=True, expand_output=True)
def fast_answer(fast_guess):
    def count_that_learn(count, rate):
        """Return how many of `count` networks learn. A file contains the results of 100 networks for each rate below."""
        return shipped(count_outcomes, count, BASELINE._replace(lr=rate))["learned"]

    def describe_shares(rates, learned, count):
        each = ", ".join(f"{n} at rate {rate:g}" for n, rate in zip(learned, rates, strict=True))
        return f"How many of {count} networks learn: {each}. The bars are 95 % intervals."

    reveal(
        fast_guess,
        """
    With a rate that is too **small**, the networks learn too slowly: 4000 epochs are not enough. A wide range of rates works
    well. With a rate that is too **large**, the runs fail.

    *How to read the figure:* each dot shows the share of the networks that learned. The bar at the dot is the 95 % interval.

    **Change one thing** (in the editor). Change `count` to 400. How much shorter are the bars?
    """,
    )
    return count_that_learn, describe_shares


@app.cell(expand_output=True)
def share_by_rate(count_that_learn, describe_shares, fast_guess):
    def share_that_learns():
        rates = (0.5, 1.0, 2.0, 10.0, 30.0, 100.0)
        count = 100  # networks for each rate
        learned = [count_that_learn(count, rate) for rate in rates]
        shares = [n / count for n in learned]
        intervals = [wilson_interval(n, count) for n in learned]  # 95 %
        below = [share - low for share, (low, _) in zip(shares, intervals)]
        above = [high - share for share, (_, high) in zip(shares, intervals)]
        fig, ax = plt.subplots()
        ax.errorbar(rates, shares, yerr=[below, above], fmt="o-", capsize=4)
        ax.set_xscale("log")
        ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
        ax.minorticks_off()
        ax.set_ylim(-0.03, 1)
        ax.set_xlabel("learning rate")
        ax.set_ylabel("share that learns")
        return show_figure(fig, alt=describe_shares(rates, learned, count))

    show(draw_once(share_that_learns), share_that_learns) if was_used(fast_guess) else mo.md("")
    return


@app.cell(hide_code=True, expand_output=True)
def too_large(fast_guess):
    def describe_rates(rates, losses):
        ends = ", ".join(f"{each[-1]:.3f} with {rate:g}" for rate, each in zip(rates, losses, strict=True))
        return f"One start, three learning rates. The loss after {len(losses[0]) - 1} epochs: {ends}."

    mo.md(
        """
    The next figure shows one network of the map, with three learning rates. A rate that is too large can cause three problems:

    - **Oscillation**: each step jumps over the lowest point of a valley, to the other side, and the next step jumps back. The loss goes up and
      down.
    - **Overshoot**: one step is so long that it ends far beyond the valley, where σ is flat. There the gradients are almost 0, so the run stays there.
    - **Exploding gradient**: each step leads to a larger gradient, and so to a longer step. The sigmoid keeps the activations small, so this
      does not happen here. The section [Exploding gradients](#exploding-gradients-and-clipping) shows it with ReLU.

    An engineer tries these cures in this order:

    1. **Lower the learning rate**: ÷ 10, and again ÷ 10. You change only one number, and this helps against all three problems.
    2. **Clip the gradients** if a few runs still fail with a good rate. Then no gradient is larger than a bound that you choose.

    **Change one thing** (in the editor). Change 100.0 to 70.0 in `rates`. Which of the three names fits the new curve?
    """
        if was_used(fast_guess)
        else ""
    )
    return (describe_rates,)


@app.cell(expand_output=True)
def one_start_three_rates(describe_rates, fast_guess):
    def three_rates(start):
        rates = (10.0, 50.0, 100.0)
        losses = []
        fig, ax = plt.subplots()
        for rate in rates:
            states = network.train(XOR, start, rate, epochs=80)
            losses.append([state.loss for state in states])
            ax.plot(losses[-1], "-", label=f"learning rate {rate:g}")
        ax.set_xlabel("epoch")
        ax.set_ylabel("mean squared error")
        ax.set_ylim(0, 0.75)  # leaves space for the legend
        ax.legend(loc="upper right")
        return show_figure(fig, alt=describe_rates(rates, losses))

    _start = tuple(initial_params(Settings(), 13, 1)[0].tolist())
    show(draw_once(three_rates, _start), three_rates) if was_used(fast_guess) else mo.md("")
    return


@app.cell(hide_code=True, expand_output=True)
def converged_task():
    exercise_prompt(
        "converged",
        "Return True if the *last* of `losses` is finite and not above `threshold`. Otherwise return False. You can use `math`.",
        lead="""
    ## Try again, and say when to stop

    Some runs fail because of a bad choice, for example a learning rate that is too large. Other runs fail only because of bad luck: their
    random numbers were bad. After bad luck, you can train again with new random numbers. A program needs two things for this: a test
    that says if a run has learned, and a loop that stops after a given number of attempts.
    """,
    )
    return


@app.function
def converged(losses, threshold=0.001):
    """True if the last loss is finite and not above the threshold."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_converged():
    check(lambda: converged)
    return


@app.cell(hide_code=True, expand_output=True)
def train_with_retries_task(reference):
    _rate = reference["learned"] / 1000
    _enough = math.ceil(math.log(0.001) / math.log(1 - _rate))
    exercise_prompt(
        "train_with_retries",
        """
    Make at most `attempts` attempts. Each attempt has three steps.

    1. Draw nine **initial numbers**, in any order, from the NumPy random generator `rng`. The weights are uniform between −2 and 2. The biases b1, b2 and c are uniform between −0.5 and 0.5.
    2. Train for `epochs` epochs with `network.train`. It yields epochs + 1 states. The first state has the initial numbers. Each state has
       a `loss` and `params`.
    3. If the run has `converged`, return `(params, losses, attempts_used)`: the final numbers, the losses of all states, and the number of this
       attempt. The first attempt is number 1.

    If no attempt has converged, raise an error. Its message must say that no attempt has converged.
    """,
        lead=f"With the settings of lesson 6, about {100 * _rate:.0f} of 100 attempts succeed. The probability that all n attempts fail is {1 - _rate:.2f} to the power of "
        f"n. For {_enough} attempts, this probability is below 0.001.",
    )
    return


@app.function
def train_with_retries(data, rng, lr, epochs, attempts):
    """Train until an attempt converges. Return its final numbers, its losses, and how many attempts were made."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_train_with_retries():
    check(lambda: train_with_retries)
    return


@app.cell(hide_code=True, expand_output=True)
def guide(depth_guess):
    if is_static():
        _keep = mo.md(f"[Open the printable page]({failure_guide.FILE})")
    else:
        _keep = mo.download(
            failure_guide.printable_page().encode(),
            failure_guide.FILE,
            "text/html",
            label="Download this page to print it",
        )
    _covered = [] if was_used(depth_guess) else ["vanishing"]
    mo.vstack(
        [
            mo.md(
                f"""
    ## {failure_guide.TITLE}

    Keep this page. You can use it for every network that you train. Its numbers are for XOR with the squared error. Each underlined cause
    is a link to the section that explains it.
    """
            ),
            mo.Html(failure_guide.guide_html(links=True, covered=_covered)),
            mo.md(
                "One row is still hidden, because it answers the question in the section [More layers](#more-layers)."
                if _covered
                else ""
            ),
            _keep,
            mo.md("The first half of the lesson ends here. You can do the second half another day."),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def symmetry():
    def _neurons(numbers):
        return table(
            [
                {
                    "neuron": f"h{j + 1}",
                    **{name: f"{numbers[3 * j + i]:.2f}" for i, name in enumerate(("w1", "w2", "b"))},
                    "v": f"{numbers[6 + j]:.2f}",
                }
                for j in (0, 1)
            ]
        )

    _equal, _jittered = (shipped(count_outcomes, 200, settings)["learned"] for settings in (IDENTICAL, JITTERED))
    _run, _jittered_run = (shipped(end_of_run, settings, 0) for settings in (IDENTICAL, JITTERED))
    mo.vstack(
        [
            mo.md(f"""
    ## Symmetry

    Suppose that two hidden neurons begin with the same numbers. Then they get the same gradients, make the same steps, and stay equal
    forever. The network works as if it had only one hidden neuron. After {_run["epochs"]} epochs, run 0 has these hidden neurons:
    """),
            _neurons(_run["numbers"]),
            mo.md(f"""
    Of 200 such networks, {_equal} learned. If all numbers begin at 0, the hidden neurons are equal, too. The fix is small:
    add a different random number between −0.1 and 0.1 to each number. Now {_jittered} of 200 learn. Run 0 then ends with these hidden neurons:
    """),
            _neurons(_jittered_run["numbers"]),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def saturation():
    _large, _half = (shipped(end_of_run, settings, 2) for settings in (LARGE, HALF_AS_LARGE))
    _outputs = activations(LARGE, np.array(_large["numbers"]))[1]
    _rows = [
        {
            "row": f"({x1:.0f}, {x2:.0f})",
            "target": f"{y:.0f}",
            "output": f"{out:.6f}",
            "σ′ of the output": f"{network.sigmoid_derivative(out):.7f}",
        }
        for (x1, x2, y), out in zip(XOR, _outputs, strict=True)
    ]
    _worst = _rows[int(np.abs(_outputs - Y).argmax())]
    mo.vstack(
        [
            mo.md("""
    ## Saturation

    If weights are drawn between −10 and 10, the weighted sums become large. For large sums σ is flat: the neuron is *saturated*. On the way
    back, every delta is multiplied by the derivative σ′. If σ′ is almost 0, the gradient is almost 0 too. Run 2 ends with these outputs:
    """),
            table(_rows),
            mo.md(f"""
    The output for the row {_worst["row"]} is almost completely wrong. But the gradient of this row is multiplied by σ′ = {_worst["σ′ of the output"]}
    (the largest possible σ′ is ¼), so almost nothing changes. The run ended with a mean squared error of {_large["loss"]:.3f}. Then we
    halved all its initial weights: now the run {"learned" if _half["outcome"] == "converged" else "failed, too,"} after {_half["epochs"]} epochs.
    """),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def xavier_init_task():
    _rng = np.random.default_rng(0)
    _rows = []
    for _n in (4, 64, 1024):
        _inputs = _rng.choice([-1.0, 1.0], (500, _n))
        _sums = _inputs @ _rng.normal(0, 1, (_n, 20))
        _scaled = _inputs @ _rng.normal(0, np.sqrt(1 / _n), (_n, 20))
        _rows.append({"inputs": _n, "weights of size 1": f"{_sums.std():.1f}", "Xavier": f"{_scaled.std():.2f}"})
    mo.vstack(
        [
            mo.md(r"""
    ## How large should the first weights be?

    A neuron with $n$ inputs adds up $n$ products. If their signs are random, the typical size of the sum grows like $\sqrt{n}$. So weights
    that are good for two inputs can be too large for many inputs: the neurons saturate. The table shows the standard deviation
    of a neuron's sum, measured with 500 random rows. Each input is +1 or −1. The *standard deviation* is the typical
    distance of a number from the mean. The *variance* is its square. The weights are drawn from a *normal distribution*. It is a bell curve:
    numbers near the mean are the most frequent.
    """),
            table(_rows),
            exercise_prompt(
                "xavier_init",
                "Return an array of shape (n_in, n_out). Draw its elements from a normal distribution with mean 0 and **variance** 1 / n_in. "
                "`rng` is a NumPy random generator.",
            ),
        ]
    )
    return


@app.function
def xavier_init(rng, n_in, n_out):
    """Return the weights of one layer, shape (n_in, n_out): normal random numbers with variance 1 / n_in."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_xavier_init():
    check(lambda: xavier_init)
    return


@app.cell(hide_code=True, expand_output=True)
def he_init_task():
    exercise_prompt(
        "he_init",
        "Do the same for a layer with ReLU. ReLU sets about half of its inputs to 0, so the variance must be twice as large: 2 / n_in.",
    )
    return


@app.function
def he_init(rng, n_in, n_out):
    """Return the weights of one ReLU layer, shape (n_in, n_out): normal random numbers with variance 2 / n_in."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_he_init():
    check(lambda: he_init)
    return


@app.cell(hide_code=True, expand_output=True)
def depth():
    depth_guess = predict(
        "Lesson 7 built deeper networks. Here each hidden layer has 8 sigmoid neurons and Xavier's initialization. With one hidden layer, all "
        "20 networks learn XOR within 4000 epochs. How many of 20 learn with four hidden layers?",
        {
            "All 20: more layers can compute more": "A deeper network can compute more. But the first layers hardly learn: their gradients are too small.",
            "About half": "Fewer learn. In the table below, compare three hidden layers with four.",
            "At most two": "On its way back through four layers, the gradient becomes very small. So the first layers hardly change.",
        },
        right="At most two",
    )
    mo.vstack([mo.md("## More layers"), depth_guess])
    return (depth_guess,)


@app.cell(hide_code=True, expand_output=True)
def depth_answer(depth_guess):
    def size_by_layer(depth):
        fig, ax = plt.subplots()
        firsts = []
        for name in LAYERS:
            sizes = shipped(measure_depth, name, depth)["sizes"]
            ax.plot(range(1, depth + 2), sizes, "o-", label=name)
            firsts.append(f"{sizes[0]:.6f} with {name}")
        ax.set_yscale("log")
        ax.set_xlabel("layer")
        ax.set_ylabel("mean size of dW")
        ax.legend()
        alt = f"{depth} hidden layers, before training. Mean size of the first layer's weight gradients"
        return show_figure(fig, alt=f"{alt}: {', '.join(firsts)}.")

    def _explain():
        _runs = {(depth, name): shipped(measure_depth, name, depth) for depth in (1, 2, 3, 4) for name in LAYERS}
        _rows = [
            {"hidden layers": depth}
            | {name: f"{_runs[depth, name]['learned']} of {_runs[depth, name]['networks']}" for name in LAYERS}
            for depth in (1, 2, 3, 4)
        ]
        _sizes = _runs[4, "sigmoid"]["sizes"]
        _factors = ", ".join(f"{_sizes[k] / _sizes[k + 1]:.2f}" for k in (2, 1, 0))
        return (
            "The table shows how many networks learn.",
            table(_rows),
            draw_once(size_by_layer, 4),
            mo.md(f"""
    The figure shows the size of the gradients in each layer at the start. The vertical axis is logarithmic: a gradient at 10⁻³ is ten times smaller than
    one at 10⁻². With sigmoid, the gradients of the first layer are {_sizes[-1] / _sizes[0]:,.0f} times smaller than those of the last layer.

    *Why?* On the way back, each layer multiplies the delta by its weights and by σ′, and σ′ is **at most ¼**. Xavier's weights hardly change the size of
    the delta, so each layer multiplies it by about ¼ or less. From hidden layer 4 back to hidden layer 1,
    we measured these factors: {_factors}. This is a **vanishing gradient**: the first layer gets almost no gradient.

    tanh′ is 1 at 0, and ReLU′ is 1 above 0. So with tanh and ReLU, the gradients keep about the same size. This is why deep networks have ReLU or tanh in their
    hidden layers.
    """),
        )

    reveal(depth_guess, _explain)
    return


@app.cell(hide_code=True, expand_output=True)
def retries_needed(loss_guess):
    def _explain():
        _counts = {
            (width, name): shipped(count_outcomes, 1000, BASELINE._replace(width=width, loss=loss))
            for width in WIDTHS
            for name, loss in LOSSES.items()
        }
        _patient = shipped(count_outcomes, 1000, BASELINE._replace(epochs=16000))["learned"]
        _rows = [
            {"hidden neurons": width}
            | {f"{name}: learned": format_rate(_counts[width, name]["learned"], 1000) for name in LOSSES}
            for width in WIDTHS
        ]
        _median = [_counts[2, name]["median_epochs"] for name in LOSSES]
        _plain, _cross = (_counts[2, name]["learned"] for name in LOSSES)
        _rescued = shipped(count_rescued, 1000, BASELINE, BASELINE._replace(loss="cross_entropy"))
        _far = [
            shipped(count_outcomes, 1000, LARGE._replace(width=8, loss=loss))["learned"] for loss in LOSSES.values()
        ]
        return (
            f"With cross-entropy, {format_rate(_cross, 1000)} learn. With the squared error, {format_rate(_plain, 1000)} learn. "
            f"Of the {1000 - _plain} runs that fail with the squared error, {_rescued} learn with cross-entropy. "
            f"(With the squared error and four times as many epochs, {format_rate(_patient, 1000)} learn.) But with more hidden neurons, we hardly "
            "need retries:",
            table(_rows),
            mo.md(
                "With weights between −2 and 2, **cross-entropy makes training faster, and width makes it more reliable**. Look at the "
                f"networks that learn with two hidden neurons. With the squared error, half of these networks need at most {_median[0]:,} epochs. With "
                f"cross-entropy, half of them need at most {_median[1]:,} epochs. (This number is called the *median*.) With other weights, the result can be different. With weights "
                "between −10 and 10, σ is often flat. With these weights and eight "
                f"hidden neurons, {format_rate(_far[0], 1000)} of the networks learn with the squared error, and {format_rate(_far[1], 1000)} learn with cross-entropy."
            ),
        )

    mo.vstack(
        [
            mo.md("## Can we avoid retries?"),
            loss_guess,
            reveal(loss_guess, _explain),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def divergence():
    def largest_number(k, epochs):
        fig, ax = plt.subplots()
        last = []
        for name, settings in CURES.items():
            run = params_of(settings._replace(epochs=epochs), k)
            sizes = [float(np.abs(params).max()) for params, _ in run]
            ax.plot(sizes, label=name)
            last.append(f"{sizes[-1]:,.0f} with {name}")
        ax.set_yscale("log")
        ax.set_xlabel("epoch")
        ax.set_ylabel("largest number")
        ax.legend()
        alt = f"At the end, the largest number in run {k} is {', '.join(last)}"
        return show_figure(fig, alt=f"{alt}. A curve ends early if its run stops early.")

    _counts = {name: shipped(count_outcomes, 100, settings) for name, settings in CURES.items()}
    _k = _counts["learning rate 30"]["first_diverged"]
    _run = np.array([params for params, _ in params_of(EXPLODING._replace(epochs=60), _k)], float)
    _steps = np.abs(np.diff(_run, axis=0)).max(axis=1) / EXPLODING.lr
    _dead = int((activations(EXPLODING, _run[-1])[0] <= 0).all(axis=0).sum())
    _rows = [
        {"cure": name, "diverge, of 100": counts["diverged"], "learn, of 100": counts["learned"]}
        for name, counts in _counts.items()
    ]
    mo.vstack(
        [
            mo.md("""
    ## Exploding gradients, and clipping

    ReLU has no upper limit, and the delta of cross-entropy has no factor σ′. So gradients can become large. First lower the learning rate.
    If this is not enough, clip the gradients. **Clipping** limits the size of every gradient before the step.
    """),
            folded(
                "An example, measured",
                mo.md(f"""
    Here are networks with 8 ReLU neurons, initial weights between −{EXPLODING.weights:g} and {EXPLODING.weights:g}, and
    learning rate {EXPLODING.lr:g}. Run {_k} fails within three updates: its largest gradient is {_steps[0]:.2g}, then {_steps[1]:.2g}, then {_steps[2]:.2g}.
    Each step leads to a larger gradient: the gradient **explodes**.
    After that, {_dead} of the 8 neurons are dead (see the next section), so the numbers hardly change any more.
    """),
                draw_once(largest_number, _k, 60),
                mo.md("In the last row of the table, every gradient is limited to ± 0.05:"),
                table(_rows),
                mo.md(
                    "Clipping only limits the length of a step. In this example, it works best to divide the learning rate by 100. This cure needs no new line of code."
                ),
            ),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def dead_relu():
    _maps = [
        dict(
            zip(
                success_map.INITIALIZATIONS,
                shipped(count_column, BASELINE._replace(activation="relu", width=width)),
                strict=True,
            )
        )
        for width in (2, 8)
    ]
    _answer = " ".join(
        f"Of 100 networks with {width} hidden neurons, {', '.join(f'{column[start]} learn with {start}' for start in ('± 2', 'Xavier', 'He'))}."
        for width, column in zip(("two", "eight"), _maps, strict=True)
    )
    _two, _eight = (shipped(count_dead, 200, BASELINE._replace(activation="relu", width=width)) for width in (2, 8))
    _rows = [
        {"row": f"({x1:.0f}, {x2:.0f})", "h1": f"{h[0]:.3f}", "h2": f"{h[1]:.3f}"}
        for (x1, x2, _), h in zip(XOR, _two["hidden"], strict=True)
    ]
    mo.vstack(
        [
            mo.md("""
    ## Dead ReLU

    ReLU is flat below 0: its derivative there is 0. If a neuron outputs 0 for all four rows, all its gradients are 0. So its numbers never
    change again, and the neuron is **dead**.
    """),
            folded(
                "An example, measured",
                mo.md(f"These are the hidden outputs of run {_two['run']} after {_two['epochs']} epochs:"),
                table(_rows),
                mo.md(f"""
    With two hidden ReLU neurons, {_two["learned"]} of 200 networks learn. Of the {200 - _two["learned"]} networks that fail, {_two["failed_with_dead"]} have a
    dead neuron. Of the networks that learn, {_two["learned_with_dead"]} have a dead neuron. More neurons help: with eight hidden neurons, {_eight["learned"]} of 200 learn.

    Does Xavier's or He's initialization also help? {_answer}
    """),
            ),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def plateau():
    def loss_on_a_plateau(every):
        losses = shipped(loss_curve, SMALL, 0, every)
        epochs = [every * k for k in range(len(losses))]
        fig, ax = plt.subplots()
        ax.plot(epochs, losses)
        ax.set_xlabel("epoch")
        ax.set_ylabel("mean squared error")
        some = f"{losses[0]:.4f} at the start, {losses[1000 // every]:.4f} after 1000 epochs,"
        return show_figure(
            fig,
            alt=f"A run with weights between −0.3 and 0.3. The loss is {some} and {losses[-1]:.4f} after {epochs[-1]} epochs.",
        )

    _changes = ({"epochs": 1000}, {}, {"epochs": 1000, "lr": 8.0})
    _short, _long, _fast = (shipped(count_outcomes, 200, SMALL._replace(**change))["learned"] for change in _changes)
    mo.vstack(
        [
            mo.md("""
    ## Plateau

    If the first weights are very small, the hidden neurons are almost equal, and all outputs are near ½. The gradients of the four rows almost
    cancel, so for a long time the loss hardly changes. This is a *plateau*. It looks like a failed run, but the network is learning slowly.
    """),
            folded(
                "An example, measured",
                draw_once(loss_on_a_plateau, 20),
                mo.md(f"""
    After 1000 epochs, {_short} of 200 runs with such small weights have learned. There are two cures. **More epochs:** after 4000 epochs, {_long} have
    learned. **A larger learning rate:** with rate 8 instead of 2, {_fast} have learned after only 1000 epochs. Try the larger rate first: it
    needs no extra time. More epochs help on a plateau. They hardly help against the other failures of this lesson.

    How can you recognize a plateau at epoch 1000? All outputs are still near ½, *and* the two hidden neurons are different. (If the two neurons are
    equal, the outputs can also be near ½, but then more epochs never help.)
    """),
            ),
        ]
    )
    return


@app.cell(hide_code=True, expand_output=True)
def range_test_intro():
    def describe_range_test(rates, losses, good):
        lowest = f"The lowest loss is {min(losses):.3f}, at rate {10 * good:.2g}. At larger rates the loss jumps."
        return f"{lowest} The dotted line is at a tenth of this rate: {good:.2g}."

    mo.md("""
    ## Find a good learning rate in one run

    A **learning-rate range test** is one short run. It starts with a tiny learning rate, and every update uses a slightly larger one. (The function
    `range_test` is the loop of lesson 6 with a new rate for each update.) *How to read the figure:* on the left, the rate is too small, so nothing happens.
    Then the loss falls. On the right, the rate is too large: the loss jumps. Find the rate with the lowest loss, and choose about a tenth of it.

    **Change one thing** (in the editor). Change 200 to 100 in `np.geomspace`. Is the rate at the dotted line about the same?
    """)
    return (describe_range_test,)


@app.cell(expand_output=True)
def find_a_rate(describe_range_test):
    def plot_range_test(start):
        # Each rate is the previous rate times the same factor.
        rates = np.geomspace(0.01, 1000, 200).tolist()
        losses = range_test(start, rates)
        good = rates[int(np.argmin(losses))] / 10
        fig, ax = plt.subplots()
        ax.plot(rates, losses)
        ax.axvline(good, linestyle=":")
        ax.set_xscale("log")
        ax.set_xlabel("learning rate")
        ax.set_ylabel("mean squared error")
        return show_figure(fig, alt=describe_range_test(rates, losses, good))

    _start = tuple(initial_params(Settings(), 2, 1)[0].tolist())
    folded("A range test, with its code", show(draw_once(plot_range_test, _start), plot_range_test))
    return


@app.cell(hide_code=True, expand_output=True)
def own_numbers():
    own = (
        mo.md("{numbers}\n\n{lr} {epochs}\n\n{activation} {loss}")
        .batch(
            numbers=mo.ui.text(
                "0.5, -0.4, 0.1, 0.5, -0.4, 0.1, 0.8, 0.8, 0", label="The nine numbers at the start", full_width=True
            ),
            lr=mo.ui.number(0.001, 1000, value=2, label="Learning rate"),
            epochs=mo.ui.number(1, 10000, step=1, value=4000, label="Epochs"),
            activation=mo.ui.dropdown(["sigmoid", "tanh", "relu"], "sigmoid", label="Hidden neurons"),
            loss=mo.ui.dropdown({name.replace("_", " "): name for name in LOSS_NAMES}, "squared error", label="Loss"),
        )
        .form(submit_button_label="Find the cause", bordered=False)
    )
    mo.vstack(
        [
            mo.md(
                """
    ## Your own nine numbers

    Has one of your runs failed, in lesson 6 or in your own program? You can find the cause in the same way.
    """
                + (
                    "In the notebook you can type nine numbers here."
                    if is_static()
                    else "Type or paste the initial numbers of this run. The numbers in the text field are an example: both hidden neurons are equal."
                )
            ),
            mo.md("") if is_static() else folded("Measure your run", own),
        ]
    )
    return (own,)


@app.cell(hide_code=True, expand_output=True)
def own_run(own):
    def _diagnose():
        asked = dict(own.value)
        try:
            start = parse_params(asked.pop("numbers"))
        except ValueError as error:
            return [mo.callout(mo.md(str(error)), kind="warn")], None
        with mo.status.spinner("Training your run, also with each fix…", remove_on_exit=True):
            found = cached(diagnose_params, Settings(**asked), tuple(start))
        return diagnosis_parts(found, "your nine numbers"), found

    _parts, _found = _diagnose() if own.value else ([], None)
    if _found and own.value["activation"] == "sigmoid":
        own_replayed = mo.ui.anywidget(
            LiveNetwork(
                params=_found.params[0].tolist(),
                lr=own.value["lr"],
                loss=own.value["loss"].replace("squared_error", "squared error").replace("_", "-"),
                history=np.round(_found.params, 6).tolist(),
                history_label="your run",
            )
        )
        _parts = [*_parts, mo.md("Press **Play your run** to see it."), own_replayed]
    else:
        own_replayed = None
    mo.vstack(_parts) if _parts else mo.md("")
    return (own_replayed,)


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("08_luck", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "A run stops improving at a loss of 1/8. What does its hidden layer do? Do more epochs help?",
                    "It computes the same activations for two rows with different targets. The output is ½ for both rows. More epochs do not help.",
                ),
                (
                    "Symmetry, saturation, dead ReLU: what happens to the gradients in each case?",
                    "Symmetry: both hidden neurons get the same gradients. Saturation: σ is flat, so the gradients are almost 0. Dead ReLU: the gradients of the neuron are exactly 0.",
                ),
                (
                    "From lesson 5: what is the largest value of σ′? What does this mean for the gradient of the first of four sigmoid layers?",
                    "¼. On the way back, each layer multiplies the delta by σ′, so the first layer gets almost no gradient: the gradient vanishes. (Each "
                    "layer also multiplies by its weights, but they are too small to make the delta large again.)",
                ),
            ),
            navigation(
                "08_luck",
                "You know how often training fails, and why. Lesson 9 adds momentum and softmax, and uses real handwritten digits instead of XOR.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
