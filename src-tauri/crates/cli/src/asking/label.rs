//! `--label "billing: payment, charges, invoices"`.

use winnow_tasks::Label;

/// A label's name, and what belongs to it behind the first colon.
pub fn parse_label(typed: &str) -> Result<Label, String> {
    let (name, description) = typed.split_once(':').unwrap_or((typed, ""));
    let label = Label { name: name.trim().to_owned(), description: description.trim().to_owned() };
    if label.name.is_empty() {
        return Err("a label needs a name before the colon, as in \"billing: invoices\"".to_owned());
    }
    Ok(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_has_a_name_and_perhaps_a_description() {
        let label = parse_label("billing: payment: charges, invoices ").unwrap();
        assert_eq!(
            (label.name.as_str(), label.description.as_str()),
            ("billing", "payment: charges, invoices")
        );
        assert_eq!(parse_label("other").unwrap().description, "");
        assert!(parse_label(": nothing").is_err(), "a nameless label cannot be an answer");
    }
}
