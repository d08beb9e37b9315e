//! Numbers of invoices, orders, accounts and the like.

use std::sync::LazyLock;

use regex::Regex;

use super::{Proposal, amount::amounts, date::dates};
use crate::Span;
use crate::text::pattern;

static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)*"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:\b(?:no|num|id|ref|reference|code|account|acct|konto|order|invoice|ticket|case|iban|vat|policy|po)|\b\p{L}*(?:nr|number|nummer)|\bn[uú]m[eé]ro|\bnumer)\b\.?\s?|\bn[°º]\s?|#|№)\s?[:.#]*\s*$",
    )
});

/// All codes that hold a digit and are neither a date nor money.
pub(super) fn identifiers(text: &str) -> Vec<Proposal> {
    let taken: Vec<Span> = dates(text)
        .into_iter()
        .chain(amounts(text).into_iter().filter(|a| a.shape > 0.5))
        .map(|p| p.span)
        .collect();
    CODE.find_iter(text)
        .filter_map(|found| {
            let code = found.as_str();
            let span = Span::new(found.range());
            let digits = code.chars().filter(char::is_ascii_digit).count();
            let letters = code.chars().filter(char::is_ascii_alphabetic).count();
            let start = text[..found.start()].rfind('\n').map_or(0, |at| at + 1);
            let announced = LABEL.is_match(&text[start..found.start()]);
            let lower_case_word = letters > 0 && code.chars().any(|c| c.is_ascii_lowercase());
            if digits == 0 || code.len() < 3 && !announced || taken.iter().any(|t| t.overlaps(span))
            {
                return None;
            }
            let shape = match (announced, letters > 0 && !lower_case_word, digits) {
                (true, ..) => 1.0,
                (_, true, 3..) => 0.8,
                (_, _, 5..) => 0.6,
                _ => 0.2,
            };
            Some(Proposal::new(span, shape))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_whole_and_dates_and_money_are_not() {
        let text = "Invoice No: INV-2024/031 of 18/04/2018, account 001329332224, 19.90 due";
        let found: Vec<_> = identifiers(text).iter().map(|code| code.span.of(text)).collect();
        assert_eq!(found, ["INV-2024/031", "001329332224"]);
    }
}
