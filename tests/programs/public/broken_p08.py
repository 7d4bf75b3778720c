import math
import random

random.seed(1)
R = 0.1
w = [[random.uniform(-R, R) for _ in range(3)] for _ in range(3)]
ROWS = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


def sig(z):
    return 1 / (1 + math.exp(-z))


def forward(a, b):
    h = [sig(n[0] * a + n[1] * b + n[2]) for n in w[:2]]
    return (h, sig(w[2][0] * h[0] + w[2][1] * h[1] + w[2][2]))


for epoch in range(6000):
    for a, b, y in ROWS:
        h, out = forward(a, b)
        d = (y - out) * out * (1 - out)
        dh = [d * w[2][k] * h[k] * (1 - h[k]) for k in (0, 1)]
        for k in (0, 1):
            w[2][k] += 0.5 * d * h[k]
            for i, x in enumerate((a, b, 1)):
                w[k][i] += 0.5 * dh[k] * x
        w[2][2] += 0.5 * d
print("outputs", [round(forward(a, b)[1], 3) for a, b, _ in ROWS])
print("hidden neurons", [[round(v, 2) for v in n] for n in w[:2]])
