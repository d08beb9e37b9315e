//! The spans that contend for a field, and what can be said of each without a model.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::among::complete;
use super::features::Features;
use super::look::{line_signs, look};
use super::propose::{given, line_sign, span_of_lines};
use super::question::Question;
use super::signs::signs;
use super::surroundings::{Rarity, announced, around};
use super::tagger::{COLUMNS, LineMarks, Run, Tagger, marks, run_of};
use super::{Proposal, propose};
use crate::text::{Line, content_words, lines, sentences, words};
use crate::{FieldType, Span};

/// Words that papers write with a capital though they name nobody.
const CAPITALIZED: &str = "agreement party company employee employer executive director officer \
    consultant contractor recipient discloser receiving disclosing buyer seller purchaser supplier \
    customer licensee licensor lessee lessor tenant landlord borrower lender undersigned \
    representative affiliate counterparty stockholder exhibit section article schedule appendix \
    annex confidential confidentiality information material purpose transaction effective date term \
    services board signature name title page limited partnership";
/// Places of a text that are looked at.
const MOST_PLACES: usize = 24;

/// A text that might be a field's value, at the place that speaks most for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contender {
    pub span: Span,
    pub text: String,
    pub normalized: Option<Value>,
    pub features: Features,
    /// The other places where the same text stands.
    pub elsewhere: Vec<Mention>,
    /// What a head may know it by, sorted; empty where there is no head.
    pub signs: Vec<String>,
    /// What the tagger of a head says of its lines; zero where there is none.
    pub tagged: [f32; COLUMNS],
    /// What its surroundings are to the embedder, where a head learns from them or asks for them.
    pub around: Option<Arc<[f32]>>,
}

/// A place where a contender's text stands, and what can be said of that place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    pub span: Span,
    /// As it is written there.
    pub text: String,
    pub features: Features,
}

impl Contender {
    /// All its places, its own first.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        [self.span].into_iter().chain(self.elsewhere.iter().map(|one| one.span))
    }

    /// Lets every place know what any of them says of who is named: whoever is introduced in an
    /// opening clause, given a short name or signs is so wherever the name stands.
    fn pool(&mut self) {
        let places = || self.elsewhere.iter().map(|one| &one.features).chain([&self.features]);
        let most = |of: fn(&Features) -> f32| places().map(of).fold(0.0, f32::max);
        let (opening, defined) = (most(|one| one.opening), most(|one| one.defined));
        let (addressed, sending) = (most(|one| one.addressed), most(|one| one.sending));
        let introduced = most(|one| one.introduced);
        // Who signs for a company does not sign for himself.
        let own_hand = if most(|one| one.office) > 0.0 { 0.0 } else { most(|one| one.hand) };
        let signed = most(|one| one.signed).max(own_hand);
        let all = self.elsewhere.iter_mut().map(|one| &mut one.features);
        for one in all.chain([&mut self.features]) {
            (one.opening, one.defined, one.signed) = (opening, defined, signed);
            one.introduced = introduced;
            (one.addressed, one.sending) = (addressed, sending);
        }
    }

    /// Keeps the `most` places that this value speaks most for, and stands at the best of them.
    pub fn keep_places(&mut self, most: usize, worth: impl Fn(&Mention) -> f32) {
        let text = std::mem::take(&mut self.text);
        let own = Mention { span: self.span, text, features: self.features };
        let mut all: Vec<(f32, Mention)> = [own]
            .into_iter()
            .chain(std::mem::take(&mut self.elsewhere))
            .map(|one| (worth(&one), one))
            .collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all.truncate(most.max(1));
        let mut kept = all.into_iter().map(|(_, one)| one);
        if let Some(best) = kept.next() {
            self.span = best.span;
            self.text = best.text;
            // What it is among the contenders is the same wherever it stands.
            self.features = Features {
                shape: self.features.shape,
                alias: self.features.alias,
                common: self.features.common,
                first: self.features.first,
                last: self.features.last,
                repeats: self.features.repeats,
                magnitude: self.features.magnitude,
                sum: self.features.sum,
                summand: self.features.summand,
                settled: self.features.settled,
                tendered: self.features.tendered,
                ..best.features
            };
        }
        self.elsewhere = kept.collect();
    }
}

const fn is_name(kind: FieldType) -> bool {
    matches!(kind, FieldType::Organization | FieldType::Name)
}

/// What spellings of one value have in common: of a name its standard form without regard to
/// capitals, of anything else its text.
fn key_of(kind: FieldType, value: &str, normalized: Option<&Value>) -> String {
    if !is_name(kind) {
        return value.to_owned();
    }
    let standard = normalized.and_then(Value::as_str).unwrap_or(value).to_lowercase();
    standard.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A document prepared for being asked many fields.
pub(crate) struct Reading<'a> {
    pub text: &'a str,
    pub lines: Vec<Line>,
    sentences: Vec<Span>,
    /// Stems of the words that the document also has in small letters, or might.
    common: HashSet<String>,
    rarity: Rarity,
    proposals: HashMap<FieldType, Vec<Proposal>>,
    /// Sign of each line, and whether it is of a kind that no address has.
    signs: Vec<(f32, bool)>,
    /// Made when a tagger first asks.
    marks: Option<Vec<LineMarks>>,
}

impl<'a> Reading<'a> {
    pub fn of(text: &'a str) -> Self {
        let lines = lines(text);
        let rarity = Rarity::of(text, &lines);
        let sign = |line: &Line| line_sign(line.span.of(text));
        let signs = lines.iter().map(sign).collect();
        let small = words(text).map(|(_, word)| word);
        let small = small.filter(|word| word.starts_with(char::is_lowercase));
        let common = small.chain([CAPITALIZED]).flat_map(content_words).collect();
        let proposals = HashMap::new();
        let (sentences, marks) = (sentences(text), None);
        Self { text, sentences, common, lines, rarity, proposals, signs, marks }
    }

    /// What an embedder sees of a place, words of trade in English; all lengths divided by `shrink`.
    pub fn around(&self, span: Span, shrink: usize) -> String {
        let around = around(self.text, &self.lines, &self.sentences, span, shrink);
        self.rarity.trade().english(&around).into_owned()
    }

    /// Share of a value's words that the document also has in small letters.
    fn commonness(&self, value: &str) -> f32 {
        let own = content_words(&value.replace(['’', '\''], " "));
        let own: Vec<&String> = own.iter().filter(|word| word.len() > 1).collect();
        let common = own.iter().filter(|word| self.common.contains(**word)).count();
        common as f32 / own.len().max(1) as f32
    }

    /// All contenders for a field, each text once, in order of place; `more` are spans of whole
    /// lines that were not found by their type.
    pub fn contenders(
        &mut self,
        kind: FieldType,
        question: &Question,
        more: &[Span],
    ) -> Vec<Contender> {
        let text = self.text;
        let proposals = self.proposals.entry(kind).or_insert_with(|| propose(kind, text));
        let is_new = |span: &&Span| !proposals.iter().any(|known| known.span == **span);
        let new: Vec<Span> = more.iter().filter(is_new).copied().collect();
        let given = given(kind, text, &new);
        let mut proposals: Vec<&Proposal> = proposals.iter().chain(&given).collect();
        proposals.sort_by_key(|one| (one.span.start, one.span.end));
        let mut order: Vec<Contender> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        for proposal in proposals {
            let value = proposal.span.of(text);
            let announced = announced(text, &self.lines, proposal.span, question, &self.rarity);
            let early = 1.0 - proposal.span.start as f32 / text.len().max(1) as f32;
            let features = Features {
                announced: announced.told,
                pure: announced.pure,
                foreign: announced.foreign,
                role: announced.role,
                early,
                lines: line_signs(text, &self.lines, &self.signs, proposal.span),
                ..look(text, &self.lines, proposal)
            };
            let key = key_of(kind, value, proposal.normalized.as_ref());
            match known.get(&key) {
                Some(&index) => {
                    counts[index] += 1;
                    let known = &mut order[index];
                    known.features.shape = known.features.shape.max(proposal.shape);
                    known.features.alias = known.features.alias.max(features.alias);
                    let text = value.to_owned();
                    known.elsewhere.push(Mention { span: proposal.span, text, features });
                }
                None => {
                    known.insert(key, order.len());
                    counts.push(1);
                    order.push(Contender {
                        span: proposal.span,
                        text: value.to_owned(),
                        normalized: proposal.normalized.clone(),
                        features,
                        elsewhere: Vec::new(),
                        signs: Vec::new(),
                        tagged: [0.0; COLUMNS],
                        around: None,
                    });
                }
            }
        }
        complete(&mut order, &counts, question);
        for one in &mut order {
            one.features.common = self.commonness(&one.text);
            if is_name(kind) {
                one.pool();
            }
            one.keep_places(MOST_PLACES, |place| place.features.told() + place.features.town);
        }
        order
    }

    /// Gives each contender the signs that a head may know it by.
    pub fn sign(&self, contenders: &mut [Contender]) {
        for (order, one) in contenders.iter_mut().enumerate() {
            one.signs = signs(self.text, &self.lines, one, order);
        }
    }

    /// What a tagger knows the document's lines by.
    pub fn marks(&mut self) -> &[LineMarks] {
        self.marks.get_or_insert_with(|| marks(self.text, &self.lines))
    }

    /// The spans of the runs of lines that a tagger finds likeliest.
    pub fn runs(&mut self, tagger: &Tagger) -> Vec<Span> {
        let runs = tagger.runs(self.marks());
        runs.into_iter().filter_map(|run| span_of_lines(self.text, &self.lines, run)).collect()
    }

    /// The run of lines that each contender covers.
    pub fn runs_of(&self, contenders: &[Contender]) -> Vec<Option<Run>> {
        contenders.iter().map(|one| run_of(self.text, &self.lines, one.span)).collect()
    }

    /// Gives each contender what a tagger says of its lines.
    pub fn tag(&mut self, tagger: &Tagger, contenders: &mut [Contender]) {
        let runs = self.runs_of(contenders);
        for (one, tagged) in contenders.iter_mut().zip(tagger.judge(self.marks(), &runs)) {
            one.tagged = tagged;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;

    #[test]
    fn a_text_contends_once_at_the_place_that_announces_it() {
        let text = "Subtotal 9.50\nTotal 9.50\nCash 10.00";
        let field = Field { kind: FieldType::Amount, ..Field::default() };
        let found =
            Reading::of(text).contenders(FieldType::Amount, &Question::of("total", &field), &[]);
        assert_eq!(
            found.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(),
            ["9.50", "10.00"]
        );
        assert_eq!(found[0].span.start, 20, "the place behind \"Total\" speaks for it");
        assert!((found[0].features.magnitude - 0.95).abs() < 1e-6);
        assert!((found[0].features.repeats - 2.0_f32.ln()).abs() < 1e-6);
    }
}
