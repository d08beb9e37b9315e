//! Which language a text is in.

/// Characters of a text that are looked at, taken from its beginning, middle and end.
const SAMPLE: usize = 6_000;
/// Confidence from which a guess is told, 0 to 1.
const SURE: f64 = 0.5;
/// Letters below which a guess is worth nothing.
const LETTERS: usize = 40;

/// The language of most of a text, as ISO 639-3 names it ("eng", "deu"); none where it cannot be told
/// with confidence.
///
/// By letter trigrams and scripts (Cavnar & Trenkle 1994, N-Gram-Based Text Categorization), through
/// whatlang.
#[must_use]
pub fn detect(text: &str) -> Option<&'static str> {
    let sample = sample(text);
    if sample.chars().filter(|c| c.is_alphabetic()).count() < LETTERS {
        return None;
    }
    let found = whatlang::detect(&sample)?;
    (found.confidence() >= SURE).then(|| found.lang().code())
}

/// The English name of a language: "German" for "deu".
#[must_use]
pub fn name_of(code: &str) -> Option<&'static str> {
    whatlang::Lang::from_code(code).map(|language| language.eng_name())
}

/// Three pieces of a long text, so that a title page in another language does not decide.
fn sample(text: &str) -> String {
    let length = text.len();
    if length <= SAMPLE {
        return text.to_owned();
    }
    let piece = SAMPLE / 3;
    [0, length / 2 - piece / 2, length - piece]
        .map(|start| {
            let (start, end) =
                (text.floor_char_boundary(start), text.floor_char_boundary(start + piece));
            &text[start..end]
        })
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_letters() {
        let texts = [
            ("eng", "Please note that your parcel has been delayed and will arrive next Tuesday."),
            (
                "deu",
                "Bitte beachten Sie, dass sich Ihre Lieferung verzögert und am Dienstag ankommt.",
            ),
            (
                "fra",
                "Veuillez noter que votre colis a été retardé et qu'il arrivera mardi prochain. Nous vous prions de nous excuser pour la gêne occasionnée et restons à votre disposition.",
            ),
            ("spa", "Le informamos de que su paquete se ha retrasado y llegará el próximo martes."),
            ("rus", "Обратите внимание, что ваша посылка задерживается и прибудет во вторник."),
            (
                "jpn",
                "お荷物の到着が遅れており、来週の火曜日にお届けする予定ですのでご了承ください。ご不便をおかけして申し訳ございません。",
            ),
        ];
        for (code, text) in texts {
            assert_eq!(detect(text), Some(code), "{text}");
        }
        assert_eq!(name_of("deu"), Some("German"));
        assert_eq!(name_of("xxx"), None);
    }

    #[test]
    fn what_cannot_be_told_is_not_guessed() {
        for text in ["", "OK", "19.90 EUR 2026-04-17 4711", &"12 34 ".repeat(1000)] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn most_of_a_text_decides() {
        let text = "Zusammenfassung des Berichts über das vergangene Jahr. ".to_owned()
            + &"The committee met again in the spring and agreed on the budget for the year. \
                Nobody had asked for more than what was spent before, so the chair thanked all \
                members for their work and closed the meeting early. "
                .repeat(100);
        assert_eq!(detect(&text), Some("eng"));
    }
}
