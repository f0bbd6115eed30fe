"""What of the contract was exercised: recorded in a world, collected in a book, measured, and told."""
