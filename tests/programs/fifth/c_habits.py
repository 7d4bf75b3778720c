#!/usr/bin/env python3
# translated from C
import math

NIN = 2
NHID = 2
MAXIT = 10000
ETA = 0.8

pat = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
des = [0.0, 1.0, 1.0, 0.0]

# w1[i][j]: from input i (NIN = bias) to hidden j ; w2[j]: hidden j (NHID = bias)
w1 = [[0.5, -0.6], [-0.4, 0.7], [0.1, -0.2]]
w2 = [0.8, 0.9, -0.3]
hid = [0.0] * (NHID + 1)
delh = [0.0] * NHID


def f(x):
    return 1.0 / (1.0 + math.exp(-x))


def forward(p):
    for j in range(NHID):
        s = w1[NIN][j]
        i = 0
        while i < NIN:
            s += pat[p][i] * w1[i][j]
            i += 1
        hid[j] = f(s)
    hid[NHID] = 1.0
    s = 0.0
    for j in range(NHID + 1):
        s += hid[j] * w2[j]
    return f(s)


it = 0
while it < MAXIT:
    err = 0.0
    for p in range(4):
        o = forward(p)
        err += 0.5 * (des[p] - o) * (des[p] - o)
        delo = (des[p] - o) * o * (1.0 - o)
        for j in range(NHID):
            delh[j] = delo * w2[j] * hid[j] * (1.0 - hid[j])
        for j in range(NHID + 1):
            w2[j] += ETA * delo * hid[j]
        for j in range(NHID):
            for i in range(NIN):
                w1[i][j] += ETA * delh[j] * w1[i][j]
            w1[NIN][j] += ETA * delh[j]
    if it % 1000 == 0:
        print("iter %d error %f" % (it, err))
    if err < 0.001:
        break
    it += 1

for p in range(4):
    print("%g %g -> %f (%g)" % (pat[p][0], pat[p][1], forward(p), des[p]))
