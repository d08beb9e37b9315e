//! The one place where a failure of the core becomes a code that the window acts on.
//!
//! The message is the core's own: it names what was found and what to do.

use winnow_documents::ReadError;
use winnow_engine::{EngineError, remote::EndpointError};
use winnow_models::{
    HashError, InspectError, ModelProblem, download::DownloadError, optimize::OptimizeError,
};
use winnow_store::StoreError;
use winnow_tasks::TaskError;

use crate::wire::error::{ApiError, Code};

impl ApiError {
    /// An error about this file, field or thing.
    pub(crate) fn about(
        code: Code,
        message: impl std::fmt::Display,
        detail: impl Into<String>,
    ) -> Self {
        Self { code, message: message.to_string(), detail: Some(detail.into()) }
    }

    /// An error that needs no detail.
    pub(crate) fn plain(code: Code, message: impl std::fmt::Display) -> Self {
        Self { code, message: message.to_string(), detail: None }
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        use EngineError as E;
        let (code, detail) = match &error {
            E::ModelFileUnreadable { path, .. }
            | E::NotGguf { path, .. }
            | E::DamagedModel { path, .. }
            | E::TruncatedModel { path, .. }
            | E::UnsupportedArchitecture { path, .. }
            | E::Unconvertible { path, .. } => {
                (Code::ModelUnsupported, Some(path.display().to_string()))
            }
            E::SelfTestFailed { .. } | E::WrongPurpose { .. } | E::Template(_) => {
                (Code::ModelUnsupported, None)
            }
            E::NotEnoughMemory { .. } => (Code::NotEnoughMemory, None),
            E::ModelNotLoaded(id) => (Code::ModelMissing, Some(id.0.clone())),
            E::PromptTooLong { .. } => (Code::ContextTooLong, None),
            E::InvalidConstraint(_) => (Code::InvalidTask, None),
            E::Cancelled => (Code::Cancelled, None),
            E::Endpoint { endpoint, error } => (endpoint_code(error), Some(endpoint.clone())),
            E::InvalidRequest(_)
            | E::NoBackend { .. }
            | E::Compute(_)
            | E::Panicked(_)
            | E::Stopped => (Code::Internal, None),
        };
        Self { code, message: error.to_string(), detail }
    }
}

impl From<EndpointError> for ApiError {
    fn from(error: EndpointError) -> Self {
        let field = match &error {
            EndpointError::InvalidName { .. } => Some("name"),
            EndpointError::InvalidAddress { .. } | EndpointError::OpenLine { .. } => Some("url"),
            _ => None,
        };
        Self {
            code: endpoint_code(&error),
            message: error.to_string(),
            detail: field.map(str::to_owned),
        }
    }
}

fn endpoint_code(error: &EndpointError) -> Code {
    use EndpointError as E;
    match error {
        E::InvalidName { .. } | E::InvalidAddress { .. } | E::OpenLine { .. } => {
            Code::InvalidEndpoint
        }
        E::Unreachable { .. }
        | E::TimedOut { .. }
        | E::Busy { .. }
        | E::Failed { .. }
        | E::Lost { .. } => Code::EndpointUnreachable,
        E::Key { .. }
        | E::Unauthorized { .. }
        | E::Refused { .. }
        | E::Redirected { .. }
        | E::Malformed { .. }
        | E::TooLarge { .. }
        | E::OffContract { .. } => Code::EndpointRefused,
        E::Unable { .. } | E::NoContract { .. } => Code::EndpointUnable,
        E::Cut { .. } => Code::ContextTooLong,
    }
}

impl From<TaskError> for ApiError {
    fn from(error: TaskError) -> Self {
        use TaskError as E;
        let message = error.to_string();
        let (code, detail) = match error {
            E::Engine(inner) => return inner.into(),
            E::NoLabels | E::SingleLabel { .. } | E::EmptyLabel { .. } => {
                (Code::InvalidTask, Some("labels".to_owned()))
            }
            E::DuplicateLabel { label } => (Code::InvalidTask, Some(label)),
            E::NoFields => (Code::InvalidTask, Some("fields".to_owned())),
            E::InvalidField { field, .. } => (Code::InvalidTask, Some(field)),
            E::InvalidSchema { pointer, .. } => (Code::InvalidTask, Some(pointer)),
            E::InvalidExample { number, .. } => {
                (Code::InvalidTask, Some(format!("examples.{number}")))
            }
            E::InvalidSetting { setting, .. } => (Code::InvalidTask, Some(setting.to_owned())),
            E::Unteachable(_) | E::HeadMismatch { .. } => {
                (Code::InvalidTask, Some("examples".to_owned()))
            }
            E::InvalidFile(_) => (Code::InvalidTask, None),
            E::EmptyDocument => (Code::DocumentEmpty, None),
            E::DocumentTooLong { .. } => (Code::ContextTooLong, None),
            E::EmptyAnswer => (Code::EmptyAnswer, None),
            E::CutAtLimit { partial, .. } => (Code::AnswerCut, Some(partial)),
            E::ModelMissing(_) => (Code::ModelMissing, None),
        };
        Self { code, message, detail }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        use ReadError as E;
        let code = match &error {
            E::Missing { .. } => Code::NotFound,
            E::Encrypted { .. } => Code::DocumentEncrypted,
            E::Empty { .. } | E::NoText { .. } | E::NothingRecognized { .. } => Code::DocumentEmpty,
            E::WorkerMissing { .. } => Code::Internal,
            E::Unreadable { .. }
            | E::IsFolder { .. }
            | E::UnsupportedFormat { .. }
            | E::Malformed { .. }
            | E::TooLarge { .. }
            | E::TimedOut { .. }
            | E::OutOfMemory { .. }
            | E::NothingRead { .. }
            | E::WorkerDied { .. } => Code::DocumentUnreadable,
        };
        Self::about(code, &error, error.name())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        use StoreError as E;
        let (code, detail) = match &error {
            E::Folder { path, .. }
            | E::NotADatabase { path }
            | E::Foreign { path, .. }
            | E::Newer { path, .. }
            | E::Altered { path, .. }
            | E::Backup { path, .. }
            | E::Migration { path, .. } => (Code::StoreUnusable, Some(path.display().to_string())),
            E::DiskFull | E::Damaged { .. } => (Code::StoreUnusable, None),
            E::NotFound { id, .. } => (Code::NotFound, Some(id.clone())),
            E::InvalidCursor { cursor } => (Code::NotFound, Some(cursor.clone())),
            E::Busy | E::Database(_) => (Code::Internal, None),
        };
        Self { code, message: error.to_string(), detail }
    }
}

impl From<InspectError> for ApiError {
    fn from(error: InspectError) -> Self {
        match error {
            InspectError::Header(inner) => inner.into(),
            InspectError::Split { ref path, .. } | InspectError::NotAModel { ref path, .. } => {
                Self::about(Code::ModelUnsupported, &error, path.display().to_string())
            }
        }
    }
}

impl From<OptimizeError> for ApiError {
    fn from(error: OptimizeError) -> Self {
        match error {
            OptimizeError::Model(inner) => inner.into(),
            OptimizeError::Engine(inner) => inner.into(),
            OptimizeError::Hash(inner) => inner.into(),
            OptimizeError::Unwritable { ref path, .. }
            | OptimizeError::Busy { folder: ref path } => {
                Self::about(Code::StoreUnusable, &error, path.display().to_string())
            }
            OptimizeError::Cancelled => Self::plain(Code::Cancelled, &error),
        }
    }
}

impl From<HashError> for ApiError {
    fn from(error: HashError) -> Self {
        match &error {
            HashError::Unreadable { path, .. } => {
                Self::about(Code::ModelUnsupported, &error, path.display().to_string())
            }
            HashError::NotesUnwritable { path, .. } => {
                Self::about(Code::StoreUnusable, &error, path.display().to_string())
            }
            HashError::Cancelled => Self::plain(Code::Cancelled, &error),
        }
    }
}

impl From<ModelProblem> for ApiError {
    fn from(problem: ModelProblem) -> Self {
        match problem {
            ModelProblem::Inspect(inner) => inner.into(),
            ModelProblem::Hash(inner) => Self::plain(Code::ModelUnsupported, inner),
            ModelProblem::NotInstalled { ref file, .. } => {
                Self::about(Code::ModelMissing, &problem, file.as_str())
            }
            ModelProblem::Altered { ref path, .. } => {
                Self::about(Code::ModelUnsupported, &problem, path.display().to_string())
            }
        }
    }
}

impl From<DownloadError> for ApiError {
    fn from(error: DownloadError) -> Self {
        match error {
            DownloadError::Cancelled => Self::plain(Code::Cancelled, error),
            _ => Self::plain(Code::DownloadFailed, error),
        }
    }
}

/// Something that we wrote ourselves cannot be written or read as JSON.
impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::plain(Code::Internal, format_args!("what was kept cannot be understood: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use winnow_engine::Purpose;

    use super::*;

    #[test]
    fn what_no_test_can_provoke_has_its_code_too() {
        let memory = EngineError::NotEnoughMemory { needed: 2_000, available: 1_000 };
        let cut = TaskError::CutAtLimit { limit: 8, partial: "{\"a\":".to_owned() };
        let cases: [(ApiError, Code, Option<&str>); 6] = [
            (memory.clone().into(), Code::NotEnoughMemory, None),
            (TaskError::Engine(memory).into(), Code::NotEnoughMemory, None),
            (TaskError::EmptyAnswer.into(), Code::EmptyAnswer, None),
            (TaskError::ModelMissing(Purpose::Embed).into(), Code::ModelMissing, None),
            (cut.into(), Code::AnswerCut, Some("{\"a\":")),
            (DownloadError::Cancelled.into(), Code::Cancelled, None),
        ];
        for (error, code, detail) in cases {
            assert_eq!(error.code, code, "{error}");
            assert_eq!(error.detail.as_deref(), detail, "{error}");
            assert!(!error.message.is_empty(), "{code:?}: there is always something to show");
        }
    }
}
