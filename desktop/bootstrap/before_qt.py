"""Loads what needs no Qt before Qt is loaded.

Once PySide is there its loader reads the source of every module that is imported afterwards, which
made up a quarter of the start. Importing this first is all there is to it.
"""

from __future__ import annotations

import desktop.documents.rendered
import desktop.payments.live_payments
import desktop.payments.one_seat
import desktop.services.calling
import desktop.services.checkout_reports
import desktop.services.confirmations
import desktop.services.customer_search
import desktop.services.payments
import desktop.services.people
import desktop.services.placing
import desktop.services.stores
import desktop.shop_database
import desktop.zip_codes  # noqa: F401
import models.all_records  # noqa: F401
