//! JSON Schema as a person gives it: whether it is valid, and what its keywords ask for.

use serde_json::Value;

use crate::{FieldType, TaskError};

/// The keyword that lets a text hold only what stands in the document.
pub(super) const COPIED: &str = "x-substring-of";
/// Its value.
pub(super) const DOCUMENT: &str = "document";
/// The keyword by which a person lets a text be written freely.
pub(super) const FREE: &str = "x-free";

/// Whether this is a JSON Schema.
///
/// # Errors
/// [`TaskError::InvalidSchema`] with the place and the reason.
pub(super) fn check(schema: &Value) -> Result<(), TaskError> {
    let invalid = |pointer: String, reason: String| TaskError::InvalidSchema { pointer, reason };
    if !schema.is_object() {
        let reason = format!("found {schema}, expected an object such as {{\"type\": \"object\"}}");
        return Err(invalid(String::new(), reason));
    }
    if let Err(error) = jsonschema::meta::validate(schema) {
        return Err(invalid(error.instance_path().to_string(), error.to_string()));
    }
    match jsonschema::validator_for(schema) {
        Ok(_) => Ok(()),
        Err(error) => Err(invalid(error.instance_path().to_string(), error.to_string())),
    }
}

/// The type other than null that a schema names, and whether null is another.
pub(super) fn kind_of(schema: &Value) -> (Option<&str>, bool) {
    match schema.get("type") {
        Some(Value::String(kind)) => (Some(kind.as_str()), false),
        Some(Value::Array(kinds)) => {
            let named: Vec<&str> =
                kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect();
            let nullable = kinds.len() > named.len();
            (if let [only] = named[..] { Some(only) } else { None }, nullable)
        }
        _ if schema.get("properties").is_some() => (Some("object"), false),
        _ => (None, false),
    }
}

/// The texts of an enum that holds nothing but texts, and perhaps null.
pub(super) fn choices(schema: &Value) -> Option<Vec<String>> {
    let values = schema.get("enum")?.as_array()?;
    let texts: Vec<String> = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let only_texts = texts.len() == values.len();
    (only_texts && !texts.is_empty()).then_some(texts)
}

/// What a schema says of itself in words.
pub(super) fn description(schema: &Value) -> &str {
    ["description", "title"]
        .iter()
        .find_map(|key| schema.get(*key).and_then(Value::as_str))
        .unwrap_or_default()
}

/// The type that a property's name tells of, since a schema only says "string".
pub(super) fn kind_by_name(name: &str) -> Option<FieldType> {
    let name = name.to_lowercase().replace('-', "_");
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    Some(if has(&["email", "e_mail"]) {
        FieldType::Email
    } else if has(&["phone", "mobile", "fax"]) {
        FieldType::Phone
    } else if has(&["website", "url", "homepage"]) {
        FieldType::Url
    } else if has(&["address"]) {
        FieldType::Address
    } else if has(&["date", "deadline"]) || name.ends_with("_on") {
        FieldType::Date
    } else if has(&["amount", "total", "price", "salary", "balance", "fee", "cost"]) {
        FieldType::Amount
    } else if has(&["number", "reference", "iban"])
        || name.ends_with("_id")
        || name.ends_with("_no")
    {
        FieldType::Identifier
    } else if has(&[
        "company",
        "organization",
        "organisation",
        "vendor",
        "supplier",
        "employer",
        "party",
        "parties",
    ]) {
        FieldType::Organization
    } else {
        return None;
    })
}

/// The schema under which a model writes: every text that is not bound otherwise is copied from
/// the document.
pub(super) fn grounded(schema: &Value) -> Value {
    match schema {
        Value::Object(keys) => {
            let mut bound: serde_json::Map<String, Value> = keys
                .iter()
                .map(|(key, value)| {
                    let literal = matches!(key.as_str(), "enum" | "const" | "default" | "examples");
                    (key.clone(), if literal { value.clone() } else { grounded(value) })
                })
                .collect();
            let free = ["enum", "const", "pattern", "format", COPIED]
                .iter()
                .any(|key| keys.contains_key(*key))
                || keys.get(FREE) == Some(&Value::Bool(true));
            if keys.get("type").and_then(Value::as_str) == Some("string") && !free {
                bound.insert(COPIED.to_owned(), DOCUMENT.into());
            }
            Value::Object(bound)
        }
        Value::Array(items) => Value::Array(items.iter().map(grounded).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_invalid_schema_is_told_with_its_place() {
        let Err(TaskError::InvalidSchema { pointer, reason }) =
            check(&json!({ "type": "object", "properties": { "a": { "type": "strin" } } }))
        else {
            panic!("\"strin\" is no type")
        };
        assert_eq!(pointer, "/properties/a/type");
        assert!(reason.contains("strin"), "{reason}");
        assert!(check(&json!([])).is_err() && check(&json!({ "type": "object" })).is_ok());
    }

    #[test]
    fn texts_are_copied_unless_bound_otherwise() {
        let schema = json!({ "properties": { "a": { "type": "string" }, "b": { "type": "string", "enum": ["x"] }, "c": { "type": "string", FREE: true } } });
        let bound = grounded(&schema);
        assert_eq!(bound["properties"]["a"][COPIED], DOCUMENT);
        assert!(bound["properties"]["b"].get(COPIED).is_none());
        assert!(bound["properties"]["c"].get(COPIED).is_none());
    }
}
