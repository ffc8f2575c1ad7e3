"""The outbox page: what leaves by fax and by e-mail."""
