"""What is new on the alliance: feeds, their items, and the documents that come of them."""
