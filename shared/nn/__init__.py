"""The mathematics: networks, their gradients, the digits. This package imports no other part of `shared`."""
