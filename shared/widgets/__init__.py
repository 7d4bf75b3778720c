"""The interactive widgets and their JavaScript: views of lessons 1 to 5, live network, success map, digit pad."""
