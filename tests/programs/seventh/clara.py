# AND gate with a hidden layer, everything as plain numbers
from math import exp

def sg(x):
    return 1 / (1 + exp(-x))

wa1 = 0.3; wb1 = -0.2; t1 = 0.1     # neuron 1, t = threshold (subtracted)
wa2 = -0.4; wb2 = 0.6; t2 = 0.2     # neuron 2
v1 = 0.5; v2 = -0.3; t3 = 0.3       # output neuron
mu = 0.9

AND = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)]

for n in range(4000):
    E = 0
    for a, b, t in AND:
        p = sg(wa1 * a + wb1 * b - t1)
        q = sg(wa2 * a + wb2 * b - t2)
        r = sg(v1 * p + v2 * q - t3)
        E = E + (t - r) ** 2
        dr = (t - r) * r * (1 - r)
        dp = p * (1 - p) * dr * v1
        dq = q * (1 - q) * dr * v2
        v1 = v1 + mu * p * dr
        v2 = v2 + mu * q * dr
        t3 = t3 - mu * dr
        wa1 = wa1 + mu * a * dp
        wb1 = wb1 + mu * b * dp
        t1 = t1 - mu * dp
        wa2 = wa2 + mu * a * dq
        wb2 = wb2 + mu * b * dq
        t2 = t2 - mu * dq
    if n % 1000 == 0:
        print("E =", E)

for a, b, t in AND:
    p = sg(wa1 * a + wb1 * b - t1)
    q = sg(wa2 * a + wb2 * b - t2)
    print(a, b, t, round(sg(v1 * p + v2 * q - t3), 3))
