"""Settings, logs and the app manifest; the only reader of the environment."""
