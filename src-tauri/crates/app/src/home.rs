//! Where all of a person's data lives.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The data folder. Winnow writes nowhere else, except where a person exports to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home(PathBuf);

/// A folder of this name beside the program holds the data of a portable copy.
const PORTABLE: &str = "winnow-data";

impl Home {
    /// The given folder, else `WINNOW_HOME`, else a folder `winnow-data` beside the program, else
    /// the platform's folder for application data (never one for caches, which systems clear).
    #[must_use]
    pub fn find(given: Option<PathBuf>) -> Self {
        let beside = env::current_exe()
            .ok()
            .and_then(|program| program.parent().map(|folder| folder.join(PORTABLE)));
        let named = env::var_os("WINNOW_HOME").filter(|value| !value.is_empty());
        let chosen = given
            .or_else(|| named.map(PathBuf::from))
            .or_else(|| beside.clone().filter(|folder| folder.is_dir()))
            .or_else(|| {
                let platform = directories::ProjectDirs::from("", "", "Winnow")?;
                Some(platform.data_dir().to_owned())
            })
            .or(beside)
            .unwrap_or_else(|| PathBuf::from(PORTABLE));
        Self::at(chosen)
    }

    /// This folder; a relative one is taken from the current folder, once.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self(std::path::absolute(&folder).unwrap_or(folder))
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where downloaded models go.
    #[must_use]
    pub fn models(&self) -> PathBuf {
        self.0.join("models")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_folder_wins_and_becomes_absolute() {
        let home = Home::find(Some(PathBuf::from("some/folder")));
        assert!(home.path().is_absolute(), "a later change of folder must not move the data");
        assert!(home.path().ends_with("some/folder"), "{home:?}");
    }
}
