//! Output contracts in the protocol's words, and whether an answer kept to them.

use serde_json::{Value, json};

use crate::{
    Constraint,
    remote::{Abilities, Ability, EndpointError},
};

/// The member that holds a choice: schemas are about objects.
const CHOICE: &str = "answer";

/// What goes into the request for a contract.
#[derive(Debug, PartialEq)]
pub(crate) struct Terms {
    /// `response_format`.
    pub(crate) format: Option<Value>,
    /// What is said in words instead, or as well.
    pub(crate) words: Option<String>,
}

/// # Errors
/// [`EndpointError::NoContract`] for what no endpoint can be held to.
pub(crate) fn terms(
    constraint: &Constraint,
    abilities: &Abilities,
) -> Result<Terms, EndpointError> {
    let held = abilities.can(Ability::Schema);
    match constraint {
        Constraint::None => Ok(Terms { format: None, words: None }),
        Constraint::Choice { options } => {
            let options: Vec<&str> = options.iter().map(|option| option.trim()).collect();
            let schema = json!({
                "type": "object",
                "properties": {CHOICE: {"type": "string", "enum": options}},
                "required": [CHOICE],
                "additionalProperties": false,
            });
            let list = options.join("\n");
            let words = if held {
                format!(
                    "Answer with JSON like {{\"{CHOICE}\": …}} that holds exactly one of these:\n{list}"
                )
            } else {
                format!("Answer with exactly one of these lines and nothing else:\n{list}")
            };
            Ok(Terms { format: held.then(|| format(&schema)), words: Some(words) })
        }
        Constraint::JsonSchema { schema, .. } => {
            let schema = plain(schema);
            let words = (!held).then(|| {
                format!("Answer with JSON of this JSON Schema and nothing else:\n{schema}")
            });
            Ok(Terms { format: held.then(|| format(&schema)), words })
        }
        Constraint::Regex { .. } => {
            Err(EndpointError::NoContract { contract: "a regular expression" })
        }
        Constraint::Substring { .. } => {
            Err(EndpointError::NoContract { contract: "the words of the document" })
        }
    }
}

/// The answer as the local engine would have given it. One that was cut is left to the caller.
///
/// # Errors
/// [`EndpointError::OffContract`].
pub(crate) fn kept(
    constraint: &Constraint,
    text: String,
    cut: bool,
) -> Result<String, EndpointError> {
    match constraint {
        Constraint::Choice { options } => {
            let said = serde_json::from_str::<Value>(unfenced(&text))
                .ok()
                .and_then(|value| Some(value.get(CHOICE)?.as_str()?.to_owned()))
                .unwrap_or_else(|| text.trim().trim_matches(['"', '.']).to_owned());
            let same = |option: &&String| option.trim().eq_ignore_ascii_case(said.trim());
            options.iter().find(same).cloned().ok_or_else(|| EndpointError::OffContract {
                reason: format!("\"{}\" is none of the choices", begun(&text)),
            })
        }
        Constraint::JsonSchema { .. } if !cut => {
            let bare = unfenced(&text);
            match serde_json::from_str::<Value>(bare) {
                Ok(_) if bare.len() == text.len() => Ok(text),
                Ok(_) => Ok(bare.to_owned()),
                Err(_) => Err(EndpointError::OffContract {
                    reason: format!("\"{}\" is not JSON", begun(&text)),
                }),
            }
        }
        _ => Ok(text),
    }
}

fn format(schema: &Value) -> Value {
    json!({
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": is_strict(schema), "schema": schema},
    })
}

/// The schema without what only the local engine understands.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !name.starts_with("x-"))
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect(),
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

/// Whether every object names all its members, which the strict form of the protocol asks for.
fn is_strict(schema: &Value) -> bool {
    let closed = schema.get("properties").and_then(Value::as_object).is_none_or(|properties| {
        let required = schema.get("required").and_then(Value::as_array);
        schema.get("additionalProperties") == Some(&Value::Bool(false))
            && properties.keys().all(|name| {
                required.is_some_and(|required| required.iter().any(|one| one == name.as_str()))
            })
    });
    closed
        && match schema {
            Value::Object(members) => members.values().all(is_strict),
            Value::Array(items) => items.iter().all(is_strict),
            _ => true,
        }
}

/// JSON out of the fence that chat models like to put around it.
fn unfenced(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_prefix("```") else { return text };
    let inner = inner.strip_prefix("json").unwrap_or(inner);
    inner.strip_suffix("```").unwrap_or(inner).trim()
}

fn begun(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice() -> Constraint {
        Constraint::Choice { options: vec![" billing".to_owned(), " late orders".to_owned()] }
    }

    #[test]
    fn a_choice_comes_back_as_it_was_offered_or_not_at_all() {
        for said in [
            "{\"answer\": \"late orders\"}",
            "Late orders.",
            "```json\n{\"answer\":\"late orders\"}\n```",
        ] {
            assert_eq!(kept(&choice(), said.to_owned(), false).as_deref(), Ok(" late orders"));
        }
        let off = kept(&choice(), "It depends.".to_owned(), false);
        assert!(matches!(off, Err(EndpointError::OffContract { .. })), "{off:?}");
    }

    #[test]
    fn a_schema_goes_out_without_what_only_we_understand() {
        let schema = json!({
            "type": "object",
            "x-guidance": {"whitespace_flexible": false},
            "properties": {"total": {"type": "string", "x-substring-of": "document"}},
        });
        let constraint = Constraint::JsonSchema { schema, document: Some("text".to_owned()) };
        let all = Abilities { works: Ability::ALL.into(), ..Abilities::default() };
        let format = terms(&constraint, &all).expect("terms").format.expect("it is held to it");
        assert!(!format.to_string().contains("x-"), "{format}");
        assert_eq!(format["json_schema"]["strict"], false, "not all members are required");
        let none = terms(&constraint, &Abilities::default()).expect("terms");
        assert!(none.format.is_none() && none.words.is_some(), "then it is asked in words");
    }

    #[test]
    fn json_that_is_none_is_refused_and_json_that_was_cut_is_left_to_the_caller() {
        let constraint = Constraint::JsonSchema { schema: json!({}), document: None };
        assert!(kept(&constraint, "{\"a\":".to_owned(), false).is_err());
        assert_eq!(kept(&constraint, "{\"a\":".to_owned(), true).as_deref(), Ok("{\"a\":"));
    }
}
