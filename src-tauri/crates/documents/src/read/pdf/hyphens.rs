//! Words that were cut at the end of a line are made whole.

/// Joins a line that ends in a hyphen with the next, where both halves are letters and the second
/// goes on in lower case. The hyphen stays if the text has the word with its hyphen elsewhere
/// ("well-known"); a soft hyphen never does.
pub(super) fn join(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\n') {
        let (line, below) = (&rest[..at], &rest[at + 1..]);
        match cut(line, below) {
            Some((kept, hyphen)) => {
                joined.push_str(kept);
                let second = below.find(|c: char| !c.is_alphabetic()).unwrap_or(below.len());
                let first = kept
                    .rfind(|c: char| !c.is_alphabetic())
                    .map_or(kept, |at| kept[at..].trim_start_matches(|c: char| !c.is_alphabetic()));
                if hyphen == '-' && text.contains(&format!("{first}-{}", &below[..second])) {
                    joined.push('-');
                }
            }
            None => {
                joined.push_str(line);
                joined.push('\n');
            }
        }
        rest = below;
    }
    joined.push_str(rest);
    // A soft hyphen inside a line is a place where a word might have been cut, but was not.
    joined.replace('\u{ad}', "")
}

/// The line without its hyphen, if a word goes on below.
fn cut<'a>(line: &'a str, below: &str) -> Option<(&'a str, char)> {
    let hyphen = line.chars().next_back().filter(|c| matches!(c, '-' | '\u{ad}' | '\u{2010}'))?;
    let kept = &line[..line.len() - hyphen.len_utf8()];
    let goes_on = kept.ends_with(char::is_alphabetic) && below.starts_with(char::is_lowercase);
    goes_on.then_some((kept, hyphen))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn only_cut_words_are_joined() {
        assert_eq!(join("a docu-\nment"), "a document");
        assert_eq!(join("Stra\u{ad}\nße und so\u{ad}lar"), "Straße und solar");
        assert_eq!(join("well-known and well-\nknown"), "well-known and well-known");
        assert_eq!(join("Anne-\nMarie, 2024-\n2025"), "Anne-\nMarie, 2024-\n2025");
        assert_eq!(join("a list -\nof things"), "a list -\nof things", "a dash cuts no word");
        assert_eq!(join("end-\n\nnext"), "end-\n\nnext", "paragraphs stay apart");
    }
}
