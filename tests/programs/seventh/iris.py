import numpy as np
np.random.seed(5)

def logistic(x):
    return 1/(1 + np.exp(-x))

x_train = np.array([[0,0],[0,1],[1,0],[1,1]])
y_train = np.array([0,1,1,0])

hidden_weights = np.random.uniform(-1, 1, (2,3))
hidden_bias = np.random.uniform(-1, 1, 3)
output_weights = np.random.uniform(-1, 1, 3)
output_bias = np.random.uniform(-1, 1)
learning_rate = 0.5

for epoch in range(4000):
    wrong = 0
    for i in range(len(x_train)):
        hidden = logistic(np.dot(x_train[i], hidden_weights) + hidden_bias)
        output = logistic(np.dot(hidden, output_weights) + output_bias)
        prediction = int(output + 0.5)

        error = y_train[i] - prediction
        if error != 0:
            wrong += 1

        output_delta = error * output * (1 - output)
        hidden_delta = output_delta * output_weights * hidden * (1 - hidden)

        output_weights += learning_rate * output_delta * hidden
        output_bias += learning_rate * output_delta
        hidden_weights += learning_rate * np.outer(x_train[i], hidden_delta)
        hidden_bias += learning_rate * hidden_delta
    if epoch % 500 == 0:
        print("epoch", epoch, "wrong answers:", wrong)

for i in range(4):
    hidden = logistic(np.dot(x_train[i], hidden_weights) + hidden_bias)
    print(x_train[i], y_train[i], logistic(np.dot(hidden, output_weights) + output_bias))
