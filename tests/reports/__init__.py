"""The reports of the checks, format by format, and where they are written."""
