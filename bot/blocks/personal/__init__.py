"""What one person does beside asking: shares, says what is wrong, has a Home. Pure."""
