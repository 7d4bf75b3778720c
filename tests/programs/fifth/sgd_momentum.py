import numpy as np


class Dense:
    def __init__(self, n_in, n_out, gen):
        self.W = gen.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.vW = np.zeros_like(self.W)
        self.vb = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.gW = self.x.T @ g
        self.gb = g.sum(axis=0)
        return g @ self.W.T

    def step(self, lr, mu):
        self.vW = mu * self.vW - lr * self.gW
        self.vb = mu * self.vb - lr * self.gb
        self.W -= self.vW
        self.b -= self.vb


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, g):
        return g * (1 - self.y ** 2)

    def step(self, lr, mu):
        pass


class Sequential:
    def __init__(self, *modules):
        self.modules = modules

    def __call__(self, x):
        for m in self.modules:
            x = m.forward(x)
        return x

    def backward(self, g):
        for m in self.modules[::-1]:
            g = m.backward(g)

    def step(self, lr, mu=0.9):
        for m in self.modules:
            m.step(lr, mu)


gen = np.random.default_rng(42)
net = Sequential(Dense(2, 5, gen), Tanh(), Dense(5, 1, gen), Tanh())
x = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], float)
t = np.array([[-1], [1], [1], [-1]], float)

for epoch in range(500):
    y = net(x)
    loss = ((y - t) ** 2).mean()
    net.backward(2 * (y - t) / len(x))
    net.step(lr=0.05)
    if epoch % 50 == 0:
        print(f"epoch {epoch} loss {loss:.4f}")
print(net(x).round(3).ravel(), t.ravel())
