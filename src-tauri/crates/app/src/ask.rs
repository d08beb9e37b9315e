//! The one way in which a task meets a document: models are lent, the task runs, what came of it
//! is kept if it is to be kept.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use chrono::{DateTime, Utc};
use winnow_documents::Document;
use winnow_engine::{CancellationToken, LoadedModel, ModelId, Priority, Purpose, Router};
use winnow_store::{NewRun, RunId, RunStatus};
use winnow_tasks::{Context, Models, Outcome, Progress, Task, TaskError, run, validate};

use crate::{
    App,
    choose::{Chosen, Pick, Place},
    convert::{
        document::new_document,
        outcome::{KeptOutcome, answer_line, confidence},
        run::event_of,
        task::kind_name,
    },
    shelf::Lease,
    wire::{
        error::{ApiError, Code},
        run::RunEvent,
    },
};

/// Who is told what happens during a run.
pub type Listener = Arc<dyn Fn(RunEvent) + Send + Sync>;

/// How a document is asked about.
#[derive(Clone, Copy, Debug, Default)]
pub struct AskOptions {
    /// Whether the history keeps the run.
    pub save: bool,
    /// Who waits.
    pub priority: Priority,
}

/// A valid task on its way to a document.
pub(crate) struct Asking<'a> {
    pub task: &'a Task,
    pub document: &'a Document,
    pub chosen: &'a Chosen,
    pub priority: Priority,
    pub events: Listener,
    pub cancel: &'a CancellationToken,
}

/// What came of a run that began.
pub(crate) struct Ran {
    pub result: Result<KeptOutcome, ApiError>,
    /// What the model wrote, as far as it came.
    pub written: String,
    pub began_at: DateTime<Utc>,
    pub duration_ms: f64,
}

/// The models of a run, lent until it ends.
pub(crate) struct Lent {
    generator: Option<Loan>,
    /// None, too, where it could not be reached: the others answer without it then.
    fallback: Option<Loan>,
    embedder: Option<Loan>,
    embedder_languages: Vec<String>,
    writes: bool,
}

/// One lent model.
enum Loan {
    /// It stays loaded while this is held.
    Here(Lease),
    /// It is on another computer.
    Elsewhere(LoadedModel),
}

impl Loan {
    fn model(&self) -> &LoadedModel {
        match self {
            Self::Here(lease) => &lease.model,
            Self::Elsewhere(model) => model,
        }
    }

    fn id(loan: Option<&Self>) -> Option<ModelId> {
        loan.map(|loan| loan.model().id.clone())
    }
}

impl Lent {
    /// The model that counts the document's tokens.
    pub(crate) fn reader(&self) -> Result<&LoadedModel, TaskError> {
        let loan = self.generator.as_ref().or(self.embedder.as_ref());
        Ok(loan.ok_or(TaskError::ModelMissing(Purpose::Generate))?.model())
    }
}

impl App {
    /// Asks a document what a task asks. Spans of the outcome count bytes of the document's text.
    ///
    /// # Errors
    /// Everything that [`winnow_tasks::TaskError`] and loading a model can say. With
    /// [`AskOptions::save`] a run that began is kept in the history even when it fails.
    pub async fn ask(
        &self,
        task: &Task,
        document: &Document,
        options: AskOptions,
        events: impl Fn(RunEvent) + Send + Sync + 'static,
        cancel: &CancellationToken,
    ) -> Result<Outcome, ApiError> {
        validate(task)?;
        let chosen = self.choose(task).await?;
        let ran = self
            .perform(Asking {
                task,
                document,
                chosen: &chosen,
                priority: options.priority,
                events: Arc::new(events),
                cancel,
            })
            .await;
        if options.save {
            self.record(task, document, &ran).await?;
        }
        Ok(ran.result?.outcome)
    }

    /// Runs a valid task; from here on every end is a run's end.
    pub(crate) async fn perform(&self, asking: Asking<'_>) -> Ran {
        let began = Instant::now();
        let began_at = Utc::now();
        let written = Arc::new(Mutex::new(String::new()));
        let progress = {
            let (events, written) = (asking.events.clone(), written.clone());
            move |progress: Progress| {
                if let Progress::Text { text, .. } = &progress {
                    written.lock().unwrap_or_else(PoisonError::into_inner).push_str(text);
                }
                events(event_of(progress, began.elapsed()));
            }
        };
        let result = self.work(&asking, Arc::new(progress)).await;
        let written = std::mem::take(&mut *written.lock().unwrap_or_else(PoisonError::into_inner));
        Ran { result, written, began_at, duration_ms: began.elapsed().as_secs_f64() * 1e3 }
    }

    async fn work(
        &self,
        asking: &Asking<'_>,
        progress: Arc<dyn Fn(Progress) + Send + Sync>,
    ) -> Result<KeptOutcome, ApiError> {
        let Asking { task, document, cancel, .. } = *asking;
        let lent = self.lend(asking.chosen, &asking.events, cancel).await?;
        let context = self.context(&lent, asking.priority, progress, cancel).await?;
        let context = self.learned(task, context).await?;
        let asked = self.beside_kept(task, &context).await?;
        let outcome = run(&asked, &document.text, &context).await?;
        let outcome = self.told(task, &document.text, outcome).await?;
        Ok(asking.chosen.kept(outcome))
    }

    /// Keeps a run that has ended, however it ended.
    pub(crate) async fn record(
        &self,
        task: &Task,
        document: &Document,
        ran: &Ran,
    ) -> Result<RunId, ApiError> {
        let document = self.store.save_document(new_document(document)?).await?;
        let kept = ran.result.as_ref();
        let outcome = kept.ok().map(|kept| &kept.outcome);
        let status = match &ran.result {
            Ok(_) => RunStatus::Done,
            Err(error) if error.code == Code::Cancelled => RunStatus::Cancelled,
            Err(_) => RunStatus::Failed,
        };
        let unfinished = status != RunStatus::Done && !ran.written.is_empty();
        Ok(self
            .store
            .insert_run(NewRun {
                document_id: document.id,
                kind: kind_name(task.kind).to_owned(),
                task_hash: task.content_hash(),
                task: serde_json::to_value(task)?,
                task_name: task.name.clone(),
                outcome: kept.ok().map(serde_json::to_value).transpose()?,
                error: kept.err().map(serde_json::to_value).transpose()?,
                partial: unfinished.then(|| ran.written.clone()),
                status,
                answer: outcome.map(|outcome| answer_line(&outcome.answer)).unwrap_or_default(),
                confidence: outcome.and_then(|outcome| confidence(&outcome.answer)),
                model: outcome.and_then(|outcome| outcome.model.as_ref()).map(ToString::to_string),
                embedder: outcome
                    .and_then(|outcome| outcome.embedder.as_ref())
                    .map(ToString::to_string),
                duration_ms: ran.duration_ms,
                created_at: ran.began_at,
            })
            .await?)
    }

    /// Lends the chosen models; tells of those that have to be loaded.
    pub(crate) async fn lend(
        &self,
        chosen: &Chosen,
        events: &Listener,
        cancel: &CancellationToken,
    ) -> Result<Lent, ApiError> {
        let mut lent = Lent {
            generator: None,
            fallback: None,
            embedder: None,
            embedder_languages: chosen.embedder_languages.clone(),
            writes: chosen.writes,
        };
        for (pick, place) in
            [(&chosen.generator, &mut lent.generator), (&chosen.embedder, &mut lent.embedder)]
        {
            if let Some(pick) = pick {
                *place = Some(self.borrow(pick, None, events, cancel).await?);
            }
        }
        if let Some(pick) = &chosen.fallback {
            lent.fallback = match self.borrow(pick, Some(chosen), events, cancel).await {
                Ok(loan) => Some(loan),
                Err(error) if error.code == Code::Cancelled => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, model = pick.name, "the larger model takes no part");
                    None
                }
            };
        }
        Ok(lent)
    }

    /// Lends one model; the larger one `beside` those that are lent already.
    async fn borrow(
        &self,
        pick: &Pick,
        beside: Option<&Chosen>,
        events: &Listener,
        cancel: &CancellationToken,
    ) -> Result<Loan, ApiError> {
        let (events, model) = (events.clone(), pick.name.clone());
        let progress = move |fraction| events(RunEvent::Loading { model: model.clone(), fraction });
        Ok(match (&pick.place, beside) {
            (Place::Elsewhere(id), _) => Loan::Elsewhere(self.reach(id, cancel).await?),
            (Place::Here(spec), None) => Loan::Here(self.shelf.lend(spec, progress, cancel).await?),
            (Place::Here(spec), Some(chosen)) => {
                let generator = chosen.generator.as_ref().and_then(Pick::spec);
                let lease = self.shelf.lend_beside(generator, spec, progress, cancel).await?;
                Loan::Here(lease)
            }
        })
    }

    /// The one door to the models of this computer and of endpoints.
    pub(crate) async fn router(&self) -> Result<Router, ApiError> {
        Ok(Router::new(self.shelf.engine().await?, self.roster.ways.clone()))
    }

    /// What a task may use while these models are lent.
    pub(crate) async fn context(
        &self,
        lent: &Lent,
        priority: Priority,
        progress: Arc<dyn Fn(Progress) + Send + Sync>,
        cancel: &CancellationToken,
    ) -> Result<Context, ApiError> {
        Ok(Context {
            engine: Arc::new(self.router().await?),
            models: Models {
                generator: Loan::id(lent.generator.as_ref()),
                fallback: Loan::id(lent.fallback.as_ref()),
                embedder: Loan::id(lent.embedder.as_ref()),
                embedder_languages: lent.embedder_languages.clone(),
                writes: lent.writes,
            },
            head: None,
            priority,
            cancel: cancel.clone(),
            progress,
        })
    }
}
