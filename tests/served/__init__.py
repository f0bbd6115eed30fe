"""What other tools make of the contract that we print."""
