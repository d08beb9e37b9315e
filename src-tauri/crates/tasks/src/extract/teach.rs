//! Teaching an extraction by documents whose values a person has given.

use winnow_engine::Purpose;

use super::head::{FieldHead, FieldWorth, teach_field};
use super::learn::{Observed, observe_most};
use super::weights::Prior;
use crate::{Context, Example, Task, TaskError};

/// Contenders of a field that an example is asked about; more than a run looks at closely, so
/// that a value is learned which the prior thinks little of.
const CONTENDERS: usize = 24;
/// Examples that the language model reads: its words need few weights, and take nearly all of the
/// time.
const HEARD: usize = 20;

/// What teaching an extraction came to.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldsTaught {
    pub head: FieldHead,
    /// Mean exact match on the examples without teaching, and cross-validated after it.
    pub before: f64,
    pub after: f64,
    pub examples: usize,
}

/// What the examples show of every field: one row of fields for each.
///
/// # Errors
/// An invalid task; a missing model; the engine's.
pub(super) async fn read_examples(
    task: &Task,
    examples: &[&Example],
    context: &Context,
) -> Result<Vec<Vec<Observed>>, TaskError> {
    if context.models.generator.is_none() && context.models.embedder.is_none() {
        return Err(TaskError::ModelMissing(Purpose::Embed));
    }
    let mut rows = Vec::with_capacity(examples.len());
    for (index, example) in examples.iter().enumerate() {
        let mut context = context.clone();
        if index >= HEARD && context.models.embedder.is_some() {
            context.models.generator = None;
        }
        let row = observe_most(task, &example.input, &example.output, CONTENDERS, &context).await?;
        rows.push(row);
    }
    Ok(rows)
}

/// Teaches every field by what was read.
pub(super) fn learn_fields(rows: &[Vec<Observed>]) -> FieldsTaught {
    let mut head = FieldHead::default();
    let mut worths: Vec<FieldWorth> = Vec::new();
    let fields = rows.first().map_or(0, Vec::len);
    for field in 0..fields {
        let observed: Vec<&Observed> = rows.iter().filter_map(|row| row.get(field)).collect();
        let (taught, worth) = teach_field(&observed, Prior::shipped());
        if let Some((taught, one)) = taught.zip(observed.first()) {
            head.fields.insert(one.name().0.to_owned(), taught);
        }
        worths.push(worth);
    }
    let mean = |of: fn(&FieldWorth) -> f64| {
        worths.iter().map(of).sum::<f64>() / worths.len().max(1) as f64
    };
    let (before, after) = (mean(|worth| worth.before), mean(|worth| worth.after.max(worth.before)));
    FieldsTaught { head, before, after, examples: rows.len() }
}
