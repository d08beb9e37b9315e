//! Panics: what they say, and how far they reach.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::EngineError;

/// Does a request's own work; a defect in it becomes its error. `work` must touch nothing shared.
pub(crate) fn contained<T>(
    work: impl FnOnce() -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(EngineError::Panicked(reason(&*panic))))
}

/// The message of a caught panic.
pub(crate) fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_becomes_the_error_of_its_request() {
        let broken = contained::<()>(|| panic!("row {} is missing", 7));
        let Err(EngineError::Panicked(reason)) = broken else { panic!("{broken:?}") };
        assert_eq!(reason, "row 7 is missing");
        assert!(contained(|| Ok(())).is_ok());
    }
}
