"""Writes invoice.pdf and agreement.docx, the sample documents that are not plain text.

Needs reportlab and python-docx. The same versions write the same bytes: dates inside the files are
fixed. Run it in this folder after a change and commit what it writes.
"""

import datetime
import io
import zipfile

import docx
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas
from reportlab.platypus import Table, TableStyle

WRITTEN = datetime.datetime(2026, 10, 28, 9, 0)


def invoice(path):
    """One page with a letterhead, a block of labels and a ruled table, as small firms send them."""
    page = canvas.Canvas(path, pagesize=A4, invariant=1)
    page.setTitle("Invoice 2026-0417")
    page.setAuthor("Fjordlys Interiors AS")
    left, right, top = 22 * mm, 188 * mm, 275 * mm

    page.setFont("Helvetica-Bold", 15)
    page.drawString(left, top, "Fjordlys Interiors AS")
    page.setFont("Helvetica", 9)
    for row, line in enumerate(
        ["Strandgata 21, 5013 Bergen, Norway", "Org. no. 914 552 087 MVA", "post@fjordlys.example"]
    ):
        page.drawString(left, top - 14 - 11 * row, line)

    page.setFont("Helvetica-Bold", 20)
    page.drawRightString(right, top - 4, "INVOICE")

    page.setFont("Helvetica", 10)
    facts = [
        ("Invoice number", "2026-0417"),
        ("Invoice date", "28 October 2026"),
        ("Due date", "27 November 2026"),
        ("Your order", "PO-5583"),
        ("Currency", "EUR"),
    ]
    for row, (label, value) in enumerate(facts):
        y = top - 75 - 14 * row
        page.drawString(118 * mm, y, label)
        page.drawRightString(right, y, value)

    page.setFont("Helvetica-Bold", 10)
    page.drawString(left, top - 75, "Bill to")
    page.setFont("Helvetica", 10)
    for row, line in enumerate(
        ["Hotel Meridian GmbH", "Accounts payable", "Hafenstrasse 4", "20457 Hamburg", "Germany"]
    ):
        page.drawString(left, top - 89 - 14 * row, line)

    items = [
        ["Pos.", "Description", "Quantity", "Unit price", "Amount"],
        ["1", "Pendant lamp \"Nord\", brass", "12", "148.00", "1,776.00"],
        ["2", "Wall lamp \"Sild\", white", "24", "62.50", "1,500.00"],
        ["3", "Dimmer module DM-2", "36", "19.90", "716.40"],
        ["4", "Delivery to Hamburg, insured", "1", "185.00", "185.00"],
    ]
    table = Table(items, colWidths=[14 * mm, 78 * mm, 22 * mm, 26 * mm, 26 * mm])
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9.5),
                ("FONT", (0, 1), (-1, -1), "Helvetica", 9.5),
                ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, colors.grey),
            ]
        )
    )
    width, height = table.wrapOn(page, right - left, 200 * mm)
    table.drawOn(page, left, top - 185 - height)

    page.setFont("Helvetica", 10)
    sums = [("Subtotal", "4,177.40"), ("VAT 0% (reverse charge)", "0.00")]
    y = top - 205 - height
    for label, value in sums:
        page.drawString(118 * mm, y, label)
        page.drawRightString(right, y, value)
        y -= 14
    page.setFont("Helvetica-Bold", 11)
    page.drawString(118 * mm, y - 3, "Total amount due")
    page.drawRightString(right, y - 3, "4,177.40 EUR")

    page.setFont("Helvetica", 9)
    for row, line in enumerate(
        [
            "Payment within 30 days without deduction. Please quote the invoice number.",
            "Bank: Vestland Sparebank    IBAN NO93 8601 1117 947    BIC VESPNO22",
            "Goods remain our property until paid in full. Delivered on 21 October 2026.",
        ]
    ):
        page.drawString(left, y - 48 - 12 * row, line)
    page.save()


def agreement(path):
    """A short mutual confidentiality agreement with numbered headings and a table of contacts."""
    text = docx.Document()
    text.core_properties.title = "Mutual Confidentiality Agreement"
    text.core_properties.author = "Aldgate Robotics Ltd"
    text.core_properties.created = text.core_properties.modified = WRITTEN
    text.add_heading("Mutual Confidentiality Agreement", level=0)
    text.add_paragraph(
        "This Agreement is made with effect from 1 September 2026 (the \"Effective Date\") between "
        "Aldgate Robotics Ltd, a company registered in England and Wales with its office at 30 "
        "Leman Street, London E1 8EU (\"Aldgate\"), and Tessera Sensors GmbH, a company registered "
        "in Austria with its office at Praterstrasse 66, 1020 Vienna (\"Tessera\")."
    )
    clauses = [
        (
            "Purpose",
            [
                "The parties wish to explore the joint development of a gripping tool for "
                "warehouse robots and will exchange confidential information for that purpose "
                "alone."
            ],
        ),
        (
            "Confidential information",
            [
                "Confidential information means any technical or business information that one "
                "party discloses to the other in writing, orally or by inspection, and that is "
                "marked confidential or would be understood to be so by a reasonable person.",
                "It does not include information that is public through no fault of the "
                "recipient, that the recipient already knew, or that it developed independently.",
            ],
        ),
        (
            "Duties of the recipient",
            [
                "The recipient shall keep confidential information secret, use it only for the "
                "Purpose, and show it only to employees and advisers who need it and are bound "
                "by equal duties."
            ],
        ),
        (
            "Term",
            [
                "This Agreement ends two years after the Effective Date. The duties in clause 3 "
                "continue for five years after it ends.",
                "Either party may end it earlier by 30 days' notice in writing.",
            ],
        ),
        (
            "Return of material",
            [
                "On request the recipient shall return or destroy all confidential information "
                "within 14 days and confirm this in writing."
            ],
        ),
        (
            "Governing law and courts",
            [
                "This Agreement is governed by the laws of England and Wales. The courts of "
                "London have exclusive jurisdiction."
            ],
        ),
    ]
    for number, (heading, paragraphs) in enumerate(clauses, 1):
        text.add_heading(f"{number}. {heading}", level=1)
        for paragraph in paragraphs:
            text.add_paragraph(paragraph)
    text.add_heading("Contacts for notices", level=1)
    rows = [
        ("Party", "Contact", "E-mail"),
        ("Aldgate Robotics Ltd", "Ruth Adeyemi, General Counsel", "legal@aldgate.example"),
        ("Tessera Sensors GmbH", "Dr. Lukas Steiner, Managing Director", "office@tessera.example"),
    ]
    table = text.add_table(rows=0, cols=3, style="Table Grid")
    for row in rows:
        for cell, value in zip(table.add_row().cells, row):
            cell.text = value
    text.add_paragraph()
    text.add_paragraph("Signed in London on 27 August 2026 and in Vienna on 31 August 2026.")

    held = io.BytesIO()
    text.save(held)
    with zipfile.ZipFile(held) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=WRITTEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, parts.read(name))


if __name__ == "__main__":
    invoice("invoice.pdf")
    agreement("agreement.docx")
