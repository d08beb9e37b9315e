//! Tesseract, where the system has it: found, asked for its languages, and run on one picture at a
//! time.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    time::timeout,
};

use crate::{
    WorkerCommand,
    reader::process::bare,
    recognize::{Bitmap, Recognized, launch::Launch, table},
    worker::wire::{Setup, frame},
};

/// How long one picture may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
/// How long Tesseract may take to name its languages.
const GREETING: Duration = Duration::from_secs(10);
/// Address space of a run, in bytes; a page of paper needs a tenth.
const MEMORY: u64 = 2 << 30;
/// Bytes of an answer; a densely printed page has a hundredth.
const ANSWER: u64 = 32 << 20;
/// Data that is no language: the orientation of pages and formulas.
const NO_LANGUAGES: [&str; 2] = ["osd", "equ"];

/// An installed Tesseract and the languages that it is to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tesseract {
    program: PathBuf,
    installed: Vec<String>,
    languages: Vec<String>,
}

/// Languages were asked for that the installed Tesseract has no data for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "text recognition has no data for \"{asked}\"; installed are {}; install the language's data \
     (Debian, Ubuntu: tesseract-ocr-{asked})",
    installed.join(", ")
)]
pub struct LanguageMissing {
    /// The language.
    pub asked: String,
    /// What there is.
    pub installed: Vec<String>,
}

impl Tesseract {
    /// The Tesseract of this system; none if there is none that answers or it has no language.
    /// Looks for the language of `locale` ("de_DE.UTF-8") and English, as far as they are installed.
    pub async fn find(locale: Option<&str>) -> Option<Self> {
        let program = on_path()?;
        let installed = languages_of(&program).await?;
        let first = locale.and_then(of_locale).filter(|own| installed.iter().any(|it| it == own));
        let wanted = [first, Some("eng")].into_iter().flatten();
        let mut languages: Vec<String> = Vec::new();
        for language in wanted {
            if installed.iter().any(|it| it == language) && !languages.iter().any(|l| l == language)
            {
                languages.push(language.to_owned());
            }
        }
        if languages.is_empty() {
            languages.extend(installed.first().cloned());
        }
        (!languages.is_empty()).then_some(Self { program, installed, languages })
    }

    /// Languages that are installed, as Tesseract names them: "deu", "eng".
    #[must_use]
    pub fn installed(&self) -> &[String] {
        &self.installed
    }

    /// Languages that are looked for, the likeliest first.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// The same, looking for other languages: "deu" or "deu+eng".
    ///
    /// # Errors
    /// [`LanguageMissing`].
    pub fn looking_for(mut self, languages: &str) -> Result<Self, LanguageMissing> {
        let asked: Vec<String> = languages
            .split(['+', ',', ' '])
            .filter(|language| !language.is_empty())
            .map(str::to_owned)
            .collect();
        if let Some(missing) = asked.iter().find(|asked| !self.installed.contains(asked)) {
            return Err(LanguageMissing { asked: missing.clone(), installed: self.installed });
        }
        if !asked.is_empty() {
            self.languages = asked;
        }
        Ok(self)
    }

    /// The words of a picture. `launcher` is started first, walls itself in, and becomes Tesseract.
    ///
    /// # Errors
    /// Why there is no answer, in words.
    pub(crate) async fn recognize(
        &self,
        launcher: &WorkerCommand,
        bitmap: &Bitmap,
    ) -> Result<Recognized, String> {
        let languages = self.languages.join("+");
        let arguments = ["stdin", "stdout", "-l", &languages, "--psm", "3", "tsv"];
        let launch = Launch {
            program: self.program.clone(),
            arguments: arguments.iter().map(OsString::from).collect(),
            memory: MEMORY,
            seconds: PATIENCE.as_secs(),
        };
        let mut start = bare(launcher);
        // One page is too little work to share between cores.
        start.env("OMP_THREAD_LIMIT", "1");
        if let Some(data) = env::var_os("TESSDATA_PREFIX") {
            start.env("TESSDATA_PREFIX", data);
        }
        let run = async {
            let mut child = start.spawn()?;
            let (Some(mut input), Some(output), Some(errors)) =
                (child.stdin.take(), child.stdout.take(), child.stderr.take())
            else {
                return Err(std::io::Error::other("the system gave no pipes"));
            };
            let picture = async move {
                input.write_all(&frame(&Setup::Launch(launch))?).await?;
                let head = format!("P5\n{} {}\n255\n", bitmap.width, bitmap.height);
                input.write_all(head.as_bytes()).await?;
                input.write_all(&bitmap.grey).await?;
                input.shutdown().await
            };
            let (mut table, mut complaint) = (String::new(), String::new());
            let (mut output, mut errors) = (output.take(ANSWER), errors.take(ANSWER));
            // Tesseract may refuse a picture before it has read it all: what it says is the answer.
            let (_, answer, _) = tokio::join!(
                picture,
                output.read_to_string(&mut table),
                errors.read_to_string(&mut complaint)
            );
            answer?;
            Ok((child.wait().await?, table, complaint))
        };
        match timeout(PATIENCE, run).await {
            Err(_) => Err(format!("text recognition took longer than {} s", PATIENCE.as_secs())),
            Ok(Err(error)) => Err(format!("text recognition does not start ({error})")),
            Ok(Ok((status, table, _))) if status.success() => {
                Ok(Recognized { words: table::words(&table), languages })
            }
            Ok(Ok((status, _, complaint))) => {
                let last = complaint.lines().rev().find(|line| !line.trim().is_empty());
                Err(format!("text recognition failed ({status}): {}", last.unwrap_or_default()))
            }
        }
    }
}

/// Where the program is: on the search path, or where its installers put it.
fn on_path() -> Option<PathBuf> {
    let name = format!("tesseract{}", env::consts::EXE_SUFFIX);
    let listed = env::var_os("PATH").unwrap_or_default();
    let usual = ["/opt/homebrew/bin", "/usr/local/bin", "C:\\Program Files\\Tesseract-OCR"];
    env::split_paths(&listed)
        // A relative folder would let a document's own folder say what runs.
        .filter(|folder| folder.is_absolute())
        .chain(usual.iter().map(PathBuf::from))
        .map(|folder| folder.join(&name))
        .find(|program| program.is_file())
}

async fn languages_of(program: &Path) -> Option<Vec<String>> {
    let mut ask = Command::new(program);
    ask.arg("--list-langs").stdin(Stdio::null()).kill_on_drop(true);
    let answer = timeout(GREETING, ask.output()).await.ok()?.ok()?;
    let listed = String::from_utf8_lossy(&answer.stdout);
    // The first line is a heading.
    let languages = listed
        .lines()
        .skip(1)
        .map(str::trim)
        .filter(|name| !name.is_empty() && !name.contains('/') && !NO_LANGUAGES.contains(name));
    Some(languages.map(str::to_owned).collect())
}

/// Tesseract's name of a locale's language. ISO 639-1 to 639-2/T as Tesseract uses it.
fn of_locale(locale: &str) -> Option<&'static str> {
    let language = locale.split(['_', '-', '.', '@']).next()?.to_ascii_lowercase();
    let names = [
        ("cs", "ces"),
        ("da", "dan"),
        ("de", "deu"),
        ("el", "ell"),
        ("en", "eng"),
        ("es", "spa"),
        ("fi", "fin"),
        ("fr", "fra"),
        ("hu", "hun"),
        ("it", "ita"),
        ("ja", "jpn"),
        ("ko", "kor"),
        ("nb", "nor"),
        ("nl", "nld"),
        ("no", "nor"),
        ("pl", "pol"),
        ("pt", "por"),
        ("ro", "ron"),
        ("ru", "rus"),
        ("sv", "swe"),
        ("tr", "tur"),
        ("uk", "ukr"),
        ("zh", "chi_sim"),
    ];
    names.into_iter().find_map(|(short, name)| (short == language).then_some(name))
}
