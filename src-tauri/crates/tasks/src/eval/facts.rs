//! Measures of a summary: which of the known facts it keeps, and what it makes up.

use regex::{Regex, RegexBuilder};
use serde::Serialize;
use serde_json::Value;

use super::LabelledItem;
use crate::{Answer, Doubt, Outcome, TaskError, text::word_count};

/// How much summaries keep.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FactMeasures {
    /// Share of the facts that are found, mean over the documents.
    pub facts_kept: f64,
    /// Words of a summary, mean.
    pub words: f64,
    /// Words of the longest summary.
    pub longest: usize,
    /// Numbers, dates and names that the document does not hold, in all summaries.
    pub invented: usize,
}

/// # Errors
/// [`TaskError::InvalidExample`] for a fact that is not a list of regular expressions.
pub(super) fn measure(
    items: &[LabelledItem],
    outcomes: &[Result<Outcome, TaskError>],
) -> Result<FactMeasures, TaskError> {
    let mut kept = 0.0;
    let mut words = Vec::new();
    let mut invented = 0;
    for (index, (item, outcome)) in items.iter().zip(outcomes).enumerate() {
        let facts = patterns(index + 1, &item.answer)?;
        let Ok(Outcome { answer: Answer::Summarize(summary), doubts, .. }) = outcome else {
            continue;
        };
        let found = facts
            .iter()
            .filter(|fact| fact.iter().any(|pattern| pattern.is_match(&summary.text)))
            .count();
        kept += found as f64 / facts.len().max(1) as f64;
        words.push(word_count(&summary.text));
        invented += doubts.iter().filter(|doubt| matches!(doubt, Doubt::Invented { .. })).count();
    }
    Ok(FactMeasures {
        facts_kept: kept / items.len().max(1) as f64,
        words: words.iter().sum::<usize>() as f64 / words.len().max(1) as f64,
        longest: words.into_iter().max().unwrap_or(0),
        invented,
    })
}

/// The facts of the answer to this example, each with its alternatives.
pub(crate) fn patterns(number: usize, answer: &Value) -> Result<Vec<Vec<Regex>>, TaskError> {
    let wrong = |reason: String| TaskError::InvalidExample { number, reason };
    let Value::Array(facts) = answer else {
        return Err(wrong(format!("its answer is {answer}, expected a list of facts")));
    };
    let compile = |pattern: &Value| {
        let Value::String(pattern) = pattern else {
            return Err(wrong(format!("{pattern} is not a regular expression in quotes")));
        };
        RegexBuilder::new(pattern)
            .case_insensitive(true)
            .build()
            .map_err(|error| wrong(format!("\"{pattern}\" is not a regular expression: {error}")))
    };
    facts
        .iter()
        .map(|fact| match fact {
            Value::Array(patterns) => patterns.iter().map(compile).collect(),
            single => Ok(vec![compile(single)?]),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fact_is_any_of_its_patterns() {
        let facts =
            patterns(1, &json!([["12 May", "May 12"], "1[ ,]?200"])).expect("valid patterns");
        assert!(facts[0].iter().any(|pattern| pattern.is_match("due on may 12")));
        assert!(facts[1][0].is_match("1,200 euros"));
    }

    #[test]
    fn a_broken_pattern_is_named() {
        let error = patterns(7, &json!([["("]])).expect_err("no such expression").to_string();
        assert!(error.starts_with("example 7") && error.contains("\"(\""), "{error}");
    }
}
