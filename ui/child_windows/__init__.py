"""What windows in processes of their own share: process, pipes, and their place on the screen."""
