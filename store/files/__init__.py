"""What the disk says: folders, names, decoding, the system's errors as ours."""
