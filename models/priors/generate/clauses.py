"""Clauses of agreements and policies. In braces: a length of time, a date, a company, a place."""

from random import Random

import words as w

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

LENGTHS = [(1, "year"), (1, "year"), (2, "years"), (2, "years"), (3, "years"), (4, "years"), (5, "years"), (7, "years"), (10, "years"), (6, "months"),
           (9, "months"), (12, "months"), (15, "months"), (18, "months"), (24, "months"), (36, "months"), (90, "days"), (60, "days"), (180, "days")]
DAYS = [(2, "days"), (3, "days"), (5, "days"), (7, "days"), (10, "days"), (14, "days"), (15, "days"), (20, "days"), (21, "days"), (30, "days"),
        (45, "days"), (60, "days"), (90, "days"), (24, "hours"), (48, "hours")]

# What no field asks for, but is full of dates, lengths of time, names and places.
DUTIES = """The Recipient shall hold all Confidential Information in strict confidence and shall use it only for the Purpose.
“Confidential Information” means all information, in whatever form, that is disclosed by one party to the other, whether before or after the date hereof.
Confidential Information does not include information that is or becomes public through no fault of the Recipient.
Confidential Information does not include what the Recipient already knew, or receives from a third party that is free to disclose it.
Each party shall return or destroy all copies within {days} of a written request.
If the Recipient is required by law, subpoena or order of a court to disclose any of it, it shall give prompt notice so that a protective order may be sought.
Nothing in this Agreement obliges either party to proceed with any transaction.
Neither party may assign this Agreement without the prior written consent of the other party.
If any provision is held invalid, the remaining provisions remain in full force and effect.
This Agreement may be executed in counterparts, each of which is an original and all of which together are one instrument.
Any notice shall be in writing and shall be deemed received {days} after it is sent by registered mail.
All notices shall be sent to {firm}, {address}, Attention: {person}, with a copy to {lawyers}, {address}.
The Executive shall devote his or her full business time to the affairs of the Company.
The Executive has been employed by the Company since {date} and has had access to its trade secrets.
The Supplier shall invoice monthly and the Customer shall pay within {days} after receipt.
No waiver of any right is effective unless it is in writing and signed.
The parties acknowledge that damages may not be an adequate remedy for a breach and that an injunction may be sought.
For a period of {other} after the termination of employment, Employee will not solicit any employee or customer of the Company.
Employee agrees that for {other} following termination of employment for any reason, Employee shall not engage in any business that competes with the Company.
For a period of {other} from the date hereof, neither party shall hire any person who was employed by the other during the preceding {other}.
The restricted period shall be extended by any time during which Employee is in breach.
During the {other} before termination, Employee had contact with customers of the Company.
The receiving party shall protect the information with the same care that it uses for its own, and not less than reasonable care.
Each party represents that it has the power to enter into this Agreement.
The Consultant is an independent contractor and not an employee of the Company.
Trade secrets shall remain protected for as long as they remain trade secrets under applicable law, including the {other_state} Uniform Trade Secrets Act.
Amendments must be made in writing and signed by both parties.
The Company has been engaged in its business since {date} and owns valuable know-how.
Reference is made to the Asset Purchase Agreement dated as of {date}, by and between {firm} and {firm}.
This Agreement supersedes the letter agreement dated {date} between the Company and {firm}.
On {date} the Company announced that it had entered into an agreement and plan of merger with {firm}, a {other_state} corporation.
The board of directors resolved on {date} to explore alternatives and retained {firm} as its adviser.
Competitors of the Company include {firm}, {firm}, {firm} and {firm}.
Any payment that is not made within {days} of the due date bears interest at one percent a month.
Employee shall have {days} to consider this Agreement and {days} after signing it to revoke it.
The Company shall pay the Executive a severance equal to {other} of base salary within {days} after the separation date.
The Company is a corporation organized and existing under the laws of the State of {other_state}.
The Company's securities are listed and its headquarters are in {city}, {other_state}.
Either party may audit the records of the other on {days} written notice during business hours.
Records shall be kept for {other} after the end of the year to which they relate.
The warranty covers defects that appear within {other} after delivery.
A party that fails to cure a breach within {days} after notice is in default.
The Recipient shall limit access to its directors, officers, employees, agents and advisers who need to know.
The parties agree that no privilege is waived by disclosing Confidential Information.
You acknowledge that the securities laws prohibit trading while in possession of material non-public information.
Without the prior consent of the board, you will not, for {other} from the date of this letter, acquire any securities of the Company or propose a merger.
Until {other} from the date of this letter you will not solicit for employment any officer of the Company.
The captions are for convenience only and do not affect the meaning.
This Agreement sets forth the entire understanding of the parties.
All inventions made during employment belong to the Company and shall be disclosed promptly.
Employee has listed below all prior inventions; if none is listed, there are none.
The Company makes no representation as to the accuracy or completeness of any information.
Time is of the essence. Business day means any day on which banks in {city} are open.
The prevailing party shall recover its reasonable attorneys' fees.
You agree that, for a period of {other} from the date of this letter agreement, you will not solicit any employee of the Company.
During the term of this Agreement and for {other} thereafter, Consultant shall not accept work from any competitor of the Company.
This Agreement shall not prevent Employee from owning shares of a listed company within {other} of leaving.
The Restricted Period under this Agreement means the period that begins today and ends {other} after Employee leaves the Company.
The Receiving Party and its Representatives shall hold the Evaluation Material in confidence, and the Receiving Party shall be liable for its Representatives.
The Company's Confidential Information remains the Company's property, and Employee's duties under this Agreement are in addition to Employee's duties under law.
Executive's benefits end {other} after the Separation Date, subject to the terms of this Agreement and of the Plan.
The Employee, the Company and each Affiliate may rely on this Agreement. Managing Director, Legal Department and Human Resources may give consent.
A director of the Company shall be bound until {other} after the director leaves the Board of Directors.
If a Transaction is completed within {other} of the date of this Agreement, the Purchaser shall pay the agreed fee.
The limitation of liability in this Agreement applies to claims that are made within {other} after they arise.
The obligations in this section do not apply to ordinary advertising that is not directed at employees of {firm}.""".split("\n")

LAW = """This Agreement shall be governed by and construed in accordance with the laws of {place}, without regard to its conflict of laws principles.
The laws of {place} govern this Agreement and any dispute arising from it.
Governing Law. This Agreement shall be interpreted under the laws of {place}.
The validity and interpretation of this Agreement shall be governed by the laws of {place} applicable to contracts made and performed there.
This Agreement shall be deemed made in {place} and shall be construed under its laws.
This letter agreement is governed by the internal laws of {place} applicable to agreements made within it.
{law} law governs this Agreement.
This Agreement shall be subject to {law} law, excluding its choice-of-law rules.
All questions concerning this Agreement shall be decided according to the law of {place}.
Choice of Law; Venue. The parties agree that {law} law applies.""".split("\n")

VENUE = """Each party submits to the exclusive jurisdiction of the state and federal courts located in {court}.
Any action shall be brought only in the courts of {court}, and each party waives any objection to venue.
Disputes shall be settled by arbitration in {court}.""".split("\n")

TERM = """This Agreement shall remain in effect for {written} from the date hereof.
The term of this Agreement is {written}, unless terminated earlier.
This Agreement commences on the Effective Date and continues for a period of {written}.
The obligations under this Agreement shall expire {written} after the date of this Agreement.
Unless extended in writing, this Agreement terminates {written} from the date first written above.
Term. This Agreement shall be effective as of the date above and shall continue in force for {written} thereafter.
This letter agreement and all obligations hereunder shall terminate and be of no further force and effect {written} from the date hereof.
Each party's obligations under this Agreement expire upon the earlier of the completion of a transaction and {written} after the date of this Agreement.
The restrictions of this Agreement shall lapse {written} following the date on which it was signed.
Except as otherwise provided, this Agreement shall automatically expire on the date that is {written} after the Effective Date.
The confidentiality obligations set out above shall terminate {written} from the Effective Date.
This Agreement is made for an initial term of {written} and may be renewed.""".split("\n")

NO_TERM = """This Agreement shall continue until terminated by either party in writing.
The obligations of the Recipient survive any termination of this Agreement indefinitely.
Employment is at will and may be ended by either party at any time.
The duties of confidentiality continue without limit of time.""".split("\n")

NOTICE = """Either party may terminate this Agreement upon {written} prior written notice.
This Agreement may be ended by either side by giving the other not less than {written} notice.
Termination requires {written} advance notice in writing.""".split("\n")


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    ten, one = TENS[number // 10 % 10 - 2] if number % 100 >= 20 else "", number % 10
    below = f"{ten}-{ONES[one]}" if ten and one else ten or (ONES[number % 100] if number % 100 else "")
    return below if number < 100 else f"one hundred {below}".strip()


def length(r: Random, choices: list[tuple[int, str]] = LENGTHS) -> tuple[str, str]:
    """A length of time as it is written, and its plain form."""
    number, unit = r.choice(choices)
    word, style = in_words(number), r.random()
    written = f"{word} ({number}) {unit}" if style < 0.45 else f"{number} {unit}" if style < 0.7 else f"{word} {unit}"
    return written, f"{number} {unit}"


def filled(r: Random, clause: str, other_states: list[str]) -> str:
    """A clause with something in every brace."""
    while "{" in clause:
        name = clause[clause.index("{") + 1:clause.index("}")]
        land = r.choice(["us", "us", "gb", "de"])
        value = {
            "days": lambda: length(r, DAYS)[0],
            "other": lambda: length(r)[0],
            "date": lambda: w.written_date(r, w.day(r), "us", r.choice(["us", "us", "us", "long", "slash"])),
            "firm": lambda: w.company(r, land),
            "lawyers": lambda: f"{r.choice(w.FAMILY)}, {r.choice(w.FAMILY)} & {r.choice(w.FAMILY)} LLP",
            "person": lambda: w.person(r),
            "address": lambda: ", ".join(w.address(r, "us")),
            "city": lambda: r.choice(w.CITY["us"])[0],
            "other_state": lambda: r.choice(other_states),
        }[name]()
        clause = clause.replace("{" + name + "}", value, 1)
    return clause
