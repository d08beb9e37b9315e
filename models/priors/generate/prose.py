"""Leases, letters, resumes and forms."""

from random import Random

import words as w
from clauses import length


def lease(r: Random) -> tuple[str, dict, float]:
    landlord, tenant = (w.person(r) if r.random() < 0.5 else w.company(r, "gb")), w.person(r)
    start = w.day(r)
    date = w.written_date(r, start, "gb", r.choice(["long", "us", "slash"]))
    written, plain = length(r)
    rent, deposit = r.randint(4, 40) * 50, r.randint(4, 60) * 50
    if deposit == rent:
        deposit += 25
    sign = r.choice(["£", "$", "RM ", "€"])
    place = ", ".join(w.address(r, "gb"))
    text = f"""RESIDENTIAL LEASE

This lease is made on {w.written_date(r, w.day(r), 'gb', 'long')} between {landlord} ("Landlord") and {tenant} ("Tenant").

1. Premises. The Landlord lets to the Tenant the premises at {place}.
2. Term. The lease begins on {date} and runs for {written}.
3. Rent. The Tenant pays a monthly rent of {sign}{rent:,.2f} on the first day of each month.
4. Deposit. A security deposit of {sign}{deposit:,.2f} is held until the end of the lease.
5. Late payment. A fee of {sign}25.00 applies after 5 days.
6. Governing law. The laws of {r.choice(w.STATES)} apply.
"""
    return text, {"effective": f"{start[0]}-{start[1]:02}-{start[2]:02}", "term": plain, "rent": f"{rent}.00", "deposit": f"{deposit}.00"}, 0


def letter(r: Random) -> tuple[str, dict, float]:
    land = w.country(r)
    firm, place, writer, reader = w.company(r, land), w.address(r, land), w.person(r), w.person(r)
    date = w.written_date(r, w.day(r), land, r.choice(["long", "us", "short", "slash", "dot"]))
    number = r.choice(["CN-", "REF ", "T"]) + str(r.randint(1000, 99999))
    subject = r.choice(["Leaking roof in building {n}", "Your order of office chairs", "Change of delivery address", "Complaint about invoice {n}",
                        "Renewal of your insurance", "Invitation to the annual meeting", "Request for quotation", "Late delivery of printer parts"]).format(n=r.randint(2, 90))
    amount = f"{r.randint(20, 4000)}.{r.randint(0, 99):02}"
    due = w.written_date(r, w.day(r), land, "long")
    mail = w.mail_of(r, writer, firm)
    call = w.phone(r, land)
    sentences = r.sample([f"Please reply by {due}.", "We are sorry for the trouble this has caused.", f"The amount of {w.currency(land)}{amount} is still open.",
                          "Our technician came twice and found nobody at home.", "You will find the documents enclosed.", f"I spoke to {w.person(r)} on the telephone last week.",
                          "We have been your customers for nine years.", "Let us know whether the date suits you."], r.randint(3, 6))
    body = " ".join(sentences)
    wanted: dict[str, object] = {"sender": writer, "addressee": reader, "date": date, "subject": subject}
    if r.random() < 0.5:
        text = f"From: {writer} <{mail}>\nTo: {reader}\nDate: {date}\nSubject: {subject}\n\n{r.choice(['Dear', 'Hello'])} {reader.split()[0]},\n\n{body}\n\nKind regards\n{writer}\n{firm}\nTel. {call}"
    else:
        text = "\n".join([firm, *place, "Tel. " + call, mail, "", reader, *w.address(r, land), "", date, "", r.choice(["Subject: ", "Re: ", ""]) + subject, *([f"Our reference: {number}"]), "", f"Dear {reader.split()[-1] if r.random() < 0.3 else reader},", "", body, "", "Yours sincerely", "", writer])
        wanted |= {"issuer": firm, "issuer_address": "\n".join(place), "number": number}
    wanted |= {"email": mail, "phone": call}
    if f"Please reply by {due}." in sentences:
        wanted["due"] = due
    return text, wanted, 0


def resume(r: Random) -> tuple[str, dict, float]:
    land = w.country(r)
    who, place = w.person(r), w.address(r, land)
    employer, earlier = w.company(r, land), w.company(r, land)
    school = f"University of {r.choice(w.CITY[land])[0]}"
    mail, call = w.mail_of(r, who, "mail"), w.phone(r, land)
    born = w.written_date(r, (r.randint(1960, 2004), r.randint(1, 12), r.randint(1, 28)), land, r.choice(["long", "dot", "slash"]))
    position = r.choice(["Project Manager", "Electrician", "Data Analyst", "Head Nurse", "Warehouse Clerk", "Software Engineer", "Accountant", "Sales Assistant"])
    lines = [r.choice(["CURRICULUM VITAE", "Resume", ""]), who, *place, call, mail]
    wanted: dict[str, object] = {"person": who, "person_address": "\n".join(place), "phone": call, "email": mail, "employer": employer, "university": school}
    if r.random() < 0.6:
        lines.append(r.choice(["Date of birth: ", "Born ", "DOB: "]) + born)
        wanted["birth"] = born
    if r.random() < 0.6:
        lines += ["", r.choice(["Position applied for: ", "Applying for: ", "Desired position: "]) + position]
        wanted["position"] = position
    year = r.randint(2012, 2024)
    lines += ["", "EXPERIENCE", f"{year} - present  {r.choice(['Team Lead', 'Specialist', 'Senior Clerk'])}, {employer}", "Planned the work of a team of six and kept the budget.",
              f"{year - 5} - {year}  Assistant, {earlier}", "Answered customers and kept the records.", "", "EDUCATION", f"{year - 9} - {year - 5}  BSc, {school}", "", "LANGUAGES", "English, German", "", "REFERENCES", f"{w.person(r)}, {w.company(r, land)}"]
    return "\n".join(lines).strip(), wanted, 0


def form(r: Random) -> tuple[str, dict, float]:
    land = w.country(r)
    who, place, firm = w.person(r), w.address(r, land), w.company(r, land)
    born = w.written_date(r, (r.randint(1940, 2010), r.randint(1, 12), r.randint(1, 28)), land)
    date = w.written_date(r, w.day(r), land)
    number = r.choice(["P-", "KV", "", "CLM"]) + str(r.randint(10000, 9999999))
    call, mail = w.phone(r, land), w.mail_of(r, who, "post")
    amount = f"{r.randint(20, 9000):,}.{r.randint(0, 99):02}"
    weight = f"{r.randint(1, 40)}.{r.randint(1, 9)} kg"
    rows = [("Full name", who, "person"), ("Date of birth", born, "birth"), ("Address", ", ".join(x.rstrip(",") for x in place), "person_address"),
            ("Telephone", call, "phone"), ("E-mail", mail, "email"), (r.choice(["Policy no.", "Policy number"]), number, "policy"), ("Amount claimed", f"{w.currency(land)} {amount}", "total"),
            ("Date", date, "date"), ("Weight", weight, "parcel"), ("Employer", firm, "employer")]
    kept = r.sample(rows, r.randint(5, 9))
    gap = r.choice([": ", ":  ", "  ", " : ", "\t", ":\n"])
    lines = [r.choice(["CLAIM FORM", "Application", "REGISTRATION FORM", "Parcel declaration"]), w.company(r, land), ""]
    lines += [f"{label}{gap}{answer}" for label, answer, _ in kept]
    lines += ["", "I declare that the above is true.", "Signature: ________"]
    return "\n".join(lines), {what: (amount if what == "total" else answer.removesuffix(" kg")) for _, answer, what in kept}, r.choice([0, 0, 0.01])
