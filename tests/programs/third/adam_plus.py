import math
import random

random.seed(3)
rows = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
theta = [random.uniform(-1, 1) for _ in range(9)]
first = [0.0] * 9
second = [0.0] * 9


def s(z):
    return 1 / (1 + math.exp(-z))


t = 0
for epoch in range(2000):
    for (a, b), y in rows:
        w = theta
        h1 = s(w[0] * a + w[1] * b + w[2])
        h2 = s(w[3] * a + w[4] * b + w[5])
        o = s(w[6] * h1 + w[7] * h2 + w[8])
        d = (o - y) * o * (1 - o)
        d1 = d * w[6] * h1 * (1 - h1)
        d2 = d * w[7] * h2 * (1 - h2)
        g = [d1 * a, d1 * b, d1, d2 * a, d2 * b, d2, d * h1, d * h2, d]
        t += 1
        for i in range(9):
            first[i] = 0.9 * first[i] + 0.1 * g[i]
            second[i] = 0.999 * second[i] + 0.001 * g[i] ** 2
            mhat = first[i] / (1 - 0.9**t)
            vhat = second[i] / (1 - 0.999**t)
            theta[i] = theta[i] + 0.01 * mhat / (math.sqrt(vhat) + 1e-8)

for (a, b), y in rows:
    h1 = s(theta[0] * a + theta[1] * b + theta[2])
    h2 = s(theta[3] * a + theta[4] * b + theta[5])
    print(a, b, y, round(s(theta[6] * h1 + theta[7] * h2 + theta[8]), 3))
