import numpy as np

inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
expected_output = np.array([[0], [1], [1], [0]])

epochs = 5000
lr = 0.5
inputLayerNeurons, hiddenLayerNeurons, outputLayerNeurons = 2, 4, 1

hidden_weights = np.full((inputLayerNeurons, hiddenLayerNeurons), 0.5)
hidden_bias = np.zeros((1, hiddenLayerNeurons))
output_weights = np.full((hiddenLayerNeurons, outputLayerNeurons), 0.5)
output_bias = np.zeros((1, outputLayerNeurons))

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return x * (1 - x)

for _ in range(epochs):
    hidden_layer_output = sigmoid(np.dot(inputs, hidden_weights) + hidden_bias)
    predicted_output = sigmoid(np.dot(hidden_layer_output, output_weights) + output_bias)

    error = expected_output - predicted_output
    d_predicted_output = error * sigmoid_derivative(predicted_output)
    error_hidden_layer = d_predicted_output.dot(output_weights.T)
    d_hidden_layer = error_hidden_layer * sigmoid_derivative(hidden_layer_output)

    output_weights -= hidden_layer_output.T.dot(d_predicted_output) * lr
    output_bias -= np.sum(d_predicted_output, axis=0, keepdims=True) * lr
    hidden_weights -= inputs.T.dot(d_hidden_layer) * lr
    hidden_bias -= np.sum(d_hidden_layer, axis=0, keepdims=True) * lr

    if _ % 1000 == 0:
        print("mse:", np.mean(error ** 2))

print("Final hidden weights:", hidden_weights.tolist())
print("Output from neural network after", epochs, "epochs:", *predicted_output.ravel())
