from random import seed, uniform
from math import exp

def sig(t): return 1 / (1 + exp(-t))

seed(8)
inp = [[0, 0], [0, 1], [1, 0], [1, 1]]
tgt = [0, 1, 1, 0]
nh = 2
wh = [[uniform(-1, 1), uniform(-1, 1)] for _ in range(nh)]
bh = [uniform(-1, 1) for _ in range(nh)]
wo = [uniform(-1, 1) for _ in range(nh)]
bo = uniform(-1, 1)
alpha = 0.5

def run(row):
    hid = [sig(sum(a * b for a, b in zip(wh[k], row)) + bh[k]) for k in range(nh)]
    return hid, sig(sum(a * b for a, b in zip(wo, hid)) + bo)

for ep in range(10000):
    tot = 0
    for row, want in zip(inp, tgt):
        hid, got = run(row)
        tot += (want - got) ** 2
        dout = (want - got) * got * (1 - got)
        dhid = []
        for k in range(nh):
            dhid.append(dout * hid[k] * (1 - hid[k]))
        for k in range(nh):
            wo[k] += alpha * dout * hid[k]
            for i in range(2):
                wh[k][i] += alpha * dhid[k] * row[i]
            bh[k] += alpha * dhid[k]
        bo += alpha * dout
    if ep % 2000 == 0:
        print(f'{ep:6d} {tot:.6f}')

for row, want in zip(inp, tgt):
    print(row, want, run(row)[1])
