//! What is known of a span as the value of a field, before it is weighed.

/// The evidence on one span for one field; what the ranker reads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Features {
    /// How sure the recognizer is of the type, 0 to 1.
    pub shape: f32,
    /// How far the words that announce it are the field's, 0 to 1.
    pub announced: f32,
    /// How far the words before it on its line are the field's and no others, 0 to 1.
    pub pure: f32,
    /// 1 where words stand before it on its line, none of which is the field's.
    pub foreign: f32,
    /// 1 where the words that announce it are those of the field's role, -1 where they are those of
    /// the opposite one.
    pub role: f32,
    /// 1 where its number is the sum of two others of the document, and where it and another one
    /// make a third.
    pub sum: f32,
    pub summand: f32,
    /// 1 where a payment and its change stand below, as below a total: it is their difference.
    pub settled: f32,
    /// 1 where it is such a payment.
    pub tendered: f32,
    /// 1 at the document's beginning, 0 at its end.
    pub early: f32,
    /// 1 for the first contender in reading order, 1/2 for the second, and so on.
    pub first: f32,
    /// The same counted from the last contender.
    pub last: f32,
    /// 1 on the document's first line, 1/2 on the second, and so on.
    pub top: f32,
    /// Natural logarithm of how often its text stands in the document.
    pub repeats: f32,
    /// Its number as a share of the largest one among the contenders; 0 without a number.
    pub magnitude: f32,
    /// 1 where it is all there is on its lines.
    pub whole_line: f32,
    /// 1 where a colon or equals sign stands before it.
    pub labelled: f32,
    /// Natural logarithm of its words.
    pub words: f32,
    /// Share of digits among its letters and digits.
    pub digits: f32,
    /// Share of capitals among its letters.
    pub capitals: f32,
    /// 1 where "between" or "among" stands before it in its sentence, as an agreement names its
    /// parties.
    pub opening: f32,
    /// 1 where "to" or the like stands right before it, as before whoever gets the document; and "from"
    /// or "by", as before whoever sends it.
    pub addressed: f32,
    pub sending: f32,
    /// 1 where it stands right behind "between", "and" or "by" in such a clause, as each party does.
    pub introduced: f32,
    /// 1 where a short name in brackets and quotation marks follows in its sentence: (the "Buyer").
    pub defined: f32,
    /// How much the lines around and within it look like lines of an address.
    pub lines: LineSigns,
    /// 1 where a signature or the signer's name stands on its line or just below.
    pub signed: f32,
    /// 1 where it is what is signed by hand, or the name beside; and where an office is named behind
    /// it, as for whoever signs for a company.
    pub hand: f32,
    pub office: f32,
    /// 1 where it stands somewhere in quotation marks within brackets, as a short name is given.
    pub alias: f32,
    /// Share of its words that the document also has in small letters: a term, not a name.
    pub common: f32,
    /// 1 where "and" joins its words.
    pub joined: f32,
    /// 1 where it is the name of a country, state or province.
    pub place: f32,
    /// 1 where a postal code or a street stands beside it, as beside a town.
    pub town: f32,
    /// Cosine of its surroundings and the field's description, if an embedder was asked.
    pub similarity: Option<f32>,
    /// By how much that is more than to any other meaning that a value of its type may have.
    pub contrast: Option<f32>,
    /// Cosine of its own words and the field's description: "Leeds" is like "city".
    pub meaning: Option<f32>,
    /// Sum of the language model's log-probabilities of its tokens behind the document and the
    /// field's question, and how many tokens, if it was asked.
    pub logprob: Option<(f32, u32)>,
}

impl Features {
    /// How far the words before it are the field's.
    pub fn told(&self) -> f32 {
        self.announced + self.pure
    }
}

/// How much lines look like lines of an address rather than any other; in log-odds, -3 to 3.
///
/// Where an address begins and ends is told by the lines before and behind; a letterhead's name
/// by the address under it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct LineSigns {
    pub before: f32,
    pub first: f32,
    pub worst: f32,
    pub last: f32,
    pub behind: f32,
    /// 1 where the line before, or the one behind, is of a kind that no address has.
    pub other_before: f32,
    pub other_behind: f32,
    /// 1 where the last line goes on behind a comma.
    pub open: f32,
    /// Natural logarithm of its lines.
    pub count: f32,
}
