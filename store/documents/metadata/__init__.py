"""What a document says of itself: titles, authors, dates, publishers, and the noise around them."""
