"""The version of this Order Desk; the package's own version is read from here."""

VERSION = "0.1.0"
