//! A real model, measured and replaced by what is faster.

use std::{fs, path::Path};

use winnow_engine::{CancellationToken, EngineConfig, GpuLayers};
use winnow_models::{
    HashCache, ModelFile, Origin, Places, Registry,
    optimize::{Optimization, OptimizeError, OptimizeRequest, Step, Verdict, optimize},
};

use crate::support::{cache, default_model};

const EMBEDDER: &str = "all-minilm-l6-v2";

fn look(path: &Path, notes: &Path) -> ModelFile {
    let mut hashes = HashCache::open(notes.join("hashes.json"));
    ModelFile::look(path, Origin::Default, &mut hashes, &CancellationToken::new())
}

fn measure(
    model: &ModelFile,
    folder: &Path,
    progress: &mut dyn FnMut(Step),
    cancel: &CancellationToken,
) -> Result<Optimization, OptimizeError> {
    let texts = ["The lift is out of service until Friday.", "Prices rise by three cents."];
    let request = OptimizeRequest {
        model,
        folder,
        texts: &texts.map(str::to_owned),
        engine: &EngineConfig::default(),
        threads: Some(1),
        gpu_layers: GpuLayers::None,
    };
    optimize(&request, progress, cancel)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_best_format_is_kept_with_its_report_and_runs_in_the_models_place() {
    let home = tempfile::tempdir().unwrap();
    let places = Places { defaults: vec![cache()], downloads: home.path().join("models") };
    let folder = places.optimized()[0].clone();
    let model = look(&default_model(EMBEDDER), home.path());
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(".optimizing-killed.gguf"), b"half of a model").unwrap();

    let mut steps = Vec::new();
    let mut tell = |step: Step| steps.push((step.done, step.total));
    let report = measure(&model, &folder, &mut tell, &CancellationToken::new()).unwrap();
    assert!(steps.is_sorted() && steps.iter().all(|(done, total)| done < total), "{steps:?}");
    let formats: Vec<&str> = report.candidates.iter().map(|one| one.format.as_str()).collect();
    assert_eq!(formats, ["F16", "Q8_0", "IQ4_NL", "Q4_0"], "the published one first");
    let chosen = report.candidates.iter().filter(|one| one.verdict == Verdict::Chosen);
    assert_eq!(chosen.count(), 1, "{report:?}");
    for candidate in &report.candidates[2..] {
        assert_eq!(candidate.verdict, Verdict::TooFar, "four bits change an embedder's answers");
    }

    let left: Vec<String> = names(&folder);
    assert!(left.iter().all(|name| !name.contains("optimizing")), "nothing half done: {left:?}");
    let mut hashes = HashCache::open(home.path().join("hashes.json"));
    let mut scan = || Registry::scan(&places, &[], &mut hashes, &CancellationToken::new()).unwrap();
    let found = scan().get(&model.id).expect("the model is still known by its own hash").clone();
    assert_eq!(found.path, model.path, "the published file stays where it is");
    assert_eq!(found.optimization.as_ref(), Some(&report));
    let Some(derived) = &report.derived else {
        assert_eq!(found.stand_in, None, "the published file is the fastest here");
        return;
    };
    let stand_in = found.stand_in.expect("what was kept runs");
    assert_eq!(stand_in.path, folder.join(&derived.file));
    assert_eq!(scan().get(&stand_in.id).map(|model| &model.id), Some(&model.id));

    fs::write(&stand_in.path, b"something else").unwrap();
    let damaged = scan().get(&model.id).expect("known").clone();
    assert_eq!(damaged.stand_in, None, "a file that is not what was kept is not run");
    assert!(damaged.state.is_ok(), "the published file runs instead");
}

#[test]
fn a_stop_leaves_nothing_behind_and_a_second_process_waits_its_turn() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("optimized");
    let model = look(&default_model(EMBEDDER), home.path());
    let cancel = CancellationToken::new();
    let mut stop = |step: Step| {
        if step.done >= 3 {
            cancel.cancel();
        }
        let twice = measure(&model, &folder, &mut |_| {}, &CancellationToken::new());
        assert!(matches!(twice, Err(OptimizeError::Busy { .. })), "one at a time: {twice:?}");
    };
    let stopped = measure(&model, &folder, &mut stop, &cancel);
    assert!(matches!(stopped, Err(OptimizeError::Cancelled)), "{stopped:?}");
    assert_eq!(names(&folder), [".lock"], "no file, no report");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, b"").unwrap();
    let model = look(&default_model(EMBEDDER), home.path());
    let refused = measure(&model, &file.join("optimized"), &mut |_| {}, &CancellationToken::new());
    assert!(matches!(refused, Err(OptimizeError::Unwritable { .. })), "{refused:?}");
}
