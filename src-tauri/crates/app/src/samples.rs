//! The documents that come with Winnow, carried inside the program.

use crate::wire::{document::Sample, task::TaskKind};

struct Carried {
    name: &'static str,
    title: &'static str,
    kind: TaskKind,
    bytes: &'static [u8],
}

macro_rules! samples {
    ($($name:literal, $kind:ident, $title:literal;)*) => {
        [$(Carried {
            name: $name,
            title: $title,
            kind: TaskKind::$kind,
            bytes: include_bytes!(concat!("../samples/", $name)),
        }),*]
    };
}

static SAMPLES: [Carried; 12] = samples! {
    "invoice.pdf", Extract, "An invoice: find its number, date and total";
    "message-double-charge.txt", Classify, "A customer who was charged twice";
    "meeting-notes.md", Summarize, "Notes of a weekly meeting";
    "agreement.docx", Extract, "An agreement: find the parties, the date and the law";
    "complaint.eml", Classify, "An e-mail about a broken lamp";
    "receipt.txt", Extract, "A receipt of a café";
    "message-late-parcel.txt", Classify, "A parcel that does not arrive";
    "message-app-crash.txt", Classify, "An app that crashes";
    "message-cancel.txt", Classify, "A contract to be cancelled";
    "message-thanks.txt", Classify, "A word of thanks";
    "travel-advice.html", Summarize, "A web page about night trains";
    "messages.csv", Classify, "Twelve messages in a table";
};

/// All of them, those to try first in front.
pub fn all() -> Vec<Sample> {
    SAMPLES
        .iter()
        .map(|sample| Sample {
            name: sample.name.to_owned(),
            title: sample.title.to_owned(),
            kind: sample.kind,
        })
        .collect()
}

/// The bytes of one.
pub fn bytes(name: &str) -> Option<&'static [u8]> {
    SAMPLES.iter().find(|sample| sample.name == name).map(|sample| sample.bytes)
}
