"""Find and mask personal data; the small cells of the public edition."""
