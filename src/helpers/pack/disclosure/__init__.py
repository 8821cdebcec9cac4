"""What each reader of a pack may see: small counts withheld, and whatever else would give them away."""
