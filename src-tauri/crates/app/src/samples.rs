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

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn every_sample_of_the_folder_is_offered() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let there: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "make_samples.py")
            .collect();
        let offered: BTreeSet<String> = all().into_iter().map(|sample| sample.name).collect();
        assert_eq!(offered, there, "a sample that nobody offers is dead weight");
    }
}
