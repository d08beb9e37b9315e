//! The standard form of an organization's name: legal forms in their usual short spelling.
//!
//! "ALTIMO HOLDINGS & INVESTMENTS LIMITED" and "Altimo Holdings and Investments, Ltd." are one
//! company; only capitals are left as they are written.

/// Legal forms without their dots, in lower case, and how each is written.
const FORMS: [(&str, &str); 27] = [
    ("inc", "Inc."),
    ("incorporated", "Inc."),
    ("ltd", "Ltd."),
    ("limited", "Ltd."),
    ("corp", "Corp."),
    ("co", "Co."),
    ("llc", "LLC"),
    ("llp", "LLP"),
    ("lp", "LP"),
    ("lllp", "LLLP"),
    ("plc", "plc"),
    ("pc", "PC"),
    ("na", "NA"),
    ("sa", "SA"),
    ("nv", "NV"),
    ("bv", "BV"),
    ("ag", "AG"),
    ("asa", "ASA"),
    ("gmbh", "GmbH"),
    ("pte", "Pte"),
    ("pty", "Pty"),
    ("pvt", "Pvt"),
    ("sdn", "Sdn"),
    ("bhd", "Bhd"),
    ("spa", "SpA"),
    ("srl", "Srl"),
    ("ulc", "ULC"),
];

/// The name with even blanks, "and" for "&", and its legal forms in their usual spelling without a
/// comma before them; `None` where it is written so already.
pub(super) fn standard_name(name: &str) -> Option<String> {
    let mut standard = String::with_capacity(name.len());
    for (index, word) in name.split_whitespace().enumerate() {
        let bare = word.trim_end_matches([',', ';']);
        let letters: String = bare.chars().filter(|c| *c != '.').collect::<String>().to_lowercase();
        let form = FORMS.iter().find(|(form, _)| index > 0 && *form == letters);
        let written = match form {
            _ if bare == "&" => "and",
            // A full stop alone was parted from the form before it by a blank.
            _ if bare == "." => continue,
            Some((_, written)) => {
                standard.truncate(standard.trim_end_matches([',', ' ']).len());
                written
            }
            None => word,
        };
        if !standard.is_empty() {
            standard.push(' ');
        }
        standard.push_str(written);
    }
    (standard != name).then_some(standard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_company_has_one_standard_form() {
        for (written, standard) in [
            ("Harbour & Field, Incorporated", "Harbour and Field Inc."),
            ("Harbour and Field, Inc", "Harbour and Field Inc."),
            ("NORTHGATE PTE, LTD .", "NORTHGATE Pte Ltd."),
            ("Linden Partners, L.P.", "Linden Partners LP"),
            ("Co. Limited", "Co. Ltd."),
        ] {
            assert_eq!(standard_name(written).as_deref(), Some(standard), "{written}");
        }
        assert_eq!(standard_name("Harbour Bank"), None, "it is written so already");
    }
}
