//! The examples that teach: each text once.

use std::collections::HashMap;

use super::TeachNote;
use crate::Example;

/// The examples without repetitions, and what was left out. Of one text with several answers the
/// latest counts, as that is the person's last word; each keeps the place of its last mention.
#[must_use]
pub fn distinct(examples: &[Example]) -> (Vec<&Example>, Vec<TeachNote>) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, example) in examples.iter().enumerate() {
        places.entry(example.input.trim()).or_default().push(index);
    }
    let mut notes = Vec::new();
    let mut repeated = 0;
    let mut kept = Vec::with_capacity(places.len());
    for (index, example) in examples.iter().enumerate() {
        let same = &places[example.input.trim()];
        if same.last() != Some(&index) {
            continue;
        }
        kept.push(example);
        if same.iter().any(|&other| examples[other].output != example.output) {
            let numbers = same.iter().map(|other| other + 1).collect();
            notes.push(TeachNote::Contradiction { numbers });
        } else {
            repeated += same.len() - 1;
        }
    }
    if repeated > 0 {
        notes.push(TeachNote::Repeated { count: repeated });
    }
    (kept, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(input: &str, output: &str) -> Example {
        Example { input: input.to_owned(), output: output.into() }
    }

    #[test]
    fn the_last_word_on_a_text_counts_and_nothing_is_dropped_unsaid() {
        let examples = [
            example("charged twice", "technical"),
            example("it crashes", "technical"),
            example("charged twice ", "billing"),
            example("it crashes", "technical"),
        ];
        let (kept, notes) = distinct(&examples);
        assert_eq!(kept, [&examples[2], &examples[3]]);
        assert_eq!(
            notes,
            [TeachNote::Contradiction { numbers: vec![1, 3] }, TeachNote::Repeated { count: 1 }]
        );
    }
}
