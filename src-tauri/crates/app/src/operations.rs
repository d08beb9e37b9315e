//! What runs now, by the name its caller gave it, so that it can be stopped.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use winnow_engine::CancellationToken;

use crate::wire::error::{ApiError, Code};

/// The running operations. Clones share one table; the lock is never held across an await.
#[derive(Clone, Default)]
pub struct Operations(Arc<Mutex<HashMap<String, CancellationToken>>>);

impl Operations {
    /// Enters an operation; it leaves when the guard is dropped.
    ///
    /// # Errors
    /// [`Code::InvalidTask`] when one of that name runs already: stopping one must not stop the
    /// other.
    pub fn begin(&self, name: &str) -> Result<Operation, ApiError> {
        match self.table().entry(name.to_owned()) {
            Entry::Occupied(_) => Err(ApiError {
                code: Code::InvalidTask,
                message: format!("\"{name}\" is running already: stop it first, or wait"),
                detail: Some(name.to_owned()),
            }),
            Entry::Vacant(free) => {
                let token = CancellationToken::new();
                free.insert(token.clone());
                Ok(Operation { name: name.to_owned(), token, operations: self.clone() })
            }
        }
    }

    /// Stops an operation; one that has ended, or never was, is stopped enough.
    pub fn cancel(&self, name: &str) {
        if let Some(token) = self.table().get(name) {
            token.cancel();
        }
    }

    fn table(&self) -> MutexGuard<'_, HashMap<String, CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running operation.
pub struct Operation {
    name: String,
    token: CancellationToken,
    operations: Operations,
}

impl Operation {
    /// Cancelled when the operation is stopped.
    #[must_use]
    pub fn token(&self) -> &CancellationToken {
        &self.token
    }
}

impl Drop for Operation {
    fn drop(&mut self) {
        self.operations.table().remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_can_be_stopped_by_name_until_it_ends() {
        let operations = Operations::default();
        let first = operations.begin("a").expect("nothing runs yet");
        let second = operations.begin("b").expect("another name is free");
        assert!(operations.begin("a").is_err(), "two of one name could not be told apart");
        operations.cancel("a");
        operations.cancel("never begun");
        assert!(first.token().is_cancelled());
        assert!(!second.token().is_cancelled(), "stopping one must not stop another");
        drop(first);
        let again = operations.begin("a").expect("an ended operation frees its name");
        assert!(!again.token().is_cancelled(), "a new operation begins unstopped");
    }
}
