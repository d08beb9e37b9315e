//! What loading says of good files and bad ones.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

use winnow_engine::{
    CancellationToken, DeviceKind, EngineConfig, EngineError, EngineHandle, Inference, KvFormat,
    LoadSpec, ModelId, Purpose, gguf::GgufHeader,
};

use crate::support::{
    EMBEDDER, WRITER, generate, load, model_file, on_card, request, score_request, spec, text,
};

#[tokio::test]
async fn the_default_models_load_and_pass_their_self_test() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let (sender, seen) = mpsc::channel();
    let progress = move |share| sender.send(share).unwrap();
    let model = engine
        .load(spec(WRITER, Purpose::Generate), progress, CancellationToken::new())
        .await
        .unwrap();
    let seen: Vec<f32> = seen.try_iter().collect();
    assert!(seen.windows(2).all(|pair| pair[0] <= pair[1]), "progress never goes back: {seen:?}");
    assert_eq!(seen.last(), Some(&1.0), "and ends at the whole");
    assert!(model.self_test.text.contains("20"), "it counts on: {:?}", model.self_test);
    assert!(model.self_test.decode_rate > 0.0);
    assert_eq!(model.context, 8192, "as long as it was trained for, if memory allows");

    let embedder = load(&engine, spec(EMBEDDER, Purpose::Embed)).await.unwrap();
    assert_eq!(embedder.embedding_length, 384);

    let devices = engine.devices().await.unwrap();
    let cpu = devices.iter().find(|device| device.kind == DeviceKind::Cpu).unwrap();
    assert!(cpu.backend.starts_with("CPU ("), "the variant is named: {}", cpu.backend);
    assert!(!cpu.backend.contains("x64") && !cpu.backend.contains("sse"), "never an SSE2 build");
    let card = devices.iter().find(|device| device.kind == DeviceKind::Gpu);
    let expected = match card.filter(|_| on_card()) {
        Some(card) => format!("{}: {}", card.name, card.description),
        None => cpu.backend.clone(),
    };
    assert_eq!(model.device, expected, "doctor and Models say the same");
    assert!(!on_card() || card.is_some(), "no card was found: {devices:?}");
    assert!(cpu.memory_free > 0 && cpu.memory_free <= cpu.memory_total);

    engine.unload(&model.id).await.unwrap();
    let loaded = engine.loaded().await.unwrap();
    assert_eq!(loaded.len(), 1, "unloading one leaves the other");
    let again = engine.unload(&model.id).await;
    assert!(matches!(again, Err(EngineError::ModelNotLoaded(_))), "{again:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_engine_that_is_stopped_leaves_nothing_and_answers_nobody() {
    // Other tests may have engines of their own in this process.
    let threads = || -> Vec<PathBuf> {
        let all = fs::read_dir("/proc/self/task").unwrap().flatten().map(|task| task.path());
        let named = |task: &PathBuf| fs::read_to_string(task.join("comm")).unwrap_or_default();
        all.filter(|task| named(task).trim() == "winnow-engine").collect()
    };
    let others = threads();
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    load(&engine, spec(WRITER, Purpose::Generate)).await.unwrap();
    let new: Vec<_> = threads().into_iter().filter(|task| !others.contains(task)).collect();
    let long = {
        let engine = engine.clone();
        tokio::spawn(
            async move { generate(&engine, request(text("Once upon a time"), 2000)).await },
        )
    };
    while engine.status().await.unwrap().models[0].busy_cells == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    engine.stop();
    assert!(new.iter().any(|task| !task.exists()), "its thread has ended once it has stopped");
    let ended = long.await.unwrap();
    assert!(matches!(ended, Err(EngineError::Stopped | EngineError::Cancelled)), "{ended:?}");
    let asked = engine.score(score_request(text("A"), &[" b"]), CancellationToken::new()).await;
    assert!(matches!(asked, Err(EngineError::Stopped)), "{asked:?}");
    engine.stop();
}

/// A thread that has computed and lives on makes all others wait asleep; see `on_own_thread`.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_thread_that_loads_a_model_ends_with_it() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let (sender, seen) = mpsc::channel();
    let note = move |_| sender.send(fs::read_link("/proc/thread-self").unwrap()).unwrap();
    engine.load(spec(WRITER, Purpose::Generate), note, CancellationToken::new()).await.unwrap();
    let thread = Path::new("/proc").join(seen.recv().unwrap());
    for _ in 0..100 {
        if !thread.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} still lives", thread.display());
}

#[tokio::test]
async fn a_cancelled_load_is_said_to_be_cancelled() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let result = engine.load(spec(WRITER, Purpose::Generate), move |_| stop.cancel(), cancel).await;
    assert!(matches!(result, Err(EngineError::Cancelled)), "{result:?}");
    assert!(engine.loaded().await.unwrap().is_empty(), "and leaves nothing behind");
}

#[tokio::test]
async fn files_that_are_no_model_get_an_error_of_their_own() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let good = fs::read(model_file(EMBEDDER)).unwrap();
    let attempt = async |name: &str, bytes: Option<&[u8]>, purpose| {
        let path = folder.path().join(name);
        if let Some(bytes) = bytes {
            fs::write(&path, bytes).unwrap();
        }
        let spec = LoadSpec { id: ModelId(name.to_owned()), path, ..spec(EMBEDDER, purpose) };
        load(&engine, spec).await.unwrap_err()
    };

    let error = attempt("missing.gguf", None, Purpose::Embed).await;
    assert!(matches!(error, EngineError::ModelFileUnreadable { .. }), "{error}");
    let error = attempt("empty.gguf", Some(b""), Purpose::Embed).await;
    assert!(
        matches!(&error, EngineError::NotGguf { found, .. } if found.contains("empty")),
        "{error}"
    );
    let error = attempt("text.gguf", Some(b"Dear Sir or Madam"), Purpose::Embed).await;
    assert!(
        matches!(&error, EngineError::NotGguf { found, .. } if found.contains("text")),
        "{error}"
    );
    for share in [0.01, 0.3, 0.999] {
        let cut = (good.len() as f64 * share) as usize;
        let error = attempt("cut.gguf", Some(&good[..cut]), Purpose::Embed).await;
        assert!(matches!(error, EngineError::TruncatedModel { .. }), "cut at {share}: {error}");
    }
    let unknown = with_architecture(&good, "bert", "tref");
    let error = attempt("unknown.gguf", Some(&unknown), Purpose::Embed).await;
    assert!(
        matches!(&error, EngineError::UnsupportedArchitecture { architecture, .. } if architecture == "tref"),
        "{error}"
    );
    let error = attempt("embedder.gguf", Some(&good), Purpose::Generate).await;
    assert!(matches!(error, EngineError::WrongPurpose { .. }), "{error}");
}

/// The same file under another architecture's name, of the same length.
fn with_architecture(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let header = 1 << 16;
    let places: Vec<_> =
        (0..header).filter(|&at| bytes[at..].starts_with(from.as_bytes())).collect();
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    bytes
}

#[tokio::test]
async fn keys_and_values_in_eight_bits_take_half_the_memory_and_answer_alike() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let header = GgufHeader::read(&model_file(WRITER)).unwrap();
    let [full, half] = [KvFormat::F16, KvFormat::Q8].map(|kv| header.kv_bytes_per_token(kv));
    assert_eq!((full, half), (30 * 3 * 64 * 2 * 2, 30 * 3 * 2 * 2 * 34));

    let mut scores = Vec::new();
    for kv in [KvFormat::F16, KvFormat::Q8] {
        let asked = LoadSpec { context: Some(1024), kv, ..spec(WRITER, Purpose::Generate) };
        let model = load(&engine, asked).await.unwrap();
        assert_eq!((model.kv, model.notice), (kv, None));
        let prompt = text("Paris is in France, Rome in Italy and Madrid in Spain. Berlin is in");
        let words = [" Germany", " Italy", " a"];
        let outcome = engine.score(score_request(prompt, &words), CancellationToken::new()).await;
        let scored = outcome.unwrap().scores;
        scores.push(scored.iter().map(|score| score.logprob).collect::<Vec<_>>());
    }
    assert_ne!(scores[0], scores[1], "the last digits tell that fewer bits were kept");
    for (full, half) in scores[0].iter().zip(&scores[1]) {
        // Of what is improbable the logarithm moves by tenths, from one processor to the next too.
        assert!((full.exp() - half.exp()).abs() < 0.05, "{scores:?}");
    }
}

#[tokio::test]
async fn a_context_beyond_memory_is_refused_before_anything_is_loaded() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let spec = LoadSpec { context: Some(1 << 30), ..spec(WRITER, Purpose::Generate) };
    let error = load(&engine, spec).await.unwrap_err();
    assert!(
        matches!(error, EngineError::NotEnoughMemory { needed, available } if needed > available),
        "the computer must never swap: {error}"
    );
}

#[test]
fn a_folder_without_backends_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let config =
        EngineConfig { backends: Some(folder.path().to_owned()), ..EngineConfig::default() };
    // Another test in this process may have started the backends already.
    if let Err(error) = EngineHandle::start(config).map(|_| ()) {
        assert!(
            matches!(&error, EngineError::NoBackend { folder: named } if named == folder.path()),
            "{error}"
        );
    }
}

#[test]
fn the_header_tells_what_the_model_is() {
    let header = GgufHeader::read(&model_file(WRITER)).unwrap();
    assert_eq!(header.architecture, "llama");
    assert_eq!((header.layers, header.embedding_length, header.context_train), (30, 576, 8192));
    assert_eq!(header.vocabulary, 49152);
    assert_eq!(header.kv_heads, vec![3; 30]);
    assert!((130_000_000..140_000_000).contains(&header.parameters), "{}", header.parameters);
    assert!(header.chat_template.is_some_and(|template| template.contains("im_start")));
    let header = GgufHeader::read(&model_file(EMBEDDER)).unwrap();
    assert_eq!(header.architecture, "bert");
    assert!(header.pooling.is_some() && !header.causal);
}

#[test]
fn no_mutilated_header_is_believed() {
    let good = fs::read(model_file(EMBEDDER)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.gguf");
    let header = 4096.min(good.len());
    let mut state = 1_u64;
    let mut random = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for _ in 0..300 {
        let mut bytes = good[..header + random() % header].to_vec();
        for _ in 0..1 + random() % 4 {
            let at = random() % header;
            bytes[at] = [0, 0xff, 0x7f, random() as u8][random() % 4];
        }
        fs::write(&path, &bytes).unwrap();
        check_bounded(&path);
    }
}

/// Reading ends, with a header or a typed error; a panic or an endless loop would fail the test.
fn check_bounded(path: &Path) {
    match GgufHeader::read(path) {
        Ok(header) => {
            assert!(header.bytes_expected <= header.bytes_on_disk, "what is promised is there")
        }
        Err(error) => assert!(
            matches!(
                error,
                EngineError::NotGguf { .. }
                    | EngineError::TruncatedModel { .. }
                    | EngineError::DamagedModel { .. }
            ),
            "{error}"
        ),
    }
}
