"""All that differs between Linux, Windows and macOS, each with a fallback."""
