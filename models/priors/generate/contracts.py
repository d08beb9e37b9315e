"""Agreements between parties, letter agreements, undertakings of employees, and policies."""

from random import Random

import words as w
from clauses import DUTIES, LAW, NO_TERM, NOTICE, TERM, VENUE, filled, length

KINDS = ["Non-Disclosure Agreement", "Confidentiality Agreement", "Mutual Non-Disclosure Agreement", "Consulting Agreement", "Employment Agreement",
         "Supply Agreement", "Services Agreement", "License Agreement", "Noncompetition Agreement", "Separation Agreement and Release",
         "Confidentiality and Non-Solicitation Agreement", "Settlement Agreement"]
US = w.STATES[:18]


class Draft:
    """What an agreement is about, before it is written down."""

    def __init__(self, r: Random) -> None:
        self.r = r
        self.kind = r.choice(KINDS)
        self.quotes = r.choice([("“", "”"), ("“", "”"), ('"', '"')])
        self.when = w.day(r)
        self.date = dated(r, self.when)
        self.law = r.choice(US) if r.random() < 0.75 else r.choice(w.STATES)
        self.homes = [s for s in US if s != self.law]
        self.place = f"the State of {self.law}" if self.law in US and r.random() < 0.7 else self.law
        self.has_date = r.random() < 0.82
        self.term = length(r) if r.random() < 0.38 else None
        self.notice = length(r) if r.random() < 0.2 else None
        self.court = self.law if r.random() < 0.8 else r.choice(self.homes)

    def quoted(self, text: str) -> str:
        return f"{self.quotes[0]}{text}{self.quotes[1]}"

    def iso(self) -> str | None:
        return "{}-{:02}-{:02}".format(*self.when) if self.has_date else None


def dated(r: Random, when: tuple[int, int, int]) -> str:
    y, m, d = when
    suffix = "th" if 10 < d < 20 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
    style = r.choice(["us", "us", "us", "us", "long", "day of", "day of,", "slash"])
    if style.startswith("day of"):
        return f"{d}{suffix} day of {w.MONTHS[m - 1]}{style[6:]} {y}"
    return w.written_date(r, when, "us", style)


def blank(r: Random) -> str:
    return r.choice(["____________", "________ __, 20__", "the ___ day of __________, 20__", "[DATE]", "the date signed below"])


def party(r: Random, land: str, person: bool) -> str:
    name = w.person(r) if person else w.company(r, land)
    return name.upper() if r.random() < 0.2 else name


def described(d: Draft, name: str, person: bool, short: str) -> str:
    """A party as an opening clause introduces it."""
    r, what = d.r, ""
    address = ", ".join(w.address(r, "us"))
    if r.random() < 0.7:
        home = r.choice(d.homes)
        what = r.choice([", an individual", f", residing at {address}", f", an individual who resides at the address below", ", M.D."]) if person else r.choice(
            [f", a {home} corporation", f", a {home} limited liability company", f", a company organized under the laws of {home}", f", with offices at {address}",
             f", a {home} corporation having its principal place of business at {address}", " and its subsidiaries", f", a {home} corporation, on behalf of itself and its affiliates"])
    named = f"({r.choice(['', 'the ', 'hereinafter ', 'hereinafter referred to as the '])}{d.quoted(short)})" if r.random() < 0.9 else ""
    return f"{name}{what} {named}".strip()


def between(d: Draft) -> tuple[list[str], list[str]]:
    """Title and opening clause of an agreement between parties; the parties."""
    r = d.r
    persons = [r.random() < 0.05, r.random() < 0.4] + [r.random() < 0.2, r.random() < 0.3]
    count = r.choices([2, 3, 4, 1], [80, 8, 4, 8])[0]
    parties = [party(r, r.choice(["us", "us", "gb", "de"]), person) for person in persons[:count]]
    if r.random() < 0.35:
        parties.reverse()
        persons[:count] = persons[:count][::-1]
    shorts = ["Company", "Recipient", "Guarantor", "Holder"]
    if r.random() < 0.5:
        shorts[0] = parties[0].split()[0].strip(",")
    shorts[1] = r.choice(["Recipient", "Employee", "Executive", "Customer", "Consultant", "Purchaser", "Licensee", shorts[1]])
    told = [described(d, name, person, short) for name, person, short in zip(parties, persons, shorts)]
    if count == 1:
        told.append(r.choice(["the undersigned employee", "______________________", "the employee who signs below"]) + f" ({d.quoted('Employee')})")
    joined = r.choice(["by and between ", "between ", "by and among " if len(told) > 2 else "between ", "by and between "]) + ", ".join(told[:-1]) + " and " + told[-1]
    date = d.date if d.has_date else blank(r)
    day = f"this {date}" if "day of" in date else r.choice([f"as of {date}", f"as of {date}", f"on {date}"])
    opening = r.choice([
        f"This {d.kind} (this {d.quoted('Agreement')}) is made and entered into {day} {joined}.",
        f"THIS {d.kind.upper()} is entered into {joined}, effective as of {date} (the {d.quoted('Effective Date')}).",
        f"This {d.kind} is made {day}, {joined}.",
        f"This Agreement, dated {date}, is {joined}.",
        f"{d.kind.upper()} (this {d.quoted('Agreement')}), dated as of {date}, {joined}.",
        f"This {d.kind} is effective as of {date} ({d.quoted('Effective Date')}), {joined}.",
        f"This {d.kind} ({d.quoted('Agreement')}) is {joined}." if not d.has_date else f"This {d.kind} ({d.quoted('Agreement')}) is {joined} and is effective {date}.",
    ])
    if r.random() < 0.1:
        opening = "PARTIES:\n" + "\nand\n".join(told) + ("\nDATE: " + date if d.has_date else "")
    return [d.kind.upper() if r.random() < 0.7 else d.kind, opening], parties


def letter(d: Draft) -> tuple[list[str], list[str]]:
    """Head and first paragraph of a letter that the other side signs; the parties."""
    r = d.r
    first, second = party(r, "us", False), party(r, "us", r.random() < 0.3)
    head = [first, *w.address(r, "us")] if r.random() < 0.6 else []
    reader = [second, *w.address(r, "us")] + ([f"Attention: {w.person(r)}"] if r.random() < 0.5 else [])
    subject = r.choice(["", f"Re: {d.kind}", d.kind.upper(), "CONFIDENTIAL"])
    together = r.choice(["", "together with its subsidiaries, ", "collectively with its affiliates, "])
    opening = r.choice([
        f"In connection with your interest in a possible transaction with {first} ({together}the {d.quoted('Company')}), you agree as follows.",
        f"{second} ({d.quoted('you')}) has requested certain information from {first} ({together}the {d.quoted('Company')}) in connection with a possible acquisition.",
        f"You have advised {first} (the {d.quoted('Company')}) that you wish to evaluate a negotiated transaction with it. As a condition to receiving information, you agree to the following.",
        f"This letter sets out the terms agreed between {first} ({d.quoted(first.split()[0])}) and {second}.",
    ])
    date = d.date if d.has_date else r.choice(["", "____________, 20__"])
    blocks = ["\n".join(head), date, "\n".join(reader), subject, r.choice(["Ladies and Gentlemen:", "Dear Sir or Madam:", f"Dear {w.person(r)}:"]), opening]
    return [block for block in blocks if block], [first, second]


def undertaking(d: Draft) -> tuple[list[str], list[str]]:
    """Title and opening of what an employee signs; the parties."""
    r = d.r
    firm, person = party(r, "us", False), party(r, "us", True)
    signs = r.random() < 0.7
    opening = r.choice([
        f"As a condition of my employment with {firm}, its subsidiaries and affiliates (together, the {d.quoted('Company')}), I agree to the following:",
        f"In consideration of my employment by {firm} (the {d.quoted('Company')}) and of the compensation paid to me, I, the undersigned, agree as follows:",
        f"I, {person if signs else '__________________'}, understand that {firm} (the {d.quoted('Company')}) has trade secrets which I may learn."])
    d.signs_only = True
    return [d.kind.upper(), opening], [firm, person] if signs else [firm]


def signatures(d: Draft, parties: list[str], at_end: str | None) -> str:
    """Signature blocks one below the other, or two to a line; a date where the agreement has it there."""
    r = d.r
    lines: list[str] = []
    titles = ["President", "Director", "Chief Executive Officer", "Vice President", "General Counsel"]
    signers = [w.person(r) for _ in parties]
    if len(parties) == 2 and r.random() < 0.35:
        lines = [f"{parties[0]} {parties[1]}", f"By: /s/ {signers[0]} By: /s/ {signers[1]}", f"Name: {signers[0]} Name: {signers[1]}",
                 f"Title: {r.choice(titles)} Title: {r.choice(titles)}"]
    else:
        for name, signer in zip(parties, signers):
            lines += [name, r.choice(["By: ____________", f"By: /s/ {signer}", f"/s/ {signer}"]), f"Name: {signer}", f"Title: {r.choice(titles)}", ""]
    if at_end:
        lines.append(r.choice(["Date: ", "Dated: ", "DATE "]) + at_end)
    return "\n".join(lines).strip()


def agreement(r: Random) -> tuple[str, dict, float]:
    d = Draft(r)
    d.signs_only = False
    form = r.choices([between, letter, undertaking], [62, 20, 18])[0]
    head, parties = form(d)
    at_end = None
    if d.signs_only:
        at_end = (w.written_date(r, d.when, "us", r.choice(["us", "slash", "two"])) if d.has_date else "____________")
    elif r.random() < 0.15 and d.has_date:
        y, m, day = d.when
        at_end = w.written_date(r, (y, m, min(28, day + r.randint(0, 6))), "us", r.choice(["us", "slash"]))
    clauses = r.sample(DUTIES, r.randint(2, 24))
    if r.random() < 0.4:
        clauses += r.sample(DUTIES, r.randint(10, len(DUTIES)))
    clauses = [filled(r, clause, d.homes) for clause in clauses]
    paragraphs: list[str] = []
    while clauses:
        take = r.randint(1, 4)
        paragraphs.append(" ".join(clauses[:take]))
        clauses = clauses[take:]
    inserted = [r.choice(LAW).format(place=d.place, law=d.law)]
    has_venue = r.random() < 0.4
    if has_venue:
        inserted[0] += " " + r.choice(VENUE).format(court=d.court if r.random() < 0.5 else f"{r.choice(w.CITY['us'])[0]}, {d.court}")
    inserted.append(r.choice(TERM).format(written=d.term[0]) if d.term else r.choice(NO_TERM) if r.random() < 0.6 else "")
    inserted.append(r.choice(NOTICE).format(written=d.notice[0]) if d.notice else "")
    for clause in filter(None, inserted):
        at = r.randrange(len(paragraphs) + 1)
        if at < len(paragraphs) and r.random() < 0.4:
            paragraphs[at] += " " + clause
        else:
            paragraphs.insert(at, clause)
    titled = r.random() < 0.35
    sections = ["Definitions", "Obligations", "Exceptions", "Remedies", "Miscellaneous", "Ownership", "General"]
    body = [f"{i}. {r.choice(sections) + '. ' if titled and ' Law.' not in p[:20] else ''}{p}" for i, p in enumerate(paragraphs, 1)] if r.random() < 0.75 else paragraphs
    recital = r.choice(["", "RECITALS", "WHEREAS, the parties wish to exchange certain information; and",
                        f"Background\nThe Company, whose shares were listed on {filled(r, '{date}', d.homes)}, is willing to disclose information."])
    ending = r.choice(["IN WITNESS WHEREOF, the parties have executed this Agreement.", "IN WITNESS WHEREOF, the undersigned have signed on the date first written above.", "Very truly yours,", "AGREED AND ACCEPTED:"])
    parts = [r.choice(["", "EX-10.4", "Exhibit 10.1", "EXECUTION VERSION", "Confidential"]), *head, recital, *body, ending, signatures(d, parties, at_end)]
    width, gap = r.choice([0, 0, 80, 120, 150]), r.choice(["\n", "\n\n"])
    text = gap.join(part for part in parts if part)
    if width:
        text = "\n".join(wrap(line, width) for line in text.split("\n"))
    wanted: dict[str, object] = {"effective": d.iso(), "law": d.law, "term": d.term[1] if d.term else None, "parties": parties}
    if d.notice:
        wanted["notice"] = d.notice[1]
    if has_venue and d.court != d.law:
        wanted["venue"] = d.court
    return text, wanted, 0


def policy(r: Random) -> tuple[str, dict, float]:
    """Rules of an organization, with a head of short lines or none."""
    firm = w.company(r, r.choice(["us", "gb", "de"]))
    topic = r.choice(["Travel Policy", "Data Protection Policy", "Expense Policy", "Remote Work Policy", "Information Security Policy", "Records Retention Policy", "Return Policy"])
    start, revised = w.day(r), w.day(r)
    date = w.written_date(r, start, "gb", r.choice(["long", "us", "slash"]))
    owner, mail = w.person(r), w.mail_of(r, w.person(r), firm)
    kept, review, reply = length(r), length(r), length(r, [(5, "days"), (10, "days"), (14, "days"), (30, "days")])
    number = f"{r.choice(['POL', 'HR', 'IT', 'P'])}-{r.randint(10, 999)}"
    rows = [f"Policy number: {number}", f"Effective date: {date}", f"Last revised: {w.written_date(r, revised, 'gb', 'long')}", f"Owner: {owner}"]
    in_rows = r.random() < 0.6
    sentences = [f"Records are kept for {kept[0]} and then destroyed.", f"This policy is reviewed every {review[0]}.", f"Requests are answered within {reply[0]}.",
                 f"Questions go to {mail}.", f"{firm} expects every employee to read this policy.", "Managers approve travel before it is booked.",
                 "Exceptions are granted in writing only.", "A breach of these rules may lead to disciplinary action.",
                 f"An earlier version was issued on {filled(r, '{date}', US)}.", "Passwords are never shared."]
    if not in_rows:
        sentences.append(r.choice([f"This policy takes effect on {date}.", f"The rules apply from {date} on.", f"Effective {date}, these rules replace all earlier ones."]))
    r.shuffle(sentences)
    lines = [firm, topic, *(r.sample(rows, len(rows)) if in_rows else []), ""] + [f"{i}. {s}" for i, s in enumerate(sentences, 1)]
    wanted: dict[str, object] = {"issuer": firm, "policy_start": w.written_date(r, start, "gb", "iso"), "kept": kept[1], "reply": reply[1], "email": mail}
    if in_rows:
        wanted |= {"number": number, "owner": owner}
    return "\n".join(lines), wanted, 0


def wrap(line: str, width: int) -> str:
    out, row = [], ""
    for word in line.split(" "):
        if row and len(row) + len(word) + 1 > width:
            out.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
    return "\n".join(out + [row])
