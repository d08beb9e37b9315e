//! Tasks: a form's fields in order, the core's by name.

use indexmap::IndexMap;
use winnow_engine::Sampling;
use winnow_tasks::{
    Decide, Example, Field, FieldType, Label, Length, Strategy, Task, TaskError, TaskKind,
};

use crate::wire::task as wire;

/// The name that a form shows for what a list holds.
const ITEM: &str = "item";

/// The task that a form describes.
///
/// # Errors
/// [`TaskError::InvalidField`] for what a form can hold and a task cannot: two fields of one name,
/// a field without a name, a list of several kinds of item. Everything else is for
/// [`winnow_tasks::validate`].
pub fn task_of(spec: &wire::TaskSpec) -> Result<Task, TaskError> {
    Ok(Task {
        name: spec.name.clone(),
        kind: kind_of(spec.kind),
        instructions: spec.instructions.clone(),
        labels: spec
            .labels
            .iter()
            .map(|label| Label { name: label.name.clone(), description: label.description.clone() })
            .collect(),
        multi: spec.multi,
        fields: fields_of(&spec.fields, "")?,
        schema: spec.schema.clone(),
        examples: spec
            .examples
            .iter()
            .map(|example| Example { input: example.input.clone(), output: example.output.clone() })
            .collect(),
        length: spec.length.map(|length| match length.unit {
            wire::LengthUnit::Sentences => Length::Sentences(length.count),
            wire::LengthUnit::Bullets => Length::Bullets(length.count),
            wire::LengthUnit::Words => Length::Words(length.count),
        }),
        focus: spec.focus.clone(),
        answer_in: spec.answer_in.clone(),
        strategy: match spec.strategy {
            wire::Strategy::MapReduce => Strategy::MapReduce,
            wire::Strategy::Refine => Strategy::Refine,
        },
        fallback: spec.fallback.clone(),
        sampling: Sampling {
            temperature: spec.sampling.temperature,
            top_p: spec.sampling.top_p,
            top_k: spec.sampling.top_k,
            min_p: spec.sampling.min_p,
            repeat_penalty: spec.sampling.repeat_penalty,
            seed: spec.sampling.seed,
        },
        max_tokens: spec.max_tokens,
        threshold: spec.threshold,
        calibrate: spec.calibrate,
        decide: match spec.decide {
            wire::Decide::Embedder => Decide::Embedder,
            wire::Decide::Model => Decide::Model,
            wire::Decide::Cascade => Decide::Cascade,
            wire::Decide::Best => Decide::Best,
        },
    })
}

/// The form that describes a task.
#[must_use]
pub fn spec_of(task: &Task) -> wire::TaskSpec {
    wire::TaskSpec {
        name: task.name.clone(),
        kind: kind_view(task.kind),
        instructions: task.instructions.clone(),
        labels: task
            .labels
            .iter()
            .map(|label| wire::LabelSpec {
                name: label.name.clone(),
                description: label.description.clone(),
            })
            .collect(),
        multi: task.multi,
        fields: field_specs(&task.fields),
        schema: task.schema.clone(),
        examples: task
            .examples
            .iter()
            .map(|example| wire::ExampleSpec {
                input: example.input.clone(),
                output: example.output.clone(),
            })
            .collect(),
        length: task.length.map(|length| match length {
            Length::Sentences(count) => {
                wire::LengthSpec { unit: wire::LengthUnit::Sentences, count }
            }
            Length::Bullets(count) => wire::LengthSpec { unit: wire::LengthUnit::Bullets, count },
            Length::Words(count) => wire::LengthSpec { unit: wire::LengthUnit::Words, count },
        }),
        focus: task.focus.clone(),
        answer_in: task.answer_in.clone(),
        strategy: match task.strategy {
            Strategy::MapReduce => wire::Strategy::MapReduce,
            Strategy::Refine => wire::Strategy::Refine,
        },
        fallback: task.fallback.clone(),
        sampling: wire::SamplingSpec {
            temperature: task.sampling.temperature,
            top_p: task.sampling.top_p,
            top_k: task.sampling.top_k,
            min_p: task.sampling.min_p,
            repeat_penalty: task.sampling.repeat_penalty,
            seed: task.sampling.seed,
        },
        max_tokens: task.max_tokens,
        threshold: task.threshold,
        calibrate: task.calibrate,
        decide: match task.decide {
            Decide::Embedder => wire::Decide::Embedder,
            Decide::Model => wire::Decide::Model,
            Decide::Cascade => wire::Decide::Cascade,
            Decide::Best => wire::Decide::Best,
        },
    }
}

/// A kind on its way down.
#[must_use]
pub fn kind_of(kind: wire::TaskKind) -> TaskKind {
    match kind {
        wire::TaskKind::Classify => TaskKind::Classify,
        wire::TaskKind::Extract => TaskKind::Extract,
        wire::TaskKind::Summarize => TaskKind::Summarize,
        wire::TaskKind::Generate => TaskKind::Generate,
    }
}

/// A kind on its way up.
#[must_use]
pub fn kind_view(kind: TaskKind) -> wire::TaskKind {
    match kind {
        TaskKind::Classify => wire::TaskKind::Classify,
        TaskKind::Extract => wire::TaskKind::Extract,
        TaskKind::Summarize => wire::TaskKind::Summarize,
        TaskKind::Generate => wire::TaskKind::Generate,
    }
}

/// A kind as the store keeps it.
#[must_use]
pub fn kind_name(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Classify => "classify",
        TaskKind::Extract => "extract",
        TaskKind::Summarize => "summarize",
        TaskKind::Generate => "generate",
    }
}

fn fields_of(
    specs: &[wire::FieldSpec],
    parent: &str,
) -> Result<IndexMap<String, Field>, TaskError> {
    let mut fields = IndexMap::new();
    for (index, spec) in specs.iter().enumerate() {
        let path = format!("{parent}{}", spec.name);
        if spec.name.trim().is_empty() {
            return Err(TaskError::InvalidField {
                field: format!("{parent}{}", index + 1),
                reason: "it has no name: give it one, such as \"total\"".to_owned(),
            });
        }
        if fields.insert(spec.name.clone(), field_of(spec, &path)?).is_some() {
            return Err(TaskError::InvalidField {
                field: path,
                reason: "it is there twice: give each field its own name".to_owned(),
            });
        }
    }
    Ok(fields)
}

fn field_of(spec: &wire::FieldSpec, path: &str) -> Result<Field, TaskError> {
    let (items, fields) = match (spec.kind, spec.fields.as_slice()) {
        (wire::FieldType::List, []) => (None, IndexMap::new()),
        (wire::FieldType::List, [item]) => {
            (Some(Box::new(field_of(item, &format!("{path}.{ITEM}"))?)), IndexMap::new())
        }
        (wire::FieldType::List, several) => {
            return Err(TaskError::InvalidField {
                field: path.to_owned(),
                reason: format!(
                    "a list holds one kind of item, {} are given: put them into one object",
                    several.len()
                ),
            });
        }
        (_, inner) => (None, fields_of(inner, &format!("{path}."))?),
    };
    Ok(Field {
        kind: type_of(spec.kind),
        description: spec.description.clone(),
        required: spec.required,
        free: spec.free,
        values: spec.values.clone(),
        items,
        fields,
    })
}

fn field_specs(fields: &IndexMap<String, Field>) -> Vec<wire::FieldSpec> {
    fields.iter().map(|(name, field)| field_spec(name, field)).collect()
}

fn field_spec(name: &str, field: &Field) -> wire::FieldSpec {
    wire::FieldSpec {
        name: name.to_owned(),
        kind: type_view(&field.kind),
        description: field.description.clone(),
        required: field.required,
        free: field.free,
        values: field.values.clone(),
        fields: match &field.items {
            Some(item) => vec![field_spec(ITEM, item)],
            None => field_specs(&field.fields),
        },
    }
}

fn type_of(kind: wire::FieldType) -> FieldType {
    match kind {
        wire::FieldType::Text => FieldType::Text,
        wire::FieldType::Date => FieldType::Date,
        wire::FieldType::Amount => FieldType::Amount,
        wire::FieldType::Number => FieldType::Number,
        wire::FieldType::Name => FieldType::Name,
        wire::FieldType::Organization => FieldType::Organization,
        wire::FieldType::Address => FieldType::Address,
        wire::FieldType::Duration => FieldType::Duration,
        wire::FieldType::Email => FieldType::Email,
        wire::FieldType::Phone => FieldType::Phone,
        wire::FieldType::Url => FieldType::Url,
        wire::FieldType::Identifier => FieldType::Identifier,
        wire::FieldType::Boolean => FieldType::Boolean,
        wire::FieldType::Enum => FieldType::Enum,
        wire::FieldType::List => FieldType::List,
        wire::FieldType::Object => FieldType::Object,
    }
}

/// A type as the window names it.
pub fn type_view(kind: &FieldType) -> wire::FieldType {
    match kind {
        FieldType::Text => wire::FieldType::Text,
        FieldType::Date => wire::FieldType::Date,
        FieldType::Amount => wire::FieldType::Amount,
        FieldType::Number => wire::FieldType::Number,
        FieldType::Name => wire::FieldType::Name,
        FieldType::Organization => wire::FieldType::Organization,
        FieldType::Address => wire::FieldType::Address,
        FieldType::Duration => wire::FieldType::Duration,
        FieldType::Email => wire::FieldType::Email,
        FieldType::Phone => wire::FieldType::Phone,
        FieldType::Url => wire::FieldType::Url,
        FieldType::Identifier => wire::FieldType::Identifier,
        FieldType::Boolean => wire::FieldType::Boolean,
        FieldType::Enum => wire::FieldType::Enum,
        FieldType::List => wire::FieldType::List,
        FieldType::Object => wire::FieldType::Object,
    }
}

#[cfg(test)]
#[path = "task_tests.rs"]
mod tests;
