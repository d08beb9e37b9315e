//! Whether a task can be run at all, told before any model is asked.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};
use winnow_engine::Sampling;

use crate::{
    Decide, Example, Field, FieldType, Length, Task, TaskError, TaskKind, extract::inner_path,
    summarize::Stars,
};

/// Sentences or bullets that a summary may be asked for at most.
const MOST_SENTENCES: u32 = 100;

/// Words that a summary may be asked for at most.
const MOST_WORDS: u32 = 5_000;

/// Checks everything about a task that does not depend on the document.
///
/// # Errors
/// The first thing that is wrong, named so that a person can mend it.
pub fn validate(task: &Task) -> Result<(), TaskError> {
    check_settings(task)?;
    match task.kind {
        TaskKind::Classify => {
            check_labels(task)?;
            check_examples(task, |example| fits_label(task, &example.output))
        }
        TaskKind::Extract => {
            crate::extract::check(task)?;
            check_examples(task, |example| fits_fields(task, &example.output))
        }
        TaskKind::Summarize => {
            check_length(task.length.unwrap_or_default())?;
            check_examples(task, |example| match &example.output {
                Value::Object(_) => Stars::check(&example.output, &example.input),
                text => fits_text(text),
            })
        }
        TaskKind::Generate => check_examples(task, |example| fits_text(&example.output)),
    }
}

fn check_labels(task: &Task) -> Result<(), TaskError> {
    let mut seen = HashSet::new();
    for (index, label) in task.labels.iter().enumerate() {
        let name = label.name.trim();
        if name.is_empty() {
            return Err(TaskError::EmptyLabel { number: index + 1 });
        }
        // Names that read alike would be one continuation to the model.
        if !seen.insert(crate::prompt::readable(name)) {
            return Err(TaskError::DuplicateLabel { label: name.to_owned() });
        }
    }
    if task.multi {
        let rest = task.labels.iter().find(|label| crate::prompt::rest_of(label).is_some());
        if let Some(rest) = rest {
            let reason = format!(
                "\"{}\" stands for none of the labels; where several may apply that is an answer without labels: leave it out",
                rest.name
            );
            return Err(setting("labels", reason));
        }
    }
    match task.labels.as_slice() {
        [] => Err(TaskError::NoLabels),
        // Whether one label applies is a question of its own.
        [only] if !task.multi => Err(TaskError::SingleLabel { label: only.name.clone() }),
        _ => Ok(()),
    }
}

fn check_examples(
    task: &Task,
    fits: impl Fn(&Example) -> Result<(), String>,
) -> Result<(), TaskError> {
    for (index, example) in task.examples.iter().enumerate() {
        let number = index + 1;
        if example.input.trim().is_empty() {
            let reason = "its text is empty: give it a text, or remove it".to_owned();
            return Err(TaskError::InvalidExample { number, reason });
        }
        fits(example).map_err(|reason| TaskError::InvalidExample { number, reason })?;
    }
    Ok(())
}

/// Whether a classification's answer names labels that it has, as many as may apply.
pub(crate) fn fits_label(task: &Task, output: &Value) -> Result<(), String> {
    match output {
        Value::String(name) => is_label(task, name),
        // None of these.
        Value::Null => Ok(()),
        Value::Array(names) if task.multi => names.iter().try_for_each(|name| match name {
            Value::String(name) => is_label(task, name),
            other => Err(format!("its answer holds {other}, expected names of labels in quotes")),
        }),
        Value::Array(_) => Err(format!(
            "its answer is {output}, and only one label applies: name it, or say that several may apply (multi = true)"
        )),
        _ => Err(format!(
            "its answer is {output}, expected the name of a label in quotes, or null for none"
        )),
    }
}

fn is_label(task: &Task, name: &str) -> Result<(), String> {
    if task.labels.iter().any(|label| label.name == name) {
        return Ok(());
    }
    let names: Vec<&str> = task.labels.iter().take(10).map(|label| label.name.as_str()).collect();
    let more = if task.labels.len() > names.len() { ", …" } else { "" };
    Err(format!(
        "its answer \"{name}\" is none of the labels ({}{more}): correct it, or add the label",
        names.join(", ")
    ))
}

fn fits_fields(task: &Task, output: &Value) -> Result<(), String> {
    let Value::Object(values) = output else {
        return Err(format!("its answer is {output}, expected an object of field values"));
    };
    if task.fields.is_empty() {
        return Ok(());
    }
    fits_members("", &task.fields, values)
}

/// Whether an object has no other members than these fields, down to the cells of rows.
fn fits_members(
    within: &str,
    fields: &IndexMap<String, Field>,
    values: &Map<String, Value>,
) -> Result<(), String> {
    for (name, value) in values {
        let path = inner_path(within, name);
        let Some(field) = fields.get(name) else {
            return Err(format!(
                "its answer names the field \"{path}\", which the task does not have: correct the name, or add the field"
            ));
        };
        match (value, rows_of(field)) {
            (Value::Object(members), None) if field.kind == FieldType::Object => {
                fits_members(&path, &field.fields, members)?;
            }
            (Value::Null, _) | (_, None) => {}
            (value, Some(columns)) => fits_rows(&path, columns, value)?,
        }
    }
    Ok(())
}

/// The columns of a list of objects.
fn rows_of(field: &Field) -> Option<&IndexMap<String, Field>> {
    let items = field.items.as_deref().filter(|_| field.kind == FieldType::List)?;
    (items.kind == FieldType::Object).then_some(&items.fields)
}

/// Whether a value is rows of these columns, with one value or none in each cell.
fn fits_rows(path: &str, columns: &IndexMap<String, Field>, value: &Value) -> Result<(), String> {
    let Value::Array(rows) = value else {
        return Err(format!(
            "its answer for \"{path}\" is {value}, expected a list of rows, each an object"
        ));
    };
    for (index, row) in rows.iter().enumerate() {
        let Value::Object(cells) = row else {
            return Err(format!(
                "row {} of \"{path}\" is {row}, expected an object with a value for each column",
                index + 1
            ));
        };
        let within = format!("{path}.{index}");
        fits_members(&within, columns, cells)?;
        let is_single = |name: &String| {
            let kind = columns.get(name).map(|column| column.kind);
            !matches!(kind, Some(FieldType::List | FieldType::Object))
        };
        let wrong = cells
            .iter()
            .find(|(name, cell)| is_single(name) && (cell.is_array() || cell.is_object()));
        if let Some((name, cell)) = wrong {
            return Err(format!(
                "\"{name}\" in row {} of \"{path}\" is {cell}, expected one value, or null",
                index + 1
            ));
        }
    }
    Ok(())
}

fn fits_text(output: &Value) -> Result<(), String> {
    match output {
        Value::String(text) if !text.trim().is_empty() => Ok(()),
        Value::String(_) => Err("its answer is empty: write the answer you expect".to_owned()),
        other => Err(format!("its answer is {other}, expected a text in quotes")),
    }
}

fn check_settings(task: &Task) -> Result<(), TaskError> {
    if task.kind == TaskKind::Classify && !task.answer_in.trim().is_empty() {
        let reason = "a label is answered as it is written: leave the language out".to_owned();
        return Err(setting("answer_in", reason));
    }
    if task.multi && task.kind != TaskKind::Classify {
        let reason = "only a classification has labels of which several may apply: leave it out";
        return Err(setting("multi", reason.to_owned()));
    }
    if let Some(fallback) = &task.fallback {
        check_fallback(task, fallback)?;
    }
    if let Some(threshold) = task.threshold
        && !(0.0..=1.0).contains(&threshold)
    {
        return Err(setting("threshold", format!("found {threshold}, expected 0 to 1")));
    }
    if task.max_tokens == Some(0) {
        return Err(setting("max_tokens", "found 0, expected at least 1".to_owned()));
    }
    check_sampling(&task.sampling)
}

fn check_fallback(task: &Task, fallback: &str) -> Result<(), TaskError> {
    let reason = match (task.kind, task.decide) {
        _ if fallback.trim().is_empty() => "it is empty: name a model, or leave it out",
        (TaskKind::Classify, Decide::Cascade | Decide::Best) => return Ok(()),
        (TaskKind::Classify, Decide::Embedder | Decide::Model) => {
            "one source decides alone, so no other is asked: decide by the cascade, or leave it out"
        }
        _ => "only a classification asks a second model: leave it out",
    };
    Err(setting("fallback", reason.to_owned()))
}

fn check_sampling(sampling: &Sampling) -> Result<(), TaskError> {
    let Sampling { temperature, top_p, top_k: _, min_p, repeat_penalty, seed: _ } = *sampling;
    if !(temperature.is_finite() && temperature >= 0.0) {
        let reason = format!("found {temperature}, expected 0 or more");
        return Err(setting("temperature", reason));
    }
    if !(top_p > 0.0 && top_p <= 1.0) {
        return Err(setting("top_p", format!("found {top_p}, expected above 0 and at most 1")));
    }
    if !(0.0..=1.0).contains(&min_p) {
        return Err(setting("min_p", format!("found {min_p}, expected 0 to 1")));
    }
    if !(repeat_penalty.is_finite() && repeat_penalty > 0.0) {
        let reason = format!("found {repeat_penalty}, expected above 0 (1 does nothing)");
        return Err(setting("repeat_penalty", reason));
    }
    Ok(())
}

fn check_length(length: Length) -> Result<(), TaskError> {
    let (unit, count, most) = match length {
        Length::Sentences(count) => ("sentences", count, MOST_SENTENCES),
        Length::Bullets(count) => ("bullets", count, MOST_SENTENCES),
        Length::Words(count) => ("words", count, MOST_WORDS),
    };
    if (1..=most).contains(&count) {
        Ok(())
    } else {
        Err(setting("length", format!("found {count} {unit}, expected 1 to {most}")))
    }
}

fn setting(setting: &'static str, reason: String) -> TaskError {
    TaskError::InvalidSetting { setting, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Example, Label};

    fn labels(names: &[&str]) -> Task {
        let mut task = Task::new(TaskKind::Classify);
        task.labels = names
            .iter()
            .map(|name| Label { name: (*name).to_owned(), description: String::new() })
            .collect();
        task
    }

    fn message(task: &Task) -> String {
        validate(task).expect_err("the task is wrong").to_string()
    }

    #[test]
    fn two_labels_are_enough() {
        validate(&labels(&["billing", "technical"])).expect("nothing is wrong with it");
    }

    #[test]
    fn a_choice_needs_two_labels_with_names_of_their_own() {
        assert!(matches!(validate(&labels(&[])), Err(TaskError::NoLabels)));
        assert!(
            message(&labels(&["billing"])).contains("\"billing\""),
            "the lonely label is named"
        );
        assert!(matches!(
            validate(&labels(&["card_lost", "other", "card lost"])),
            Err(TaskError::DuplicateLabel { label }) if label == "card lost"
        ));
        assert!(matches!(validate(&labels(&["a", " "])), Err(TaskError::EmptyLabel { number: 2 })));
    }

    #[test]
    fn an_example_must_answer_with_one_of_the_labels() {
        let mut task = labels(&["billing", "technical"]);
        task.examples.push(Example { input: "Charged twice".into(), output: "billing".into() });
        task.examples.push(Example { input: "It crashes".into(), output: "crash".into() });
        let found = message(&task);
        assert!(found.contains("example 2") && found.contains("billing, technical"), "{found}");
        task.examples[1].output = Value::Null;
        validate(&task).expect("an example may be none of the labels");
        task.examples[1].output = 7.into();
        assert!(message(&task).contains("expected the name of a label"));
        task.examples[1] = Example { input: "\n".into(), output: "billing".into() };
        assert!(message(&task).contains("its text is empty"));
    }

    #[test]
    fn rows_are_objects_of_the_columns_with_one_value_in_each_cell() {
        let mut task = Task::new(TaskKind::Extract);
        task.fields = serde_json::from_value(serde_json::json!({
            "total": { "type": "amount" },
            "lines": { "type": "list", "items": { "type": "object", "fields": {
                "item": {}, "amount": { "type": "amount" },
            } } },
        }))
        .unwrap();
        let mut told = |lines: Value| {
            let output = serde_json::json!({ "lines": lines });
            task.examples = vec![Example { input: "A4 paper 82.00".into(), output }];
            validate(&task).map_err(|error| error.to_string())
        };
        for lines in [
            serde_json::json!([{ "item": "A4 paper", "amount": "82.00" }, { "item": null }]),
            serde_json::json!([]),
            Value::Null,
        ] {
            told(lines).expect("these are rows, or none");
        }
        for (lines, expected) in [
            (serde_json::json!("A4 paper"), "expected a list of rows"),
            (serde_json::json!(["A4 paper"]), "row 1 of \"lines\" is \"A4 paper\""),
            (serde_json::json!([{}, { "colour": "white" }]), "\"lines.1.colour\""),
            (serde_json::json!([{ "item": ["A4"] }]), "\"item\" in row 1 of \"lines\""),
        ] {
            let found = told(lines).expect_err("these are no rows");
            assert!(found.contains(expected), "{found} should contain {expected}");
        }
    }

    #[test]
    fn settings_out_of_range_are_named_with_what_was_found() {
        let base = Task::new(TaskKind::Generate);
        let cases = [
            (Task { threshold: Some(1.5), ..base.clone() }, "threshold: found 1.5"),
            (Task { threshold: Some(f64::NAN), ..base.clone() }, "threshold: found NaN"),
            (Task { max_tokens: Some(0), ..base.clone() }, "max_tokens: found 0"),
            (
                Task {
                    sampling: Sampling { temperature: -1.0, ..Sampling::default() },
                    ..base.clone()
                },
                "temperature: found -1",
            ),
            (
                Task { sampling: Sampling { top_p: 0.0, ..Sampling::default() }, ..base.clone() },
                "top_p: found 0",
            ),
            (
                Task {
                    kind: TaskKind::Summarize,
                    length: Some(Length::Sentences(0)),
                    ..base.clone()
                },
                "length: found 0 sentences",
            ),
        ];
        for (task, expected) in cases {
            let found = message(&task);
            assert!(found.starts_with(expected), "{found} should begin with {expected}");
        }
    }

    #[test]
    fn a_label_has_no_language() {
        let told = |task: Task| Task { answer_in: "German".to_owned(), ..task };
        let refused = message(&told(labels(&["billing", "technical"])));
        assert!(refused.starts_with("answer_in:"), "{refused}");
        validate(&told(Task::new(TaskKind::Generate))).expect("a text has one");
    }

    #[test]
    fn several_labels_are_named_as_a_list_and_only_where_they_may_apply() {
        let mut task = labels(&["billing", "technical"]);
        let both = serde_json::json!(["billing", "technical"]);
        task.examples.push(Example { input: "It crashed and charged me".into(), output: both });
        assert!(message(&task).contains("multi = true"), "{}", message(&task));
        task.multi = true;
        validate(&task).expect("several may apply");
        task.examples[0].output = serde_json::json!(["billing", "crash"]);
        assert!(message(&task).contains("\"crash\" is none of the labels"), "{}", message(&task));
        task.examples[0].output = serde_json::json!([]);
        validate(&task).expect("none may apply");
        let one = Task { multi: true, ..labels(&["urgent"]) };
        validate(&one).expect("whether one label applies is a question");
        let rest = Task { multi: true, ..labels(&["billing", "technical", "other"]) };
        assert!(message(&rest).contains("\"other\""), "{}", message(&rest));
        let summary = Task { multi: true, ..Task::new(TaskKind::Summarize) };
        assert!(message(&summary).starts_with("multi:"), "{}", message(&summary));
    }

    #[test]
    fn a_second_model_is_asked_only_by_a_classification_that_weighs_sources() {
        let asking = |task: Task| Task { fallback: Some("larger".to_owned()), ..task };
        validate(&asking(labels(&["a", "b"]))).expect("the cascade asks it");
        let alone = Task { decide: Decide::Embedder, ..labels(&["a", "b"]) };
        assert!(message(&asking(alone)).starts_with("fallback:"));
        assert!(message(&asking(Task::new(TaskKind::Generate))).starts_with("fallback:"));
        let unnamed = Task { fallback: Some(" ".to_owned()), ..labels(&["a", "b"]) };
        assert!(message(&unnamed).contains("empty"), "{}", message(&unnamed));
    }

    #[test]
    fn a_generation_asks_nothing_of_labels() {
        validate(&Task::new(TaskKind::Generate)).expect("a free prompt needs no labels");
    }
}
