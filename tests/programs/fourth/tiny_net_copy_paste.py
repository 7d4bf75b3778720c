import math


def f(x):
    return 1 / (1 + math.exp(-x))


w11, w12, b1 = -0.73, 0.69, 0.1
w21, w22, b2 = 0.53, -0.49, -0.3
u1, u2, b3 = -0.01, -0.10, 0.2
lr = 0.7
data = [((0, 0), 0), ((1, 0), 1), ((0, 1), 1), ((1, 1), 0)]

for n in range(8000):
    total = 0
    for (x1, x2), y in data:
        h1 = f(w11 * x1 + w12 * x2 + b1)
        h2 = f(w21 * x1 + w22 * x2 + b2)
        o = f(u1 * h1 + u2 * h2 + b3)
        total += (o - y) ** 2

        d_o = (o - y) * o * (1 - o)
        d_h1 = d_o * u1 * h1 * (1 - h1)
        d_h2 = d_o * u2 * h2 * (1 - h2)

        u1 -= lr * d_o * h1
        u2 -= lr * d_o * h2
        b3 -= lr * d_o
        w11 -= lr * d_h1 * x1
        w12 -= lr * d_h1 * x2
        b1 -= lr * d_h1
        w21 -= lr * d_h2 * x2
        w22 -= lr * d_h2 * x2
        b2 -= lr * d_h2
    if n % 2000 == 0:
        print(n, total)

for (x1, x2), y in data:
    h1 = f(w11 * x1 + w12 * x2 + b1)
    h2 = f(w21 * x1 + w22 * x2 + b2)
    print(x1, x2, "->", f(u1 * h1 + u2 * h2 + b3))
