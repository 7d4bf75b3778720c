# XOR, 2-2-1, everything by hand so that I understand it
import math, random

random.seed(1)


def sig(v):
    return 1.0 / (1.0 + math.exp(-v))


wa1 = random.uniform(-1, 1)
wa2 = random.uniform(-1, 1)
wb1 = random.uniform(-1, 1)
wb2 = random.uniform(-1, 1)
ba = random.uniform(-1, 1)
bb = random.uniform(-1, 1)
va = random.uniform(-1, 1)
vb = random.uniform(-1, 1)
c = random.uniform(-1, 1)
lr = 0.8
table = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]

for epoch in range(6000):
    for x1, x2, t in table:
        a = sig(wa1 * x1 + wa2 * x2 + ba)
        b = sig(wb1 * x1 + wb2 * x2 + bb)
        o = sig(va * a + vb * b + c)
        err = o - t
        do = err * o * (1 - o)
        da = do * va * a * (1 - a)
        db = do * vb * b * (1 - b)
        va += lr * do * a
        vb += lr * do * b
        c += lr * do
        wa1 += lr * da * x1
        wa2 += lr * da * x2
        ba += lr * da
        wb1 += lr * db * x1
        wb2 += lr * db * x2
        bb += lr * db

for x1, x2, t in table:
    a = sig(wa1 * x1 + wa2 * x2 + ba)
    b = sig(wb1 * x1 + wb2 * x2 + bb)
    print(x1, x2, "target", t, "output", round(sig(va * a + vb * b + c), 3))
