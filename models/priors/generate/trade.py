"""Receipts, invoices and orders."""

from random import Random

import words as w


def money(amount: float, style: str, sign: str) -> str:
    plain = f"{amount:,.2f}" if style != "de" else f"{amount:,.2f}".replace(",", "x").replace(".", ",").replace("x", ".")
    return plain


def heading(r: Random, land: str, upper: bool) -> tuple[list[str], str, list[str]]:
    """A letterhead: its lines, the company, the address."""
    firm, place = w.company(r, land), w.address(r, land)
    if upper:
        firm, place = firm.upper(), [line.upper() for line in place]
    lines: list[str] = []
    if r.random() < 0.12:
        lines.append(r.choice(["*** COPY ***", "Welcome!", "TAX INVOICE", "Thank you for shopping", "DUPLICATE", w.person(r).upper(), "OFFICIAL RECEIPT"]))
    if r.random() < 0.12:
        lines.append(firm.split()[0] + r.choice(["", "!", "."]))
    registration = f"{r.randint(100000, 999999)}-{r.choice('ADHKMPTUVX')}"
    form = r.random()
    if form < 0.25:
        lines.append(f"{firm} ({registration})")
    elif form < 0.45:
        lines += [*broken(r, firm), r.choice([f"({registration})", f"CO. REG. NO. : {registration}", f"Reg No: {registration}", f"ROC NO: {registration}"])]
    else:
        lines += broken(r, firm)
    if r.random() < 0.15:
        lines.append(r.choice(["Your friendly store", "Branch: Main", "(Formerly known as Best Shop)", "Quality since 1978", f"{r.choice(w.ROOT)} Branch"]))
    label = ""
    if r.random() < 0.05:
        label = r.choice(["Address: ", "Add: ", "ADDR : "])
    lines += [(label if i == 0 else "") + line for i, line in enumerate(place)]
    contact = []
    if r.random() < 0.7:
        contact.append(r.choice(["Tel: ", "TEL : ", "Phone ", "Tel No. ", "T. ", "Hotline: "]) + w.phone(r, land))
    if r.random() < 0.2:
        contact.append("Fax: " + w.phone(r, land))
    if r.random() < 0.15:
        contact.append("www." + "".join(c for c in firm.lower() if c.isalpha())[:10] + ".example")
    lines += contact if r.random() < 0.7 else [" ".join(contact)] if contact else []
    return lines, firm, place


def broken(r: Random, firm: str) -> list[str]:
    """A name on its line; a long one now and then on two."""
    words = firm.split()
    if len(words) > 3 and r.random() < 0.25:
        at = r.randint(1, len(words) - 2)
        return [" ".join(words[:at]), " ".join(words[at:])]
    return [firm]


def goods(r: Random, land: str, least: int, most: int) -> list[tuple[str, int, float]]:
    return [(r.choice(w.THINGS), r.choice([1, 1, 1, 2, 3, 4, 6, 10]), round(r.choice([r.uniform(1, 20), r.uniform(5, 120), r.randint(2, 60)]), 2))
            for _ in range(r.randint(least, most))]


def receipt(r: Random) -> tuple[str, dict, float]:
    land = w.country(r)
    upper = r.random() < 0.6
    lines, firm, place = heading(r, land, upper)
    sign = w.currency(land)
    rate = r.choice([0, 0.06, 0.06, 0.08, 0.1, 0.19])
    tax_id = f"{r.randint(10**11, 10**12 - 1)}"
    if r.random() < 0.6:
        lines.append(r.choice(["GST ID : ", "GST REG NO: ", "VAT No: ", "GST No. ", "Tax ID "]) + tax_id)
    else:
        tax_id = ""
    if r.random() < 0.6:
        lines.append(r.choice(["TAX INVOICE", "RECEIPT", "CASH BILL", "SIMPLIFIED TAX INVOICE", "Sales Receipt", "INVOICE"]))
    when = w.day(r)
    date = w.written_date(r, when, land)
    number = r.choice(["INV", "CS", "", "R", "A-"]) + str(r.randint(1000, 99999999))
    clock = f"{r.randint(8, 21)}:{r.randint(0, 59):02}" + r.choice(["", ":17", " PM", ""])
    cashier = r.choice(w.GIVEN)
    stamp = r.choice([[f"Date: {date}  Time: {clock}"], [f"DATE : {date}", f"TIME : {clock}"], [f"{date} {clock}"],
                      [f"{date} {clock}  {number}"], [f"Bill Date: {date}"], [f"Date  {date} {clock}"], [f"{when[0]}{when[1]:02}{when[2]:02} {clock} {number}"]])
    if stamp[0].startswith(f"{when[0]}{when[1]:02}{when[2]:02} "):
        date = f"{when[0]}{when[1]:02}{when[2]:02}"
    details = [r.choice(["Invoice No: ", "Receipt #: ", "Bill No. ", "Doc No : ", "Trans: "]) + number]
    if r.random() < 0.5:
        details.append(r.choice(["Cashier: ", "Served by: ", "CASHIER : "]) + cashier)
    else:
        cashier = None
    if r.random() < 0.3:
        details.append(r.choice(["Table 12", "Counter 3", "POS 02", "Member: 88210", "Salesperson : ", "Cust: CASH"]))
    at_end = r.random() < 0.3
    if not at_end:
        block = stamp + details
        r.shuffle(block) if r.random() < 0.5 else None
        lines += block
    bought = goods(r, land, 1, 9)
    if r.random() < 0.6:
        lines.append(r.choice(["Item  Qty  Price  Amount", "DESCRIPTION  QTY  U.PRICE  TOTAL", "QTY ITEM  AMT", "Description  Amount (RM)", "No. Item"]))
    shape = r.randint(0, 3)
    subtotal = 0.0
    for thing, count, price in bought:
        sum_ = round(count * price, 2)
        subtotal += sum_
        thing = thing.upper() if upper else thing
        if shape == 0:
            lines.append(f"{thing}  {count}  {price:.2f}  {sum_:.2f}")
        elif shape == 1:
            lines += [thing, f"{count} x {price:.2f}  {sum_:.2f}"]
        elif shape == 2:
            lines += [f"{r.randint(10**11, 10**12)}  {sum_:.2f} {r.choice(['SR', 'S', ''])}".strip(), thing]
        else:
            lines.append(f"{count} {thing} {sign}{sum_:.2f}")
    subtotal = round(subtotal, 2)
    included = r.random() < 0.6
    tax = round(subtotal * rate / (1 + rate) if included else subtotal * rate, 2)
    total = subtotal if included else round(subtotal + tax, 2)
    net = round(total - tax, 2)
    rounding = 0.0
    pad = r.choice([" ", "  ", ": ", " : ", f" {sign} ", f" ({sign}) : ", f" {sign}"])
    caps = (lambda s: s.upper()) if upper or r.random() < 0.3 else (lambda s: s)
    discount = 0.0
    if r.random() < 0.6:
        lines.append(caps(r.choice(["Subtotal", "Sub-Total", "Total Excl. Tax", "Gross Amount", "Sub Total", "Total sales"])) + pad + f"{net if not included else subtotal:.2f}")
    if r.random() < 0.15:
        discount = round(subtotal * 0.05, 2)
        lines.append(caps("Discount") + pad + f"-{discount:.2f}")
        total = round(total - discount, 2)
    has_tax_line = rate and r.random() < 0.7
    if has_tax_line:
        lines.append(caps(r.choice(["GST", "Tax", "VAT", "Service tax", "Incl. tax", "Total GST"])) + f" {rate:.0%}" + pad + f"{tax:.2f}")
    if r.random() < 0.3 and land in ("my", "sg"):
        rounded = round(round(total * 20) / 20, 2)
        if abs(rounded - total) >= 0.01:
            if r.random() < 0.6:
                lines.append(caps(r.choice(["Total Incl. GST", "Total", "Total sales"])) + pad + f"{total:.2f}")
            rounding = round(rounded - total, 2)
            lines.append(caps("Rounding Adj") + pad + f"{rounding:.2f}")
            total = rounded
    if r.random() < 0.3:
        lines.append(caps(r.choice(["Item count", "Total Qty", "No of items"])) + pad.replace(sign, "").replace("()", "") + str(sum(c for _, c, _ in bought)))
    word = caps(r.choice(["Total", "Total", "Total", "Grand Total", "Total Amount", "Amount Due", "Net Total", "Total Payable", "Balance Due", "Total Sales (Inclusive of GST)", "Total Incl. Tax", "Nett Total", "Total Rounded"]))
    if r.random() < 0.08:
        lines += [word, f"{sign}{total:.2f}"]
    else:
        lines.append(word + pad + f"{total:.2f}")
    if r.random() < 0.15:
        lines.append(word + pad + f"{total:.2f}")
    given = change = None
    if r.random() < 0.65:
        if r.random() < 0.75:
            given = float(r.choice([n for n in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 10000) if n >= total] or [total]))
            if r.random() < 0.2:
                given = total
            change = round(given - total, 2)
            lines += [caps(r.choice(["Cash", "Paid", "Cash tendered", "Payment"])) + pad + f"{given:.2f}", caps(r.choice(["Change", "Change due", "Change amt"])) + pad + f"{change:.2f}"]
        else:
            lines.append(caps(r.choice(["Visa", "Mastercard", "Debit card", "Card"])) + pad + f"{total:.2f}")
    if has_tax_line and r.random() < 0.6:
        lines += [caps("GST Summary  Amount  Tax"), f"SR @ {rate:.0%}  {net:.2f}  {tax:.2f}"]
        if r.random() < 0.5:
            lines.append(caps("Total") + f"  {net:.2f}  {tax:.2f}")
    if at_end:
        lines += stamp + details
    lines += r.sample(["Thank you, please come again", "Goods sold are not returnable", "THANK YOU", "Have a nice day", "Please keep this receipt", "www.survey.example", "Customer service 1-300-88-2525", "Exchange within 7 days"], r.randint(0, 3))
    wanted = {"issuer": firm, "date": date, "issuer_address": "\n".join(place), "total": f"{total:.2f}", "number": number}
    if has_tax_line and tax != total:
        wanted["tax"] = f"{tax:.2f}"
    if change is not None and change not in (0.0, total):
        wanted[r.choice(["cash", "change"])] = None
        for key in ("cash", "change"):
            if key in wanted:
                wanted[key] = f"{given if key == 'cash' else change:.2f}"
    if cashier and r.random() < 0.5:
        wanted["cashier"] = cashier.upper() if False else cashier
    if tax_id and r.random() < 0.4:
        wanted["tax_id"] = tax_id
    return "\n".join(lines), wanted, r.choice([0, 0, 0.01, 0.02, 0.04])


def invoice(r: Random, doc: str = "invoice") -> tuple[str, dict, float]:
    land = w.country(r)
    lines, firm, place = heading(r, land, r.random() < 0.25)
    customer, where = w.company(r, r.choice([land, w.country(r)])), w.address(r, land)
    when = w.day(r)
    style = r.choice(["slash", "dash", "dot", "iso", "short", "long", "us", "upper"])
    date = w.written_date(r, when, land, style)
    later = (when[0], when[1] % 12 + 1, when[2]) if when[1] < 12 else (when[0] + 1, 1, when[2])
    due = w.written_date(r, later, land, style)
    number = r.choice(["INV-", "2023/", "RE", "PO", "SO-", "#", ""]) + str(r.randint(100, 99999999))
    sign = w.currency(land)
    title = {"invoice": ["INVOICE", "Tax Invoice", "Invoice", "Rechnung / Invoice"], "order": ["PURCHASE ORDER", "Order confirmation", "Delivery order", "Purchase Order"]}[doc]
    noun = {"invoice": "Invoice", "order": r.choice(["Order", "PO"])}[doc]
    meta = [f"{noun} {r.choice(['No', 'Number', 'no.', '#'])}: {number}", f"{r.choice([noun + ' Date', 'Date', 'Issued', 'Date of issue'])}: {date}"]
    second = r.choice(["due", None]) if doc == "invoice" else r.choice(["delivery", None])
    if second == "due":
        meta.append(r.choice(["Due date: ", "Payment due: ", "Please pay by ", "Due: "]) + due)
    elif second == "delivery":
        meta.append(r.choice(["Delivery date: ", "Deliver by: ", "Ship date: ", "Requested delivery: "]) + due)
    if r.random() < 0.4:
        meta.append(r.choice(["Payment terms: 30 days", "Terms: net 14", "Customer no: C-4471", "Your ref: PROJ-9"]))
    r.shuffle(meta)
    to = [r.choice(["Bill to:", "Customer:", "To:", "Sold to", "Invoice to", "Ship to:"])]
    if r.random() < 0.3:
        to = [f"{to[0]} {customer}"] + where
    else:
        to += [customer] + where
    if r.random() < 0.3:
        to.append("Attn: " + w.person(r))
    head = [r.choice(title)]
    order = r.random()
    if order < 0.5:
        body = lines + head + meta + [""] + to
    elif order < 0.8:
        body = head + lines + [""] + to + [""] + meta
    else:
        body = head + meta + [""] + lines + to
    body += ["", r.choice(["Description  Qty  Unit price  Amount", "Pos  Item  Quantity  Price  Total", "Item  Units  Rate  Amount"])]
    net = 0.0
    for position, (thing, count, price) in enumerate(goods(r, land, 1, 7), 1):
        sum_ = round(count * price * r.choice([1, 1, 10]), 2)
        net += sum_
        body.append(f"{position}  {thing}  {count}  {money(sum_ / count, land, sign)}  {money(sum_, land, sign)}")
    net = round(net, 2)
    freight = round(r.uniform(5, 40), 2) if r.random() < 0.25 else 0
    rate = r.choice([0, 0.06, 0.07, 0.1, 0.19, 0.2])
    tax = round((net + freight) * rate, 2)
    total = round(net + freight + tax, 2)
    gap = r.choice(["  ", ": ", f": {sign}", f"  {sign} ", f"  {sign}"])
    show = lambda amount: money(amount, land, sign)
    body.append(r.choice(["Subtotal", "Net amount", "Net total", "Total before tax"]) + gap + show(net))
    if freight:
        body.append(r.choice(["Freight", "Shipping", "Delivery"]) + gap + show(freight))
    if rate:
        body.append(r.choice([f"VAT {rate:.0%}", f"Tax ({rate:.0%})", "Sales tax", f"GST {rate:.0%}"]) + gap + show(tax))
    body.append(r.choice(["Total", "Total due", "Amount due", "Invoice total", "Grand total", "TOTAL", "Balance due", "Total payable"]) + gap + show(total))
    body += ["", *r.sample([f"Please transfer to IBAN DE{r.randint(10**19, 10**20 - 1)}", "Thank you for your business", "Late payments bear interest of 8%.", "Goods remain our property until paid.", "Questions? Call us."], r.randint(0, 3))]
    tax_id = f"{r.choice(['DE', 'GB', ''])}{r.randint(10**8, 10**9 - 1)}"
    if r.random() < 0.5:
        body.append(r.choice(["VAT ID: ", "Tax number ", "VAT reg. no. "]) + tax_id)
    else:
        tax_id = ""
    wanted: dict[str, object] = {"issuer": firm, "customer_firm": customer, "date": date, "total": show(total), "number": number,
                                 "issuer_address": "\n".join(place), "customer_address": "\n".join(where)}
    if city := w.city_in(place):
        wanted["issuer_city"] = city
    if rate:
        wanted["tax"] = show(tax)
    if net != total and not freight:
        wanted["subtotal"] = show(net)
    if second:
        wanted[second] = due
    if tax_id:
        wanted["tax_id"] = tax_id
    return "\n".join(body), wanted, r.choice([0, 0, 0, 0.01, 0.02])


def note(r: Random) -> tuple[str, dict, float]:
    """An invoice or confirmation in sentences, as people write them in a message."""
    land = w.country(r)
    who, place, other = w.person(r), w.address(r, land), w.person(r)
    city = w.city_in(place)
    firm = w.company(r, land)
    date = w.written_date(r, w.day(r), land, r.choice(["long", "us", "short", "slash", "dot"]))
    number = r.choice(["INV-", "A-", "2024/", "No. ", "ORD", "R"]).removeprefix("No. ") + str(r.randint(100, 9999999))
    amount = money(round(r.choice([r.uniform(5, 90), r.uniform(80, 4000)]), 2), land, "")
    total = r.choice([f"{amount} {r.choice(['EUR', 'USD', 'GBP'])}", f"{w.currency(land)}{amount}", f"{w.currency(land)} {amount}"])
    thing = r.choice(w.THINGS).lower()
    payable = r.choice([f"{r.randint(5, 60)} days", f"{r.choice([1, 2, 3, 4])} weeks".replace("1 weeks", "1 week")])
    where = ", ".join(line.rstrip(",") for line in place)
    noun = r.choice(["Invoice", "Invoice", "Order", "Bill", "Receipt"])
    talk = [f"Your {r.choice(['parcel', 'case', 'order'])} number {r.randint(10, 999)} is on its way.", "Please quote the number above when you write to us.",
            f"Our shop in {r.choice(w.CITY[land])[0]} is open until eight.", "The goods were handed over in good order.", f"Questions are answered by {other} on {w.phone(r, land)}.",
            f"After {r.randint(2, 9)} calls nobody answered, so we left it with a neighbour.", "Thank you for the quick answer last week!",
            f"The fee rose by {r.randint(5, 90)} cents this year.", f"The next meter reading is on {w.written_date(r, w.day(r), land, 'long')}."]
    r.shuffle(talk)
    heads = [f"{noun} {number}", f"{noun} no. {number} of {date}", f"{noun} {number}, {date}"]
    head = r.choice(heads)
    first = r.choice([f"Issued {'' if date in head else 'on ' + date + ' '}to {who}, {where}.", f"Issued {'' if date in head else 'on ' + date + ' '}by {firm} to {who}, {where}.",
                      f"To {who}, {where}{'' if date in head else ' (' + date + ')'}.", f"{'' if date in head else date + ', '}for {who} in {where}.",
                      f"Dear {who},\n{'this' if date in head else 'on ' + date} we delivered to {where}.", f"Sold to {who} of {where}{'' if date in head else ' on ' + date}."])
    what = r.choice([f"You ordered {r.randint(2, 30)} x {thing}.", f"We delivered {thing}.", f"For {thing}, as agreed."])
    last = r.choice([f"Total due: {total}, payable within {payable}.", f"Please pay {total} within {payable}.", f"The total of {total} is payable in {payable}.",
                     f"Amount: {total}. Payment within {payable} of receipt.", f"{total} in all, to be paid within {payable}."])
    body = [first, *([what] if r.random() < 0.6 else []), *talk[: r.randint(0, 4)]]
    gap = r.choice(["\n", " ", "\n\n"])
    text = head + r.choice(["\n\n", "\n"]) + gap.join(body) + r.choice(["\n", "\n\n", " "]) + last
    if r.random() < 0.4:
        text += "\n" + r.choice(["", "Kind regards\n"]) + firm
    wanted: dict[str, object] = {"customer": who, "date": date, "total": total, "number": number, "payable": payable,
                                 "customer_address": where}
    if city:
        wanted["customer_city"] = city
    if firm in text:
        wanted["issuer"] = firm
    return text, wanted, r.choice([0, 0, 0, 0.01])


def order(r: Random) -> tuple[str, dict, float]:
    return invoice(r, "order")
