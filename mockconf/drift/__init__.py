"""What changed between two descriptions of an API: between our contract and a vendor's, or between two of a vendor."""
