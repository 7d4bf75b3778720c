"""The interactive widgets and their JavaScript: the views of lessons 1 to 5, the live network, the digit pad."""
