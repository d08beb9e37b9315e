//! Which language a text is in, where that is beyond doubt.

/// Letters below which a guess is worth nothing.
const LETTERS: usize = 60;

/// Characters of a text that are looked at.
const SAMPLE: usize = 2_000;

/// The English name of a text's language if it is certainly none of those named (ISO 639-1 codes).
/// `None` where nothing is named, or the text may be in one of them.
pub(crate) fn stranger(text: &str, languages: &[String]) -> Option<&'static str> {
    if languages.is_empty() {
        return None;
    }
    let sample: String = text.chars().take(SAMPLE).collect();
    if sample.chars().filter(|sign| sign.is_alphabetic()).count() < LETTERS {
        return None;
    }
    let found = whatlang::detect(&sample)?;
    let known = |code: &String| long_code(code).is_none_or(|long| long == found.lang().code());
    (found.is_reliable() && !languages.iter().any(known)).then(|| found.lang().eng_name())
}

/// The ISO 639-3 code of a language; none for codes of models that name what this does not know,
/// such as "multi".
fn long_code(short: &str) -> Option<&'static str> {
    Some(match short {
        "ar" => "ara",
        "cs" => "ces",
        "de" => "deu",
        "en" => "eng",
        "es" => "spa",
        "fr" => "fra",
        "hi" => "hin",
        "it" => "ita",
        "ja" => "jpn",
        "ko" => "kor",
        "nl" => "nld",
        "pl" => "pol",
        "pt" => "por",
        "ru" => "rus",
        "th" => "tha",
        "tr" => "tur",
        "uk" => "ukr",
        "zh" => "cmn",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "Sehr geehrte Damen und Herren, leider ist die Heizung in unserem Büro \
                          seit gestern ausgefallen. Bitte schicken Sie jemanden, der sie repariert.";

    #[test]
    fn a_language_that_is_not_named_is_told() {
        let reads = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect::<Vec<_>>();
        assert_eq!(stranger(LETTER, &reads(&["en"])), Some("German"));
        assert_eq!(stranger(LETTER, &reads(&["en", "de"])), None);
        assert_eq!(stranger(LETTER, &reads(&["multi"])), None, "it may read German");
        assert_eq!(stranger(LETTER, &[]), None, "nothing is known of what it reads");
        assert_eq!(stranger("Guten Tag!", &reads(&["en"])), None, "too short to be sure");
        let english = "The heating in our office has been broken since yesterday, please send \
                       somebody who can repair it as soon as possible.";
        assert_eq!(stranger(english, &reads(&["en"])), None);
    }
}
