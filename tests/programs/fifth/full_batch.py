# batch gradient descent without numpy, gradient summed over the four examples
import math
import random

random.seed(4)

EXAMPLES = (
    ((0.0, 0.0), 0.0),
    ((0.0, 1.0), 1.0),
    ((1.0, 0.0), 1.0),
    ((1.0, 1.0), 0.0),
)
HIDDEN = 3


def logistic(v):
    if v < -60:
        return 0.0
    return 1.0 / (1.0 + math.exp(-v))


hidden_w = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(HIDDEN)]
out_w = [random.uniform(-1, 1) for _ in range(HIDDEN + 1)]

grad_hidden = [[0.0, 0.0, 0.0] for _ in range(HIDDEN)]
grad_out = [0.0 for _ in range(HIDDEN + 1)]


def evaluate(x):
    xb = (x[0], x[1], 1.0)
    h = [logistic(sum(w * v for w, v in zip(ws, xb))) for ws in hidden_w] + [1.0]
    return xb, h, logistic(sum(w * v for w, v in zip(out_w, h)))


for epoch in range(4000):
    cost = 0.0
    for x, target in EXAMPLES:
        xb, h, y = evaluate(x)
        cost += 0.5 * (y - target) ** 2
        d = (y - target) * y * (1 - y)
        for j in range(HIDDEN + 1):
            grad_out[j] += d * h[j]
        for j in range(HIDDEN):
            dj = d * out_w[j] * h[j] * (1 - h[j])
            for i in range(3):
                grad_hidden[j][i] += dj * xb[i]

    for j in range(HIDDEN + 1):
        out_w[j] -= 1.0 * grad_out[j]
    for j in range(HIDDEN):
        for i in range(3):
            hidden_w[j][i] -= 1.0 * grad_hidden[j][i]

    if epoch % 500 == 0:
        print("epoch %4d   cost %.5f" % (epoch, cost))

for x, target in EXAMPLES:
    print(x, target, round(evaluate(x)[2], 4))
