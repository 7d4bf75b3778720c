import numpy as np

def identity(z):
    return z

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

ACTIVATIONS = {
    None: (identity, lambda a: np.ones_like(a)),
    'sigmoid': (sigmoid, lambda a: a * (1 - a)),
    'tanh': (np.tanh, lambda a: 1 - a ** 2),
}

class Layer:
    def __init__(self, units, activation=None):
        self.units = units
        self.fn, self.dfn = ACTIVATIONS[activation]

    def build(self, input_dim, rng):
        self.kernel = rng.normal(scale=input_dim ** -0.5, size=(input_dim, self.units))
        self.bias = np.zeros(self.units)

class Model:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def compile(self, input_dim, lr, seed):
        self.lr = lr
        rng = np.random.default_rng(seed)
        for layer in self.layers:
            layer.build(input_dim, rng)
            input_dim = layer.units

    def predict(self, x):
        for layer in self.layers:
            layer.inp = x
            layer.out = x = layer.fn(x @ layer.kernel + layer.bias)
        return x

    def fit(self, x, y, epochs):
        for epoch in range(1, epochs + 1):
            p = self.predict(x)
            g = 2 * (p - y) / y.size
            for layer in reversed(self.layers):
                g = g * layer.dfn(layer.out)
                dk, db = layer.inp.T @ g, g.sum(0)
                g = g @ layer.kernel.T
                layer.kernel -= self.lr * dk
                layer.bias -= self.lr * db
            if epoch % 400 == 0:
                acc = np.mean((p > 0.5) == (y > 0.5))
                print(f"Epoch {epoch}/{epochs} - loss: {np.mean((p-y)**2):.4f} - acc: {acc:.2f}")

x_train = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype='float32')
y_train = np.array([[0], [1], [1], [0]], dtype='float32')

model = Model()
model.add(Layer(8))
model.add(Layer(1, activation='sigmoid'))
model.compile(input_dim=2, lr=2.0, seed=1)
model.fit(x_train, y_train, epochs=2000)
print(model.predict(x_train).round(3).ravel())
