//! Patterns of files: "*.pdf", "invoices/**", "drafts/".

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Which files of a folder are taken: those that an including pattern takes (all, where there is
/// none) and no excluding one does. Upper and lower case are one.
///
/// `*` is anything but a slash, `**` anything, `?` a character, `[ab]` one of these, `{a,b}` either.
/// A pattern without a slash is about names at any depth; one with a slash is about the whole path
/// within the folder; one that ends in a slash is about everything in folders of that name.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

/// A pattern that cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error("the pattern \"{pattern}\" cannot be understood: {why}; write it like \"*.pdf\"")]
pub struct PatternError {
    /// The pattern.
    pub pattern: String,
    /// What is wrong.
    pub why: String,
}

impl Patterns {
    /// Compiles patterns.
    ///
    /// # Errors
    /// [`PatternError`] for the first that cannot be understood.
    pub fn new(
        include: &[impl AsRef<str>],
        exclude: &[impl AsRef<str>],
    ) -> Result<Self, PatternError> {
        let include = (!include.is_empty()).then(|| compile(include)).transpose()?;
        Ok(Self { include, exclude: compile(exclude)? })
    }

    /// Whether the file at this path within the folder is taken.
    #[must_use]
    pub fn take(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|include| include.is_match(path))
            && !self.exclude.is_match(path)
    }
}

fn compile(patterns: &[impl AsRef<str>]) -> Result<GlobSet, PatternError> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns.iter().map(AsRef::as_ref) {
        let fault = |error: globset::Error| PatternError {
            pattern: pattern.to_owned(),
            why: error.kind().to_string(),
        };
        let whole = match pattern.strip_suffix('/') {
            Some(folder) if folder.contains('/') => format!("{folder}/**"),
            Some(folder) => format!("**/{folder}/**"),
            None if pattern.contains('/') => pattern.trim_start_matches('/').to_owned(),
            None => format!("**/{pattern}"),
        };
        let glob = GlobBuilder::new(&whole).case_insensitive(true).literal_separator(true).build();
        set.add(glob.map_err(fault)?);
    }
    set.build().map_err(|error| PatternError {
        pattern: error.glob().unwrap_or_default().to_owned(),
        why: error.kind().to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_pattern_is_named() {
        let error = Patterns::new(&["*.txt", "[a"], &[""; 0]).unwrap_err();
        assert_eq!(error.pattern, "[a");
        assert!(
            error.to_string().starts_with("the pattern \"[a\" cannot be understood"),
            "{error}"
        );
    }
}
