//! Values of fields, pointed at in the document.
//!
//! An extraction promises JSON of a schema ([`contract`]). Simple values are spans of the
//! document: recognizers [`propose`] them by type, two models bear [`witness`], a [`rank`]ing
//! decides or says that there is none. Enums are chosen ([`choose`]); whatever is not simple is
//! written under constraint and grounded ([`write`]).

mod among;
mod answer;
mod cells;
mod choose;
mod compare;
mod contender;
mod contract;
mod facets;
mod features;
mod fit;
mod head;
mod json_places;
mod learn;
mod likeness;
mod lists;
mod look;
mod measures;
mod merge;
mod observe;
mod ordinal;
mod plan;
mod point;
mod propose;
mod question;
mod rank;
mod reading;
mod role;
mod rows;
mod schema;
mod selected;
mod shown;
mod signs;
mod sought;
mod suggest;
mod surroundings;
mod tagger;
mod teach;
mod together;
mod train;
mod trial;
mod weights;
mod windows;
mod witness;
mod write;

use indexmap::IndexMap;
use jsonschema::Validator;
use serde_json::{Map, Value};
use winnow_engine::Purpose;

pub(crate) use answer::inner_path;
pub use head::FieldHead;
pub use learn::learn;
pub use observe::{Observed, observe};
pub(crate) use plan::plan;
pub(crate) use propose::{Proposal, propose};
pub use question::sought_type;
use reading::RowReading;
pub use selected::Selecting;
pub(crate) use suggest::suggest;
pub(crate) use teach::teach;
pub use weights::{Prior, Weights};

use contract::{Contract, Node, Rows};
use point::{Asked, asked_of, point};
use witness::Embedder;

use crate::cost::Cost;
use crate::teach::HeadKind;
use crate::{
    Answer, Context, Coverage, Decide, Doubt, Extraction, Field, FieldAnswer, FieldType, Outcome,
    Source, Task, TaskError,
};

/// Runs an extraction.
///
/// # Errors
/// An invalid task; no model; a written answer that is empty or was cut; the engine's.
pub(crate) async fn run(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<Outcome, TaskError> {
    let contract = Contract::of(task)?;
    if document.trim().is_empty() {
        return Err(TaskError::EmptyDocument);
    }
    let models = &context.models;
    if task.decide == Decide::Embedder && models.embedder.is_none() {
        return Err(TaskError::ModelMissing(Purpose::Embed));
    }
    let validator = jsonschema::validator_for(&contract.schema).map_err(|error| {
        TaskError::InvalidSchema { pointer: String::new(), reason: error.to_string() }
    })?;
    if let Some(head) = &context.head {
        head.fits(task, context)?;
    }
    let mut work = Work::default();
    // A model that cannot weigh spans is not left out: it writes, and what it writes is grounded.
    let only_writes = context.only_writes().await?;
    let weighs = matches!(task.decide, Decide::Embedder) || context.head.is_some();
    if task.decide == Decide::Model || (only_writes && !weighs) {
        work.write(task, &contract.schema, document, context).await?;
        return work.outcome(task, &validator, context);
    }
    let writers = context;
    let context = &context.of_scorers().await?;
    let asked = asked_of(&contract.root);
    let (chosen, pointed): (Vec<&Asked<'_>>, Vec<&Asked<'_>>) =
        asked.iter().partition(|one| one.is_chosen());
    if !asked.is_empty() {
        work.point(&pointed, task, document, context).await?;
    }
    let mut embedder = Embedder::of(context).await?;
    for one in chosen {
        let (decide, cost) = (task.decide, &mut work.cost);
        let answer = choose::choose(one, document, decide, context, &mut embedder, cost).await?;
        work.generator |= answer.decided_by.sources.contains(&Source::Model);
        work.fields.insert(one.path.clone(), answer);
    }
    let mut parts = written_parts(&contract.root);
    for (path, rows) in row_parts(&contract.root) {
        let taught = context.head.as_deref().and_then(|head| match &head.kind {
            HeadKind::Fields(head) => head.rows.get(&path),
            HeadKind::Labels(_) | HeadKind::Sets(_) => None,
        });
        let usual = RowReading::default();
        let found = rows::find_rows(document, &rows::columns(rows), taught.unwrap_or(&usual));
        // Where no line looks like a row, a model that may be asked writes them.
        if found.is_empty() && task.decide != Decide::Embedder && models.generator.is_some() {
            parts.push((path, &rows.schema));
            continue;
        }
        for (inner, answer) in answer::row_answers(&rows.columns, found, document) {
            work.fields.insert(format!("{path}.{inner}"), answer);
        }
    }
    if !parts.is_empty() {
        match &parts[..] {
            [(path, schema)] if path.is_empty() => {
                work.write(task, schema, document, writers).await?
            }
            _ => {
                let schema = write::schema_of_parts(&parts);
                work.write(task, &schema, document, writers).await?;
            }
        }
    }
    work.value = match (&contract.root, work.value.take()) {
        (Node::Written(_), written) => written,
        (Node::Rows(_), written @ Value::Array(_)) => written,
        (root, written) => {
            let written = match written {
                Value::Object(parts) => parts,
                _ => Map::new(),
            };
            answer::assemble(root, "", &work.fields, &written)
        }
    };
    if !validator.is_valid(&work.value) && models.generator.is_some() {
        // What pointing cannot fulfil (a required text that is not there) is written instead.
        work.fields.clear();
        work.doubts.retain(|doubt| !matches!(doubt, Doubt::Conflict { .. }));
        work.write(task, &contract.schema, document, writers).await?;
    }
    work.outcome(task, &validator, writers)
}

/// Whether a task's fields or schema can be used.
///
/// # Errors
/// [`TaskError::NoFields`], [`TaskError::InvalidField`], [`TaskError::InvalidSchema`].
pub(crate) fn check(task: &Task) -> Result<(), TaskError> {
    Contract::of(task).map(|_| ())
}

/// The JSON Schema that every answer of a task is valid under.
///
/// # Errors
/// Those of [`check`].
pub fn schema_of(task: &Task) -> Result<Value, TaskError> {
    Ok(Contract::of(task)?.schema)
}

/// The parts of a promise that are written, with their paths.
fn written_parts(root: &Node) -> Vec<(String, &Value)> {
    parts_of(root, &|node| match node {
        Node::Written(schema) => Some(schema),
        _ => None,
    })
}

/// The parts of a promise that are rows, with their paths.
fn row_parts(root: &Node) -> Vec<(String, &Rows)> {
    parts_of(root, &|node| match node {
        Node::Rows(rows) => Some(rows),
        _ => None,
    })
}

/// The parts of a promise that `wanted` takes, with their paths, in order.
fn parts_of<'a, T>(root: &'a Node, wanted: &dyn Fn(&'a Node) -> Option<T>) -> Vec<(String, T)> {
    fn collect<'a, T>(
        path: &str,
        node: &'a Node,
        wanted: &dyn Fn(&'a Node) -> Option<T>,
        into: &mut Vec<(String, T)>,
    ) {
        into.extend(wanted(node).map(|part| (path.to_owned(), part)));
        if let Node::Object(members) = node {
            for member in members {
                collect(&answer::inner_path(path, &member.name), &member.node, wanted, into);
            }
        }
    }
    let mut parts = Vec::new();
    collect("", root, wanted, &mut parts);
    parts
}

/// An extraction under way.
#[derive(Default)]
struct Work {
    value: Value,
    fields: IndexMap<String, FieldAnswer>,
    cost: Cost,
    coverage: Coverage,
    doubts: Vec<Doubt>,
    generator: bool,
    embedder: bool,
}

impl Work {
    async fn point(
        &mut self,
        asked: &[&Asked<'_>],
        task: &Task,
        document: &str,
        context: &Context,
    ) -> Result<(), TaskError> {
        let pointed = point(asked, document, task.decide, context).await?;
        for (one, ranking) in asked.iter().zip(&pointed.rankings) {
            if one.many {
                let answers = answer::answers(one.leaf, ranking, task.threshold);
                for (index, answer) in answers.into_iter().enumerate() {
                    self.fields.insert(format!("{}.{index}", one.path), answer);
                }
            } else {
                let answer = answer::answer(one.leaf, true, ranking, task.threshold);
                if pointed.coverage.chunks > 1 && answer::is_contested(&answer) {
                    self.doubts.push(Doubt::Conflict { field: one.path.clone() });
                }
                self.fields.insert(one.path.clone(), answer);
            }
        }
        self.cost.add(&pointed.cost.usage, &pointed.cost.timings);
        self.coverage = pointed.coverage;
        self.doubts.extend(pointed.doubts);
        self.generator |= pointed.generator;
        self.embedder |= pointed.embedder;
        Ok(())
    }

    async fn write(
        &mut self,
        task: &Task,
        schema: &Value,
        document: &str,
        context: &Context,
    ) -> Result<(), TaskError> {
        let written = write::write(task, schema, document, context).await?;
        self.value = written.value;
        self.fields.extend(written.fields);
        self.doubts.extend(written.conflicts.into_iter().map(|field| Doubt::Conflict { field }));
        self.cost.add(&written.cost.usage, &written.cost.timings);
        self.coverage = written.coverage;
        self.doubts.extend((!written.told).then_some(Doubt::NoProbabilities));
        self.generator = true;
        Ok(())
    }

    fn outcome(
        mut self,
        task: &Task,
        validator: &Validator,
        context: &Context,
    ) -> Result<Outcome, TaskError> {
        if let Err(error) = validator.validate(&self.value) {
            return Err(TaskError::InvalidField {
                field: error.instance_path().to_string(),
                reason: format!(
                    "{error}: no such value was found in the document. Let the field be null, or make it optional"
                ),
            });
        }
        self.doubts.extend(self.fields.iter().filter_map(|(path, answer)| {
            let found = !answer.value.is_null();
            (found && !answer.verified && !answer.value.is_boolean())
                .then(|| Doubt::Unverified { field: path.clone() })
        }));
        self.doubts.extend(missing("", &task.fields, &self.value));
        Ok(Outcome {
            answer: Answer::Extract(Extraction { value: self.value, fields: self.fields }),
            coverage: self.coverage,
            doubts: self.doubts,
            usage: self.cost.usage,
            timings: self.cost.timings,
            model: context.models.generator.clone().filter(|_| self.generator),
            embedder: context.models.embedder.clone().filter(|_| self.embedder),
            fallback: None,
            ran_on: None,
            task: task.content_hash(),
        })
    }
}

/// A doubt for each required field without a value.
fn missing(within: &str, fields: &IndexMap<String, Field>, value: &Value) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (name, field) in fields {
        let path = answer::inner_path(within, name);
        let found = value.get(name).unwrap_or(&Value::Null);
        let empty = found.is_null() || found.as_array().is_some_and(Vec::is_empty);
        if field.kind == FieldType::Object {
            doubts.extend(missing(&path, &field.fields, found));
        } else if field.required && empty {
            doubts.push(Doubt::FieldMissing { field: path });
        }
    }
    doubts
}
