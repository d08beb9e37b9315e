"""How people ask for a field: several names and descriptions for the same thing."""

from random import Random

ASKED = {
    "issuer": ("organization", [
        ("company", "the company that issued the {doc}"), ("vendor", "who sold the goods"), ("seller", ""),
        ("company", "name of the company"), ("store_name", "name of the shop"), ("supplier", "the supplier's name"),
        ("merchant", "the business where the purchase was made"), ("issuer", "organization that sent this {doc}"),
        ("company", ""), ("from_company", "the company the {doc} comes from")]),
    "customer_firm": ("organization", [
        ("customer", "the company that is billed"), ("buyer", ""), ("client", "who has to pay"),
        ("bill_to", "the customer's company"), ("recipient", "the organization the {doc} is addressed to")]),
    "customer": ("name", [
        ("customer", "the customer's name"), ("customer", ""), ("client", "who is billed"), ("buyer", "the person who bought it"),
        ("bill_to", "who has to pay"), ("customer_name", ""), ("recipient", "the person it was issued to")]),
    "customer_city": ("text", [
        ("city", "the customer's city"), ("city", ""), ("town", "where the customer lives"), ("customer_city", "")]),
    "issuer_city": ("text", [("city", "the city of the seller"), ("seller_city", ""), ("city", "where the company is")]),
    "payable": ("duration", [
        ("days", "days left to pay"), ("payment_terms", "within how many days it must be paid"), ("terms", "time to pay"),
        ("payment_period", "")]),
    "date": ("date", [
        ("date", "the date of the {doc}"), ("date", ""), ("{doc}_date", ""), ("issued", "when the {doc} was issued"),
        ("date", "date on the {doc}"), ("purchase_date", "day of the purchase"), ("written_on", "the day it was written")]),
    "due": ("date", [
        ("due_date", ""), ("due_date", "the date by which it must be paid"), ("pay_by", "last day of payment"),
        ("deadline", "until when it is due")]),
    "delivery": ("date", [("delivery_date", ""), ("ship_date", "when the goods are delivered"),
                          ("delivery", "requested date of delivery")]),
    "issuer_address": ("address", [
        ("address", "the address of the company"), ("address", ""), ("address", "where the shop is"),
        ("seller_address", "postal address of the seller"), ("company_address", "address of the company that issued the {doc}"),
        ("store_address", "")]),
    "customer_address": ("address", [
        ("customer_address", ""), ("billing_address", "address of the customer"), ("ship_to", "where the goods are sent"),
        ("buyer_address", "the buyer's postal address")]),
    "total": ("amount", [
        ("total", "the total amount to pay"), ("total", ""), ("amount_due", "what has to be paid in all"),
        ("total", "total of the {doc} including tax"), ("grand_total", ""), ("total_amount", "the final amount"),
        ("amount", "how much was paid altogether"), ("sum", "the sum of the {doc}")]),
    "tax": ("amount", [("tax", ""), ("tax", "the tax that is included"), ("vat", "value added tax"), ("gst", "the tax amount")]),
    "subtotal": ("amount", [("subtotal", ""), ("net_amount", "the amount before tax"), ("subtotal", "sum before tax")]),
    "cash": ("amount", [("cash", "the cash that was given"), ("amount_tendered", "what the customer handed over")]),
    "change": ("amount", [("change", "money given back"), ("change", "")]),
    "number": ("identifier", [
        ("{doc}_number", ""), ("number", "the number of the {doc}"), ("{doc}_no", ""), ("reference", "the {doc}'s number"),
        ("id", "identifier of the {doc}")]),
    "tax_id": ("identifier", [("tax_id", "tax registration number of the seller"), ("vat_number", ""), ("gst_id", "")]),
    "phone": ("phone", [("phone", "telephone number"), ("phone", ""), ("telephone", "number to call")]),
    "email": ("email", [("email", "e-mail address"), ("email", ""), ("contact_email", "")]),
    "person": ("name", [
        ("name", "name of the person"), ("full_name", ""), ("candidate", "who applies"), ("applicant", "the applicant's name"),
        ("name", "")]),
    "sender": ("name", [("sender", "who wrote the letter"), ("author", ""), ("from", "the person who signs"), ("signed_by", "")]),
    "addressee": ("name", [("recipient", "the person it is addressed to"), ("addressee", ""), ("to", "who receives the letter")]),
    "cashier": ("name", [("cashier", ""), ("cashier", "who served the customer")]),
    "effective": ("date", [
        ("effective_date", "the date on which the agreement takes effect"), ("effective_date", ""),
        ("date", "date of the agreement"), ("start_date", "when the contract starts"), ("agreement_date", "")]),
    "law": ("text", [
        ("jurisdiction", "the state or country whose law governs the agreement"), ("governing_law", ""),
        ("jurisdiction", ""), ("law", "which law applies"), ("state", "state under whose laws the contract is read")]),
    "term": ("duration", [
        ("term", "how long the agreement stays in force"), ("term", ""), ("duration", "the length of the agreement"),
        ("validity", "for how long it is valid")]),
    "venue": ("text", [("venue", "the state whose courts decide disputes"), ("court", "state where the court is")]),
    "policy_start": ("date", [("effective_date", "from when the policy applies"), ("valid_from", ""), ("start", "the day it takes effect")]),
    "kept": ("duration", [("retention", "how long records are kept"), ("retention_period", "")]),
    "reply": ("duration", [("reply_time", "how soon requests are answered"), ("response_time", "")]),
    "owner": ("name", [("owner", "the person responsible for it"), ("policy_owner", "")]),
    "notice": ("duration", [("notice_period", ""), ("notice", "how long before the end notice must be given")]),
    "parties": ("list:organization", [
        ("party", "a party that enters into the agreement"), ("parties", "the parties to the agreement"), ("parties", ""),
        ("signatories", "the companies that sign")]),
    "rent": ("amount", [("rent", "the monthly rent"), ("rent", ""), ("monthly_rent", "")]),
    "deposit": ("amount", [("deposit", "the security deposit"), ("deposit", "")]),
    "position": ("text", [("position", "the job applied for"), ("job_title", ""), ("role", "title of the position")]),
    "employer": ("organization", [("employer", "the latest employer"), ("current_employer", ""), ("company", "where the person works now")]),
    "university": ("organization", [("university", "where the person studied"), ("school", "")]),
    "birth": ("date", [("date_of_birth", ""), ("born", "date of birth")]),
    "subject": ("text", [("subject", "what it is about"), ("subject", ""), ("title", "the subject line")]),
    "quantity": ("number", [("items", "number of items"), ("quantity", "total quantity"), ("item_count", "")]),
    "person_address": ("address", [("address", "where the person lives"), ("home_address", ""), ("address", "")]),
    "policy": ("identifier", [("policy_number", ""), ("policy", "the number of the insurance policy")]),
    "parcel": ("number", [("weight", "the weight of the parcel"), ("weight", "")]),
}

# How often a person leaves a field's type at text.
UNTYPED = 0.15


def ask(r: Random, doc: str, wanted: dict[str, object], absent: float) -> tuple[dict, dict]:
    """Fields and values of a document: what it holds, and now and then what it does not."""
    fields: dict[str, dict] = {}
    value: dict[str, object] = {}
    for what, answer in wanted.items():
        kind, ways = ASKED[what]
        name, description = (part.format(doc=doc) for part in r.choice(ways))
        if name in fields or r.random() < 0.12:
            continue
        if kind.startswith("list:"):
            fields[name] = {"type": "list", "description": description,
                            "items": {"type": kind[5:], "description": description}}
        else:
            fields[name] = {"type": "text" if r.random() < UNTYPED else kind, "description": description}
        value[name] = answer
    if r.random() < absent:
        lacking = [what for what in ASKED if what not in wanted and not ASKED[what][0].startswith("list:")]
        same = [what for what in lacking if ASKED[what][0] in {f["type"] for f in fields.values()}]
        kind, ways = ASKED[r.choice(CLEARLY_ABSENT[doc] if doc in CLEARLY_ABSENT else same)]
        name, description = (part.format(doc=doc) for part in r.choice(ways))
        if name not in fields:
            fields[name] = {"type": kind, "description": description}
            value[name] = None
    return fields, value


# What a document of this kind surely lacks, so that null is the right answer.
CLEARLY_ABSENT = {
    "receipt": ["birth", "law", "effective", "term", "rent", "policy", "customer_address", "customer_firm"],
    "invoice": ["birth", "law", "term", "rent", "cashier", "cash", "policy", "university"],
    "order": ["birth", "law", "term", "rent", "cashier", "cash", "policy"],
    "letter": ["birth", "law", "tax", "cash", "parcel", "tax_id", "policy"],
    "agreement": ["birth", "cash", "tax", "cashier", "parcel", "policy"],
    "policy": ["birth", "cash", "tax", "rent", "deposit", "law"],
    "lease": ["birth", "cash", "tax", "cashier", "parcel", "policy"],
    "resume": ["law", "total", "tax", "due", "rent", "deposit", "tax_id", "policy"],
    "form": ["law", "tax", "cash", "cashier", "term", "deposit"],
}
