//! Vectors by an endpoint.

use std::time::Instant;

use serde_json::{Value, json};

use super::{endpoint::Asked, guard::harmless};
use crate::{
    EmbedOutcome, EmbedRequest, EngineError, Timings, Usage,
    remote::{Ability, EndpointError},
};

/// Texts in one request.
const TOGETHER: usize = 64;

/// # Errors
/// [`EndpointError::Unable`] where the probe found no vectors.
pub(crate) async fn embed(
    asked: &Asked<'_>,
    request: &EmbedRequest,
    queue_ms: f64,
) -> Result<EmbedOutcome, EngineError> {
    if request.texts.iter().any(String::is_empty) {
        return Err(EngineError::InvalidRequest("a text to embed is empty".to_owned()));
    }
    asked.need(Ability::Embeddings)?;
    let began = Instant::now();
    let mut vectors = Vec::with_capacity(request.texts.len());
    let mut usage = Usage::default();
    for texts in request.texts.chunks(TOGETHER) {
        let input: Vec<_> = texts.iter().map(|text| harmless(text)).collect();
        let bytes = texts.iter().map(String::len).max().unwrap_or(0);
        let body = json!({"model": asked.model, "input": input});
        let answer = asked.connection.post(asked.address.of("embeddings"), &body, asked.patience);
        let answer = answer.await.map_err(|error| asked.refused(error, bytes))?;
        vectors.extend(read(&answer, texts.len()).map_err(|error| asked.failed(error))?);
        let spent = answer.pointer("/usage/prompt_tokens").and_then(Value::as_u64).unwrap_or(0);
        usage.prompt = usage.prompt.saturating_add(u32::try_from(spent).unwrap_or(u32::MAX));
    }
    let prefill_ms = began.elapsed().as_secs_f64() * 1e3;
    Ok(EmbedOutcome { vectors, usage, timings: Timings { queue_ms, prefill_ms, decode_ms: 0.0 } })
}

/// Unit vectors in the order of the texts.
///
/// # Errors
/// [`EndpointError::Malformed`] when there are others than `count`, or not all of one length.
pub(crate) fn read(answer: &Value, count: usize) -> Result<Vec<Vec<f32>>, EndpointError> {
    let malformed = |reason: String| EndpointError::Malformed { reason };
    let rows = answer.get("data").and_then(Value::as_array);
    let rows = rows.ok_or_else(|| malformed("it holds no vectors".to_owned()))?;
    let mut vectors = vec![Vec::new(); count];
    for (place, row) in rows.iter().enumerate() {
        let index = row.get("index").and_then(Value::as_u64).map_or(place, |index| index as usize);
        let numbers = row.get("embedding").and_then(Value::as_array).into_iter().flatten();
        let vector: Option<Vec<f32>> =
            numbers.map(|number| number.as_f64().map(|number| number as f32)).collect();
        let slot = vectors.get_mut(index);
        let (Some(slot), Some(vector)) = (slot, vector.and_then(unit)) else {
            return Err(malformed(format!("vector {index} cannot be used")));
        };
        *slot = vector;
    }
    let length = vectors.first().map_or(0, Vec::len);
    if length == 0 || vectors.iter().any(|vector| vector.len() != length) {
        let reason = format!("{count} texts got {} vectors, or not all of one length", rows.len());
        return Err(malformed(reason));
    }
    Ok(vectors)
}

fn unit(vector: Vec<f32>) -> Option<Vec<f32>> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    let usable = length.is_finite() && length > 0.0;
    usable.then(|| vector.into_iter().map(|number| number / length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_come_in_the_order_of_their_texts_and_of_length_one() {
        let answer = json!({"data": [
            {"index": 1, "embedding": [0.0, 2.0]}, {"index": 0, "embedding": [3.0, 4.0]},
        ]});
        assert_eq!(read(&answer, 2).expect("vectors"), [[0.6, 0.8], [0.0, 1.0]]);
        assert!(read(&answer, 3).is_err(), "a text without a vector");
        assert!(read(&json!({"data": [{"embedding": [0.0]}]}), 1).is_err(), "no direction");
    }
}
