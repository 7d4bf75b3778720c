import math, random

random.seed(7)
rate = 0.5

w = [random.uniform(-1, 1) for _ in range(9)]
# w[0..2] first hidden unit, w[3..5] second hidden unit, w[6..8] output unit

def s(z):
    return 1 / (1 + math.exp(-z))

def net(x, y):
    a = s(w[0] * x + w[1] * y + w[2])
    b = s(w[3] * x + w[4] * y + w[5])
    o = s(w[6] * a + w[7] * b + w[8])
    return a, b, o

xor = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))

for step in range(20000):
    loss = 0
    for x, y, t in xor:
        a, b, o = net(x, y)
        loss += (t - o) ** 2
        do = (t - o) * o * (1 - o)
        da = do * w[6] * a * (1 - a)
        db = do * w[7] * b * (1 - b)
        steps = [da * x, da * y, da, db * x, db * y, db, do * a, do * b, do]
        w = [wi + rate * si for wi, si in zip(w, steps)]
    if step % 2000 == 0:
        print(step, round(loss, 4))

for x, y, t in xor:
    print(x, y, '->', round(net(x, y)[2], 3), '(', t, ')')
