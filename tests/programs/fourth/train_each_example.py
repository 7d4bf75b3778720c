import numpy as np


class XorNet:
    def __init__(self):
        r = np.random.RandomState(1)
        self.W1 = r.randn(4, 2)
        self.b1 = np.zeros(4)
        self.W2 = r.randn(4)
        self.b2 = 0.0

    @staticmethod
    def g(z):
        return 1 / (1 + np.exp(-z))

    def forward(self, x):
        self.a = self.g(self.W1.dot(x) + self.b1)
        return self.g(self.W2.dot(self.a) + self.b2)

    def backward(self, x, t, y, lr):
        d2 = (y - t) * y * (1 - y)
        d1 = d2 * self.W2 * self.a * (1 - self.a)
        self.W2 -= lr * d2 * self.a
        self.b2 -= lr * d2
        self.W1 -= lr * np.outer(d1, x)
        self.b1 -= lr * d1


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
T = [0, 1, 1, 0]
net = XorNet()
for x, t in zip(X, T):
    for epoch in range(5000):
        y = net.forward(x)
        net.backward(x, t, y, 0.5)

for x in X:
    print(x, net.forward(x))
