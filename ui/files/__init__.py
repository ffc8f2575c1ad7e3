"""Files that come in and go out: the sheets for them, whatever they hold."""
