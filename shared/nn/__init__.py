"""The mathematics: networks, their gradients, the digits. Imports nothing else of `shared`."""
