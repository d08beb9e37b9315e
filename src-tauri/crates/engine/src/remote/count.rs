//! Tokens of a text, counted by the server where it can, else reckoned.

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};

use super::{connection::Connection, guard::harmless};
use crate::remote::{Address, EndpointError, Patience};

/// Texts that are counted at a time.
const AT_ONCE: usize = 8;

/// Bytes of a token, on the careful side: English has four and more, few languages fewer.
const BYTES_OF_A_TOKEN: usize = 3;

/// About how many tokens a text has; rather too many than too few.
pub(crate) fn reckoned(text: &str) -> u32 {
    u32::try_from(text.len().div_ceil(BYTES_OF_A_TOKEN)).unwrap_or(u32::MAX)
}

/// The server's own count of each text.
pub(crate) async fn counted(
    connection: &Connection,
    address: &Address,
    model: &str,
    texts: &[String],
    patience: Patience,
) -> Result<Vec<u32>, EndpointError> {
    let asking: Vec<_> = texts
        .iter()
        .map(|text| async move {
            if text.is_empty() {
                return Ok(0);
            }
            let answer = connection
                .post(address.beside("tokenize"), &question(model, text), patience)
                .await?;
            count(&answer).ok_or_else(|| EndpointError::Malformed {
                reason: "it holds no count of tokens".to_owned(),
            })
        })
        .collect();
    stream::iter(asking).buffered(AT_ONCE).try_collect().await
}

/// One question in the words of llama-server (`content`), vLLM (`prompt`) and TGI (`inputs`).
pub(crate) fn question(model: &str, text: &str) -> Value {
    let text = harmless(text);
    json!({
        "model": model, "content": text, "prompt": text, "inputs": text,
        "add_special": false, "add_special_tokens": false,
    })
}

/// The count in an answer of any of the three.
pub(crate) fn count(answer: &Value) -> Option<u32> {
    let tokens = answer.get("tokens").unwrap_or(answer).as_array().map(Vec::len);
    let count = answer.get("count").and_then(Value::as_u64).or(tokens.map(|count| count as u64));
    count.and_then(|count| u32::try_from(count).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_servers_count_is_understood() {
        assert_eq!(count(&json!({"tokens": [1, 2, 3]})), Some(3), "llama-server");
        assert_eq!(count(&json!({"count": 2, "tokens": [1, 2]})), Some(2), "vLLM");
        assert_eq!(count(&json!([{"id": 1, "text": "a"}])), Some(1), "TGI");
        assert_eq!(count(&json!({"error": "no"})), None);
    }
}
