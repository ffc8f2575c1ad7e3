"""What is wrong with a received fax whose bytes nobody can have any more, or could not get."""

from __future__ import annotations

import enum


class Loss(enum.Enum):
    """Stands where a `desktop.fax.damage.DamageReason` stands otherwise."""

    NOT_FETCHED = "not_fetched"
    """It lies at the source, which does not hand it over; its copy there is left alone."""
    KEY_GONE = "key_gone"
    """Its key was destroyed, or the file of keys is another one than it was sealed with."""
    NOT_GENUINE = "not_genuine"
    """Its sealed bytes were changed after they had been stored."""
