//! A small HTTP server on this computer that can misbehave as servers on the network do.

use std::sync::{Arc, Mutex, MutexGuard};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// How the server answers.
#[derive(Clone, Default)]
pub struct Behaviour {
    pub body: Vec<u8>,
    pub etag: Option<String>,
    /// Whether it can answer with a part of the body.
    pub ranges: bool,
    /// Break the connection after so many bytes of the body.
    pub cut_after: Option<usize>,
    /// Redirect first, and announce this hash with the redirect as the hub does.
    pub announced: Option<String>,
    /// Redirect to this address and nowhere else.
    pub lead_to: Option<String>,
    /// Answer with this status and no body.
    pub status: Option<u16>,
    /// Send the head and the first half, then nothing for ever.
    pub stall: bool,
}

pub struct Server {
    pub url: String,
    behaviour: Arc<Mutex<Behaviour>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/model.gguf", listener.local_addr().unwrap());
        let behaviour = Arc::new(Mutex::new(behaviour));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (shared, log) = (behaviour.clone(), requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone(), log.clone()));
            }
        });
        Self { url, behaviour, requests }
    }

    /// Changes how it answers from now on.
    pub fn behave(&self) -> MutexGuard<'_, Behaviour> {
        self.behaviour.lock().unwrap()
    }

    /// The heads of all requests so far, in lower case.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    behaviour: Arc<Mutex<Behaviour>>,
    log: Arc<Mutex<Vec<String>>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    log.lock().unwrap().push(head.clone());
    let behaviour = behaviour.lock().unwrap().clone();
    let (answer, body) = answer(&behaviour, &head);
    let _ = stream.write_all(answer.as_bytes()).await;
    let sent = match behaviour.cut_after {
        Some(length) if length < body.len() => &body[..length],
        _ if behaviour.stall => &body[..body.len() / 2],
        _ => body,
    };
    let _ = stream.write_all(sent).await;
    let _ = stream.flush().await;
    if behaviour.stall {
        std::future::pending::<()>().await;
    }
}

fn answer<'a>(behaviour: &'a Behaviour, head: &str) -> (String, &'a [u8]) {
    let header = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.map(str::to_owned)
    };
    if let Some(status) = behaviour.status {
        return (
            format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
            &[],
        );
    }
    if let Some(address) = &behaviour.lead_to {
        return (redirect(address, ""), &[]);
    }
    if let Some(hash) = &behaviour.announced
        && !head.starts_with("get /storage")
    {
        return (redirect("/storage", &format!("x-linked-etag: \"{hash}\"\r\n")), &[]);
    }
    let etag = behaviour.etag.as_deref();
    let tag = etag.map_or(String::new(), |etag| format!("etag: {etag}\r\n"));
    let same_file = header("if-range").is_none_or(|tag| Some(tag.as_str()) == etag);
    let start = header("range")
        .filter(|_| behaviour.ranges && same_file)
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let all = behaviour.body.len();
    let (status, body) = match start {
        Some(start) if start >= all => ("416 Range Not Satisfiable".to_owned(), &[][..]),
        Some(start) => {
            let range = format!("content-range: bytes {start}-{}/{all}\r\n", all - 1);
            (format!("206 Partial Content\r\n{}", range.trim_end()), &behaviour.body[start..])
        }
        None => ("200 OK".to_owned(), &behaviour.body[..]),
    };
    let length = body.len();
    (
        format!("HTTP/1.1 {status}\r\n{tag}content-length: {length}\r\nconnection: close\r\n\r\n"),
        body,
    )
}

fn redirect(to: &str, more: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nlocation: {to}\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n"
    )
}
