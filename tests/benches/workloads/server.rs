//! llama-server with so many slots, and what it is asked.

use std::{
    collections::HashMap,
    error::Error,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{Options, inputs};

/// Tokens of context for each slot: the longest prompt and its answer.
const SLOT_CONTEXT: u32 = 1536;

/// A running server; it ends with this value.
pub struct Server {
    pub slots: u32,
    process: Child,
    address: String,
    client: reqwest::Client,
    /// The tokens of the texts that are chosen among.
    tokens: HashMap<&'static str, Vec<u32>>,
}

impl Server {
    /// Starts it and waits until the model is loaded.
    pub async fn start(
        options: &Options,
        slots: u32,
        embeds: bool,
    ) -> Result<Self, Box<dyn Error>> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(&options.server);
        command
            .current_dir(&options.backends)
            .arg("--model")
            .arg(&options.model)
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .args(["--parallel", &slots.to_string(), "--threads", &options.threads.to_string()])
            .args(["--gpu-layers", options.layers()])
            .args(["--ctx-size", &(slots * SLOT_CONTEXT).to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if embeds {
            command.args(["--embeddings", "--pooling", "mean"]);
        }
        let mut server = Self {
            slots,
            process: command.spawn()?,
            address: format!("http://127.0.0.1:{port}"),
            client: reqwest::Client::builder().no_proxy().build()?,
            tokens: HashMap::new(),
        };
        let patience = Instant::now() + Duration::from_secs(60);
        while !server.is_ready().await {
            if let Some(status) = server.process.try_wait()? {
                return Err(format!("llama-server ended before it was ready: {status}").into());
            }
            if Instant::now() > patience {
                return Err("llama-server was not ready within a minute".into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        for text in inputs::choices() {
            let answer = server.post("tokenize", &json!({"content": text})).await?;
            server.tokens.insert(text, serde_json::from_value(answer["tokens"].clone())?);
        }
        Ok(server)
    }

    async fn is_ready(&self) -> bool {
        let answer = self.client.get(format!("{}/health", self.address)).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Continues a prompt under extra settings, greedily; gives the text.
    pub async fn complete(&self, prompt: &str, settings: Value) -> Result<String, Box<dyn Error>> {
        let mut body = json!({"prompt": prompt, "temperature": 0, "cache_prompt": true});
        if let (Some(body), Some(settings)) = (body.as_object_mut(), settings.as_object()) {
            body.extend(settings.clone());
        }
        let answer = self.post("completion", &body).await?;
        Ok(answer["content"].as_str().ok_or("an answer without content")?.to_owned())
    }

    /// Settings under which exactly one of these texts is written, in its own tokens: a grammar
    /// of characters would let a text begin with any letter that it begins with.
    pub fn choice(&self, options: &[&str]) -> Result<Value, Box<dyn Error>> {
        let mut branches = Vec::new();
        for option in options {
            let tokens = self.tokens.get(option).ok_or("a choice whose tokens are not known")?;
            branches.push(tokens.iter().map(|token| format!("<[{token}]>")).collect::<String>());
        }
        let grammar = format!("root ::= {}", branches.join(" | "));
        Ok(json!({"grammar": grammar, "n_predict": 8}))
    }

    /// Vectors of texts.
    pub async fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, Box<dyn Error>> {
        let answer = self.post("v1/embeddings", &json!({"input": texts})).await?;
        let rows = answer["data"].as_array().ok_or("an answer without vectors")?;
        rows.iter().map(|row| Ok(serde_json::from_value(row["embedding"].clone())?)).collect()
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, Box<dyn Error>> {
        let request = self.client.post(format!("{}/{path}", self.address));
        let request = request.header("content-type", "application/json").body(body.to_string());
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            return Err(format!("llama-server refused with {status}: {text}").into());
        }
        Ok(serde_json::from_str(&text)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has gone already needs no ending.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
