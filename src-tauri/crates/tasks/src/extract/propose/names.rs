//! Names of persons and organizations, by how they are written and where they stand.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::address::address_sign;
use super::legal_name::standard_name;
use super::letterhead::letterhead;
use super::name_runs::{is_legal_form, name_runs};
use super::owner::owners;
use crate::Span;
use crate::text::{Line, line_at, lines, pattern};

/// What introduces a person alone on a line.
static CORRESPONDENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^\s*(?:from|to|cc|attn|attention|dear|hi|hello|contact|name|signed|by|cashier|salesperson|author|an|von)\b\s*[:,.]?\s*(\p{Lu}[\p{L}.'’ -]{1,40})",
    )
});
static LABELLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\p{L}[\p{L}. /-]{1,24}(?:\s*:\s*|\s{2,}|\t)(\p{Lu}[^:\t]{2,60})$"));

/// A line at least this long is prose, not a line of a form.
const PROSE_FROM: usize = 60;
/// A name with more words than this is a heading or a sentence.
const MAX_WORDS: usize = 9;

/// Persons: two to four capitalized words, or fewer behind a title or a line's "From:".
pub(super) fn persons(text: &str) -> Vec<Proposal> {
    let runs = name_runs(text).into_iter().filter_map(|run| {
        let value = run.span.of(text);
        if run.legal_form
            || value.chars().any(|c| c.is_ascii_digit() || c == '&')
            || value.contains('\n')
        {
            return None;
        }
        let shape = match (run.titled, run.words) {
            (true, 1..=4) => 1.0,
            (false, 2..=4) => 0.7,
            (false, 1) => 0.2,
            _ => return None,
        };
        Some(Proposal::new(run.span, shape))
    });
    let correspondents = CORRESPONDENT.captures_iter(text).filter_map(|captures| {
        let name = captures.get(1)?;
        let span = Span::new(name.range()).trimmed(text)?;
        let kept = span.of(text).trim_end_matches([',', '.', ' ', '-']);
        let span = Span::new(span.start as usize..span.start as usize + kept.len());
        (kept.split_whitespace().count() <= 4 && !kept.is_empty()).then(|| Proposal::new(span, 0.9))
    });
    runs.chain(correspondents).collect()
}

/// Organizations: runs with a legal form, other runs, and the lines of a letterhead.
pub(super) fn organizations(text: &str) -> Vec<Proposal> {
    let lines = lines(text);
    let head = letterhead(text, &lines);
    let head_end = head.iter().map(|name| name.span.end).max().unwrap_or(0);
    let runs = name_runs(text).into_iter();
    let runs = runs.filter(|run| {
        let value = run.span.of(text);
        run.words <= MAX_WORDS && !is_role(value) && !is_paper(value) && !is_label(text, run.span)
    });
    let prosaic = is_prosaic(text, &lines);
    let mut found: Vec<Proposal> = runs
        .filter_map(|run| {
            let line = lines.get(line_at(&lines, run.span.start))?.span.of(text);
            let prose = line.chars().count() >= PROSE_FROM;
            // Lines of forms and receipts are names as a whole or not at all, unless they say so.
            let named = run.legal_form && run.words > 1;
            if !prose && (run.span.start < head_end || !named || address_sign(line) > 0.0) {
                // A short line of an agreement or a letter may name a party, or who signs.
                let may_name = prosaic && run.words > 1 && address_sign(line) <= 0.0;
                return may_name.then(|| Proposal::new(run.span, if named { 1.0 } else { 0.25 }));
            }
            let shape = match (run.legal_form, run.words) {
                (true, 2..) => 1.0,
                (false, 2..) => 0.3,
                _ => 0.15,
            };
            Some(Proposal::new(run.span, shape))
        })
        .collect();
    found.extend(labelled(text, &lines));
    found.extend(head);
    let owners = owners(text, &found);
    found.extend(owners);
    for name in &mut found {
        name.normalized = standard_name(name.span.of(text)).map(Into::into);
    }
    found
}

/// What agreements call those who make them, and their own parts, with a capital.
static ROLES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:the|new|said|each|managing|and|or|whereas|now|therefore|witnesseth|recitals?|premises|agreement|company|corporation|party|parties|employee|employer|executive|director|officer|associate|consultant|contractor|recipient|discloser|receiving|disclosing|buyer|seller|purchaser|supplier|customer|licensee|licensor|lessee|lessor|tenant|landlord|borrower|lender|undersigned|representatives?|affiliates?|counterparty|stockholder|exhibit|section|article|schedule|confidential|information)(?:['’]s)?\s*)+$",
    )
});

/// Papers and their parts, which are written with a capital and name nobody.
static PAPERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:agreements?|act|code|covenants?|amendment|addendum|appendix|annex|exhibits?|schedule|sections?|articles?|clause|paragraph|recitals|contract|lease|invoice|receipt|statement|memorandum|rules|regulations)$",
    )
});

fn is_role(name: &str) -> bool {
    ROLES.is_match(name)
}

/// Whether a run of words ends by saying that it names a paper, or a part of one.
fn is_paper(name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| PAPERS.is_match(last))
}

/// Whether a colon says that words name what stands behind it: "Bank Account: GB94…". Where a
/// company signs, its name has a colon with nothing behind.
fn is_label(text: &str, span: Span) -> bool {
    let named = span.of(text).split_whitespace().next_back().is_some_and(is_legal_form);
    let behind = text[span.end as usize..].lines().next().unwrap_or_default();
    let value = behind.trim_start().strip_prefix(':').map_or("", str::trim);
    !named && !value.is_empty()
}

/// Whether most of a document is prose: then its short lines are headings and signatures, not rows.
fn is_prosaic(text: &str, lines: &[Line]) -> bool {
    let length = |line: &Line| line.span.of(text).len();
    let is_prose = |line: &&Line| line.span.of(text).chars().count() >= PROSE_FROM;
    let prose: usize = lines.iter().filter(is_prose).map(length).sum();
    2 * prose > text.len()
}

/// What stands behind a short label on a line of a form: "Employer: Star Trading".
fn labelled(text: &str, lines: &[Line]) -> Vec<Proposal> {
    let values = lines.iter().filter_map(|line| {
        let whole = line.span.of(text);
        let value = LABELLED.captures(whole)?.get(1)?;
        let start = line.span.start as usize + value.start();
        let kept = value.as_str().trim_end_matches([' ', ',', ';', ':']);
        let span = Span::new(start..start + kept.len()).trimmed(text)?;
        let letters = span.of(text).chars().filter(|c| c.is_alphabetic()).count();
        (letters >= 3 && address_sign(kept) <= 0.5).then(|| Proposal::new(span, 0.5))
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_agreement_calls_its_parties_names_nobody() {
        let text = "WHEREAS, the Company and Executive Bakeries Ltd. met, the Executive and the Company agree.";
        let found = organizations(text);
        let found: Vec<&str> = found.iter().map(|one| one.span.of(text)).collect();
        assert!(found.contains(&"Executive Bakeries Ltd."), "{found:?}");
        for role in ["WHEREAS", "Company", "Executive and the Company"] {
            assert!(!found.contains(&role), "{role} in {found:?}");
        }
    }

    #[test]
    fn a_paper_is_no_organization() {
        let text = "Under the Medical Services Agreement and the Bank Secrecy Act, Northgate Services pays.";
        let found = organizations(text);
        let found: Vec<&str> = found.iter().map(|one| one.span.of(text)).collect();
        assert!(found.contains(&"Northgate Services"), "{found:?}");
        let papers = |name: &&str| name.ends_with("Agreement") || name.ends_with("Act");
        assert!(!found.iter().any(papers), "{found:?}");
    }

    #[test]
    fn words_before_a_colon_name_nobody_unless_they_sign() {
        let text = "Retail Bill\nSold By : Quayside Stores Pvt. Ltd.,\nBank Account: US123\n\
                    Quayside Stores Pvt. Ltd :";
        let found = organizations(text);
        let found: Vec<&str> = found.iter().map(|one| one.span.of(text)).collect();
        assert!(found.contains(&"Quayside Stores Pvt. Ltd."), "{found:?}");
        assert!(found.contains(&"Quayside Stores Pvt. Ltd"), "who signs: {found:?}");
        for label in ["Bank Account", "Sold By : Quayside Stores Pvt. Ltd."] {
            assert!(!found.contains(&label), "{label} in {found:?}");
        }
    }

    #[test]
    fn correspondents_are_persons() {
        let text = "From: Tomasz\nTo: the events team\nDear Amara,\nI saw Professor Lindqvist.";
        let found: Vec<_> = persons(text).iter().map(|p| p.span.of(text)).collect();
        assert!(
            found.contains(&"Tomasz") && found.contains(&"Amara") && found.contains(&"Lindqvist"),
            "{found:?}"
        );
    }

    #[test]
    fn a_letterhead_names_the_organization_without_its_registration() {
        let text = "AEON CO. (M) BHD (126926-H)\n3RD FLR, AEON TAMAN MALURI SC\n";
        let found: Vec<_> = organizations(text).iter().map(|o| o.span.of(text)).collect();
        assert!(found.contains(&"AEON CO. (M) BHD"), "{found:?}");
        assert!(!found.contains(&"AEON CO. (M) BHD (126926-H)"), "{found:?}");
    }
}
