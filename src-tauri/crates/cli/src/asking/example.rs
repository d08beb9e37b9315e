//! Right answers: `--example "text => answer"` and files of labelled records.

use std::path::Path;

use serde_json::Value;
use winnow_app::wire::error::{ApiError, Code};
use winnow_tasks::{Example, TaskKind, eval::LabelledItem};

use crate::{ending::Failure, input::json_lines};

/// A text and its answer behind the last arrow.
pub fn parse_example(typed: &str) -> Result<Example, String> {
    let (input, output) = typed
        .rsplit_once("=>")
        .ok_or("an example is a text, an arrow and its answer: \"Charged twice! => billing\"")?;
    let output = output.trim();
    let output = match serde_json::from_str(output) {
        Ok(value @ (Value::Object(_) | Value::Array(_) | Value::Null)) => value,
        _ => Value::String(output.to_owned()),
    };
    Ok(Example { input: input.trim().to_owned(), output })
}

/// Records with known answers: `{text, label}` of a classification (`{text, labels}` where several
/// may apply), `{text, value}` else (a
/// summary's may be `{text, facts}`).
pub fn labelled_items(path: &Path, kind: TaskKind) -> Result<Vec<LabelledItem>, Failure> {
    let keys: &[&str] = match kind {
        TaskKind::Classify => &["label", "labels", "value"],
        TaskKind::Extract | TaskKind::Generate => &["value"],
        TaskKind::Summarize => &["facts", "value"],
    };
    (0..)
        .zip(json_lines(path)?)
        .map(|(index, record)| {
            let text = record.get("text").and_then(Value::as_str);
            let answer = keys.iter().find_map(|key| record.get(*key));
            match (text, answer) {
                (Some(text), Some(answer)) => {
                    Ok(LabelledItem { text: text.to_owned(), answer: answer.clone() })
                }
                _ => Err(Failure::App(ApiError {
                    code: Code::InvalidTask,
                    message: format!(
                        "record {index} of \"{}\" needs \"text\" and \"{}\"",
                        path.display(),
                        keys[0]
                    ),
                    detail: Some(path.display().to_string()),
                })),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_is_a_label_or_json() {
        let example = parse_example("1 => 2, charged twice => billing").unwrap();
        assert_eq!(
            (example.input.as_str(), example.output),
            ("1 => 2, charged twice", json!("billing"))
        );
        let example = parse_example("Total 5 => {\"total\": \"5\"}").unwrap();
        assert_eq!(example.output, json!({"total": "5"}));
        assert_eq!(parse_example("x => 2024").unwrap().output, json!("2024"), "labels are texts");
        assert!(parse_example("no arrow").is_err());
    }
}
