"""Agreements, leases, letters, resumes and forms."""

from random import Random

import words as w

ONES = "zero one two three four five six seven eight nine ten eleven twelve".split()


def span_of_time(r: Random) -> tuple[str, str]:
    """A length of time as it is written, and its plain form."""
    number, unit = r.choice([(1, "year"), (2, "years"), (3, "years"), (5, "years"), (7, "years"), (10, "years"), (6, "months"),
                             (12, "months"), (18, "months"), (24, "months"), (90, "days"), (30, "days"), (60, "days")])
    word = {18: "eighteen", 24: "twenty-four", 30: "thirty", 60: "sixty", 90: "ninety"}.get(number) or ONES[number]
    style = r.random()
    written = f"{word} ({number}) {unit}" if style < 0.5 else f"{number} {unit}" if style < 0.75 else f"{word} {unit}"
    return written, f"{number} {unit}"


DUTIES = """The Recipient shall hold all Confidential Information in strict confidence and shall use it only for the Purpose.|
Confidential Information does not include information that is or becomes public through no fault of the Recipient.|
Each party shall return or destroy all copies within {days} of a written request.|
Nothing in this Agreement obliges either party to proceed with any transaction.|
Neither party may assign this Agreement without the prior written consent of the other party.|
If any provision is held invalid, the remaining provisions remain in full force and effect.|
This Agreement may be executed in counterparts, each of which is an original.|
Any notice shall be in writing and shall be deemed received {days} after it is sent.|
The Executive shall devote his or her full business time to the affairs of the Company.|
The Supplier shall invoice monthly and the Customer shall pay within {days} after receipt.|
No waiver of any right is effective unless it is in writing and signed.|
The parties acknowledge that damages may not be an adequate remedy for a breach.|
Employee will not, for a period of {other} after leaving, solicit any employee or customer of the Company.|
The receiving party shall protect the information with the same care that it uses for its own.|
Each party represents that it has the power to enter into this Agreement.|
The Consultant is an independent contractor and not an employee of the Company.|
Trade secrets shall remain protected for as long as they remain trade secrets under applicable law.|
Amendments must be made in writing and signed by both parties on or after {date}.|
The Company has been engaged in its business since {date} and owns valuable know-how.""".replace("\n", "").split("|")


def agreement(r: Random) -> tuple[str, dict, float]:
    when = w.day(r)
    style = r.choice(["us", "us", "long", "day of", "slash"])
    y, m, d = when
    suffix = "th" if 10 < d < 20 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
    date = f"{d}{suffix} day of {w.MONTHS[m - 1]}, {y}" if style == "day of" else w.written_date(r, when, "us", style)
    lands = [r.choice(["us", "us", "gb", "my", "de"]) for _ in range(2)]
    first = w.company(r, lands[0])
    second = w.person(r) if r.random() < 0.35 else w.company(r, lands[1])
    parties = [first, second]
    if r.random() < 0.12:
        parties.append(w.company(r, "us"))
    law = r.choice(w.STATES)
    us = law in w.STATES[:18]
    other_state = r.choice([s for s in w.STATES[:18] if s != law])
    kind = r.choice(["Non-Disclosure Agreement", "Confidentiality Agreement", "Mutual Non-Disclosure Agreement", "Consulting Agreement",
                     "Employment Agreement", "Supply Agreement", "Services Agreement", "License Agreement", "Noncompetition Agreement"])
    short = [r.choice([p.split()[0], "the Company", "Company", "Discloser", "Seller", "Supplier"]) for p in parties[:1]] + \
            [r.choice(["Recipient", "the Employee", "Customer", "Consultant", "Purchaser", "Licensee"])] + ["Guarantor"]
    quote = r.choice([("“", "”"), ('"', '"')])

    def described(index: int) -> str:
        name = parties[index]
        what = ""
        if r.random() < 0.65:
            what = r.choice([f", a {other_state} corporation", f", a company organized under the laws of {other_state}", f", with offices at {', '.join(w.address(r, 'us'))}",
                             f", having its principal place of business at {', '.join(w.address(r, 'us'))},"]) if name is not second or not second.split()[0] in w.GIVEN else r.choice([", an individual", f", residing at {', '.join(w.address(r, 'us'))},"])
        return f"{name}{what} ({r.choice(['', 'the ', 'hereinafter '])}{quote[0]}{short[index]}{quote[1]})"

    def joined() -> str:
        told = [described(i) for i in range(len(parties))]
        if r.random() < 0.25:
            return "by and among " + ", ".join(told[:-1]) + " and " + told[-1]
        return r.choice(["by and between ", "between "]) + ", ".join(told[:-1]) + " and " + told[-1]

    opening = r.choice([
        f"This {kind} (this {quote[0]}Agreement{quote[1]}) is made and entered into as of {date} {joined()}.",
        f"THIS {kind.upper()} is entered into {joined()}, effective as of {date} (the {quote[0]}Effective Date{quote[1]}).",
        f"This {kind} is made this {date}, {joined()}.",
        f"This Agreement, dated {date}, is {joined()}.",
    ])
    letter = r.random() < 0.12
    if letter:
        parties_text = first
        opening = f"{date}\n\n{second}\n\nLadies and Gentlemen:\n\nIn connection with your interest in a possible transaction with {first} (the {quote[0]}Company{quote[1]}), you agree as follows."
    written, plain = span_of_time(r)
    days = lambda: span_of_time(r)[0] if r.random() < 0.3 else r.choice(["ten (10) days", "thirty (30) days", "five business days", "14 days"])
    has_term = r.random() < 0.55
    clauses = r.sample(DUTIES, r.randint(5, 13))
    if r.random() < 0.4:
        clauses += [r.choice(DUTIES) for _ in range(r.randint(20, 90))]
    clauses = [c.format(days=days(), other=span_of_time(r)[0], date=w.written_date(r, w.day(r), "us", "us")) for c in clauses]
    place = f"the State of {law}" if us and r.random() < 0.75 else law
    clauses.append(r.choice([
        f"This Agreement shall be governed by and construed in accordance with the laws of {place}, without regard to its conflict of laws principles.",
        f"The laws of {place} govern this Agreement and any dispute arising from it.",
        f"Governing Law. This Agreement is governed by {place} law." if not us else f"Governing Law. This Agreement shall be interpreted under the laws of {place}.",
        f"The validity and interpretation of this Agreement shall be governed by the laws of {place} applicable to contracts made there.",
    ]))
    if r.random() < 0.3:
        clauses.append(f"The parties submit to the exclusive jurisdiction of the courts of {place if r.random() < 0.8 else 'the State of ' + other_state}.")
    if has_term:
        clauses.append(r.choice([
            f"This Agreement shall remain in effect for {written} from the date hereof.",
            f"The term of this Agreement is {written}, unless terminated earlier.",
            f"This Agreement commences on the Effective Date and continues for a period of {written}.",
            f"The obligations under this Agreement shall expire {written} after the date of this Agreement.",
            f"Unless extended in writing, this Agreement terminates {written} from the date first written above.",
        ]))
    notice = None
    if r.random() < 0.25:
        notice_written, notice = span_of_time(r)
        clauses.append(f"Either party may terminate this Agreement upon {notice_written} prior written notice.")
    r.shuffle(clauses)
    numbered = r.random() < 0.7
    wide = r.choice([0, 0, 80])
    body = "\n\n".join(f"{i}. {c}" if numbered else c for i, c in enumerate(clauses, 1))
    title = kind.upper() if r.random() < 0.7 else kind
    signs = "\n".join(f"{p}\nBy: ____________\nName: {w.person(r)}\nTitle: {r.choice(['President', 'Director', 'CEO', 'Vice President'])}" for p in parties)
    recital = r.choice(["", "RECITALS\n\nWHEREAS, the parties wish to exchange certain information; and\n\nNOW, THEREFORE, the parties agree as follows:",
                        f"Background\n\nThe Company, whose shares were listed on {w.written_date(r, w.day(r), 'us', 'us')}, is willing to disclose information."])
    text = "\n\n".join(part for part in [r.choice(["", "EX-10.4", "Exhibit 10.1"]), title, opening, recital, body, "IN WITNESS WHEREOF, the parties have executed this Agreement.", signs] if part)
    if wide:
        text = "\n".join(wrap(line, wide) for line in text.split("\n"))
    iso = f"{y}-{m:02}-{d:02}"
    wanted: dict[str, object] = {"effective": iso, "law": law, "term": plain if has_term else None, "parties": parties}
    if notice:
        wanted["notice"] = notice
    return text, wanted, 0


def wrap(line: str, width: int) -> str:
    out, row = [], ""
    for word in line.split(" "):
        if row and len(row) + len(word) + 1 > width:
            out.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
    return "\n".join(out + [row])


def lease(r: Random) -> tuple[str, dict, float]:
    landlord, tenant = (w.person(r) if r.random() < 0.5 else w.company(r, "gb")), w.person(r)
    start = w.day(r)
    date = w.written_date(r, start, "gb", r.choice(["long", "us", "slash"]))
    written, plain = span_of_time(r)
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
