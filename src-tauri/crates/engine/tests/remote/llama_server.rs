//! The real llama-server on the real default models: `make test-remote` builds and names it.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::sync::mpsc::unbounded_channel;
use winnow_engine::{
    CancellationToken, Constraint, EmbedRequest, EngineConfig, EngineError, EngineHandle,
    GenerateEvent, GpuLayers, Inference, LoadSpec, ModelId, Priority, Prompt, Purpose, Reach,
    ScoreRequest,
    remote::{Ability, Endpoint, RemoteModel},
};

use crate::{ask, endpoint};

const WRITER: &str = "smollm2-135m-instruct.gguf";

/// A running server; it ends with this value.
struct Running {
    process: Child,
    url: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn models() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models/cache");
    folder.canonicalize().expect("run make models")
}

async fn start(model: &str, more: &[&str]) -> Running {
    let named = |name: &str| PathBuf::from(env::var_os(name).expect("run make test-remote"));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let process = Command::new(named("WINNOW_LLAMA_SERVER"))
        .current_dir(named("WINNOW_LLAMA_BACKENDS"))
        .arg("--model")
        .arg(models().join(model))
        .args(["--host", "127.0.0.1", "--port", &port.to_string(), "--ctx-size", "2048"])
        .args(["--parallel", "1", "--api-key", "secret", "--threads", "2"])
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let running = Running { process, url: format!("http://127.0.0.1:{port}") };
    let patience = Instant::now() + Duration::from_secs(60);
    while endpoint(&running.url).models(&CancellationToken::new()).await.is_err() {
        assert!(Instant::now() < patience, "llama-server must start within a minute");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    running
}

async fn probed(running: &Running) -> (Endpoint, RemoteModel) {
    let (endpoint, cancel) = (endpoint(&running.url), CancellationToken::new());
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        let models = endpoint.models(&cancel).await.unwrap();
        match endpoint.probe(&models[0], &cancel).await {
            Ok(_) => return (endpoint, models[0].clone()),
            Err(error) => assert!(Instant::now() < patience, "{error}"),
        }
    }
}

#[tokio::test]
#[ignore = "needs llama-server: make test-remote"]
async fn a_language_model_does_what_its_probe_found() {
    let running = start(WRITER, &[]).await;
    let (endpoint, model) = probed(&running).await;
    let known = endpoint.known(&model.name).unwrap();
    assert_eq!(known.purpose, Purpose::Generate);
    assert!(known.parameters > 100_000_000, "{known:?}");
    let abilities = known.remote.clone().unwrap().abilities;
    for ability in [
        Ability::Chat,
        Ability::Completions,
        Ability::Streaming,
        Ability::Schema,
        Ability::Logprobs,
        Ability::Tokenize,
    ] {
        assert!(abilities.can(ability), "llama-server can {ability}: {abilities:?}");
    }
    assert!(abilities.can(Ability::Scoring) && abilities.walks, "it lists likely next tokens");

    let request = |text: &str| {
        let mut request = ask(text);
        request.model = known.id.clone();
        request
    };
    let (sink, mut events) = unbounded_channel();
    let asked = request("What is the capital of France?");
    let answer = endpoint.generate(asked, Some(sink), CancellationToken::new()).await.unwrap();
    let mut streamed = String::new();
    while let Ok(GenerateEvent::Text { text, .. }) = events.try_recv() {
        streamed.push_str(&text);
    }
    assert_eq!(streamed, answer.text, "nothing is lost on the way");
    let spelled: u32 = answer.tokens.iter().map(|token| token.length).sum();
    assert_eq!(spelled as usize, answer.text.len(), "each token has its place");
    assert!(answer.tokens.iter().all(|token| token.logprob <= 0.0));
    assert!(answer.usage.prompt > 0 && answer.usage.generated > 0, "{:?}", answer.usage);

    let mut continued = request("");
    continued.prompt = Prompt::Text { parts: vec!["The capital of France is".to_owned()] };
    continued.max_tokens = 8;
    let continued = endpoint.generate(continued, None, CancellationToken::new()).await.unwrap();
    assert!(continued.text.contains("Paris"), "a text is continued: {}", continued.text);
    assert!(!continued.tokens.is_empty(), "with the probabilities of its words");

    let options = [" billing", " delivery", " technical"].map(str::to_owned).to_vec();
    let mut choice = request("Please refund the second payment of my invoice.");
    choice.constraint = Constraint::Choice { options: options.clone() };
    let chosen = endpoint.generate(choice, None, CancellationToken::new()).await.unwrap();
    assert!(options.contains(&chosen.text), "{:?}", chosen.text);

    let schema = json!({"type": "object", "properties": {"city": {"type": "string", "maxLength": 20}},
        "required": ["city"], "additionalProperties": false});
    let mut written = request("I live in Paris. In which city do I live?");
    written.constraint = Constraint::JsonSchema { schema, document: None };
    let written = endpoint.generate(written, None, CancellationToken::new()).await.unwrap();
    let value: Value = serde_json::from_str(&written.text).unwrap();
    assert!(value["city"].is_string(), "{value}");

    let counted =
        endpoint.count_tokens(&known.id, &["Hello world".to_owned(), String::new()]).await.unwrap();
    assert_eq!(counted, [2, 0], "counted by the server, not reckoned");

    let long = request(&"A sentence of some length stands here. ".repeat(500));
    let long = endpoint.generate(long, None, CancellationToken::new()).await;
    assert!(matches!(long, Err(EngineError::PromptTooLong { .. })), "{long:?}");
}

#[tokio::test]
#[ignore = "needs llama-server: make test-remote"]
async fn labels_score_as_here() {
    let running = start(WRITER, &[]).await;
    let (endpoint, model) = probed(&running).await;
    let labels = [" billing", " billing question", " delivery", " technical problem"];
    let mut request = ScoreRequest {
        model: ModelId::remote("test", &model.name),
        prompt: Prompt::Text {
            parts: vec!["Message: Refund the second payment, please.\nCategory:".to_owned()],
        },
        continuations: labels.map(str::to_owned).to_vec(),
        reach: Reach::Whole,
        priority: Priority::Interactive,
    };
    let walked = endpoint.score(request.clone(), CancellationToken::new()).await.unwrap();

    let here = EngineHandle::start(EngineConfig::default()).unwrap();
    request.model = ModelId("here".to_owned());
    let spec = LoadSpec {
        gpu_layers: GpuLayers::None,
        ..LoadSpec::new(request.model.clone(), models().join(WRITER), Purpose::Generate)
    };
    here.load(spec, |_| {}, CancellationToken::new()).await.unwrap();
    let scored = here.score(request, CancellationToken::new()).await.unwrap();
    for (label, (walked, scored)) in labels.iter().zip(walked.scores.iter().zip(&scored.scores)) {
        let cut = walked.tokens < scored.tokens || walked.logprob - scored.logprob > 0.3;
        assert!(
            (walked.logprob - scored.logprob).abs() < 0.3 || cut && walked.logprob < -5.0,
            "{label}: {walked:?}, here {scored:?}"
        );
    }
}

#[tokio::test]
#[ignore = "needs llama-server: make test-remote"]
async fn calling_off_frees_the_servers_only_slot() {
    let running = start(WRITER, &[]).await;
    let (endpoint, model) = probed(&running).await;
    let id = ModelId::remote("test", &model.name);
    let (sink, mut events) = unbounded_channel();
    let cancel = CancellationToken::new();
    let mut endless = ask("Count from one to ten thousand, in words.");
    (endless.model, endless.max_tokens) = (id.clone(), 1800);
    let counting = endpoint.generate(endless, Some(sink), cancel.clone());
    let stopping = async {
        events.recv().await.expect("it begins");
        cancel.cancel();
    };
    let (counted, ()) = tokio::join!(counting, stopping);
    assert!(matches!(counted, Err(EngineError::Cancelled)), "{counted:?}");
    let mut next = ask("Say yes.");
    (next.model, next.max_tokens) = (id, 4);
    let next = endpoint.generate(next, None, CancellationToken::new()).await;
    assert!(next.is_ok(), "the slot would be busy for 1800 tokens: {next:?}");
}

#[tokio::test]
#[ignore = "needs llama-server: make test-remote"]
async fn an_embedder_gives_unit_vectors_of_meaning() {
    let more = ["--embeddings", "--pooling", "mean"];
    let running = start("all-minilm-l6-v2.gguf", &more).await;
    let (endpoint, model) = probed(&running).await;
    let known = endpoint.known(&model.name).unwrap();
    assert_eq!(known.embedding_length, 384, "{known:?}");
    let texts = ["an unpaid invoice", "a bill that is due", "the cat sleeps"];
    let request = EmbedRequest {
        model: known.id,
        texts: texts.map(str::to_owned).to_vec(),
        priority: Priority::batch(),
    };
    let vectors = endpoint.embed(request, CancellationToken::new()).await.unwrap().vectors;
    let cosine = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    assert!((cosine(&vectors[0], &vectors[0]) - 1.0).abs() < 1e-4);
    assert!(cosine(&vectors[0], &vectors[1]) > cosine(&vectors[0], &vectors[2]) + 0.2);
}
