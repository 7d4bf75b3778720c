import random, math

random.seed(3)


def logsig(x):
    return 1 / (1 + math.exp(-x))


class Neuron:
    def __init__(self, n):
        self.w = [random.uniform(-1, 1) for _ in range(n)]
        self.bias = random.uniform(-1, 1)

    def fire(self, x):
        self.x = x
        self.y = logsig(sum(a * b for a, b in zip(self.w, x)) + self.bias)
        return self.y

    def adjust(self, delta, lr):
        for i in range(len(self.w)):
            self.w[i] += lr * delta * self.x[i]
        self.bias += lr * delta


h = [Neuron(2), Neuron(2)]
o = Neuron(2)
lr = 4.0
patterns = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]

for epoch in range(2500):
    for x, t in patterns:
        y = o.fire([n.fire(x) for n in h])
        delta = (t - y) * y * (1 - y)
        o.adjust(delta, lr)
        for k, n in enumerate(h):
            n.adjust(delta * o.w[k] * n.y * (1 - n.y), lr)

for x, t in patterns:
    print(x, t, round(o.fire([n.fire(x) for n in h]), 3))
