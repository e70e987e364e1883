"""What is in the simulated workspace: people, channels, messages, files, views, and the rights handed out."""
