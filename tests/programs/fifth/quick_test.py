import numpy as np

class XorNet(object):
    learning_rate = 0.5

    def __init__(self):
        rnd = np.random.RandomState(3)
        self.Wx = rnd.randn(2, 3)
        self.bx = rnd.randn(3)
        self.Wy = rnd.randn(3)
        self.by = rnd.randn()

    def g(self, v):
        return 1.0 / (1.0 + np.exp(-v))

    def output(self, x):
        self.h = self.g(np.dot(x, self.Wx) + self.bx)
        self.y = self.g(np.dot(self.h, self.Wy) + self.by)
        return self.y

    def adapt(self, x, d):
        e = d - self.output(x)
        dy = e * self.y * (1 - self.y)
        dh = dy * self.Wy * self.h * (1 - self.h)
        self.Wy += self.learning_rate * dy * self.h
        self.by += self.learning_rate * dy
        self.Wx += self.learning_rate * np.outer(x, dh)
        self.bx += self.learning_rate * dh
        return e * e

inputs = [np.array(p) for p in [(0, 0), (0, 1), (1, 0), (1, 1)]]
wanted = [0, 1, 1, 0]

net = XorNet()
epochs = 200
for epoch in range(epochs):
    total = 0
    for x, d in zip(inputs, wanted):
        total += net.adapt(x, d)
    if epoch % 20 == 0:
        print('epoch %d: total squared error %.4f' % (epoch, total))

for x, d in zip(inputs, wanted):
    print(x, '=>', round(float(net.output(x)), 4), ' wanted', d)
