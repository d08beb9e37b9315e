//! Written answers for people: the text itself, under the document's name where there are several.

use winnow_app::wire::error::ApiError;
use winnow_tasks::{Answer, Doubt};

use super::{Answered, Sink, print_line, printable};
use crate::{ending::Failure, input::Origin};

/// Texts, one under the other.
pub struct TextSink {
    /// Held back until it is known whether a second one follows.
    first: Option<(String, String)>,
    several: bool,
}

impl TextSink {
    pub fn new() -> Self {
        Self { first: None, several: false }
    }

    fn print(&mut self, title: String, body: String) -> Result<(), Failure> {
        if self.several {
            return titled(&title, &body);
        }
        match self.first.take() {
            None => self.first = Some((title, body)),
            Some((first_title, first_body)) => {
                self.several = true;
                titled(&first_title, &first_body)?;
                titled(&title, &body)?;
            }
        }
        Ok(())
    }
}

fn titled(title: &str, body: &str) -> Result<(), Failure> {
    print_line(&format!("{title}\n{body}\n"))
}

impl Sink for TextSink {
    fn answered(&mut self, answered: &Answered<'_>) -> Result<(), Failure> {
        let text = match &answered.outcome.answer {
            Answer::Summarize(summary) => &summary.text,
            Answer::Generate(written) => &written.text,
            Answer::Classify(_) | Answer::Extract(_) => return Ok(()),
        };
        let mut body = printable(text).into_owned();
        for doubt in &answered.outcome.doubts {
            if let Some(words) = in_words(doubt) {
                body.push_str("\n! ");
                body.push_str(&printable(&words));
            }
        }
        self.print(printable(&answered.origin.to_string()).into_owned(), body)
    }

    fn failed(&mut self, _: &Origin, _: &ApiError) -> Result<(), Failure> {
        // Standard error has it; here only texts stand.
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        match self.first.take() {
            Some((_, body)) => print_line(&body),
            None => Ok(()),
        }
    }
}

/// What a reader of a written text should know about it.
fn in_words(doubt: &Doubt) -> Option<String> {
    match doubt {
        Doubt::Invented { text } => Some(format!("\"{text}\" does not stand in the document")),
        Doubt::NotTranslated { language } => Some(format!(
            "not in {language}: these are the document's own sentences (--decide model writes)"
        )),
        Doubt::CutAtLimit { limit } => Some(format!("cut at {limit} tokens")),
        Doubt::NoProbabilities => Some("the endpoint tells no probabilities".to_owned()),
        _ => None,
    }
}
