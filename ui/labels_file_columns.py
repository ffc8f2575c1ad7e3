"""What a column of one of the shop's own files holds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.imports.importing import FileKind


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("FileColumns", text)


def words(kind: FileKind, held: Iterable[str]) -> Sequence[tuple[str, str]]:
    """What a column may hold, with its words, in the order it is offered."""
    named = _WORDS[kind]()
    return [(one, named[one]) for one in held]


def lacking(kind: FileKind, held: Sequence[str]) -> str:
    """None of these was found in any column."""
    said = {
        ("sku", "barcode"): tr("Say which column holds the SKU or the barcode."),
        ("stock",): tr("Say which column holds the stock."),
        ("rate",): tr("Say which column holds the rate."),
        ("state", "zip"): tr("Say which column holds the state or the ZIP code."),
        ("code", "amount"): tr("Say which columns hold the code and the price."),
        ("code",): tr("Say which column holds the code of the method."),
        ("amount",): tr("Say which column holds the price."),
        ("name", "email", "phone"): tr(
            "Say which column holds names, e-mail addresses or telephone numbers."
        ),
    }.get(tuple(held))
    if said is not None:
        return said
    named = ", ".join(word for _one, word in words(kind, held))
    return tr("Say which column holds this: {what}.").format(what=named)


def _catalogue() -> dict[str, str]:
    return {
        **_stock(),
        "name": tr("Name, as said to the caller"),
        "product": tr("Product that choices share"),
        "option": tr("Choice, such as a size"),
        "price": tr("Price"),
        "list_price": tr("Price before a reduction"),
        "sale_price": tr("Sale price"),
        "sale_from": tr("First day of the sale"),
        "sale_until": tr("Last day of the sale"),
        "stock_counted": tr("Whether stock is counted"),
        "in_stock": tr("Whether it is in stock"),
        "weight": tr("Weight"),
        "weight_unit": tr("Unit of the weight"),
        "description": tr("Description"),
        "caption": tr("Short line under the name"),
        "vendor": tr("Vendor"),
        "category": tr("Categories"),
        "tags": tr("Tags"),
        "tax_class": tr("Tax class"),
        "taxable": tr("Whether it is taxed"),
        "published": tr("Whether it is for sale"),
        "status": tr("Status in the web store"),
        "hidden": tr("Whether it is hidden"),
        "needs_shipping": tr("Whether it is shipped"),
        "type": tr("Type in the web store"),
        "product_key": tr("Product's key in the web store"),
        "parent": tr("Product that it is a choice of"),
        "members": tr("Products of a group"),
        "position": tr("Place among the choices"),
    }


def _customers() -> dict[str, str]:
    return {
        "source_key": tr("Customer's key in the web store"),
        "first_name": tr("First name"),
        "last_name": tr("Last name"),
        "name": tr("Whole name"),
        "company": tr("Company"),
        "romanised_name": tr("Name in Western letters"),
        "phone": tr("Telephone"),
        "mobile": tr("Mobile"),
        "fax": tr("Fax number"),
        "email": tr("E-mail address"),
        **_place(),
        "sorting_code": tr("Sorting code"),
        "ship_first_name": tr("Ship-to: first name"),
        "ship_last_name": tr("Ship-to: last name"),
        "ship_name": tr("Ship-to: whole name"),
        "ship_company": tr("Ship-to: company"),
        "ship_address1": tr("Ship-to: street or PO box"),
        "ship_address2": tr("Ship-to: second line"),
        "ship_district": tr("Ship-to: district"),
        "ship_city": tr("Ship-to: city"),
        "ship_state": tr("Ship-to: state"),
        "ship_zip": tr("Ship-to: postal code"),
        "ship_country": tr("Ship-to: country"),
        "bills_here": tr("Whether bills go here"),
        "language": tr("Language"),
        "note": tr("Notes"),
        "wants_catalog": tr("Whether they want the catalog"),
        "tax_exempt": tr("Whether they pay no tax"),
        "tax_exempt_certificate": tr("Certificate of the exemption"),
        "tax_exempt_until": tr("Last day of the exemption"),
        "terms_days": tr("Days to pay"),
        "accepts_call": tr("Calls: yes or no"),
        "accepts_text": tr("Texts: yes or no"),
        "accepts_fax": tr("Faxes: yes or no"),
        "accepts_email": tr("E-mail offers: yes or no"),
        "accepts_post": tr("Letters: yes or no"),
        "refuses_call": tr("No calls: yes, or the day"),
        "refuses_text": tr("No texts: yes, or the day"),
        "refuses_fax": tr("No faxes: yes, or the day"),
        "refuses_email": tr("No e-mail offers: yes, or the day"),
        "refuses_post": tr("No letters: yes, or the day"),
    }


def _place() -> dict[str, str]:
    return {
        "address1": tr("Street or PO box"),
        "address2": tr("Second line of the address"),
        "district": tr("District"),
        "city": tr("City"),
        "state": tr("State"),
        "zip": tr("Postal code"),
        "country": tr("Country"),
    }


def _tax_rates() -> dict[str, str]:
    return {
        "rate": tr("Rate"),
        "state": tr("State"),
        "zip": tr("ZIP codes"),
        "zip_prefix": tr("What the ZIP codes begin with"),
        "zip_from": tr("First ZIP code"),
        "zip_to": tr("Last ZIP code"),
        "country": tr("Country"),
        "tax_class": tr("Tax class"),
        "jurisdiction": tr("Jurisdiction"),
        "taxes_shipping": tr("Whether shipping is taxed"),
        "is_estimate": tr("Whether it is an estimate"),
        "effective_from": tr("First day"),
        "source": tr("Source"),
        "city": tr("City"),
        "priority": tr("Priority in the web store"),
    }


def _shipping() -> dict[str, str]:
    return {
        "code": tr("Code"),
        "name": tr("Name"),
        "carrier": tr("Carrier"),
        "amount": tr("Price"),
        "basis": tr("What the price goes by"),
        "from": tr("From this amount or weight"),
        "currency": tr("Currency"),
        "countries": tr("Countries it goes to"),
        "states_not_reached": tr("States it does not go to"),
        "po_boxes": tr("Whether it goes to PO boxes"),
        "military": tr("Whether it goes to the military"),
        "least_days": tr("Days at least"),
        "most_days": tr("Days at most"),
        "active": tr("Whether it is offered"),
        "position": tr("Place in the list"),
    }


def _stock() -> dict[str, str]:
    return {
        "sku": tr("SKU"),
        "barcode": tr("Barcode"),
        "stock": tr("Stock"),
        "low_stock": tr("Low stock at"),
        "restock_on": tr("Day of the next delivery"),
    }


_WORDS = {
    FileKind.CATALOGUE: _catalogue,
    FileKind.CUSTOMERS: _customers,
    FileKind.TAX_RATES: _tax_rates,
    FileKind.SHIPPING: _shipping,
    FileKind.STOCK: _stock,
}
