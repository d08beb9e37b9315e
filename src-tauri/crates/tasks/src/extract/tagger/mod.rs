//! Values of several whole lines: an address, a clause, a description.
//!
//! Neither a recognizer nor a sum of log-probabilities knows where such a value ends
//! (model-notes.md). A person's own documents show it: a conditional random field scores each line
//! as one inside the value, as its first and as its last, and the run of lines with the highest
//! sum is the value. What it says is evidence for the field's ranker, which weighs it against the
//! prior's.

mod fit;
mod lesson;
mod line;
mod runs;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::eval::plain_forms;
use crate::extract::propose::{label_end, span_of_lines};
use crate::text::{Line, line_at};

use fit::{Lesson, fit};
pub(super) use lesson::{recognized, tagged};
pub(super) use line::{LineMarks, marks};
pub(super) use runs::Run;
use runs::{MOST_LINES, Scores};

/// Runs of a document that are proposed.
const PROPOSED: usize = 3;
/// A line's mark is kept when this many examples share it.
const SHARED: usize = 2;
/// Log-odds are divided by this to be numbers like the ranker's others, none beyond [`FAR`].
const SCALE: f32 = 4.0;
const FAR: f32 = 3.0;

/// Numbers that a tagger adds to the measures of a contender.
pub(super) const COLUMNS: usize = 3;

/// The lines of an example, and the runs of them that are its value.
#[derive(Clone, Debug, Default)]
pub(super) struct Tagged {
    pub lines: Vec<LineMarks>,
    pub right: Vec<Run>,
}

impl Tagged {
    /// The lines of a document that says this value, which is given in plain form.
    pub fn of(text: &str, lines: &[Line], value: Option<&str>) -> Self {
        let right = value.map(|value| runs_that_say(text, lines, value)).unwrap_or_default();
        Self { lines: marks(text, lines), right }
    }

    /// The spans that are its value.
    pub fn spans(&self, text: &str, lines: &[Line]) -> Vec<Span> {
        self.right.iter().filter_map(|run| span_of_lines(text, lines, *run)).collect()
    }

    /// Whether it shows a value of several lines.
    pub fn is_long(&self) -> bool {
        self.right.iter().any(|(first, last)| last > first)
    }
}

/// The random field's weights, by mark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tagger {
    /// For each mark what it says of a line's being inside, first and last.
    weights: BTreeMap<u32, [f32; 3]>,
}

impl Tagger {
    /// What these examples teach; `None` where none shows a value of several lines.
    pub(super) fn learn(examples: &[&Tagged]) -> Option<Self> {
        let shown: Vec<&Tagged> =
            examples.iter().copied().filter(|one| !one.right.is_empty()).collect();
        if !shown.iter().any(|one| one.is_long()) {
            return None;
        }
        let marks = shared_marks(&shown);
        let column: BTreeMap<u32, u32> =
            marks.iter().enumerate().map(|(index, mark)| (*mark, index as u32)).collect();
        let columns =
            |marks: &LineMarks| marks.iter().filter_map(|mark| column.get(mark).copied()).collect();
        let lessons: Vec<Lesson> = shown
            .iter()
            .map(|one| Lesson {
                lines: one.lines.iter().map(columns).collect(),
                right: one.right.clone(),
            })
            .collect();
        // As many digits as the order of runs needs: a head is a file that people share.
        let rounded = |weight: f32| (weight * 1000.0).round() / 1000.0;
        let weights = fit(&lessons, marks.len());
        let weights =
            marks.into_iter().zip(weights.into_iter().map(|one| one.map(rounded))).collect();
        Some(Self { weights })
    }

    fn scores(&self, lines: &[LineMarks]) -> Scores {
        let of_line = |marks: &LineMarks| {
            let mut scores = [0.0; 3];
            for weights in marks.iter().filter_map(|mark| self.weights.get(mark)) {
                for (sum, weight) in scores.iter_mut().zip(weights) {
                    *sum += f64::from(*weight);
                }
            }
            scores
        };
        Scores(lines.iter().map(of_line).collect())
    }

    /// The likeliest runs of lines, the likeliest first.
    pub fn runs(&self, lines: &[LineMarks]) -> Vec<Run> {
        let mut runs = self.scores(lines).of_runs();
        runs.sort_by(|a, b| b.1.total_cmp(&a.1));
        runs.into_iter().take(PROPOSED).map(|(run, _)| run).collect()
    }

    /// For each of these runs what the ranker weighs: the log-odds that it is the value, how far
    /// it stays behind the best run, and whether it is the best. What is no run of whole lines is
    /// `None`, and far behind.
    pub fn judge(&self, lines: &[LineMarks], runs: &[Option<Run>]) -> Vec<[f32; COLUMNS]> {
        let probable = self.scores(lines).probabilities();
        let best = probable.values().copied().fold(0.0, f64::max);
        let scaled = |log: f64| (log as f32 / SCALE).clamp(-FAR, FAR);
        let judged = |run: &Option<Run>| match run.and_then(|run| probable.get(&run).copied()) {
            Some(one) => [
                scaled((one / (1.0 - one)).ln()),
                scaled((one / best).ln()),
                if one >= best { 1.0 } else { 0.0 },
            ],
            None => [-FAR, -FAR, 0.0],
        };
        runs.iter().map(judged).collect()
    }
}

/// The marks that several examples have.
fn shared_marks(examples: &[&Tagged]) -> Vec<u32> {
    let mut counts: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (number, one) in examples.iter().enumerate() {
        for mark in one.lines.iter().flat_map(|marks| marks.iter()) {
            let (count, latest) = counts.entry(*mark).or_insert((0, usize::MAX));
            if *latest != number {
                (*count, *latest) = (*count + 1, number);
            }
        }
    }
    let enough = SHARED.min(examples.len());
    counts.into_iter().filter(|(_, (count, _))| *count >= enough).map(|(mark, _)| mark).collect()
}

/// The run of whole lines that a span covers; a label before it on its first line does not count.
pub(super) fn run_of(text: &str, lines: &[Line], span: Span) -> Option<Run> {
    let (first, last) = (line_at(lines, span.start), line_at(lines, span.end.saturating_sub(1)));
    let start = lines.get(first)?.span;
    let begins = span.start <= start.start + label_end(start.of(text)) as u32;
    let behind = &text[span.end as usize..lines[last].span.end.max(span.end) as usize];
    (begins && !behind.contains(char::is_alphanumeric)).then_some((first, last))
}

/// The runs of lines that say this value, which is given in plain form.
fn runs_that_say(text: &str, lines: &[Line], value: &str) -> Vec<Run> {
    let says = |run: Run| {
        let told = span_of_lines(text, lines, run).map(|span| span.of(text));
        told.is_some_and(|told| plain_forms(&told.into(), None).iter().any(|form| form == value))
    };
    let letters = |line: &Line| line.span.of(text).chars().filter(|c| c.is_alphanumeric()).count();
    let wanted = value.chars().filter(|c| c.is_alphanumeric()).count();
    let mut found = Vec::new();
    for first in 0..lines.len() {
        let mut length = 0;
        for last in first..lines.len().min(first + MOST_LINES) {
            length += letters(&lines[last]);
            if length >= wanted && says((first, last)) {
                found.push((first, last));
            }
            // The first line may have a label of any length before the value.
            if length > wanted + letters(&lines[first]) {
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines;

    fn page(number: usize) -> String {
        format!(
            "SHOP {number}\nNo. {number}7, Jalan Mawar,\nTaman Bunga,\n5{number}000 Kota Baru\nTel {number}23456\nTotal {number}.00"
        )
    }

    fn tagged(text: &str, right: Run) -> Tagged {
        Tagged { lines: marks(text, &lines(text)), right: vec![right] }
    }

    #[test]
    fn a_few_examples_show_where_a_value_of_several_lines_ends() {
        let examples: Vec<Tagged> = (1..6).map(|number| tagged(&page(number), (1, 3))).collect();
        let tagger = Tagger::learn(&examples.iter().collect::<Vec<_>>()).unwrap();
        let text = "OTHER\nGST 77\nNo. 12, Jalan Melati,\nTaman Bunga,\n40150 Shah Alam\nTel 99\nTotal 1.00";
        let lines = lines(text);
        let marks = marks(text, &lines);
        let runs = tagger.runs(&marks);
        assert_eq!(runs[0], (2, 4));
        let judged = tagger.judge(&marks, &[Some((2, 4)), Some((2, 5)), None]);
        assert_eq!(judged[0][2], 1.0);
        assert!(judged[1][1] < 0.0 && judged[2][1] < judged[1][1], "{judged:?}");
        let span = span_of_lines(text, &lines, runs[0]).unwrap();
        assert_eq!(run_of(text, &lines, span), Some((2, 4)));
    }

    #[test]
    fn values_of_one_line_teach_no_tagger() {
        let examples: Vec<Tagged> = (1..6).map(|number| tagged(&page(number), (1, 1))).collect();
        assert_eq!(Tagger::learn(&examples.iter().collect::<Vec<_>>()), None);
    }

    #[test]
    fn a_value_is_found_on_its_lines_behind_a_label() {
        let text = "ACME\nAddress: 12 Mill Lane,\nNorwich NR2 1TF\nTotal 4.00\n12 Mill Lane, Norwich NR2 1TF";
        let lines = lines(text);
        assert_eq!(runs_that_say(text, &lines, "12milllanenorwichnr21tf"), [(1, 2), (4, 4)]);
        let span = span_of_lines(text, &lines, (1, 2)).unwrap();
        assert_eq!(span.of(text), "12 Mill Lane,\nNorwich NR2 1TF");
    }
}
