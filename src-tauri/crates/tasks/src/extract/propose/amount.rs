//! Money: a number with a currency beside it, or with two decimals.

use std::sync::LazyLock;

use iso_currency::Currency;
use regex::Regex;
use serde_json::json;

use super::{Proposal, number::figures, stands_alone};
use crate::Span;
use crate::text::pattern;

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?P<code>[A-Z]{3})|(?P<sign>RM|Rs\.?|R\$|US\$|A\$|C\$|HK\$|S\$|NT\$|kr\.?|Fr\.?|zł|[$€£¥₹₩₽₺₫฿₱₪]))[ \u{a0}]?$",
    )
});
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[ \u{a0}]?(?:(?P<code>[A-Z]{3})\b|(?P<word>(?i:euros?|dollars?|pounds?|ringgit|francs?|yen|rupees?))\b|(?P<sign>kr\b\.?|zł|Kč|[€£¥₽₺₫$]))",
    )
});

/// All amounts; `normalized` is `{amount, currency}`: a decimal number and the ISO 4217 code, null
/// where the document does not say.
///
/// A currency belongs to an amount when at most one blank parts them: a wider gap is a column.
pub(super) fn amounts(text: &str) -> Vec<Proposal> {
    let mut found = Vec::new();
    for (digits, value) in figures(text) {
        let (mut span, mut currency) = (digits, None);
        if let Some(before) =
            BEFORE.captures(&text[line_start(text, digits)..digits.start as usize])
        {
            let symbol = before.name("code").or(before.name("sign")).map_or("", |m| m.as_str());
            if let Some(code) = currency_code(symbol) {
                let length = before.get(0).map_or(0, |all| all.as_str().len());
                span = Span::new(digits.start as usize - length..span.end as usize);
                currency = Some(code);
            }
        }
        if currency.is_none()
            && let Some(after) = AFTER.captures(&text[digits.end as usize..])
        {
            let symbol = ["code", "word", "sign"].iter().find_map(|name| after.name(name));
            if let Some(code) = symbol.and_then(|symbol| currency_code(symbol.as_str())) {
                let length = after.get(0).map_or(0, |all| all.as_str().len());
                span = Span::new(span.start as usize..digits.end as usize + length);
                currency = Some(code);
            }
        }
        if follows_percent(text, digits) || !stands_alone(text, span) {
            continue;
        }
        let negative = is_negative(text, span);
        if let Some(start) = negative {
            span.start = start;
        }
        let cents = value.scale() == 2 || digits.of(text).ends_with(",–");
        let shape = match (currency.is_some(), cents) {
            (true, true) => 1.0,
            (true, false) => 0.9,
            (false, true) => 0.85,
            (false, false) => 0.15,
        };
        let value = if negative.is_some() { -value } else { value };
        let normalized = json!({ "amount": value.to_string(), "currency": currency });
        found.push(Proposal { normalized: Some(normalized), ..Proposal::new(span, shape) });
    }
    // Bare whole numbers are counts and codes as soon as anything in the document looks like money.
    if found.iter().any(|amount| amount.shape > 0.5) {
        found.retain(|amount| amount.shape > 0.5);
    }
    found
}

fn line_start(text: &str, span: Span) -> usize {
    text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1)
}

fn follows_percent(text: &str, span: Span) -> bool {
    text[span.end as usize..].trim_start_matches(' ').starts_with('%')
}

/// Where the sign stands, if the amount is negative: "-1.73" behind a blank.
fn is_negative(text: &str, span: Span) -> Option<u32> {
    let rest = text[..span.start as usize].strip_suffix(['-', '−'])?;
    let blank_before = rest.chars().next_back().is_none_or(char::is_whitespace);
    blank_before.then(|| Span::new(rest.len()..rest.len()).start)
}

/// The ISO 4217 code of a code, sign or word.
fn currency_code(symbol: &str) -> Option<String> {
    let code = match symbol.to_lowercase().trim_end_matches('.') {
        "$" | "us$" | "dollar" | "dollars" => "USD",
        "€" | "euro" | "euros" => "EUR",
        "£" | "pound" | "pounds" => "GBP",
        "¥" | "yen" => "JPY",
        "rm" | "ringgit" => "MYR",
        "rs" | "₹" | "rupee" | "rupees" => "INR",
        "r$" => "BRL",
        "a$" => "AUD",
        "c$" => "CAD",
        "hk$" => "HKD",
        "s$" => "SGD",
        "nt$" => "TWD",
        "₩" => "KRW",
        "₽" => "RUB",
        "₺" => "TRY",
        "₫" => "VND",
        "฿" => "THB",
        "₱" => "PHP",
        "₪" => "ILS",
        "zł" => "PLN",
        "kč" => "CZK",
        "fr" | "franc" | "francs" => "CHF",
        "kr" => "SEK",
        _ => return Currency::from_code(symbol).map(|currency| currency.code().to_owned()),
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        let written = |amount: &Proposal| {
            let form = amount.normalized.as_ref().unwrap();
            let currency =
                form["currency"].as_str().map_or(String::new(), |code| format!(" {code}"));
            format!("{}{currency}", form["amount"].as_str().unwrap())
        };
        amounts(text).iter().map(|amount| (amount.span.of(text), written(amount))).collect()
    }

    #[test]
    fn a_currency_one_blank_away_belongs_to_the_amount() {
        for (text, value, normalized) in [
            ("TOTAL RM 12.50", "RM 12.50", "12.50 MYR"),
            ("TOTAL RM51.30", "RM51.30", "51.30 MYR"),
            ("TOTAL RM  31.80", "31.80", "31.80"),
            ("costs 1.250,00 €.", "1.250,00 €", "1250.00 EUR"),
            ("USD 4,000 due", "USD 4,000", "4000 USD"),
            ("pay 20 euros", "20 euros", "20 EUR"),
            ("DISC  -0.75", "-0.75", "-0.75"),
        ] {
            assert_eq!(found(text), [(value, normalized.to_owned())], "in {text:?}");
        }
    }

    #[test]
    fn counts_and_rates_are_no_money_beside_money() {
        assert_eq!(found("3 lamps, 6% tax: 19.90"), [("19.90", "19.90".to_owned())]);
    }
}
