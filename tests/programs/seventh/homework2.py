import numpy as np

rng = np.random.default_rng(5)
inputs  = np.array([[0.,0.],[0.,1.],[1.,0.],[1.,1.]])
targets = np.array([0., 1., 1., 0.])

Wih = rng.uniform(-1, 1, (4, 2))
bih = rng.uniform(-1, 1, 4)
who = rng.uniform(-1, 1, 4)
bho = 0.0
learning_rate = 0.5

def logistic(z):
    return 1.0 / (1.0 + np.exp(-z))

errors = []
for epoch in range(4000):
    sse = 0.0
    for x, target in zip(inputs, targets):
        hidden = logistic(Wih @ x + bih)
        final = logistic(who @ hidden + bho)

        output_error = target - final
        sse += output_error ** 2
        output_delta = output_error * final * (1.0 - final)
        hidden_delta = output_delta * who * hidden * (1.0 - hidden)

        # update
        who += learning_rate * output_delta * hidden
        bho += learning_rate * output_delta
        Wih -= learning_rate * np.outer(hidden_delta, x)
        bih -= learning_rate * hidden_delta
    errors.append(sse)

print("first", errors[0], "last", errors[-1])
for x in inputs:
    print(x, logistic(who @ logistic(Wih @ x + bih) + bho))
