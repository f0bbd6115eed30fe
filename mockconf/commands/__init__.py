"""The commands of `mockconf`, one in a module. What they need is imported when they are run."""
