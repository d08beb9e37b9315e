//! A folder that is watched: its new and changed files, once each has come to rest.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use crate::folder::{Patterns, files_in, is_hidden, takes};

/// A file that is still being written changes more often than this.
const REST: Duration = Duration::from_millis(700);
/// How often files on their way to rest are looked at.
const TICK: Duration = Duration::from_millis(200);

/// A folder cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("\"{}\" cannot be watched: {why}", path.display())]
pub struct WatchError {
    /// The folder.
    pub path: PathBuf,
    /// What the system said.
    pub why: String,
}

/// Size and time of change: a file with the same is the same.
type Version = (u64, Option<SystemTime>);

/// A watch over a folder and all folders in it. Ends when dropped.
#[derive(Debug)]
pub struct FolderWatch {
    folder: PathBuf,
    patterns: Patterns,
    events: mpsc::UnboundedReceiver<notify::Result<notify::Event>>,
    /// Files that were given, as they were then.
    given: HashMap<PathBuf, Version>,
    /// Files that changed, when, and to what.
    restless: HashMap<PathBuf, (Instant, Version)>,
    _watcher: RecommendedWatcher,
}

impl FolderWatch {
    /// Begins to watch. Files that are there already count as given.
    ///
    /// # Errors
    /// [`WatchError`]: no such folder, no right to it, or too many watches on this system.
    pub fn new(folder: &Path, patterns: Patterns) -> Result<Self, WatchError> {
        let failed = |why: String| WatchError { path: folder.to_owned(), why };
        let root = folder.canonicalize().map_err(|error| failed(error.to_string()))?;
        let (sender, events) = mpsc::unbounded_channel();
        let mut watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more once the watch is dropped.
            let _ = sender.send(event);
        })
        .map_err(|error| failed(error.to_string()))?;
        watcher
            .watch(&root, RecursiveMode::Recursive)
            .map_err(|error| failed(error.to_string()))?;
        // The watch is on, so that what comes from here on is seen; the rest is there already.
        let given = files_in(&root, &patterns)
            .flatten()
            .filter_map(|path| version(&path).map(|version| (path, version)))
            .collect();
        let restless = HashMap::new();
        Ok(Self { folder: root, patterns, events, given, restless, _watcher: watcher })
    }

    /// The next file that is new or changed and has come to rest.
    ///
    /// # Errors
    /// [`WatchError`] when the folder can no longer be watched; nothing comes after it.
    pub async fn next(&mut self) -> Result<PathBuf, WatchError> {
        loop {
            if let Some(path) = self.rested() {
                return Ok(path);
            }
            let event = if self.restless.is_empty() {
                self.events.recv().await
            } else {
                match tokio::time::timeout(TICK, self.events.recv()).await {
                    Ok(event) => event,
                    Err(_) => continue,
                }
            };
            let lost = |why: String| WatchError { path: self.folder.clone(), why };
            match event {
                Some(Ok(event)) if event.need_rescan() => self.see(&self.folder.clone()),
                Some(Ok(event)) if event.kind.is_access() || event.kind.is_remove() => {}
                Some(Ok(event)) => event.paths.iter().for_each(|path| self.see(path)),
                Some(Err(error)) => return Err(lost(error.to_string())),
                None => return Err(lost("the system stopped watching".to_owned())),
            }
        }
    }

    /// Notes a change: of a file, or of a folder that came with files in it.
    fn see(&mut self, path: &Path) {
        if path.is_dir() {
            let files: Vec<PathBuf> = files_in(path, &Patterns::default()).flatten().collect();
            files.iter().for_each(|file| self.see_file(file));
        } else {
            self.see_file(path);
        }
    }

    fn see_file(&mut self, path: &Path) {
        let inner = path.strip_prefix(&self.folder).unwrap_or(path);
        if inner.ancestors().any(is_hidden) || !takes(&self.folder, &self.patterns, path) {
            return;
        }
        if let Some(version) = version(path).filter(|version| self.given.get(path) != Some(version))
        {
            self.restless.insert(path.to_owned(), (Instant::now(), version));
        }
    }

    /// A file that has not changed for a while, the longest unchanged first; an empty one is not
    /// finished.
    fn rested(&mut self) -> Option<PathBuf> {
        let mut due: Vec<(Instant, PathBuf)> = self
            .restless
            .iter()
            .filter(|(_, (since, _))| since.elapsed() >= REST)
            .map(|(path, (since, _))| (*since, path.clone()))
            .collect();
        due.sort();
        for (_, path) in due {
            let (_, before) = self.restless.remove(&path)?;
            match version(&path) {
                Some(now) if now != before => {
                    self.restless.insert(path, (Instant::now(), now));
                }
                Some(now) if now.0 > 0 => {
                    self.given.insert(path.clone(), now);
                    return Some(path);
                }
                _ => {}
            }
        }
        None
    }
}

fn version(path: &Path) -> Option<Version> {
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((found.len(), found.modified().ok()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// The next file's name; a watch that sees nothing fails the test instead of hanging it.
    async fn next(watch: &mut FolderWatch) -> String {
        let path = tokio::time::timeout(Duration::from_secs(30), watch.next()).await;
        let path = path.expect("a file is seen").expect("the watch lasts");
        path.file_name().unwrap().to_string_lossy().into_owned()
    }

    #[tokio::test]
    async fn files_come_once_when_they_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("there.txt"), "before").unwrap();
        let patterns = Patterns::new(&["*.txt"], &["skip*"]).unwrap();
        let mut watch = FolderWatch::new(folder.path(), patterns).unwrap();
        for name in [".hidden.txt", "other.pdf", "skip.txt", "empty.txt"] {
            fs::write(folder.path().join(name), if name == "empty.txt" { "" } else { "x" })
                .unwrap();
        }
        let mut slow = fs::File::create(folder.path().join("slow.txt")).unwrap();
        for _ in 0..4 {
            slow.write_all(b"a part\n").unwrap();
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        drop(slow);
        assert_eq!(next(&mut watch).await, "slow.txt");

        // A folder that comes whole, as from an archive, and a file that is renamed into place.
        let outside = tempfile::tempdir().unwrap();
        fs::create_dir(outside.path().join("deep")).unwrap();
        fs::write(outside.path().join("deep/in.txt"), "in").unwrap();
        let moved = fs::rename(outside.path().join("deep"), folder.path().join("deep"));
        moved.expect("both folders are on one disk");
        assert_eq!(next(&mut watch).await, "in.txt");
        fs::write(folder.path().join("there.txt"), "changed since").unwrap();
        assert_eq!(next(&mut watch).await, "there.txt", "a changed file comes again");
        let more = tokio::time::timeout(Duration::from_secs(2), watch.next()).await;
        assert!(more.is_err(), "nothing comes twice, and nothing that was left out: {more:?}");
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let error =
            FolderWatch::new(Path::new("/no/such/folder"), Patterns::default()).unwrap_err();
        assert!(error.to_string().contains("/no/such/folder"), "{error}");
    }
}
