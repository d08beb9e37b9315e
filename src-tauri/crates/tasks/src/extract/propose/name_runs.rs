//! Runs of capitalized words, as names are written.

use std::sync::LazyLock;

use regex::Regex;

use crate::Span;
use crate::text::{is_stop_word, pattern};

/// Legal forms and words that end the name of an organization.
static LEGAL_FORM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:inc|incorporated|llc|l\.l\.c|ltd|limited|corp|corporation|company|co|lp|l\.p|llp|plc|p\.c|gmbh|mbh|ag|kg|kgaa|ohg|ug|e\.v|se|sa|s\.a|sas|sarl|s\.a\.r\.l|bv|b\.v|nv|n\.v|oy|oyj|ab|asa|aps|a/s|pty|pvt|sdn|bhd|berhad|s/b|spa|s\.p\.a|srl|s\.r\.l|sl|kft|zrt|sp|s\.r\.o|bancorp|bancshares|bank|group|holdings|holding|partners|associates|trust|foundation|university|college|institute|association|society|council|ministry|department|agency|authority|office|club|union|school|hospital|clinic|church|hotel|restaurant|enterprise|enterprises|industries|services|solutions|systems|technologies|trading|stores?|mart|market|supermarket|pharmacy|bakery|bakeries|cafe|café)$",
    )
});
/// Forms that stay with a name across a comma: "NIKE, Inc.".
static COMMA_FORM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:inc|incorporated|llc|l\.l\.c|ltd|limited|corp|corporation|lp|l\.p|llp|plc|p\.c|n\.a|s\.a|b\.v|n\.v|co)$",
    )
});
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:mr|mrs|ms|miss|dr|prof|professor|sir|herr|frau|monsieur|madame|mme|señor|señora)$",
    )
});

/// A legal form no longer than this may be cut short by a full stop, which ends no sentence.
const SHORT_FORM: usize = 6;

/// A run of capitalized words.
pub(super) struct NameRun {
    pub span: Span,
    pub words: usize,
    /// Whether it ends in, or holds, a legal form.
    pub legal_form: bool,
    /// Whether a title such as "Dr" stood before it; the title is not part of the span.
    pub titled: bool,
}

pub(super) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORM.is_match(word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a name holds a legal form: "Harbour Tools Ltd".
pub(super) fn has_legal_form(name: &str) -> bool {
    name.split_whitespace().any(is_legal_form)
}

/// Whether a full stop behind a word shortens it, and ends no sentence: an initial, "Dr", "Inc".
fn is_shortened(word: &str) -> bool {
    let initial = word.chars().count() == 1 && word != "I";
    initial || TITLE.is_match(word) || is_legal_form(word) && word.len() <= SHORT_FORM
}

/// A word between blanks, without the punctuation around it.
struct Word {
    span: Span,
    capitalized: bool,
    connector: bool,
    legal_form: bool,
    comma_form: bool,
    title: bool,
    opens: bool,
    closes: bool,
    comma: bool,
    line_break_before: bool,
}

/// All runs of capitalized words, with small words such as "of" and "&" between them.
pub(super) fn name_runs(text: &str) -> Vec<NameRun> {
    let words = split_words(text);
    let mut runs = Vec::new();
    let mut index = 0;
    while index < words.len() {
        if !words[index].capitalized {
            index += 1;
            continue;
        }
        let mut end = index;
        while let Some(next) = next_in_run(&words, end) {
            end = next;
        }
        let run = &words[index..=end];
        push_run(text, run, &mut runs);
        // "Harbour Tools and Ruth Lim" may be one name or two.
        if let Some(at) = run.iter().position(|word| word.span.of(text) == "and") {
            push_run(text, &run[..at], &mut runs);
            push_run(text, &run[at + 1..], &mut runs);
        }
        // German nouns have capitals: "Verschulden der Hafen AG" names the company alone.
        let owned = |word: &Word| matches!(word.span.of(text), "der" | "des");
        if let Some(at) = run.iter().rposition(owned)
            && run[at + 1..].iter().any(|word| word.legal_form)
        {
            push_run(text, &run[at + 1..], &mut runs);
        }
        index = end + 1;
    }
    runs
}

/// The word that continues the run behind word `at`, if the run goes on.
fn next_in_run(words: &[Word], at: usize) -> Option<usize> {
    let (word, next) = (&words[at], words.get(at + 1)?);
    if next.opens || next.line_break_before {
        return None;
    }
    if word.comma && !word.closes && next.comma_form {
        return Some(at + 1);
    }
    if word.comma || word.closes {
        return None;
    }
    if next.capitalized {
        return Some(at + 1);
    }
    // "van der Berg", "Bank of the West": up to two small words between capitalized ones.
    for place in at + 1..=at + 2 {
        let small = words.get(place)?;
        if !small.connector || small.comma || small.closes {
            return None;
        }
        let behind = words.get(place + 1)?;
        if behind.opens || behind.line_break_before {
            return None;
        }
        if behind.capitalized {
            return Some(place + 1);
        }
    }
    None
}

fn push_run(text: &str, words: &[Word], runs: &mut Vec<NameRun>) {
    let mut words = words;
    let mut titled = false;
    while let Some((first, rest)) = words.split_first() {
        let lower = first.span.of(text).to_lowercase();
        if first.title && !rest.is_empty() {
            titled = true;
        } else if !is_stop_word(&lower) || rest.is_empty() && lower.len() > 4 {
            break;
        }
        words = rest;
    }
    if words.first().is_some_and(|first| first.connector) {
        words = &words[1..];
    }
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let mut end = last.span.end as usize;
    // The full stop of "Inc." belongs to the name; the one behind "Smith" ends a sentence.
    if last.legal_form && text[end..].starts_with('.') && last.span.of(text).len() <= SHORT_FORM {
        end += 1;
    }
    let legal_form = words.iter().any(|word| word.legal_form);
    runs.push(NameRun {
        span: Span::new(first.span.start as usize..end),
        words: words.len(),
        legal_form,
        titled,
    });
}

fn split_words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut offset = 0;
    for raw in text.split_inclusive(char::is_whitespace) {
        let start = offset;
        offset += raw.len();
        let whole = raw.trim_end();
        let body =
            whole.trim_start_matches(['(', '[', '{', '"', '“', '‘', '\'', '«', '„', '*', '-', '–']);
        let opens = body.len() < whole.len();
        let from = start + (whole.len() - body.len());
        let kept = body.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '&');
        if kept.is_empty() {
            // "L. B . Foster", "Tools, Inc .": a blank before the full stop of a short form.
            if let Some(last) = found.last_mut()
                && !whole.is_empty()
                && !(whole == "." && is_shortened(last.span.of(text)))
            {
                last.closes = true;
            }
            continue;
        }
        let tail = &body[kept.len()..];
        let shortened = is_shortened(kept);
        let dotted = tail == "." && shortened;
        // "Harbour Co., Ltd.": the full stop belongs to the word, and the name may go on.
        let comma = tail == "," || tail == ".," && shortened;
        let between = found.last().map_or("", |last| &text[last.span.end as usize..from]);
        let first = kept.chars().next().unwrap_or(' ');
        found.push(Word {
            span: Span::new(from..from + kept.len()),
            capitalized: first.is_uppercase()
                || first.is_ascii_digit() && kept.chars().any(char::is_uppercase)
                || kept == "&",
            connector: matches!(
                kept.to_lowercase().as_str(),
                "&" | "and"
                    | "of"
                    | "for"
                    | "the"
                    | "de"
                    | "del"
                    | "la"
                    | "du"
                    | "des"
                    | "von"
                    | "van"
                    | "der"
                    | "den"
                    | "di"
                    | "da"
                    | "y"
                    | "et"
                    | "und"
                    | "bin"
                    | "al"
            ) && !first.is_uppercase(),
            legal_form: is_legal_form(kept),
            comma_form: COMMA_FORM.is_match(kept),
            title: TITLE.is_match(kept),
            opens,
            closes: !(tail.is_empty() || comma || dotted),
            comma: tail.starts_with(',') || comma,
            line_break_before: is_break(text, between),
        });
    }
    found
}

/// Whether what lies between two words parts them: an empty line, a column gap, or the end of a
/// line that was not wrapped.
fn is_break(text: &str, between: &str) -> bool {
    let breaks = between.matches('\n').count();
    if breaks == 0 {
        return between.contains("  ") || between.contains('\t');
    }
    // Wrapped prose has long lines; forms and letterheads have short ones.
    let at = between.as_ptr() as usize - text.as_ptr() as usize;
    let line = text[..at].rfind('\n').map_or(0, |start| start + 1);
    breaks > 1 || at - line < 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<&str> {
        name_runs(text).iter().map(|run| run.span.of(text)).collect()
    }

    #[test]
    fn a_legal_form_stays_with_its_name_across_a_comma() {
        assert_eq!(
            runs(
                "between Kite Pharma, Inc., a Delaware corporation, and Gilead Sciences, Inc. (“Gilead”)"
            ),
            ["Kite Pharma, Inc.", "Delaware", "Gilead Sciences, Inc.", "Gilead"]
        );
    }

    #[test]
    fn a_name_may_have_two_legal_forms() {
        assert_eq!(
            runs("and Lotus Real Estate Co., Ltd., a company; with Acme Co., a firm"),
            ["Lotus Real Estate Co., Ltd.", "Acme Co."]
        );
    }

    #[test]
    fn a_legal_form_written_out_ends_a_sentence() {
        assert_eq!(
            runs(
                "made by R. J. Seifert Enterprises. Collectively they owe Acme Corp. Texas nothing."
            ),
            ["R. J. Seifert Enterprises", "Collectively", "Acme Corp. Texas"]
        );
    }

    #[test]
    fn a_blank_before_the_full_stop_of_a_short_form_parts_no_name() {
        assert_eq!(
            runs("to L. B . Foster Company, and Harbour Tools, Inc . under the Plan . Acme pays"),
            ["L. B . Foster Company", "Harbour Tools, Inc", "Plan", "Acme"]
        );
    }

    #[test]
    fn two_names_joined_by_and_are_one_run_or_two() {
        assert_eq!(
            runs("signed by Harbour Tools and Ruth Lim."),
            ["Harbour Tools and Ruth Lim", "Harbour Tools", "Ruth Lim"]
        );
    }

    #[test]
    fn a_german_company_is_named_without_what_it_owns() {
        assert_eq!(
            runs("bei Verschulden der Hafen AG haftet"),
            ["Verschulden der Hafen AG", "Hafen AG"]
        );
    }

    #[test]
    fn titles_and_sentence_openers_are_not_part_of_a_name() {
        assert_eq!(
            runs("The offer of Dr. Ruth van der Berg. This came late."),
            ["Ruth van der Berg"]
        );
    }
}
