"""The simulated service as a whole, and what goes wrong in it on purpose."""
