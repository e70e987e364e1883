"""Who may change the store, and what they tried."""
