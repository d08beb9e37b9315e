//! What a language model is asked to write, where pointing is not enough or not wanted.

use serde_json::{Map, Value};
use winnow_engine::Constraint;

use super::contract::Contract;
use super::point::{Asked, asked_of};
use super::schema;
use crate::prompt::{PromptForm, PromptPlan};
use crate::{Decide, Task};

/// Characters of an example that is shown at most; longer ones are left out whole.
const SHOWN_CHARS: usize = 1500;
/// Examples shown at most.
const SHOWN_EXAMPLES: usize = 2;

/// What the language model is asked about this document: the whole as JSON where it writes, the
/// first field's question where it scores spans (the other fields ask theirs in the same place).
///
/// An invalid task is shown as one that asks for nothing.
pub(crate) fn plan(task: &Task, document: &str) -> PromptPlan {
    let Ok(contract) = Contract::of(task) else {
        return writing_plan(task, &Value::Object(Map::new()), document);
    };
    match asked_of(&contract.root).first() {
        Some(first) if task.decide != Decide::Model => pointing_plan(first, document),
        _ => writing_plan(task, &contract.schema, document),
    }
}

fn pointing_plan(first: &Asked<'_>, document: &str) -> PromptPlan {
    PromptPlan {
        form: PromptForm::Completion,
        prefix: String::new(),
        document: document.to_owned(),
        suffix: format!("\n\n{}", first.question.continued),
        constraint: Constraint::Substring { document: document.to_owned() },
    }
}

/// The prompt under which the model writes JSON of this schema.
pub(super) fn writing_plan(task: &Task, schema: &Value, document: &str) -> PromptPlan {
    let mut system = "You copy values out of a text, word for word, and answer in JSON.".to_owned();
    if !task.instructions.trim().is_empty() {
        system.push(' ');
        system.push_str(task.instructions.trim());
    }
    if !task.answer_in.trim().is_empty() {
        system.push_str(&format!(" Texts that are not copied are in {}.", task.answer_in.trim()));
    }
    let mut asked = String::new();
    describe("", schema, &mut asked);
    let shown = |input: &str| input.chars().count() <= SHOWN_CHARS;
    let examples: String = task
        .examples
        .iter()
        .filter(|example| shown(&example.input))
        .take(SHOWN_EXAMPLES)
        .map(|example| format!("Text:\n{}\n\nJSON:\n{}\n\n", example.input.trim(), example.output))
        .collect();
    PromptPlan {
        form: PromptForm::Chat { system, answer: String::new() },
        prefix: format!("{examples}Text:\n"),
        document: document.to_owned(),
        suffix: format!(
            "\n\nFind these values in the text and answer with JSON only:\n{asked}A value that the text does not hold is null."
        ),
        constraint: Constraint::JsonSchema {
            schema: schema::grounded(schema),
            document: Some(document.to_owned()),
        },
    }
}

/// A line for each property: "- buyer.name: who pays".
fn describe(path: &str, schema: &Value, into: &mut String) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        if let Some(items) = schema.get("items").filter(|items| items.get("properties").is_some()) {
            describe(path, items, into);
        }
        return;
    };
    for (name, property) in properties {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let said = schema::description(property);
        into.push_str(&if said.is_empty() {
            format!("- {path}\n")
        } else {
            format!("- {path}: {said}\n")
        });
        describe(&path, property, into);
    }
}
