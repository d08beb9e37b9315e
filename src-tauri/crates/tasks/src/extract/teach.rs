//! Teaching an extraction by documents whose values and rows a person has given.

use std::{num::NonZeroUsize, time::Instant};

use winnow_engine::{ModelId, Purpose};

use super::contract::Contract;
use super::head::{FieldHead, TaughtField};
use super::observe::{Look, Observed, mentions, observe_most};
use super::point::{Asked, asked_of};
use super::reading::{ToldRows, learn_rows};
use super::rows::{Column, columns};
use super::train::teach_field;
use super::trial::FieldWorth;
use super::weights::Prior;
use super::{row_parts, written_parts};
use crate::classify::Memory;
use crate::teach::{
    CurvePoint, HEAD_VERSION, Head, HeadKind, Taught, TeachNote, TeachReport, distinct,
};
use crate::{Context, Example, Task, TaskError, Unteachable};

/// Contenders of a field that an example is asked about; more than a run looks at closely, so
/// that a value is learned which the prior thinks little of.
const CONTENDERS: usize = 24;
/// Examples that the language model reads: its words need few weights, and take nearly all of the
/// time.
const HEARD: usize = 20;

/// Examples whose reading is remembered: a correction is learnt from with all that came before it.
static OBSERVED: Memory<Vec<Observed>> = Memory::with_room(REMEMBERED);
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// Numbers of examples at which the learning curve is drawn.
const CURVE: [usize; 6] = [5, 10, 20, 50, 100, 200];
/// Examples at which a head has been better than the prior on every set that we tried.
const ENOUGH: usize = 10;

/// Teaches a ranker for every field of the task, and how its rows are read. Examples that answer
/// only fields that are not learned teach nothing, which is no error: they stand for their
/// documents.
///
/// # Errors
/// [`TaskError::Unteachable`] without examples; [`TaskError::ModelMissing`] without a model; the
/// engine's.
pub(crate) async fn teach(task: &Task, context: &Context) -> Result<Taught, TaskError> {
    let (examples, mut notes) = distinct(&task.examples);
    if examples.is_empty() {
        return Err(TaskError::Unteachable(Unteachable::NoExamples));
    }
    let Fields { learned: fields, tables, standing } = Fields::of(&Contract::of(task)?);
    let answered = |path: &String| examples.iter().any(|one| mentions(&one.output, path));
    let standing: Vec<String> = standing.into_iter().filter(answered).collect();
    notes.extend((!standing.is_empty()).then_some(TeachNote::Standing { fields: standing }));
    let (numbers, examples): (Vec<usize>, Vec<&Example>) = (1..)
        .zip(examples)
        .filter(|(_, one)| {
            let mut paths = fields.iter().chain(tables.iter().map(|(path, _)| path));
            paths.any(|path| mentions(&one.output, path))
        })
        .unzip();
    if examples.is_empty() {
        return Ok(Taught { head: None, report: TeachReport::of_nothing(notes) });
    }
    let began = Instant::now();
    let rows = read_examples(task, &examples, context).await?;
    let reading_seconds = began.elapsed().as_secs_f64();
    notes.extend(unfound(&rows, &numbers));
    let tables: Vec<Table> =
        tables.into_iter().map(|(path, columns)| Table::of(path, columns, &examples)).collect();
    let began = Instant::now();
    let (learned, curve) = tokio::task::spawn_blocking(move || {
        let sizes = CURVE.iter().copied().filter(|&size| size < rows.len());
        let curve: Vec<CurvePoint> = sizes
            .map(|size| {
                let score = learn_all(&rows[..size], &tables).after;
                CurvePoint { examples: size, score }
            })
            .collect();
        (learn_all(&rows, &tables), curve)
    })
    .await
    .map_err(|error| winnow_engine::EngineError::Panicked(error.to_string()))?;
    let seconds = began.elapsed().as_secs_f64();
    let used = !learned.head.fields.is_empty() || !learned.head.rows.is_empty();
    let points = [CurvePoint { examples: 0, score: learned.before }].into_iter().chain(curve);
    let last = CurvePoint { examples: examples.len(), score: learned.after };
    let report = TeachReport {
        examples: examples.len(),
        before: learned.before,
        after: learned.after,
        curve: points.chain([last]).collect(),
        reading_seconds,
        seconds,
        used,
        more_needed: (!used).then(|| ENOUGH.saturating_sub(examples.len()).max(ENOUGH / 2)),
        notes,
    };
    let models = &context.models;
    let needs = |of: fn(&TaughtField) -> bool| learned.head.fields.values().any(of);
    let (embedder, model) = (needs(|field| field.embedder), needs(|field| field.model));
    let head = used.then(|| Head {
        version: HEAD_VERSION,
        question: task.question_hash(),
        examples_hash: task.examples_hash(),
        examples: examples.len(),
        embedder: models.embedder.clone().filter(|_| embedder),
        generator: models.generator.clone().filter(|_| model),
        kind: HeadKind::Fields(learned.head),
    });
    Ok(Taught { head, report })
}

/// The paths of a task's fields, by what becomes of their answers.
struct Fields {
    /// Those that are learned: values that are pointed at.
    learned: Vec<String>,
    /// Those that are rows, with their columns: how they are read is learned.
    tables: Vec<(String, Vec<Column>)>,
    /// Those whose answers only stand for their documents.
    standing: Vec<String>,
}

impl Fields {
    fn of(contract: &Contract) -> Self {
        let (chosen, pointed): (Vec<_>, Vec<_>) =
            asked_of(&contract.root).into_iter().partition(Asked::is_chosen);
        let path = |one: Asked<'_>| one.path;
        let table = |(path, rows)| (path, columns(rows));
        let written = written_parts(&contract.root).into_iter().map(|(path, _)| path);
        Self {
            learned: pointed.into_iter().map(path).collect(),
            tables: row_parts(&contract.root).into_iter().map(table).collect(),
            standing: chosen.into_iter().map(path).chain(written).collect(),
        }
    }
}

/// Rows that examples have told.
struct Table {
    path: String,
    columns: Vec<Column>,
    /// For each example what it says of them.
    told: Vec<Option<ToldRows>>,
}

impl Table {
    fn of(path: String, columns: Vec<Column>, examples: &[&Example]) -> Self {
        let told = |one: &&Example| ToldRows::of(&one.input, &one.output, &path, &columns);
        Self { told: examples.iter().map(told).collect(), path, columns }
    }
}

/// A note for each field whose values were not all found in their documents, with the numbers of
/// these examples.
fn unfound(rows: &[Vec<Observed>], numbers: &[usize]) -> Vec<TeachNote> {
    let fields = rows.first().map_or(0, Vec::len);
    let of_field = |field: usize| {
        let observed = rows.iter().zip(numbers).filter_map(|(row, n)| Some((*n, row.get(field)?)));
        let missing: Vec<usize> = observed
            .filter(|(_, one)| {
                let (held, among) = one.recall();
                among < held
            })
            .map(|(number, _)| number)
            .collect();
        let field = rows.first().and_then(|row| row.get(field))?.name().0.to_owned();
        (!missing.is_empty()).then_some(TeachNote::Unfound { field, numbers: missing })
    };
    (0..fields).filter_map(of_field).collect()
}

/// The models that an example is read by, under one name.
fn witnesses(context: &Context) -> ModelId {
    let name = |id: &Option<ModelId>| id.as_ref().map(ToString::to_string).unwrap_or_default();
    ModelId(format!("{} {}", name(&context.models.embedder), name(&context.models.generator)))
}

/// What was learned, and how good it is.
struct Learned {
    head: FieldHead,
    /// Mean exact match on the examples without teaching, and cross-validated after it.
    before: f64,
    after: f64,
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
        let alone = Task { examples: vec![Example::clone(example)], ..task.clone() };
        let by = witnesses(&context);
        if let Some(row) = OBSERVED.recall(&by, &alone) {
            rows.push(Vec::clone(&row));
            continue;
        }
        let look = Look { prior: Prior::shipped(), most: CONTENDERS, shows: true };
        let row = observe_most(task, &example.input, &example.output, look, &context).await?;
        rows.push(Vec::clone(&OBSERVED.keep(&by, &alone, row)));
    }
    Ok(rows)
}

/// Teaches every field, and the rows, by what was read of the first examples.
fn learn_all(rows: &[Vec<Observed>], tables: &[Table]) -> Learned {
    let mut head = FieldHead::default();
    let mut worths: Vec<FieldWorth> = Vec::new();
    let fields = rows.first().map_or(0, Vec::len);
    for field in 0..fields {
        let observed: Vec<&Observed> =
            rows.iter().filter_map(|row| row.get(field)).filter(|one| one.known).collect();
        if observed.is_empty() {
            continue;
        }
        let (taught, worth) = teach_field(&observed, Prior::shipped());
        if let Some((taught, one)) = taught.zip(observed.first()) {
            head.fields.insert(one.name().0.to_owned(), taught);
        }
        worths.push(worth);
    }
    for table in tables {
        let told: Vec<&ToldRows> = table.told.iter().take(rows.len()).flatten().collect();
        if told.is_empty() {
            continue;
        }
        let (reading, worth) = learn_rows(&table.columns, &told);
        head.rows.extend(reading.map(|reading| (table.path.clone(), reading)));
        worths.push(worth);
    }
    let mean = |of: fn(&FieldWorth) -> f64| {
        worths.iter().map(of).sum::<f64>() / worths.len().max(1) as f64
    };
    let (before, after) = (mean(|worth| worth.before), mean(|worth| worth.after.max(worth.before)));
    Learned { head, before, after }
}
