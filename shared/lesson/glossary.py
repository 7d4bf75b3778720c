"""The words of the field that the lessons introduce, with their meanings. Each word is in bold in one cell of a lesson.

This module does not read the files of the lessons, because a student may have the file of only one lesson.
`tests/test_glossary.py` compares this list with the lessons.
"""

from typing import NamedTuple

# For each (lesson, cell): the words that the cell introduces in bold (**word**), with their meanings.
WORDS = {
    ("01_neuron", "sum_by_hand"): {
        "neuron": "Computes the weighted sum of its inputs, adds a bias, and applies an activation function.",
        "weight": "A neuron multiplies one of its inputs by this number.",
        "bias": "The number that a neuron adds to its weighted sum.",
        "sigmoid": "The function σ(z) = 1 / (1 + e^−z). It turns any number into a number between 0 and 1.",
    },
    ("01_neuron", "sigmoid_intro"): {
        "activation function": "The function that a neuron applies to its weighted sum, such as the sigmoid.",
    },
    ("01_neuron", "saturation_picture"): {
        "saturated": "A neuron is saturated if its weighted sum is so far from 0 that its output hardly changes.",
        "derivative": "The slope of a function. It says how fast the result changes when the input changes.",
    },
    ("02_xor", "four_tables"): {
        "step": "A function that replaces the sigmoid. It is 1 if the weighted sum plus the bias is above 0, else 0.",
    },
    ("02_xor", "rule_intro"): {
        "perceptron": "A step neuron that learns: after each mistake, it changes its weights and its bias.",
        "epoch": "One pass of training over all rows of the data.",
    },
    ("03_forward_pass", "the_nine_numbers"): {
        "hidden neurons": "The neurons between the inputs and the output neuron.",
        "hidden layer": "All hidden neurons. They move the rows to points where one line may separate the classes.",
        "activation": "The output of a neuron.",
        "parameters": "The numbers that training changes: all weights and biases.",
    },
    ("03_forward_pass", "one_row"): {
        "target": "The right answer for one row of the data.",
    },
    ("03_forward_pass", "starts"): {
        "initialization": "The numbers of a network before training, or the rule that chooses them.",
    },
    ("04_loss", "four_errors"): {
        "loss": "One number that says how wrong a network is. Training makes it smaller.",
    },
    ("04_loss", "half_and_sum"): {
        "learning rate": "An update multiplies the gradient by this number to get the step.",
    },
    ("04_loss", "cross_entropy_intro"): {
        "cross-entropy": "A loss that becomes very large if a confident answer is wrong.",
    },
    ("04_loss", "explore_landscape"): {
        "local minimum": "A point where the loss rises in every direction. Far away, the loss may be lower.",
        "saddle point": "A flat point where the loss falls in some directions and rises in others.",
    },
    ("05_chain_rule", "derivative_and_predictions"): {
        "gradient": "All derivatives of the loss. They say how the loss changes if a parameter changes a little.",
    },
    ("05_chain_rule", "first_links"): {
        "chain rule": "For a function inside another, the derivative of the whole is the product of their derivatives.",
        "delta": "The derivative of the loss with respect to the weighted sum of a neuron.",
    },
    ("05_chain_rule", "numerical_gradient_task"): {
        "gradient check": "A test that compares the gradient with finite differences.",
    },
    ("05_chain_rule", "bug_intro"): {
        "backward pass": "Computes the gradient, starting from the loss.",
    },
    ("06_trainer", "rate_answer"): {
        "plateau": "A region where all gradients are small, so the loss hardly changes.",
    },
    ("06_trainer", "retry_intro"): {
        "converged": "A run has converged when its loss is small enough to stop.",
    },
    ("07_numpy", "nine_in_four"): {
        "broadcasting": "NumPy repeats a row or a column so that the shapes of two arrays fit.",
    },
    ("07_numpy", "backward_batch_task"): {
        "transpose": "Swap the rows and the columns of an array.",
    },
    ("07_numpy", "choices"): {
        "multi-layer perceptron": "A network of layers. Each neuron gets all outputs of the previous layer as inputs.",
        "hyperparameter": "A number or a rule that you choose before training, such as the learning rate.",
    },
    ("08_luck", "too_large"): {
        "oscillation": "Each step jumps over the lowest point of a valley, and the next step jumps back.",
        "overshoot": "One step ends far beyond the valley, where the gradients are almost 0.",
        "exploding gradient": "Each step leads to a larger gradient, and so to a longer step.",
    },
    ("08_luck", "depth_answer"): {
        "vanishing gradient": "The gradients of the first layers are almost 0: each layer makes the delta smaller.",
    },
    ("08_luck", "range_test_intro"): {
        "learning-rate range test": "A short run in which the learning rate grows, to see which rates work.",
    },
    ("08_luck", "dead_relu"): {
        "dead": "A ReLU neuron is dead if its output is 0 for every row. Its gradient is 0, so it never changes again.",
    },
    ("08_luck", "divergence"): {
        "clipping": "Limits the size of every gradient before the step.",
    },
    ("09_beyond_xor", "momentum_question"): {
        "momentum": "An update that uses an average of the last gradients instead of the current gradient.",
    },
    ("09_beyond_xor", "shift_question"): {
        "softmax": "Turns any numbers into probabilities that sum to 1.",
        "logits": "The weighted sums that softmax turns into probabilities.",
    },
    ("09_beyond_xor", "loss_task"): {
        "one-hot": "A target with a 1 for the correct class and 0 for all other classes.",
    },
    ("09_beyond_xor", "handwriting"): {
        "training set": "The part of the data that training uses.",
        "test set": "The part of the data that is kept for the score. Training does not use this part.",
        "overfitting": "The network memorizes its training data and is worse on new data.",
        "generalization": "How well a network works on data that training did not use.",
    },
    ("09_beyond_xor", "read_digits"): {
        "mini-batch": "The few rows that one update uses.",
        "stochastic": "Random. Stochastic gradient descent uses randomly chosen rows for each update.",
    },
    ("09_beyond_xor", "mistakes_intro"): {
        "confusion matrix": "A table of counts, with a row for each correct class and a column for each answer.",
    },
    ("09_beyond_xor", "corner_question"): {
        "regularization": "A change that makes it harder to memorize data, such as a penalty on large weights.",
        "validation set": "A part of the data for comparing hyperparameters. The test set is kept for the final score.",
    },
    ("09_beyond_xor", "framework"): {
        "Adam": "An update with momentum and a separate step length for each parameter.",
    },
}


class Term(NamedTuple):
    """A word of the field, its meaning, and the lesson and the cell that introduce the word."""

    word: str
    meaning: str
    lesson: str  # the stem
    cell: str


TERMS = sorted(
    (Term(word, meaning, *place) for place, words in WORDS.items() for word, meaning in words.items()),
    key=lambda term: term.word.lower(),
)
