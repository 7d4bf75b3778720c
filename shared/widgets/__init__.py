"""The interactive widgets: the live network and the digit pad."""
