//! Models on other computers: set up, probed, run, forgotten. The other computer is a small server
//! on this one that speaks the protocol; llama-server itself is asked in the engine's tests.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};

use crate::{Machine, ROUTER, keys, sample};

/// Answers chats with JSON of the schema that it is given, the first of its values or one that
/// stands in no document; tells no probabilities. A second model of it, `bge`, embeds and nothing
/// else.
pub struct Office {
    pub url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Office {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = heard.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &log);
            }
        });
        Self { url, heard }
    }

    /// Everything that was sent to it.
    pub fn heard(&self) -> String {
        self.heard.lock().unwrap().join("\n")
    }
}

fn answer(mut stream: TcpStream, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap() == 0 {
            return;
        }
    }
    let lower = head.to_lowercase();
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    log.lock().unwrap().push(format!("{head}{}", String::from_utf8_lossy(&body)));
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (status, said) = if head.starts_with("GET /v1/models ") {
        let models = [json!({"id": "clerk", "max_model_len": 8192}), json!({"id": "bge"})];
        (200, json!({"data": models}))
    } else if head.starts_with("POST /v1/chat/completions ") && body["model"] == "clerk" {
        (200, chat(&body))
    } else if head.starts_with("POST /v1/embeddings ") && body["model"] == "bge" {
        (200, vectors(&body))
    } else {
        (404, json!({"error": {"message": "not here"}}))
    };
    let said = said.to_string();
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
        said.len()
    );
}

fn chat(body: &Value) -> Value {
    let schema = &body["response_format"]["json_schema"]["schema"]["properties"];
    let content = match schema.as_object().and_then(|members| members.iter().next()) {
        Some((name, member)) => {
            let first = member["enum"].get(0).cloned().unwrap_or_else(|| json!("a made-up value"));
            json!({name: first}).to_string()
        }
        None => "Hello.".to_owned(),
    };
    json!({
        "choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 40, "completion_tokens": 5},
    })
}

#[test]
fn an_endpoint_is_set_up_probed_run_and_forgotten() {
    let (machine, office) = (Machine::new(), Office::open());
    machine.run(&["endpoints", "add", "office", &office.url, "--concurrency", "2"]).ended(0);
    let listed = machine.run(&["endpoints", "list", "--format", "json"]).ended(0).objects();
    assert_eq!((&listed[0]["name"], &listed[0]["here"]), (&json!("office"), &json!(true)));
    assert_eq!(office.heard(), "", "adding and listing contact nobody");

    let probed = machine.run(&["endpoints", "probe", "office", "--format", "json"]).ended(0);
    let probed = probed.objects();
    let found = &probed[0]["models"][0];
    assert_eq!(found["works"], json!(["chat", "schema"]), "{found}");
    assert_eq!(found["context"], 8192);

    let message = sample("message-double-charge.txt");
    let words = std::fs::read_to_string(&message).unwrap();
    let line = words.lines().find(|line| line.len() > 20).unwrap();
    let sent = || office.heard().contains(&line[..20]);
    assert!(!sent(), "a probe sends no document");
    let question = ["classify", "--decide", "model", "--format", "json", message.as_str()];
    let local = [&question[..], &ROUTER[..]].concat();
    let remote = [&local[..], &["--model", "office/clerk"]].concat();
    let mut ran = machine.command(&remote);
    let ran = crate::Ran::from(ran.env("WINNOW_ENDPOINT_KEY_OFFICE", "s3cret").output().unwrap());
    let ran = ran.ended(0).objects();
    let ran = &ran[0];
    assert_eq!(ran["label"], "billing", "{ran}");
    assert_eq!((&ran["confidence"], &ran["scores"]), (&Value::Null, &json!({})), "none are told");
    assert_eq!(ran["doubts"], json!([{"kind": "no_probabilities"}]));
    assert_eq!(ran["model"], "remote:office/clerk");
    assert_eq!(json!(office.url), json!(format!("http://{}", ran["ran_on"].as_str().unwrap())));
    assert!(sent() && office.heard().to_lowercase().contains("authorization: bearer s3cret"));

    let asked = ["--decide", "model", "--model", "office/clerk", "--field", "plan: text"];
    let extract = [&["extract", "--format", "json"], &asked[..], &[message.as_str()]].concat();
    let found = machine.run(&extract).ended(0).objects();
    let plan = &found[0]["fields"]["plan"];
    assert_eq!((&plan["value"], &plan["verified"]), (&json!("a made-up value"), &json!(false)));
    assert!(keys(plan).contains(&"confidence"), "the key stays: {plan}");
    assert_eq!(plan["confidence"], Value::Null, "nothing was measured");

    let local = machine.run(&local).ended(0).objects();
    assert!(!keys(&local[0]).contains(&"ran_on"), "nothing left this computer");
    machine.run(&["endpoints", "remove", "office"]).ended(0);
    machine.run(&["endpoints", "probe", "office"]).ended(1);
    let gone = machine.run(&remote).ended(1);
    assert!(gone.err.contains("office/clerk"), "it says which model is not there: {gone:#?}");
}

/// How often each of 64 kinds of words stands in each text.
fn vectors(body: &Value) -> Value {
    let vector = |(index, text): (usize, &Value)| {
        let mut counts = vec![0.1_f32; 64];
        for word in text.as_str().unwrap().to_lowercase().split(|sign: char| !sign.is_alphabetic())
        {
            let kind = word.bytes().fold(7_u32, |sum, byte| sum * 31 % 9973 + u32::from(byte));
            counts[kind as usize % 64] += 1.0;
        }
        json!({"index": index, "embedding": counts})
    };
    let texts = body["input"].as_array().unwrap();
    json!({"data": texts.iter().enumerate().map(vector).collect::<Vec<_>>(), "usage": {"prompt_tokens": 9}})
}

#[test]
fn an_endpoint_compares_meanings_when_it_is_chosen_to() {
    let (machine, office) = (Machine::new(), Office::open());
    machine.run(&["endpoints", "add", "office", &office.url]).ended(0);
    machine.run(&["endpoints", "probe", "office", "clerk"]).ended(0);
    let unable = machine.run(&["models", "select", "office/clerk", "--for", "embed"]).ended(1);
    assert!(unable.err.contains("vectors"), "{}", unable.err);
    let probed = machine.run(&["endpoints", "probe", "office", "bge", "--format", "json"]).ended(0);
    let works = &probed.objects()[0]["models"][1]["works"];
    assert_eq!(works, &json!(["embeddings"]));
    let host = office.url.trim_start_matches("http://");
    let chosen = machine.run(&["models", "select", "office/bge"]).ended(0);
    assert!(chosen.err.contains(host), "it says where documents will go: {}", chosen.err);
    let listed = machine.run(&["endpoints", "list", "--format", "json"]).ended(0).objects();
    let models = &listed[0]["models"];
    assert_eq!((&models[1]["embeds"], &models[1]["selected"]), (&json!(true), &json!(false)));

    let message = sample("message-double-charge.txt");
    let words = std::fs::read_to_string(&message).unwrap();
    let line = words.lines().find(|line| line.len() > 20).unwrap();
    assert!(!office.heard().contains(&line[..20]), "choosing sends no document");
    let question = ["classify", "--decide", "embedder", "--format", "json", message.as_str()];
    let ran = machine.run(&[&question[..], &ROUTER[..]].concat()).ended(0).objects();
    let ran = &ran[0];
    assert_eq!((&ran["embedder"], &ran["ran_on"]), (&json!("remote:office/bge"), &json!(host)));
    assert_eq!(ran["decided_by"], "embedder", "{ran}");
    assert!(ran["confidence"].is_number() && office.heard().contains(&line[..20]), "{ran}");
    let vectors = machine.run(&["embed", "--format", "json", message.as_str()]).ended(0).objects();
    assert_eq!(vectors[0]["ran_on"], json!(host));
    assert_eq!(vectors[0]["embedding"].as_array().map(Vec::len), Some(64));

    let once = [&["--model", "office/bge"], &question[..], &ROUTER[..]].concat();
    machine.run(&["models", "select", "all-minilm-l6-v2"]).ended(0);
    let heard = office.heard().len();
    let here = machine.run(&[&question[..], &ROUTER[..]].concat()).ended(0).objects();
    assert!(!keys(&here[0]).contains(&"ran_on") && office.heard().len() == heard, "{here:?}");
    let there = machine.run(&once).ended(0).objects();
    assert_eq!(there[0]["ran_on"], json!(host), "for one run, it needs not be chosen");
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_kept() {
    let machine = Machine::new();
    let open = machine.run(&["endpoints", "add", "far", "http://example.org/v1"]).ended(2);
    assert!(open.err.contains("https"), "{}", open.err);
    machine.run(&["endpoints", "add", "a/b", "https://example.org/v1"]).ended(2);
    machine.run(&["endpoints", "add", "far", "https://example.org", "--concurrency", "0"]).ended(2);
    let mut adding =
        machine.command(&["endpoints", "add", "far", "https://example.org", "--key-from-stdin"]);
    let mut adding = adding
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    adding.stdin.take().unwrap().write_all(b"s3cret\n").unwrap();
    let added = crate::Ran::from(adding.wait_with_output().unwrap());
    if cfg!(target_os = "linux") {
        let added = added.ended(1);
        assert!(added.err.contains("WINNOW_ENDPOINT_KEY_FAR"), "{}", added.err);
        assert!(!added.err.contains("s3cret"), "a key is never shown");
    }
    let listed = machine.run(&["endpoints", "list", "--format", "json"]).ended(0);
    assert_eq!(listed.out, "", "nothing was kept");
}
