//! Fetching a model from the hub, when a person asks.
//!
//! A download can be stopped and goes on where it ended, also after a restart. A file takes its
//! place only when it is whole, has the announced hash and is a model; until then it is a `.part`
//! beside it. Nothing here runs by itself.

mod error;
mod part;
mod remote;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

pub use error::DownloadError;
use part::{Part, disk};
use remote::Answer;
use winnow_engine::CancellationToken;

use crate::{CatalogEntry, inspect};

/// Bytes left free on the disk after a download.
const DISK_HEADROOM: u64 = 64 << 20;
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes on disk.
    pub done: u64,
    /// Bytes of the whole file, if known.
    pub total: Option<u64>,
}

/// What vouches for the bytes of a downloaded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voucher {
    /// They have the hash that the catalog pins.
    Catalog,
    /// They have the hash that the hub announced.
    Hub,
    /// Nobody announced a hash; the file is whole and a model.
    Nobody,
}

/// A file that is in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downloaded {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// What vouches for it.
    pub voucher: Voucher,
}

/// Downloads a model of the catalog into `folder`. `progress` is told at the start, at the end and
/// ten times a second between.
///
/// # Errors
/// [`DownloadError`].
pub async fn fetch_entry(
    entry: &CatalogEntry,
    folder: &Path,
    progress: impl FnMut(Progress),
    cancel: &CancellationToken,
) -> Result<Downloaded, DownloadError> {
    let no_address = || DownloadError::NoAddress { name: entry.name.clone() };
    let url = entry.url.as_deref().ok_or_else(no_address)?;
    fetch(url, entry.sha256.as_deref(), &folder.join(entry.file_name()), progress, cancel).await
}

/// Downloads a model from an address to `target`; `sha256` is the hash that it must have. It reads
/// and writes the disk without yielding: give it a task of its own.
///
/// # Errors
/// [`DownloadError`].
pub async fn fetch(
    url: &str,
    sha256: Option<&str>,
    target: &Path,
    progress: impl FnMut(Progress),
    cancel: &CancellationToken,
) -> Result<Downloaded, DownloadError> {
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| disk(folder, &error))?;
    let mut part = Part::open(target, url)?;
    let work = async {
        if !part.is_whole() {
            return transfer(&mut part, url, sha256, progress, cancel).await;
        }
        // The last run ended between the last byte and the check of all of them.
        let identity = part.identity().cloned().unwrap_or_default();
        part.resume(identity, cancel)
    };
    let transferred = tokio::select! {
        () = cancel.cancelled() => Err(DownloadError::Cancelled),
        done = work => done,
    };
    match transferred {
        Ok(()) => finish(part, sha256, target),
        Err(error) => {
            if part.length() == 0 {
                part.discard();
            }
            Err(error)
        }
    }
}

async fn transfer(
    part: &mut Part,
    url: &str,
    pinned: Option<&str>,
    mut progress: impl FnMut(Progress),
    cancel: &CancellationToken,
) -> Result<(), DownloadError> {
    let mut answer = match ask(part, url, pinned).await {
        Err(error) if remote::is_past_the_end(&error) => {
            part.restart()?;
            ask(part, url, pinned).await?
        }
        answer => answer?,
    };
    if answer.start == 0 {
        part.restart()?;
    }
    let total = answer.identity.total;
    check_room(part.path(), total.map_or(0, |total| total.saturating_sub(part.length())))?;
    part.resume(answer.identity.clone(), cancel)?;

    progress(Progress { done: part.length(), total });
    let mut told = Instant::now();
    let interrupted =
        |part: &Part, reason| DownloadError::Interrupted { done: part.length(), total, reason };
    loop {
        match answer.next().await {
            Ok(Some(bytes)) => part.append(bytes.as_ref())?,
            Ok(None) => break,
            Err(reason) => return Err(interrupted(part, reason)),
        }
        if told.elapsed() >= PROGRESS_EVERY {
            progress(Progress { done: part.length(), total });
            told = Instant::now();
        }
    }
    if total.is_some_and(|total| part.length() < total) {
        return Err(interrupted(part, "the connection was closed".to_owned()));
    }
    progress(Progress { done: part.length(), total });
    Ok(())
}

/// Asks for what is missing. Bytes on disk count only if something promises that the rest belongs to
/// them: the server's validator, or a hash of the whole.
async fn ask(part: &Part, url: &str, pinned: Option<&str>) -> Result<Answer, DownloadError> {
    let known = part.identity();
    let promised = known.is_some_and(|known| known.validator.is_some() || known.sha256.is_some());
    let start = if promised || pinned.is_some() { part.length() } else { 0 };
    let answer = Answer::ask(url, start, known).await?;
    let was = known.and_then(|known| known.sha256.as_deref());
    let is = answer.identity.sha256.as_deref();
    if answer.start > 0 && was.is_some() && is.is_some() && was != is {
        return Answer::ask(url, 0, None).await;
    }
    Ok(answer)
}

fn check_room(file: &Path, missing: u64) -> Result<(), DownloadError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let available = fs4::available_space(folder).map_err(|error| disk(folder, &error))?;
    let needed = missing.saturating_add(DISK_HEADROOM);
    if needed > available {
        return Err(DownloadError::NotEnoughDisk { folder: folder.to_owned(), needed, available });
    }
    Ok(())
}

/// Checks the whole and puts it in place; what fails is deleted, since more bytes cannot mend it.
fn finish(part: Part, pinned: Option<&str>, target: &Path) -> Result<Downloaded, DownloadError> {
    let announced = part.identity().and_then(|identity| identity.sha256.clone());
    let (expected, voucher) = match (pinned, announced) {
        (Some(hash), _) => (Some(hash.to_owned()), Voucher::Catalog),
        (None, Some(hash)) => (Some(hash), Voucher::Hub),
        (None, None) => (None, Voucher::Nobody),
    };
    let found = part.sha256();
    if let Some(expected) = expected
        && expected != found
    {
        part.discard();
        return Err(DownloadError::HashMismatch { expected, found });
    }
    if let Err(error) = inspect(part.path()) {
        part.discard();
        return Err(error.into());
    }
    part.install(target)?;
    Ok(Downloaded { path: target.to_owned(), sha256: found, voucher })
}
