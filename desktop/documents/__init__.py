"""Letters and confirmations: data in, PDF bytes out."""
