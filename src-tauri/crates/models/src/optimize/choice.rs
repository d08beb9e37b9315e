//! Which of the measured files is the best for document work.

use winnow_engine::quantize::Closeness;

use super::report::{Candidate, Figures, Verdict};

/// Mean divergence, in nats, beyond which answers begin to change: files of 0.002 to 0.003 agreed on
/// 97.5 % of labels, one of 0.10 on 77.5 % (model-notes, formats).
const MOST_DIVERGENCE: f64 = 0.02;
/// Cosine below which an embedder's neighbours begin to change.
const LEAST_COSINE: f64 = 0.999;
/// Tokens read and written for a document: a page, and a value or label with its words.
const PAGE: f64 = 512.0;
const ANSWER: f64 = 16.0;
/// Of files whose times differ by less than this share, the smaller one is better.
const SAME_TIME: f64 = 0.05;
/// A file that took longer than this many times the best one's time is not timed again.
const WITHIN_REACH: f64 = 1.5;

pub(super) fn is_close(closeness: Closeness) -> bool {
    match closeness {
        // Agreement is for people to see: it says little where several words would do.
        Closeness::Tokens { divergence, .. } => divergence <= MOST_DIVERGENCE,
        Closeness::Vectors { cosine } => cosine >= LEAST_COSINE,
    }
}

/// Seconds for a document.
fn seconds(figures: &Figures) -> f64 {
    let written = figures.decode_rate.map_or(0.0, |rate| ANSWER / rate);
    PAGE / figures.prefill_rate + written
}

/// Seconds that the fastest of the files that may be chosen takes for a document.
pub(super) fn least_seconds<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> f64 {
    candidates.filter_map(eligible).fold(f64::INFINITY, f64::min)
}

/// Whether another measurement could make this file the best.
pub(super) fn is_near(candidate: &Candidate, best: f64) -> bool {
    eligible(candidate).is_some_and(|time| time <= best * WITHIN_REACH)
}

/// Seconds that a file takes for a document, if it may be chosen.
fn eligible(candidate: &Candidate) -> Option<f64> {
    let figures = candidate.figures.as_ref()?;
    (candidate.verdict == Verdict::Slower).then(|| seconds(figures))
}

/// The place of the best candidate, whose verdict is set. The first one is the published file.
pub(super) fn choose(candidates: &mut [Candidate]) -> usize {
    let times: Vec<Option<f64>> = candidates.iter().map(eligible).collect();
    let best = times.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let as_fast = |time: &Option<f64>| time.is_some_and(|time| time <= best * (1.0 + SAME_TIME));
    // The published file needs no further room at all.
    let chosen = if times.first().is_some_and(as_fast) {
        0
    } else {
        let fast = (0..times.len()).filter(|&place| as_fast(&times[place]));
        fast.min_by_key(|&place| candidates[place].bytes).unwrap_or(0)
    };
    candidates[chosen].verdict = Verdict::Chosen;
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(bytes: u64, read: f64, written: f64, verdict: Verdict) -> Candidate {
        let figures = Figures { prefill_rate: read, decode_rate: Some(written), closeness: None };
        Candidate { format: format!("{bytes}"), bytes, figures: Some(figures), verdict }
    }

    #[test]
    fn the_fastest_close_file_is_chosen_and_the_smaller_of_equals() {
        let slower = || Verdict::Slower;
        let mut far = [
            candidate(98, 188.0, 98.0, slower()),
            candidate(77, 900.0, 150.0, Verdict::TooFar),
            candidate(270, 513.0, 55.0, slower()),
            candidate(145, 500.0, 60.0, slower()),
        ];
        assert_eq!(choose(&mut far), 3, "as fast as the largest file, and half its size");
        assert_eq!(far[3].verdict, Verdict::Chosen);
        assert_eq!(far[1].verdict, Verdict::TooFar, "speed does not excuse other answers");
    }

    #[test]
    fn the_published_file_stays_when_nothing_is_clearly_faster() {
        let mut near = [
            candidate(145, 500.0, 80.0, Verdict::Slower),
            candidate(98, 510.0, 81.0, Verdict::Slower),
        ];
        assert_eq!(choose(&mut near), 0, "two per cent are not worth a file");
    }

    #[test]
    fn answers_must_stay_the_same() {
        for (divergence, close) in [(0.003, true), (0.10, false)] {
            let measured = Closeness::Tokens { divergence, agreement: 0.97 };
            assert_eq!(is_close(measured), close, "{divergence}");
        }
        assert!(!is_close(Closeness::Vectors { cosine: 0.98 }));
    }
}
