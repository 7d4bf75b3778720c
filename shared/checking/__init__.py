"""`check` calls a student's function and says in one sentence what is wrong."""
