# /// script
# [tool.marimo.opengraph]
# title = "10 · Debug someone else's network"
# description = "Six programs that do not learn, rewritten from public questions. Predict the cause, run experiments, prove the fix."
# image = "__marimo__/assets/10_debug/opengraph.png"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="10 · Debug someone else's network")

with app.setup(hide_code=True):
    import math

    import marimo as mo
    import numpy as np

    import nine_numbers  # noqa: F401 - raises an error if Python finds another `shared` first
    from shared import check
    from shared.doctor import patient_view
    from shared.doctor.patients import results
    from shared.lesson.components import (
        exercise_prompt,
        lesson_header,
        navigation,
        predict,
        recall,
    )
    from shared.lesson.status import lesson_status, show_status

    status = lesson_status()


@app.cell(hide_code=True, expand_output=True)
def title():
    titles = {
        "squashed_twice": "Four outputs near ½",
        "raw_error_back": "Two rows stay at ½",
        "constant_sum": "The same output twice",
        "flat_cost": "The cost does not fall",
        "one_pair_first": "Every output is 0",
        "bias_matrix": "Right in one order only",
    }
    where = [
        "The backward pass",
        "The start or the learning rate",
        "The number of epochs",
        "The order or the shape of the rows",
    ]
    lesson_header(
        "10_debug",
        patient_view.overview(titles),
        do="Examine six programs that do not learn. Guess the cause, test your guess with experiments, and prove the fix.",
        able="Find out in five steps why a network does not learn.",
        need="Lessons 5 to 8.",
        minutes=40,
    )
    return titles, where


@app.cell(hide_code=True, expand_output=True)
def status_at_the_top():
    show_status("10_debug", status)
    return


@app.cell(hide_code=True, expand_output=True)
def method():
    mo.md("""
    ## The method

    *Why does my network not learn?* Many people ask this question, and many answers are guesses: other
    activations, more layers, another learning rate. If a guess helps by accident, the fault stays hidden. Five steps
    find the fault:

    1. **Symptom.** What does the program print? Does the loss move? Are all outputs equal?
    2. **One batch by hand.** Follow one row through the program. Check the shape of each array.
    3. **Gradient check.** Compare the gradient of each parameter with the numerical gradient. If they differ, the fault is in the backward pass.
    4. **Start and rate.** If the gradient is right, run the program with other seeds, and with ten times as many epochs.
    5. **Prove the fix.** Change one thing, and run the program again from the same start.

    The six programs in the picture come from public questions. We rewrote them. They are the **patients** of this lesson, and you will examine
    them.
    """)
    return


@app.cell(hide_code=True, expand_output=True)
def gradient_check_task():
    exercise_prompt(
        "gradient_check",
        """
    Compare two gradients, number by number. For a pair of numbers $a$ and $n$, the **relative difference** is $|a - n|$, divided by the larger of
    $|a|$ and $|n|$. If both numbers are 0, the relative difference is 0. Return the largest relative difference of all pairs. `gradient` and `numerical` are
    sequences of the same length.
    """,
        lead="""
    ## Is the gradient right?

    In lesson 5 you looked at two columns of numbers. Here you need one number for each parameter: how far is the program's
    gradient from the numerical gradient? A difference of 0.001 is small if the gradient is 10, and large if the gradient is 0.002. So we
    divide the difference by the size of the gradient.
    """,
    )
    return


@app.function
def gradient_check(gradient, numerical):
    """Return the largest relative difference between the two gradients."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_gradient_check():
    check(lambda: gradient_check)
    return


@app.cell(hide_code=True, expand_output=True)
def patient_1(titles, where):
    guess_1 = mo.ui.dropdown(where, label="**First guess.** Where is the fault?", full_width=True)
    mo.vstack(
        [
            mo.md(
                f"## Patient 1: {titles['squashed_twice']}\n\n*My network learns XOR with tanh. With the sigmoid, all four outputs stay near ½.*"
            ),
            patient_view.symptom("squashed_twice"),
            guess_1,
        ]
    )
    return (guess_1,)


@app.cell(hide_code=True, expand_output=True)
def experiments_1(guess_1):
    _found = results("squashed_twice")
    _least = 1 / (1 + math.exp(-1)) * (1 - 1 / (1 + math.exp(-1)))
    cause_1 = predict(
        "What is the cause, and what is the fix?",
        {
            "The start is bad. Use another seed": f"{sum(_found['outcomes'])} of {len(_found['outcomes'])} other seeds learn. So the start is not the cause.",
            "The training is too short. Use more epochs": "After ten times as many epochs, the outputs are still near ½. And the gradient check has found a difference.",
            "σ′ is computed from the activation as if it were the sum z. Use a(1 − a)": f"`sigmoid_prime` applies the sigmoid first. But the program passes `out` and `h`, which are activations already. So for an activation `a`, the function computes "
            f"σ(`a`)(1 − σ(`a`)). This slope is about {_least:.2f} or more, because `a` is between 0 and 1. So the slope stays large, even if the output is right.",
            "The sign of the step is wrong. Subtract it": "The program adds its step because its error is target − output. With a wrong sign, the two columns of the gradient check would have opposite signs.",
        },
        right="σ′ is computed from the activation as if it were the sum z. Use a(1 − a)",
    )
    patient_view.experiments("squashed_twice", guess_1.value, cause_1, lambda: gradient_check)
    return (cause_1,)


@app.cell(hide_code=True, expand_output=True)
def answer_1(cause_1):
    patient_view.answer(
        "squashed_twice",
        cause_1,
        "Many programs compute the derivative of tanh from the activation, and the derivative of the sigmoid from the sum z. Before you call such a "
        "function, find out whether it needs the activation or the sum z.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def patient_2(titles, where):
    guess_2 = mo.ui.dropdown(where, label="**First guess.** Where is the fault?", full_width=True)
    mo.vstack(
        [
            mo.md(
                f"## Patient 2: {titles['raw_error_back']}\n\n*I train on four rows: two copies of (0, 1) → 0, then two copies of (1, 0) → 1. The outputs of the first two rows stay at ½.*"
            ),
            patient_view.symptom("raw_error_back"),
            guess_2,
        ]
    )
    return (guess_2,)


@app.cell(hide_code=True, expand_output=True)
def experiments_2(guess_2):
    _found = results("raw_error_back")
    cause_2 = predict(
        "What is the cause, and what is the fix?",
        {
            "The rate is too small. Use a larger one": "A rate multiplies all steps by the same number. Here the steps of `w1` are right, and the steps of `w0` are wrong. No rate can repair that.",
            "The hidden delta is made from the raw error. Use weight × output delta": "`delta_hidden = error * …` uses the raw error. The chain rule needs the output delta times the weight that leads to the "
            "output. The gradient of `w1` is right, because it does not use the hidden delta. The gradient of `w0` is wrong.",
            "The biases are missing. Add them": "The network has no biases, and with the fix it learns these rows. So missing biases are not the cause.",
            "The start is bad. Use another seed": f"{sum(_found['outcomes'])} of {len(_found['outcomes'])} other seeds learn.",
        },
        right="The hidden delta is made from the raw error. Use weight × output delta",
    )
    patient_view.experiments("raw_error_back", guess_2.value, cause_2, lambda: gradient_check)
    return (cause_2,)


@app.cell(hide_code=True, expand_output=True)
def answer_2(cause_2):
    patient_view.answer(
        "raw_error_back",
        cause_2,
        "Look at the hidden space again: on every row, both units have almost the same activation. The error is not multiplied by the weight, so every hidden unit gets "
        "the same error. Check the gradient of each parameter, from the output layer back to the first layer. If one gradient is right and the next one is wrong, the fault is in the code between them.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def count_dead_task():
    exercise_prompt(
        "count_dead",
        """
    `H` is a NumPy array with the activations of a hidden layer. It has one line for each row of the data and one column for each hidden unit.
    Return how many hidden units are 0 on every row.
    """,
        lead="""
    ## Is a unit dead?

    A ReLU unit that is 0 on every row of the data is *dead* (lesson 8): its gradients are 0, and it never changes again. A gradient check
    cannot find this fault, because it compares 0 with 0.
    """,
    )
    return


@app.function
def count_dead(H):
    """Return how many hidden units are 0 on every row."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_count_dead():
    check(lambda: count_dead)
    return


@app.cell(hide_code=True, expand_output=True)
def patient_3(titles, where):
    guess_3 = mo.ui.dropdown(where, label="**First guess.** Where is the fault?", full_width=True)
    mo.vstack(
        [
            mo.md(
                f"## Patient 3: {titles['constant_sum']}\n\n*I have two rows of five numbers. The target of a row is the sum of its numbers. The hidden layer uses ReLU. The output is always the mean of the two targets.*"
            ),
            patient_view.symptom("constant_sum"),
            guess_3,
        ]
    )
    return (guess_3,)


@app.cell(hide_code=True, expand_output=True)
def experiments_3(guess_3):
    _found = results("constant_sum")
    _dead = int((np.array(_found["hidden"]) == 0).all(axis=0).sum())
    cause_3 = predict(
        "What is the cause, and what is the fix?",
        {
            "The backward pass is wrong. Correct the derivative of ReLU": "The gradient of the output bias is right. All other gradients are 0, and their numerical gradients are 0, too.",
            "The training is too short. Use more epochs": "A gradient of 0 stays 0: even ten times as many epochs change nothing.",
            "The rate is too large. Use a smaller one": "A large rate can kill ReLU units. But these two units are dead before the first step, so the rate does not matter.",
            "Both ReLU units are dead from the start. Use other initial weights": f"In both units the negative weights make the sum negative on both rows. So {_dead} of "
            f"{len(_found['hidden'][0])} units are 0. No gradient passes through these units, so only the output bias learns. It becomes the mean of the targets.",
        },
        right="Both ReLU units are dead from the start. Use other initial weights",
    )
    patient_view.experiments("constant_sum", guess_3.value, cause_3, lambda: gradient_check, lambda: count_dead)
    return (cause_3,)


@app.cell(hide_code=True, expand_output=True)
def answer_3(cause_3):
    patient_view.answer(
        "constant_sum",
        cause_3,
        f"With other seeds the same program learns in {sum(results('constant_sum')['outcomes'])} of {len(results('constant_sum')['outcomes'])} runs. Its formulas "
        "are right. The fix makes the sums of the hidden units positive at the start.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def share_that_learns_task():
    exercise_prompt(
        "share_that_learns",
        """
    `outcomes` has True for each run that learned, and False for each run that did not learn. Return `(share, low, high)`. `share` is $p$,
    the number of True values divided by the number of runs $n$. `low` and `high` are the ends of the 95 % interval of $p$.
    Compute them with **Wilson's formula**, where $z = 1.96$:

    $$\\text{middle} = \\frac{p + \\frac{z^2}{2n}}{1 + \\frac{z^2}{n}}$$

    $$\\text{half} = \\frac{z}{1 + \\frac{z^2}{n}} \\sqrt{\\frac{p(1-p)}{n} + \\frac{z^2}{4n^2}}$$

    `low` is middle − half, and `high` is middle + half.
    """,
        lead="""
    ## Is it bad luck?

    If the gradient is right, run the program with other seeds. One run proves little, because one success can be luck. Give the
    share of runs that learn, and the interval that probably contains the true share.
    """,
    )
    return


@app.function
def share_that_learns(outcomes):
    """Return the share of runs that learn, and its 95 % interval: (share, low, high)."""
    ...


@app.cell(hide_code=True, expand_output=True)
def check_share_that_learns():
    check(lambda: share_that_learns)
    return


@app.cell(hide_code=True, expand_output=True)
def patient_4(titles, where):
    guess_4 = mo.ui.dropdown(where, label="**First guess.** Where is the fault?", full_width=True)
    mo.vstack(
        [
            mo.md(
                f"## Patient 4: {titles['flat_cost']}\n\n*The cost stays the same for so long. Is something wrong with my setup?*"
            ),
            patient_view.symptom("flat_cost"),
            guess_4,
        ]
    )
    return (guess_4,)


@app.cell(hide_code=True, expand_output=True)
def experiments_4(guess_4):
    cause_4 = predict(
        "What is the cause, and what is the fix?",
        {
            "The training is too short. Use more epochs": "From the same start, the network learns in ten times as many epochs. The start was on a *plateau*: all outputs are near ½, and the gradients are small but right.",
            "The backward pass is wrong. Correct a derivative": "The gradient check shows that the gradient of every parameter is right.",
            "The hidden units are identical. Use different weights": "They are not identical: on every row, h1 and h2 are different. In the hidden space, the rows are close together, but not at the same point.",
            "The network is too small. Use more hidden units": "Two hidden units are enough: if the training is longer, the network also learns from this start.",
        },
        right="The training is too short. Use more epochs",
    )
    patient_view.experiments(
        "flat_cost", guess_4.value, cause_4, lambda: gradient_check, lambda: count_dead, lambda: share_that_learns
    )
    return (cause_4,)


@app.cell(hide_code=True, expand_output=True)
def answer_4(cause_4):
    patient_view.answer(
        "flat_cost",
        cause_4,
        "The cost hardly changes for thousands of iterations, then it falls fast. You cannot see this in the first printed lines. "
        "Do experiment 4 before you change anything else: with more epochs, the same program may learn.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def patient_5(titles, where):
    guess_5 = mo.ui.dropdown(where, label="**First guess.** Where is the fault?", full_width=True)
    mo.vstack(
        [
            mo.md(
                f"## Patient 5: {titles['one_pair_first']}\n\n*I train on one pair of inputs until the output converges. Then I train on the next pair.*"
            ),
            patient_view.symptom("one_pair_first"),
            guess_5,
        ]
    )
    return (guess_5,)


@app.cell(hide_code=True, expand_output=True)
def experiments_5(guess_5):
    _found = results("one_pair_first")
    cause_5 = predict(
        "What is the cause, and what is the fix?",
        {
            "The backward pass is wrong. Correct a derivative": "The gradient check shows that the gradient of every parameter is right.",
            "Each row is trained to the end before the next one. Swap the loops": "The last row has target 0, and every output is 0: the network has forgotten the other rows. The loop over the epochs must be the outer loop.",
            "The start is bad. Use another seed": f"{sum(_found['outcomes'])} of {len(_found['outcomes'])} other seeds learn.",
            "The training is too short. Use more epochs": "With ten times as many epochs, the last row is even better, and the other rows are still wrong.",
        },
        right="Each row is trained to the end before the next one. Swap the loops",
    )
    patient_view.experiments(
        "one_pair_first", guess_5.value, cause_5, lambda: gradient_check, lambda: count_dead, lambda: share_that_learns
    )
    return (cause_5,)


@app.cell(hide_code=True, expand_output=True)
def answer_5(cause_5):
    patient_view.answer(
        "one_pair_first",
        cause_5,
        "Each single step is right, but the order of the steps is wrong. An epoch must use every row once.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def patient_6(titles, where):
    guess_6 = mo.ui.dropdown(where, label="**First guess.** Where is the fault?", full_width=True)
    mo.vstack(
        [
            mo.md(
                f"## Patient 6: {titles['bias_matrix']}\n\n*If `b1` has one bias vector for each row of the data, my predictions are right. If `b1` is only one vector, they are wrong. Which is correct?*"
            ),
            patient_view.symptom("bias_matrix"),
            guess_6,
        ]
    )
    return (guess_6,)


@app.cell(hide_code=True, expand_output=True)
def experiments_6(guess_6):
    cause_6 = predict(
        "What is the cause, and what is the fix?",
        {
            "Nothing is wrong. The outputs are right": "Read the second printed line: if the same rows are in another order, the outputs are wrong.",
            "The training is too short. Use more epochs": "After ten times as many epochs, the second line is still wrong, and the outputs are even closer to 0 and 1.",
            "The weights are transposed. Transpose them back": "All matrix products in the program are right, and the weights keep their shapes. Only the shapes of the biases change.",
            "Each row has a bias of its own. Sum the delta over the rows": "`delta1` has one line for each row, so in `b1 - rate * delta1` broadcasting changes the shape of `b1` from (1, 2) to (4, 2). The network learned one answer for each "
            "position in the data. If the rows are in another order, each row gets the bias of another row.",
        },
        right="Each row has a bias of its own. Sum the delta over the rows",
    )
    patient_view.experiments(
        "bias_matrix", guess_6.value, cause_6, lambda: gradient_check, lambda: count_dead, lambda: share_that_learns
    )
    return (cause_6,)


@app.cell(hide_code=True, expand_output=True)
def answer_6(cause_6):
    patient_view.answer(
        "bias_matrix",
        cause_6,
        "The loss falls, but the program cheats: it learns the positions of the rows. Two tests find this fault: print the shape of every parameter after the first update, "
        "and predict one row alone.",
    )
    return


@app.cell(hide_code=True, expand_output=True)
def own_program():
    program = patient_view.program_input()
    mo.vstack(
        [
            mo.md("""
    ## Your own program

    The reports above are from the **doctor** of this course. It runs a program in a separate process, records the program's
    computations and checks its gradients. Then it repeats the experiments of this lesson. It proves a fix before it reports the fix. Your program can
    have up to about 300 lines of plain Python or NumPy. It must train a small dense network. If the doctor does not understand a program, it says so.
    """),
            patient_view.where_to_run() if program is None else program,
        ]
    )
    return (program,)


@app.cell(hide_code=True, expand_output=True)
def own_report(program):
    patient_view.examined(program)
    return


@app.cell(hide_code=True, expand_output=True)
def status_at_the_end():
    show_status("10_debug", status)
    return


@app.cell(hide_code=True, expand_output=True)
def ending():
    mo.vstack(
        [
            recall(
                (
                    "What are the five steps of the method?",
                    "Symptom, one batch by hand, gradient check, start and rate, prove the fix.",
                ),
                (
                    "The gradient check says that everything is right, and the network still does not learn. What do you test next?",
                    "The start and the rate: other seeds, ten times the epochs, other learning rates. Also test whether every epoch uses all rows.",
                ),
                (
                    "From lesson 8: why does a dead ReLU unit never wake up?",
                    "It is 0 on every row, so its derivative is 0 on every row. All its gradients are 0, and its numbers never change.",
                ),
            ),
            navigation(
                "10_debug",
                "This is the last lesson. You have trained a neural network from scratch, and you can find out why a network does not learn.",
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
