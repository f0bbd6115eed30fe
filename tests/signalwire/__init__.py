"""SignalWire's door to the mock."""
