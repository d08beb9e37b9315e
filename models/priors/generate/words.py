"""Made-up people, companies, places and things. Nothing here names anyone on purpose."""

from random import Random

GIVEN = """Amara Tomasz Lena Ruth Kofi Priya Mateo Ingrid Yusuf Hana Oliver Chloe Siti Wei Nadia Marek
Elif Jonas Carmen Dmitri Aisha Peter Lucia Henrik Mei Farid Sofia Bram Noor Greta Samuel Ines Ravi Kirsten
Adam Rosa Viktor Zainab Paul Emma Liam Thandi Jun Marta Pavel Helen George Fatima Owen Bianca""".split()
FAMILY = """Okafor Nowak Fischer Haddad Mensah Sharma Alvarez Larsen Demir Suzuki Wright Martin Rahman Chen
Petrova Novak Kaya Weber Ortega Ivanov Khan Janssen Rossi Berg Tan Aziz Costa Smit Bakker Lindqvist Cohen
Moreira Patel Olsen Clarke Ramos Sokolov Bello Braun Murphy Dlamini Kimura Silva Horak Carter Evans Lim
Hussain Baker Turner""".split()
ROOT = """Apex Blue River Golden Star Northgate Summit Harbour Evergreen Silver Oak Union Pioneer Crown Atlas
Vista Lotus Phoenix Delta Orion Maple Cedar Granite Falcon Horizon Sunrise Metro Royal Coastal Zenith Nova
Prime Alpha Beacon Heritage Linden Meridian Cobalt Amber Willow Tiger Jade Kinta Bukit Sentosa Permata Maju
Jaya Sin Hock Seng Wah Lee Kwong Perfect Happy Lucky Family""".split()
TRADE = """Hardware Trading Books Stationery Bakery Pharmacy Electrical Motors Logistics Foods Furniture
Restaurant Cafe Optical Printing Textiles Engineering Consulting Software Laboratories Foods Supplies Plumbing
Market Mart Grocery Seafood Kitchen Catering Cleaning Garden Tools Fashion Toys Sports Music Travel Insurance
Energy Plastics Chemicals Packaging Dental Clinic Studios Auto Tyres Petrol Station Minimarket""".split()
FORMS = {
    "us": ["Inc.", "LLC", "Corp.", "Corporation", "Company", "Co.", "L.P.", ", Inc.", ", LLC", ""],
    "gb": ["Ltd", "Limited", "Ltd.", "plc", "LLP", "& Sons Ltd", ""],
    "my": ["Sdn Bhd", "SDN. BHD.", "Sdn. Bhd.", "Enterprise", "S/B", "(M) Sdn Bhd", "Trading", "& Co", ""],
    "de": ["GmbH", "AG", "GmbH & Co. KG", "KG", "e.V.", "UG", ""],
    "sg": ["Pte Ltd", "Pte. Ltd.", "(S) Pte Ltd", ""],
    "in": ["Pvt Ltd", "Private Limited", "Pvt. Ltd.", "& Bros", ""],
}
CITY = {
    "us": [("Springfield", "IL 62704"), ("Austin", "TX 78701"), ("Portland", "OR 97205"), ("Denver", "CO 80202"),
           ("Columbus", "OH 43215"), ("Raleigh", "NC 27601"), ("Tampa", "FL 33602"), ("Boise", "Idaho 83702")],
    "gb": [("Leeds", "LS1 4AP"), ("Bristol", "BS1 5TR"), ("Norwich", "NR2 1TF"), ("York", "YO1 7HH"),
           ("Glasgow", "G2 3BZ"), ("Cardiff", "CF10 1EP")],
    "my": [("Kuala Lumpur", "50480"), ("Petaling Jaya", "46050"), ("Johor Bahru", "80100"), ("Ipoh", "31400"),
           ("Klang", "41200"), ("Melaka", "75000"), ("Seremban", "70200"), ("Kajang", "43000")],
    "de": [("Berlin", "10115"), ("Leipzig", "04109"), ("Bremen", "28195"), ("Kassel", "34117"), ("Ulm", "89073")],
    "sg": [("Singapore", "238801"), ("Singapore", "179103"), ("Singapore", "409051")],
    "in": [("Pune", "411001"), ("Chennai", "600002"), ("Jaipur", "302001"), ("Bengaluru", "560034")],
}
REGION = {"my": ["Selangor", "Wilayah Persekutuan", "Johor Darul Takzim", "Perak", "Selangor Darul Ehsan", "Malaysia"],
          "gb": ["United Kingdom", "England", "West Yorkshire"], "us": ["USA", "United States"],
          "de": ["Deutschland", "Germany"], "sg": [], "in": ["Maharashtra", "India", "Tamil Nadu"]}
STREET = {
    "us": ["Main Street", "Oak Avenue", "Lincoln Blvd", "Maple Drive", "W 5th St.", "Industrial Parkway", "Lake Road"],
    "gb": ["High Street", "Station Road", "Church Lane", "Victoria Terrace", "King's Road", "Mill Close"],
    "my": ["Jalan Ampang", "Jalan SS 2/24", "Jln Bukit Bintang", "Jalan Kuchai Lama", "Lorong Maarof", "Jalan PJS 11/28",
           "Jalan Reko", "Persiaran Raja Muda", "Jalan Besar", "Jalan Tun Razak"],
    "de": ["Hauptstraße", "Lindenallee", "Bahnhofstr.", "Goetheplatz", "Am Markt", "Gartenweg"],
    "sg": ["Orchard Road", "North Bridge Road", "Geylang Lorong 21", "Ubi Avenue 1"],
    "in": ["M.G. Road", "Station Road", "Nehru Nagar", "Anna Salai"],
}
AREA = {"my": ["Taman Desa", "Taman Maluri", "Bandar Baru", "Kawasan Perindustrian Subang", "Pusat Bandar", "Seksyen 13",
               "Bandar Sri Damansara", "Taman Sri Muda"], "us": [], "gb": ["Holbeck", "Southgate"], "de": [],
        "sg": ["#01-12 Plaza Singapura", "#03-44 Kaki Bukit Centre"], "in": ["Shivaji Nagar", "Koramangala 4th Block"]}
THINGS = """Rice 5kg|Milk full cream|Brown bread|Chicken chop|Nasi lemak|Iced tea|Teh tarik|Coffee latte|AA battery|LED bulb 9W|
PVC pipe 20mm|Copy paper A4|Ball pen blue|Stapler|Printer toner|Hex bolt M8|Paint white 1L|Door hinge|Desk lamp|Office chair|
Monthly support|Website hosting|Consulting hours|Translation|Oil filter|Brake pads|Engine oil 4L|Car wash|Vitamin C|Face mask|
Notebook A5|USB cable|Keyboard|Monitor 24in|Tomatoes|Apples kg|Salmon fillet|Cheese slices|Plastic bag|Garden hose|Screws box|
Cement 50kg|Floor tiles|Hotel room|Breakfast|Airport transfer|Ticket adult|Ticket child|Haircut|Repair labour|Delivery""".replace("\n", "").split("|")
MONTHS = "January February March April May June July August September October November December".split()
STATES = """Delaware|New York|California|Texas|Nevada|Florida|Massachusetts|Illinois|Ohio|Washington|Colorado|Virginia|Minnesota|
New Jersey|Georgia|North Carolina|Oregon|Utah|Ontario|British Columbia|England and Wales|Scotland|Ireland|Singapore|Malaysia|
Switzerland|Germany|the Netherlands|India|Hong Kong|Australia|Victoria""".replace("\n", "").split("|")


def person(r: Random) -> str:
    middle = f" {r.choice('ABCDEFGHJKLMPRSTW')}." if r.random() < 0.2 else ""
    return f"{r.choice(GIVEN)}{middle} {r.choice(FAMILY)}"


def country(r: Random) -> str:
    return r.choices(["us", "gb", "my", "de", "sg", "in"], [4, 3, 4, 1.5, 1.5, 1])[0]


def company(r: Random, land: str) -> str:
    form = r.choice(FORMS[land])
    kind = r.random()
    if kind < 0.45:
        base = f"{r.choice(ROOT)} {r.choice(TRADE)}"
    elif kind < 0.65:
        base = f"{r.choice(ROOT)} {r.choice(ROOT)} {r.choice(TRADE)}"
    elif kind < 0.75:
        base = f"{r.choice(FAMILY)} & {r.choice(FAMILY)}"
    elif kind < 0.85:
        base = f"{r.choice(FAMILY)} {r.choice(TRADE)}"
    elif kind < 0.93:
        base = "".join(r.choice("ABCDEGHKLMNPRSTVW") for _ in range(r.choice([2, 3, 3, 4])))
        base += f" {r.choice(TRADE)}" if r.random() < 0.7 or not form else ""
    else:
        base = f"{r.choice(ROOT)}{r.choice(['soft', 'tech', 'mart', 'pro', 'land', 'gen'])}"
    glue = "" if form.startswith(",") or not form else " "
    return f"{base}{glue}{form}".strip()


def address(r: Random, land: str) -> list[str]:
    """The lines of a postal address; one in eight does not give the postal code."""
    if r.random() < 0.12:
        number, street = r.randint(1, 420), r.choice(STREET[land])
        first = f"{street} {number}" if land == "de" else f"{number} {street}"
        return [first + r.choice(["", ","]), r.choice(CITY[land])[0]]
    city, code = r.choice(CITY[land])
    street = r.choice(STREET[land])
    number = str(r.randint(1, 420))
    lines: list[str] = []
    if land == "us":
        first = f"{number} {street}"
        if r.random() < 0.35:
            suite = f"Suite {r.randint(1, 900)}"
            lines += [f"{first}, {suite}"] if r.random() < 0.5 else [first, suite]
        else:
            lines.append(first)
        lines.append(f"{city}, {code}")
    elif land == "gb":
        if r.random() < 0.3:
            lines.append(f"Unit {r.randint(1, 30)} {r.choice(ROOT)} {r.choice(['House', 'Business Park', 'Court', 'Industrial Estate'])}")
        lines.append(f"{number} {street}")
        if r.random() < 0.3:
            lines.append(r.choice(AREA["gb"]))
        lines += [city, code] if r.random() < 0.4 else [f"{city} {code}" if r.random() < 0.6 else f"{city}, {code}"]
    elif land == "my":
        opener = r.choice(["NO. {n}, ", "No {n}, ", "LOT {n}, ", "{n}, ", "{n} & {m}, ", "No.{n}G, ", "GROUND FLOOR, NO {n}, ", "Lot 1.{n}, Level 1, ", "{n}-{m}, "])
        first = opener.format(n=number, m=int(number) + 2) + street
        middle = r.choice(AREA["my"]) if r.random() < 0.75 else None
        last = f"{code} {city}"
        parts = [first] + ([middle] if middle else []) + [last] + ([r.choice(REGION["my"])] if r.random() < 0.5 else [])
        if r.random() < 0.25 and middle:
            parts = [f"{parts[0]}, {parts[1]}"] + parts[2:]
        if r.random() < 0.3 and len(parts) > 2:
            parts = parts[:-2] + [f"{parts[-2]}, {parts[-1]}"]
        comma = r.random() < 0.6
        return [part + ("," if comma and i < len(parts) - 1 else "") for i, part in enumerate(parts)]
    elif land == "de":
        lines = [f"{street} {r.randint(1, 120)}{r.choice(['', '', 'a'])}", f"{code} {city}"]
    elif land == "sg":
        lines = [f"{number} {street}"] + ([r.choice(AREA["sg"])] if r.random() < 0.6 else []) + [f"{city} {code}"]
    else:
        lines = [f"{number}, {street}"] + ([r.choice(AREA["in"])] if r.random() < 0.6 else []) + [f"{city} - {code}"]
    if r.random() < 0.15 and REGION[land] and land != "my":
        lines.append(r.choice(REGION[land]))
    return lines


def city_in(place: list[str]) -> str | None:
    """The city that an address of [`address`] names, as it is written there."""
    lines = "\n".join(place)
    for city, _ in (known for cities in CITY.values() for known in cities):
        for written in (city, city.upper()):
            if written in lines:
                return written
    return None


def day(r: Random) -> tuple[int, int, int]:
    return r.randint(1998, 2025), r.randint(1, 12), r.randint(1, 28)


def written_date(r: Random, when: tuple[int, int, int], land: str = "gb", style: str | None = None) -> str:
    y, m, d = when
    name = MONTHS[m - 1]
    if style is None:
        style = r.choice(["slash", "slash", "dash", "dot", "iso", "short", "long", "us", "two", "upper"])
    a, b = (m, d) if land == "us" else (d, m)
    return {
        "slash": f"{a:02}/{b:02}/{y}",
        "dash": f"{a:02}-{b:02}-{y}",
        "dot": f"{d:02}.{m:02}.{y}",
        "iso": f"{y}-{m:02}-{d:02}",
        "short": f"{d} {name[:3]} {y}",
        "upper": f"{d:02}-{name[:3].upper()}-{y}",
        "long": f"{d} {name} {y}",
        "us": f"{name} {d}, {y}",
        "two": f"{a:02}/{b:02}/{y % 100:02}",
    }[style]


def phone(r: Random, land: str) -> str:
    digits = lambda n: "".join(r.choice("0123456789") for _ in range(n))
    return {"us": f"({r.randint(201, 989)}) 555-{digits(4)}", "gb": f"0{r.randint(113, 199)} 496 {digits(4)}",
            "my": f"0{r.randint(3, 9)}-{digits(4)} {digits(4)}", "de": f"030 {digits(7)}",
            "sg": f"6{digits(3)} {digits(4)}", "in": f"+91 98{digits(3)} {digits(5)}"}[land]


def currency(land: str) -> str:
    return {"us": "$", "gb": "£", "my": "RM", "de": "€", "sg": "S$", "in": "Rs."}[land]


def mail_of(r: Random, who: str, firm: str) -> str:
    name = who.lower().replace(".", "").split()
    host = "".join(c for c in firm.lower().split(",")[0] if c.isalpha())[:12] or "post"
    return f"{name[0]}.{name[-1]}@{host}.example"
