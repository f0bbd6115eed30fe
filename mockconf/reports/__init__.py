"""What a check has found, and how it is told: to a person, to a CI service, to a program."""
