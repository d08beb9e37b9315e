//! The history speaks to the window, which counts UTF-16 units; a terminal's tools count bytes.

use serde_json::Value;

/// Turns every span `{start, end}` of UTF-16 units of `text` into one of bytes.
pub fn byte_spans(value: Value, text: &str) -> Value {
    let mut bytes = Vec::with_capacity(text.len() + 1);
    for (byte, sign) in text.char_indices() {
        bytes.extend(std::iter::repeat_n(byte, sign.len_utf16()));
    }
    bytes.push(text.len());
    convert(value, &bytes)
}

fn convert(value: Value, bytes: &[usize]) -> Value {
    match value {
        Value::Object(mut members) => {
            let is_span = members.len() == 2
                && ["start", "end"].iter().all(|key| members.get(*key).is_some_and(Value::is_u64));
            for member in members.values_mut() {
                let at = member.as_u64().and_then(|unit| bytes.get(usize::try_from(unit).ok()?));
                *member = match at {
                    Some(byte) if is_span => Value::from(*byte),
                    _ => convert(member.take(), bytes),
                };
            }
            Value::Object(members)
        }
        Value::Array(items) => items.into_iter().map(|item| convert(item, bytes)).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spans_count_bytes_and_other_numbers_stay() {
        let text = "é👋x";
        let wire = json!({"fields": [{"span": {"start": 1, "end": 3}}, {"span": {"start": 3, "end": 4}}],
                          "usage": {"start": 1, "end": 3, "steps": 2}});
        let expected = json!({"fields": [{"span": {"start": 2, "end": 6}}, {"span": {"start": 6, "end": 7}}],
                              "usage": {"start": 1, "end": 3, "steps": 2}});
        assert_eq!(byte_spans(wire, text), expected);
    }
}
