import numpy as np

def relu(x):
    return x * (x > 0)

def relu_grad(x):
    return (x > 0).astype(float)

def init_params(n_in, n_hid, n_out, rng):
    params = {}
    params['W1'] = rng.uniform(-0.5, 0.5, (n_in, n_hid))
    params['b1'] = np.full((1, n_hid), -1.0)
    params['W2'] = rng.uniform(-0.5, 0.5, (n_hid, n_out))
    params['b2'] = np.zeros((1, n_out))
    return params

def loss_and_grads(params, X, y):
    z1 = X @ params['W1'] + params['b1']
    a1 = relu(z1)
    yhat = a1 @ params['W2'] + params['b2']
    diff = yhat - y
    loss = np.mean(diff ** 2)

    dyhat = 2 * diff / len(X)
    grads = {}
    grads['W2'] = a1.T @ dyhat
    grads['b2'] = dyhat.sum(axis=0, keepdims=True)
    dz1 = (dyhat @ params['W2'].T) * relu_grad(z1)
    grads['W1'] = X.T @ dz1
    grads['b1'] = dz1.sum(axis=0, keepdims=True)
    return loss, grads, yhat

rng = np.random.default_rng(8)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
params = init_params(2, 8, 1, rng)

for k in range(3000):
    loss, grads, yhat = loss_and_grads(params, X, y)
    for name in params:
        params[name] -= 0.1 * grads[name]
    if k % 300 == 0:
        print('%d: %.5f' % (k, loss))

print(yhat)
