"""`check` calls a student's function and says what is wrong with it."""
