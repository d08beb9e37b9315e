//! A small HTTP server on this computer that answers as its script says, one step a request.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What it does with one request.
#[derive(Clone, Debug)]
pub enum Step {
    /// This status, these further headers, this body.
    Answer(u16, &'static str, String),
    /// A stream of these events, ended properly.
    Events(Vec<String>),
    /// A stream that breaks off after these events.
    Cut(Vec<String>),
    /// A stream that says nothing more after these events.
    Hang(Vec<String>),
    /// JSON without end.
    Endless,
    /// No answer at all: the connection is closed.
    Close,
}

#[derive(Clone, Default)]
struct Log {
    requests: Arc<Mutex<Vec<(String, Value)>>>,
    /// Connections that the other side closed while a step hung.
    left: Arc<Mutex<usize>>,
}

pub struct Server {
    pub url: String,
    log: Log,
}

impl Server {
    /// The last step answers everything that follows.
    pub async fn start(script: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(script.into_iter().collect::<VecDeque<_>>()));
        let log = Log::default();
        let kept = log.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, script.clone(), kept.clone()));
            }
        });
        Self { url, log }
    }

    /// Head (in lower case) and body of every request so far.
    pub fn requests(&self) -> Vec<(String, Value)> {
        self.log.requests.lock().unwrap().clone()
    }

    /// Whether somebody hung up on a step that hung.
    pub async fn was_left(&self) -> bool {
        for _ in 0..100 {
            if *self.log.left.lock().unwrap() > 0 {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<VecDeque<Step>>>, log: Log) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await.unwrap();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    log.requests.lock().unwrap().push((head, body));
    let step = {
        let mut script = script.lock().unwrap();
        if script.len() > 1 { script.pop_front() } else { script.front().cloned() }
    };
    match step.expect("a script has a step") {
        Step::Close => {}
        Step::Answer(status, headers, body) => {
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(body.as_bytes()).await;
        }
        Step::Events(events) => {
            send(&mut stream, &events).await;
            let _ = stream.write_all(b"0\r\n\r\n").await;
        }
        Step::Cut(events) => send(&mut stream, &events).await,
        Step::Hang(events) => {
            send(&mut stream, &events).await;
            // Reading ends when the other side hangs up.
            let _ = stream.read_u8().await;
            *log.left.lock().unwrap() += 1;
        }
        Step::Endless => {
            let head =
                "HTTP/1.1 200 X\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n[";
            let _ = stream.write_all(head.as_bytes()).await;
            let zeros = b"0,".repeat(1 << 19);
            while stream.write_all(&zeros).await.is_ok() {}
        }
    }
}

async fn send(stream: &mut TcpStream, events: &[String]) {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let _ = stream.write_all(head.as_bytes()).await;
    for event in events {
        let data = format!("data: {event}\n\n");
        let chunk = format!("{:x}\r\n{data}\r\n", data.len());
        let _ = stream.write_all(chunk.as_bytes()).await;
    }
    let _ = stream.flush().await;
}
