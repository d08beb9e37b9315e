//! Tasks kept under a name.

use winnow_store::TaskRow;
use winnow_tasks::{Field, Task, sought_type, validate};

use crate::{
    App,
    convert::{
        run::time_text,
        task::{kind_name, spec_of, task_of, type_view},
    },
    wire::{
        error::{ApiError, Code},
        task::{FieldType, SavedTask, TaskSpec},
    },
};

impl App {
    /// The kept tasks, the latest first. One that this version does not understand is left out
    /// and stays in the store.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_tasks(&self) -> Result<Vec<SavedTask>, ApiError> {
        let rows = self.store.tasks().await?;
        let readable = |row: TaskRow| {
            let id = row.id.clone();
            saved_task(row)
                .inspect_err(|error| tracing::warn!(%id, %error, "a kept task is left out"))
                .ok()
        };
        Ok(rows.into_iter().filter_map(readable).collect())
    }

    /// Keeps a task: a new one, or the next version of the one called `id`.
    ///
    /// # Errors
    /// [`Code::InvalidTask`] for a task that could not be run or has no name,
    /// [`Code::NotFound`] for an unknown `id`.
    pub async fn save_task(
        &self,
        id: Option<String>,
        task: TaskSpec,
    ) -> Result<SavedTask, ApiError> {
        let task = task_of(&task)?;
        validate(&task)?;
        if task.name.trim().is_empty() {
            return Err(ApiError::about(
                Code::InvalidTask,
                "a kept task needs a name: type one",
                "name",
            ));
        }
        let body = serde_json::to_value(&task)?;
        let hash = task.content_hash();
        let kind = kind_name(task.kind);
        saved_task(self.store.save_task(id.as_deref(), &hash, &task.name, kind, body).await?)
    }

    /// Forgets a kept task; runs made with it stay.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn delete_task(&self, id: &str) -> Result<(), ApiError> {
        Ok(self.store.delete_task(id).await?)
    }

    /// What a field of this name and description is looked for as if its type is left at text.
    #[must_use]
    pub fn sought_type(&self, name: &str, description: String) -> FieldType {
        let field = Field { description, ..Field::default() };
        type_view(&sought_type(name, &field))
    }
}

fn saved_task(row: TaskRow) -> Result<SavedTask, ApiError> {
    let task: Task = serde_json::from_value(row.body)?;
    Ok(SavedTask {
        id: row.id,
        hash: row.hash,
        task: spec_of(&Task { name: row.name, ..task }),
        updated_at: time_text(row.updated_at),
    })
}
