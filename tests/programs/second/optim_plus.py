import numpy as np


class Linear:
    def __init__(self, rng, n_in, n_out):
        self.weight = rng.uniform(-1, 1, size=(n_out, n_in))
        self.bias = rng.uniform(-1, 1, size=n_out)
        self.grad_weight = np.zeros_like(self.weight)
        self.grad_bias = np.zeros_like(self.bias)

    def __call__(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def back(self, g):
        self.grad_weight += g.T @ self.x
        self.grad_bias += g.sum(axis=0)
        return g @ self.weight


class Sigmoid:
    def __call__(self, z):
        self.a = 1.0 / (1.0 + np.exp(-z))
        return self.a

    def back(self, g):
        return g * self.a * (1.0 - self.a)


class Sgd:
    def __init__(self, layers, lr):
        self.layers, self.lr = [layer for layer in layers if hasattr(layer, "weight")], lr

    def zero_grad(self):
        for layer in self.layers:
            layer.grad_weight[...] = 0
            layer.grad_bias[...] = 0

    def step(self):
        for layer in self.layers:
            layer.weight += self.lr * layer.grad_weight
            layer.bias += self.lr * layer.grad_bias


def main():
    rng = np.random.default_rng(12)
    model = [Linear(rng, 2, 4), Sigmoid(), Linear(rng, 4, 1), Sigmoid()]
    optimizer = Sgd(model, 2.0)
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    for epoch in range(3000):
        a = x
        for layer in model:
            a = layer(a)
        optimizer.zero_grad()
        g = a - y
        for layer in reversed(model):
            g = layer.back(g)
        optimizer.step()
    print(a.ravel())


main()
