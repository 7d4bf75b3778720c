"""The mathematics: networks, their gradients, the digits. It imports no other part of `shared`."""
