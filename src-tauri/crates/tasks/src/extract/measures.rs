//! The evidence on contenders as numbers that a linear ranker weighs.

use super::contender::Contender;
use super::features::Features;
use super::role::Role;

/// Names of the numbers of a contender, in order.
pub(crate) const OF_CONTENDER: [&str; 66] = [
    "shape",
    "announced",
    "pure",
    "foreign",
    "early",
    "first",
    "last",
    "top",
    "repeats",
    "magnitude",
    "largest",
    "whole line",
    "labelled",
    "words",
    "digits",
    "capitals",
    "similarity",
    "similarity to the best",
    "log-probability to the best",
    "mean log-probability to the best",
    "best log-probability",
    "issuer, top",
    "recipient, top",
    "issuer, first",
    "recipient, first",
    "total, magnitude",
    "part, magnitude",
    "total, last",
    "part, last",
    "end, first",
    "end, last",
    "foreign, labelled",
    "role",
    "sum",
    "summand",
    "total, sum",
    "total, summand",
    "total, repeats",
    "in an opening clause",
    "given a short name",
    "line before",
    "first line",
    "worst line",
    "last line",
    "line behind",
    "other line before",
    "other line behind",
    "open end",
    "lines",
    "contrast",
    "contrast to the best",
    "known place",
    "place, known place",
    "signed",
    "short name",
    "common words",
    "joined",
    "settled",
    "tendered",
    "recipient, addressed",
    "issuer, addressed",
    "recipient, sending",
    "issuer, sending",
    "meaning",
    "meaning to the best",
    "town",
];

/// Names of the numbers of "not in this document", in order.
pub(crate) const OF_NONE: [&str; 8] = [
    "always",
    "best announcement",
    "best shape",
    "best similarity",
    "best mean log-probability",
    "contenders",
    "best contrast",
    "best town",
];

/// The evidence on all contenders of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Measures {
    /// A row of [`OF_CONTENDER`] for each.
    pub contenders: Vec<Vec<f32>>,
    /// [`OF_NONE`].
    pub none: Vec<f32>,
}

impl Measures {
    /// The numbers of these contenders for a field of this role.
    pub fn of(contenders: &[Contender], role: Role) -> Self {
        let best = Best::of(contenders);
        let rows = contenders.iter().map(|one| row(&one.features, role, &best)).collect();
        let most = |of: fn(&Features) -> f32| {
            contenders.iter().map(|one| of(&one.features)).fold(0.0, f32::max)
        };
        let none = vec![
            1.0,
            most(|one| one.announced),
            most(|one| one.shape),
            best.similarity.unwrap_or(0.0),
            best.mean.map_or(0.0, |mean| (mean / 5.0).max(-2.0)),
            (contenders.len() as f32 + 1.0).ln() / 3.0,
            best.contrast.unwrap_or(0.0) * 4.0,
            most(|one| one.town),
        ];
        Self { contenders: rows, none }
    }
}

/// The most that any contender has of something.
struct Best {
    similarity: Option<f32>,
    contrast: Option<f32>,
    meaning: Option<f32>,
    sum: f32,
    mean: Option<f32>,
}

impl Best {
    fn of(contenders: &[Contender]) -> Self {
        let features = || contenders.iter().map(|one| &one.features);
        Self {
            similarity: features().filter_map(|one| one.similarity).reduce(f32::max),
            contrast: features().filter_map(|one| one.contrast).reduce(f32::max),
            meaning: features().filter_map(|one| one.meaning).reduce(f32::max),
            sum: features()
                .filter_map(|one| one.logprob)
                .map(|(sum, _)| sum)
                .fold(f32::NEG_INFINITY, f32::max),
            mean: features().filter_map(|one| one.logprob).map(mean).reduce(f32::max),
        }
    }
}

/// Log-probability per token.
fn mean((sum, tokens): (f32, u32)) -> f32 {
    sum / tokens.max(1) as f32
}

fn row(one: &Features, role: Role, best: &Best) -> Vec<f32> {
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let when = |holds: bool, value: f32| if holds { value } else { 0.0 };
    let similarity = one.similarity.unwrap_or(0.0);
    // Without a witness its numbers are zero for all contenders alike.
    let behind = one.similarity.zip(best.similarity).map_or(0.0, |(own, best)| own - best);
    let contrast = one.contrast.unwrap_or(0.0);
    let less = one.contrast.zip(best.contrast).map_or(0.0, |(own, best)| own - best);
    let meaning = one.meaning.unwrap_or(0.0);
    let farther = one.meaning.zip(best.meaning).map_or(0.0, |(own, best)| own - best);
    let sum = one.logprob.map_or(0.0, |(sum, _)| ((sum - best.sum) / 5.0).max(-4.0));
    let each = one.logprob.zip(best.mean).map_or(0.0, |(own, best)| (mean(own) - best).max(-4.0));
    let leads = one.logprob.is_some_and(|(sum, _)| sum >= best.sum);
    let row = [
        one.shape,
        one.announced,
        one.pure,
        one.foreign,
        one.early,
        one.first,
        one.last,
        one.top,
        one.repeats,
        one.magnitude,
        flag(one.magnitude >= 1.0),
        one.whole_line,
        one.labelled,
        one.words,
        one.digits,
        one.capitals,
        similarity,
        behind * 4.0,
        sum,
        each,
        flag(leads),
        when(role.issuer, one.top),
        when(role.recipient, one.top),
        when(role.issuer, one.first),
        when(role.recipient, one.first),
        when(role.total, one.magnitude),
        when(role.part, one.magnitude),
        when(role.total, one.last),
        when(role.part, one.last),
        when(role.end, one.first),
        when(role.end, one.last),
        when(one.foreign > 0.0, one.labelled),
        one.role,
        one.sum,
        one.summand,
        when(role.total, one.sum),
        when(role.total, one.summand),
        when(role.total, one.repeats),
        one.opening,
        one.defined,
        one.lines.before,
        one.lines.first,
        one.lines.worst,
        one.lines.last,
        one.lines.behind,
        one.lines.other_before,
        one.lines.other_behind,
        one.lines.open,
        one.lines.count,
        contrast * 4.0,
        less * 4.0,
        one.place,
        when(role.place, one.place),
        one.signed,
        one.alias,
        one.common,
        one.joined,
        one.settled,
        one.tendered,
        when(role.recipient, one.addressed),
        when(role.issuer, one.addressed),
        when(role.recipient, one.sending),
        when(role.issuer, one.sending),
        meaning * 4.0,
        farther * 4.0,
        one.town,
    ];
    debug_assert_eq!(row.len(), OF_CONTENDER.len());
    row.to_vec()
}
