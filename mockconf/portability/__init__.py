"""What of recorded traffic would break at another vendor's, and what to use in its place."""
