//! The documents and questions of the workloads: invented, and the same in every run.

use serde_json::{Value, json};

/// What the short messages, tickets and pages are sorted into.
pub const LABELS: [&str; 6] =
    [" billing", " technical problem", " delivery", " account", " cancellation", " praise"];

const SENTENCES: [&str; 24] = [
    "My card was charged twice for order {n}, please refund one of the payments.",
    "The app crashes whenever I open page {n} of the settings on my phone.",
    "How can I change the delivery address of order {n} that I placed yesterday?",
    "I would like to cancel my subscription number {n} at the end of this month.",
    "The invoice {n} that you sent me has the wrong company name on it.",
    "Is the blue jacket number {n} available in a larger size in your London shop?",
    "I cannot log in to account {n}: the page says that my password has expired.",
    "Thank you for the quick help with my broken screen in case {n} last week!",
    "Parcel {n} was left in the rain and everything inside it is wet.",
    "The export to a spreadsheet stops after {n} rows without any message.",
    "We moved to a new office, room {n}, and need the contract to say so.",
    "Your colleague promised to call me back about case {n}, but nobody did.",
    "The monthly fee rose by {n} cents and nobody told us beforehand.",
    "After update {n} the printer is no longer found on our network.",
    "Could you send a second copy of receipt {n} to our accountant?",
    "The driver said that gate {n} was closed and took the goods back with him.",
    "Please delete user {n} and everything that you have stored about her.",
    "I was told that a voucher of {n} euros would be added, but I see none.",
    "The search shows only the first {n} results, whatever I type into it.",
    "We have been customers for {n} months and have always been well served.",
    "There is a scratch on the door of cabinet {n}; a photograph is attached.",
    "The second signature on form {n} is missing, and the bank sent it back.",
    "Our team of {n} people needs one login each, not a shared one.",
    "I ordered {n} boxes and only half of them have arrived so far.",
];

const PEOPLE: [&str; 8] = [
    "Maria Keller",
    "James Okafor",
    "Lena Lindqvist",
    "Tom Barrett",
    "Aisha Rahman",
    "Pierre Dubois",
    "Nora Jensen",
    "David Molina",
];
const CITIES: [&str; 8] =
    ["Hamburg", "Leeds", "Uppsala", "Bristol", "Lyon", "Aarhus", "Valencia", "Graz"];
const MONTHS: [&str; 6] = ["January", "March", "May", "July", "September", "November"];

/// A text of so many sentences; texts of different `number` share none of their beginning.
pub fn text(number: usize, sentences: usize) -> String {
    let sentence = |place: usize| {
        let index = (number * 7 + place * 5 + number / 24) % SENTENCES.len();
        SENTENCES[index].replace("{n}", &(number * 17 + place * 3 + 11).to_string())
    };
    (0..sentences).map(sentence).collect::<Vec<_>>().join(" ")
}

/// A message behind some 200 tokens of instructions, and before its category. No part ends where
/// a token would go on into the next, so that both sides read the same tokens.
pub fn message_prompt(message: &str) -> [String; 3] {
    [instructions(), format!(" {message}"), "\nCategory:".to_owned()]
}

fn instructions() -> String {
    let examples: String = [
        ("I was billed for a month in which I was not a customer.", " billing"),
        ("The video has no sound since this morning.", " technical problem"),
        ("When will my parcel come?", " delivery"),
        ("I need to change the name on my profile.", " account"),
        ("Please end my membership.", " cancellation"),
        ("You were a great help, thank you.", " praise"),
    ]
    .map(|(message, label)| format!("\nMessage: {message}\nCategory:{label}\n"))
    .concat();
    format!(
        "Each message to our service desk belongs to exactly one of six categories: billing \
         (payments, invoices, refunds), technical problem (errors, crashes), delivery (parcels, \
         addresses), account (logins, profiles, users), cancellation (ending a contract), praise \
         (thanks). Read the message and answer with its category and nothing else.\n{examples}\
         \nMessage:"
    )
}

/// Other sentences in a letter; a note has none.
pub const LETTER: usize = 3;

/// What there is to find in an [`invoice`].
pub const FIELDS: [&str; 6] = ["invoice", "date", "customer", "city", "total", "days"];

/// The values of [`FIELDS`], as they stand in the letter.
pub fn facts(number: usize) -> [String; 6] {
    [
        format!("INV-{}", 20_000 + number * 37),
        format!("{} {} 2024", 1 + number % 28, MONTHS[(number / 5) % MONTHS.len()]),
        PEOPLE[number % PEOPLE.len()].to_owned(),
        CITIES[(number / 3) % CITIES.len()].to_owned(),
        format!("{}.{:02} EUR", 100 + number * 13 % 900, number * 29 % 100),
        format!("{} days", 10 + number % 30),
    ]
}

/// A letter with six things to find, each of which stands in it, and so many other sentences.
pub fn invoice(number: usize, others: usize) -> String {
    let [id, date, person, city, total, days] = facts(number);
    format!(
        "Invoice {id}\n\nIssued on {date} to {person}, {street} Mill Lane, {city}.\n\
         {filler}\nTotal due: {total}, payable within {days}.\n",
        street = 3 + number % 90,
        filler = text(number, others),
    )
}

/// The same six as a person would ask for them.
pub const INVOICE_TASK: &str = r#"
name = "invoice"
kind = "extract"

[fields.invoice]
type = "text"
description = "number of the invoice"

[fields.date]
type = "date"
description = "date of the invoice"

[fields.customer]
type = "name"
description = "the customer's name"

[fields.city]
type = "text"
description = "the customer's city"

[fields.total]
type = "amount"
description = "total to pay"

[fields.days]
type = "duration"
description = "days left to pay"
"#;

/// The schema of [`invoice`]: what a peer that knows no documents is given.
pub fn invoice_schema() -> Value {
    let properties: serde_json::Map<_, _> =
        FIELDS.iter().map(|&name| (name.to_owned(), json!({"type": "string"}))).collect();
    json!({
        "type": "object", "properties": properties, "required": FIELDS,
        "additionalProperties": false,
    })
}

/// The same, its texts to be copied from the document.
pub fn pointing_schema() -> Value {
    let mut schema = invoice_schema();
    if let Some(properties) = schema["properties"].as_object_mut() {
        for property in properties.values_mut() {
            *property = json!({"type": "string", "x-substring-of": "document"});
        }
    }
    schema
}

/// What is asked about an invoice.
pub fn extraction_prompt(document: &str) -> [String; 3] {
    [
        "Copy the invoice number, the date, the customer's name, the city, the total and the days \
         left to pay from the letter into a JSON object.\n\nLetter:\n"
            .to_owned(),
        document.to_owned(),
        "\nJSON: ".to_owned(),
    ]
}

/// What is asked for a summary.
pub fn summary_prompt(document: &str) -> [String; 3] {
    [
        "Say in a few sentences what these messages are about.\n\nMessages:".to_owned(),
        format!(" {document}"),
        "\n\nSummary: The messages".to_owned(),
    ]
}

/// Three questions about one document, each behind it.
pub const QUESTIONS: [(&str, &[&str]); 3] = [
    ("\n\nQuestion: What is this page mostly about?\nAnswer:", &LABELS),
    ("\n\nQuestion: How urgent is it?\nAnswer:", &[" very urgent", " urgent", " not urgent"]),
    ("\n\nQuestion: Is the writer satisfied?\nAnswer:", &[" yes", " no", " partly"]),
];

/// Every text that some question lets be chosen.
pub fn choices() -> impl Iterator<Item = &'static str> {
    let options = QUESTIONS.into_iter().flat_map(|(_, options)| options);
    LABELS.iter().chain(options).copied()
}
