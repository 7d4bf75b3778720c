import math
import random

random.seed(0)
p = [random.uniform(-2, 2) for _ in range(9)]
ROWS = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


def sig(z):
    return 1 / (1 + math.exp(-z))


def forward(a, b):
    h1 = sig(p[0] * a + p[1] * b + p[2])
    h2 = sig(p[3] * a + p[4] * b + p[5])
    return (h1, h2, sig(p[6] * h1 + p[7] * h2 + p[8]))


def step(a, b, y, lr=0.5):
    h1, h2, out = forward(a, b)
    d = 2 * (out - y) * out * (1 - out)
    d1, d2 = (d * p[6] * h1 * (1 - h1), d * p[7] * h2 * (1 - h2))
    for k, g in enumerate((d1 * a, d1 * b, d1, d2 * a, d2 * b, d2, d * h1, d * h2, d)):
        p[k] -= lr * g


for _ in range(5000):
    for row in ROWS:
        step(*row)
print("outputs", [round(forward(a, b)[2], 3) for a, b, _ in ROWS])
