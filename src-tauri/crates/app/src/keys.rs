//! Keys of endpoints: in the system's key ring, never in the data folder.

use std::env;

use keyring::{Entry, Error};

use crate::wire::error::{ApiError, Code};

/// Under which the key ring keeps them.
const SERVICE: &str = "winnow";

/// Where no key ring runs, a key may stand in the environment.
const VARIABLE: &str = "WINNOW_ENDPOINT_KEY_";

/// The variable that may hold an endpoint's key.
pub fn variable(name: &str) -> String {
    format!("{VARIABLE}{}", name.to_ascii_uppercase().replace('-', "_"))
}

/// An endpoint's key; none where there is none, which many local servers do not ask for. The
/// environment comes first, and an unusable key ring counts as an empty one: the endpoint itself
/// says whether it wants a key.
pub fn key_of(name: &str) -> Option<String> {
    if let Ok(key) = env::var(variable(name))
        && !key.is_empty()
    {
        return Some(key);
    }
    match entry(name).and_then(|entry| entry.get_password()) {
        Ok(key) => Some(key),
        Err(Error::NoEntry) => None,
        Err(error) => {
            tracing::warn!(name, %error, "the key ring gives no key");
            None
        }
    }
}

/// Puts a key into the key ring. Blocks, perhaps until the person has opened it.
///
/// # Errors
/// [`Code::KeyRingMissing`]; `detail` names the variable that may be used instead.
pub fn keep(name: &str, key: &str) -> Result<(), ApiError> {
    entry(name).and_then(|entry| entry.set_password(key)).map_err(|error| {
        let variable = variable(name);
        ApiError::about(
            Code::KeyRingMissing,
            format_args!(
                "the key cannot be kept, because the system's key ring does not answer ({}): \
                 set {variable} in the environment instead",
                in_words(&error)
            ),
            variable.clone(),
        )
    })
}

/// Takes a key out of the key ring; where there is none, or no key ring, nothing is left to do.
pub fn forget(name: &str) {
    if let Err(error) = entry(name).and_then(|entry| entry.delete_credential())
        && !matches!(error, Error::NoEntry)
    {
        tracing::warn!(name, %error, "a key may be left in the key ring");
    }
}

fn entry(name: &str) -> Result<Entry, Error> {
    Entry::new(SERVICE, &format!("endpoint {name}"))
}

fn in_words(error: &Error) -> String {
    match error {
        Error::PlatformFailure(inner) | Error::NoStorageAccess(inner) => inner.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_can_be_typed_in_a_shell() {
        assert_eq!(variable("office-gpu"), "WINNOW_ENDPOINT_KEY_OFFICE_GPU");
    }
}
