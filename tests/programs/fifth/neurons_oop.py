import math
import random

random.seed(5)


class Neuron:
    def __init__(self, n_inputs):
        self.weights = [random.uniform(-1, 1) for _ in range(n_inputs)]
        self.bias = random.uniform(-1, 1)
        self.inputs = []
        self.output = 0.0
        self.delta = 0.0

    def activate(self, inputs):
        self.inputs = inputs
        total = self.bias
        for w, x in zip(self.weights, inputs):
            total += w * x
        self.output = 1.0 / (1.0 + math.exp(-total))
        return self.output

    def learn(self, rate):
        for k in range(len(self.weights)):
            self.weights[k] += rate * self.delta * self.inputs[k]
        self.bias += rate * self.delta


class Network:
    def __init__(self, sizes):
        self.layers = []
        for n_in, n_out in zip(sizes, sizes[1:]):
            self.layers.append([Neuron(n_in) for _ in range(n_out)])

    def predict(self, row):
        signal = list(row)
        for layer in self.layers:
            signal = [n.activate(signal) for n in layer]
        return signal

    def backward(self, targets):
        for n, t in zip(self.layers[-1], targets):
            n.delta = (t - n.output) * n.output * (1 - n.output)
        for i in range(len(self.layers) - 2, -1, -1):
            following = self.layers[i + 1]
            for j, n in enumerate(self.layers[i]):
                blame = sum(f.weights[j] * f.delta for f in following)
                n.delta = blame * n.output * (1 - n.output)

    def train(self, rows, rate, epochs):
        for epoch in range(epochs):
            random.shuffle(rows)
            sse = 0.0
            for inputs, targets in rows:
                out = self.predict(inputs)
                sse += sum((t - o) ** 2 for t, o in zip(targets, out))
                self.backward(targets)
                for layer in self.layers:
                    for n in layer:
                        n.learn(rate)
            if epoch % 1000 == 0:
                print("epoch", epoch, "sse", round(sse, 5))


training = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
net = Network([2, 3, 1])
net.train(training, 0.7, 6000)
for inputs, targets in sorted(training):
    print(inputs, "->", round(net.predict(inputs)[0], 3), "should be", targets[0])
