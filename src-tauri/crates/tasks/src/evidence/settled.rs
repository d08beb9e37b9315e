//! Labels settled among the documents of a batch.
//!
//! The words say where a label's documents should lie; a batch says where they do lie. A few rounds
//! of expectation maximization (the transductive prototypes of Ren et al. 2018, arXiv 1803.00676)
//! move each label towards the documents that most likely are its own.
//!
//! Two things keep that honest. Every label moves nearly as far as the others, however many
//! documents it finds: labels and documents are different kinds of text, and if one label alone came
//! closer to the documents, that difference would speak for it, and soon all documents were its own.
//! And a document is judged by labels that it has not moved itself, or it would confirm itself.
//!
//! Measured with the labels' words alone (`calibrate = false`), then settled, on the sets of
//! models/evaluation.md: 77 intents 0.64, 0.69; topics of questions to a bank 0.83, 0.88; what a question
//! asks for 0.80, 0.90; spam 0.70, 0.88; plot or opinion 0.66, 0.75; opinions of products 0.68, 0.63. With
//! a pull that grows with the documents that a label finds, nearly all documents of the last two come to
//! one label.

use super::{
    distribution::softmax,
    prototypes::{Places, Prototypes},
    vectors::{add, direction, mean, nearness},
};

/// Documents for each label from which on they tell where it lies. With three, 77 intents gain
/// nothing.
const TELLING: usize = 4;

/// What makes log-probabilities of cosines.
const SHARPNESS: f64 = 11.0;

/// The same while documents are shared out: a document moves what it most likely is, and little else.
const SHARING: f64 = 30.0;

/// Documents a label, on average, whose pull is not exceeded however many there are.
const MOST_PULL: f32 = 8.0;

/// How far a label is pulled grows with this power of the documents that it finds: a label of nearly
/// all documents should keep them, one of none should not be lost.
const GROWTH: f32 = 0.25;

/// Documents lying anywhere that are added to each label's own.
const ANYWHERE: f32 = 2.0;

/// Rounds of sharing out; more move accuracy by less than half a point.
const ROUNDS: usize = 3;

/// Shares of a document below this have moved nothing that shows.
const LEAST_SHARE: f64 = 1e-3;

/// One point for each label, and what each document did to put it there.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    words: Prototypes,
    /// Where the labels were when the documents were last shared out.
    before: Places,
    now: Places,
    found: Vec<Found>,
    /// The mean of all documents.
    middle: Vec<f32>,
    /// Documents a label, on average.
    usual: f32,
}

/// The documents of a label, each as far as it is the label's own.
#[derive(Clone, Debug)]
struct Found {
    sum: Vec<f32>,
    count: f32,
}

impl Settled {
    /// `None` where the documents are too few.
    pub(super) fn among(words: &Prototypes, documents: &[&[f32]]) -> Option<Self> {
        let labels = words.anchors.len();
        if labels == 0 || documents.len() < TELLING * labels {
            return None;
        }
        let mut settled = Self {
            words: words.clone(),
            before: words.places.clone(),
            now: words.places.clone(),
            found: Vec::new(),
            middle: mean(documents.iter().copied())?,
            usual: documents.len() as f32 / labels as f32,
        };
        for _ in 0..ROUNDS {
            settled.share_out(documents);
        }
        Some(settled)
    }

    fn share_out(&mut self, documents: &[&[f32]]) {
        let nothing = Found { sum: vec![0.0; self.middle.len()], count: 0.0 };
        let mut found = vec![nothing; self.words.anchors.len()];
        for document in documents {
            for (label, share) in shares(&self.now, document) {
                add(&mut found[label].sum, document, share);
                found[label].count += share;
            }
        }
        let points: Vec<Vec<f32>> =
            found.iter().enumerate().map(|(label, found)| self.point(label, found)).collect();
        self.before = std::mem::replace(&mut self.now, Places::of(&points));
        self.found = found;
    }

    /// Where a label lies that has found these documents.
    fn point(&self, label: usize, found: &Found) -> Vec<f32> {
        let pull = MOST_PULL.min(self.usual) * (found.count / self.usual).powf(GROWTH);
        let (anchor, count) = (&self.words.anchors[label], self.words.counts[label]);
        let each = pull / (found.count + ANYWHERE);
        anchor
            .iter()
            .zip(&found.sum)
            .zip(&self.middle)
            .map(|((anchor, sum), middle)| {
                (anchor + each * (sum + ANYWHERE * middle)) / (count + pull)
            })
            .collect()
    }

    /// What a document of the batch says of each label on the scale of log-probabilities.
    pub(crate) fn scores(&self, document: &[f32]) -> Vec<f64> {
        let around = direction(document, &self.now.centre);
        let mut cosines = self.now.along(&around);
        for (label, share) in shares(&self.before, document) {
            let mut others = self.found[label].clone();
            add(&mut others.sum, document, -share);
            others.count = (others.count - share).max(0.0);
            let without = direction(&self.point(label, &others), &self.now.centre);
            cosines[label] = nearness(&without, &around);
        }
        let sharpness = SHARPNESS / self.words.temperature;
        cosines.into_iter().map(|cosine| sharpness * cosine).collect()
    }
}

/// The labels that a document is shared out to, each with its share.
fn shares(places: &Places, document: &[f32]) -> impl Iterator<Item = (usize, f32)> {
    let shares = softmax(&places.cosines(document), 1.0 / SHARING);
    let notable = shares.into_iter().enumerate().filter(|(_, share)| *share > LEAST_SHARE);
    notable.map(|(label, share)| (label, share as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::distribution::ranking;

    fn unit(values: &[f32]) -> Vec<f32> {
        crate::evidence::unit(values.to_vec())
    }

    /// Two labels whose words only half agree with where their documents lie.
    fn words() -> Prototypes {
        Prototypes::new(&[unit(&[1.0, 0.2, 0.9, 0.0]), unit(&[1.0, -0.2, 0.0, 0.9])], &[])
    }

    fn documents(of_first: usize, of_second: usize) -> Vec<Vec<f32>> {
        let wobble = |index: usize| ((index * 7) % 5) as f32 * 0.05;
        (0..of_first)
            .map(|index| unit(&[1.0, 0.9, 0.05 + wobble(index), 0.1]))
            .chain((0..of_second).map(|index| unit(&[1.0, -0.9, 0.1, 0.05 + wobble(index)])))
            .collect()
    }

    fn settled(documents: &[Vec<f32>]) -> Settled {
        let batch: Vec<&[f32]> = documents.iter().map(Vec::as_slice).collect();
        words().settled(&batch).expect("enough documents")
    }

    fn likeliest(settled: &Settled, document: &[f32]) -> usize {
        ranking(&settled.scores(document))[0]
    }

    #[test]
    fn documents_pull_their_label_towards_them() {
        let documents = documents(20, 20);
        let after = settled(&documents);
        for (index, document) in documents.iter().enumerate() {
            let own = usize::from(index >= 20);
            let before = words().scores(document)[own];
            assert!(after.scores(document)[own] > before + 0.1, "it moved towards its documents");
            assert_eq!(likeliest(&after, document), own, "and still names them");
        }
    }

    #[test]
    fn a_batch_of_one_kind_keeps_its_kind() {
        let documents = documents(40, 0);
        let after = settled(&documents);
        for document in &documents {
            assert_eq!(likeliest(&after, document), 0, "all of them are of label 0");
        }
    }

    #[test]
    fn a_label_that_finds_more_does_not_swallow_the_others() {
        // Documents lie apart from all words, in a direction of their own, and mostly on one side.
        let documents: Vec<Vec<f32>> = (0..60)
            .map(|index| {
                let side = if index % 3 == 0 { -0.12 } else { 0.12 };
                unit(&[0.2, side, 0.1, 0.1, 1.0, ((index * 7) % 11) as f32 * 0.03])
            })
            .collect();
        let labels =
            [unit(&[1.0, 0.3, 0.2, 0.0, 0.0, 0.0]), unit(&[1.0, -0.3, 0.0, 0.2, 0.0, 0.0])];
        let batch: Vec<&[f32]> = documents.iter().map(Vec::as_slice).collect();
        let after = Prototypes::new(&labels, &[]).settled(&batch).expect("enough documents");
        for (index, document) in documents.iter().enumerate() {
            assert_eq!(
                likeliest(&after, document),
                usize::from(index % 3 == 0),
                "document {index}"
            );
        }
    }

    #[test]
    fn a_document_does_not_confirm_itself() {
        // The last one lies by itself: only its own pull could bring label 1 there.
        let mut documents = documents(12, 4);
        documents.push(unit(&[0.1, -0.1, 0.3, 1.0]));
        let after = settled(&documents);
        let alone = documents.last().expect("one");
        let lone = after.now.cosines(alone);
        let told = after.scores(alone);
        let best = ranking(&told)[0];
        assert!(told[best] < SHARPNESS * lone[best], "it is judged by what the others say");
    }

    #[test]
    fn a_few_documents_tell_nothing() {
        let few = documents(4, 3);
        let batch: Vec<&[f32]> = few.iter().map(Vec::as_slice).collect();
        assert!(words().settled(&batch).is_none());
    }
}
