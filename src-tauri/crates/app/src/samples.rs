//! The documents that come with Winnow and the tasks written for them, carried inside the program.

use winnow_tasks::{Task, TaskError, parse_task};

use crate::{
    convert::task::{kind_view, spec_of},
    wire::document::Sample,
};

struct Carried {
    name: &'static str,
    title: &'static str,
    task: &'static str,
    bytes: &'static [u8],
}

macro_rules! sample_task {
    ($name:literal) => {
        include_str!(concat!("../sample_tasks/", $name, ".toml"))
    };
}

const SORT_MESSAGES: &str = sample_task!("sort-messages");
const READ_BILLS: &str = sample_task!("read-bills");
const READ_AGREEMENTS: &str = sample_task!("read-agreements");
const SUM_UP: &str = sample_task!("sum-up");

macro_rules! samples {
    ($($name:literal, $task:ident, $title:literal;)*) => {
        [$(Carried {
            name: $name,
            title: $title,
            task: $task,
            bytes: include_bytes!(concat!("../samples/", $name)),
        }),*]
    };
}

static SAMPLES: [Carried; 12] = samples! {
    "invoice.pdf", READ_BILLS, "An invoice: find its number, date and total";
    "message-double-charge.txt", SORT_MESSAGES, "A customer who was charged twice";
    "meeting-notes.md", SUM_UP, "Notes of a weekly meeting";
    "agreement.docx", READ_AGREEMENTS, "An agreement: find a party, the date and the law";
    "complaint.eml", SORT_MESSAGES, "An e-mail about a broken lamp";
    "receipt.txt", READ_BILLS, "A receipt of a café";
    "message-late-parcel.txt", SORT_MESSAGES, "A parcel that does not arrive";
    "message-app-crash.txt", SORT_MESSAGES, "An app that crashes";
    "message-cancel.txt", SORT_MESSAGES, "A contract to be cancelled";
    "message-thanks.txt", SORT_MESSAGES, "A word of thanks";
    "travel-advice.html", SUM_UP, "A web page about night trains";
    "messages.csv", SORT_MESSAGES, "Twelve messages in a table";
};

/// All of them, those to try first in front.
///
/// # Errors
/// [`TaskError::InvalidFile`] for a task that cannot be read, which a test rules out.
pub fn all() -> Result<Vec<Sample>, TaskError> {
    SAMPLES
        .iter()
        .map(|sample| {
            let task = parse_task(sample.task)?;
            Ok(Sample {
                name: sample.name.to_owned(),
                title: sample.title.to_owned(),
                kind: kind_view(task.kind),
                task: spec_of(&task),
            })
        })
        .collect()
}

/// The bytes of one.
pub fn bytes(name: &str) -> Option<&'static [u8]> {
    SAMPLES.iter().find(|sample| sample.name == name).map(|sample| sample.bytes)
}

/// The task that was written for one.
///
/// # Errors
/// As [`all`].
pub fn task(name: &str) -> Result<Option<Task>, TaskError> {
    let sample = SAMPLES.iter().find(|sample| sample.name == name);
    sample.map(|sample| parse_task(sample.task)).transpose()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    fn folder(name: &str, but: &str) -> BTreeSet<String> {
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != but)
            .collect()
    }

    #[test]
    fn every_sample_of_the_folder_is_offered_with_a_task() {
        let samples = all().unwrap();
        let offered: BTreeSet<String> = samples.iter().map(|sample| sample.name.clone()).collect();
        assert_eq!(
            offered,
            folder("samples", "make_samples.py"),
            "a sample that nobody offers is dead weight"
        );
        let asked: BTreeSet<&str> =
            samples.iter().map(|sample| sample.task.name.as_str()).collect();
        assert_eq!(asked.len(), folder("sample_tasks", "").len(), "each task has a sample");
        for sample in &SAMPLES {
            winnow_tasks::validate(&parse_task(sample.task).unwrap()).unwrap();
        }
    }
}
