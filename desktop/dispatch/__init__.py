"""The routes by which a document leaves the desk."""
