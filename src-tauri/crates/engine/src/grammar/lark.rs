//! A JSON Schema whose strings are texts of the document, as a Lark grammar.
//!
//! llguidance compiles JSON Schema by itself, but knows no `x-substring-of`. So the path from the
//! root to such a string is written out here; whatever does not lead to one stays a JSON Schema.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{
    compact, invalid,
    spans::{self, KEYWORD},
};
use crate::EngineError;

/// References and nesting deeper than this are taken for a loop.
const DEEPEST: usize = 64;

/// Keywords that say nothing about which texts are valid.
const SILENT: [&str; 8] =
    ["title", "description", "default", "examples", "$schema", "$id", "$defs", "definitions"];

/// A literal text.
pub(super) fn literal(text: &str) -> String {
    Value::from(text).to_string()
}

/// The grammar of a schema that points at the document somewhere.
pub(super) fn pointing_grammar(
    schema: &Value,
    document: Option<&str>,
) -> Result<String, EngineError> {
    let document = document
        .ok_or_else(|| invalid(&format!("the schema uses {KEYWORD}, but no document was given")))?;
    let definitions = ["$defs", "definitions"].iter().filter_map(|word| schema.get(word));
    let definitions_point = definitions.into_iter().any(spans::points_at_document);
    let mut writer = Writer { root: schema, definitions_point, rules: String::new(), count: 0 };
    let start = writer.value(schema, "", 0)?;
    let words = spans::json_words(document)?;
    Ok(format!("start: {start}\n{}DOCUMENT: {words}\n", writer.rules))
}

struct Writer<'a> {
    root: &'a Value,
    /// Whether a reference may lead to a text of the document.
    definitions_point: bool,
    rules: String,
    count: usize,
}

impl Writer<'_> {
    /// The name of a rule for this schema. `at` is its place, for messages.
    fn value(&mut self, schema: &Value, at: &str, depth: usize) -> Result<String, EngineError> {
        if depth > DEEPEST {
            return Err(invalid(&format!(
                "{at}: schemas that refer to themselves cannot point at \
                the document"
            )));
        }
        let Value::Object(keys) = schema else {
            return Ok(self.rule(&json_schema(schema, self.root)));
        };
        if let Some(Value::String(reference)) = keys.get("$ref") {
            let target = reference.strip_prefix('#').and_then(|path| self.root.pointer(path));
            let target =
                target.ok_or_else(|| invalid(&format!("{at}: {reference} leads nowhere")))?.clone();
            return self.value(&target, at, depth + 1);
        }
        let may_point =
            spans::points_at_document(schema) || (self.definitions_point && refers(schema));
        if !may_point {
            return Ok(self.rule(&json_schema(schema, self.root)));
        }
        if let Some(source) = keys.get(KEYWORD) {
            return self.text(keys, source, at);
        }
        for word in ["anyOf", "oneOf"] {
            if let Some(Value::Array(branches)) = keys.get(word) {
                only(keys, &[word], at)?;
                let names: Vec<_> = branches
                    .iter()
                    .map(|branch| self.value(branch, at, depth + 1))
                    .collect::<Result<_, _>>()?;
                return Ok(self.rule(&names.join(" | ")));
            }
        }
        match keys.get("type").and_then(Value::as_str) {
            Some("object") => self.object(keys, at, depth),
            Some("array") => self.array(keys, at, depth),
            None if keys.contains_key("properties") => self.object(keys, at, depth),
            None if keys.contains_key("items") => self.array(keys, at, depth),
            None if !spans::points_at_document(schema) => {
                Ok(self.rule(&json_schema(schema, self.root)))
            }
            other => Err(invalid(&format!(
                "{at}: {KEYWORD} can stand under objects, arrays, anyOf and oneOf, not under {}",
                other.unwrap_or("a schema without a type")
            ))),
        }
    }

    /// A string of the document, or null where the type says so.
    fn text(
        &mut self,
        keys: &Map<String, Value>,
        source: &Value,
        at: &str,
    ) -> Result<String, EngineError> {
        if source != "document" {
            return Err(invalid(&format!("{at}: {KEYWORD} is {source}; expected \"document\"")));
        }
        only(keys, &[KEYWORD, "type", "minLength", "maxLength"], at)?;
        let nullable = match keys.get("type") {
            None => false,
            Some(kind) if kind == "string" => false,
            Some(kind)
                if *kind == json!(["string", "null"]) || *kind == json!(["null", "string"]) =>
            {
                true
            }
            Some(kind) => {
                return Err(invalid(&format!("{at}: a text of the document has type {kind}")));
            }
        };
        let least = keys.get("minLength").and_then(Value::as_u64).unwrap_or(0);
        let most = keys.get("maxLength").and_then(Value::as_u64);
        if most.is_some_and(|most| most == 0 || most < least) {
            return Err(invalid(&format!("{at}: no text is that short")));
        }
        self.count += 1;
        let name = format!("TEXT{}", self.count);
        let edges = spans::json_edges(least, most);
        let _ = writeln!(self.rules, "{name}: \"\\\"\" (DOCUMENT & /{edges}/) \"\\\"\"");
        Ok(if nullable { self.rule(&format!("{name} | \"null\"")) } else { self.rule(&name) })
    }

    /// Properties in their order; required ones always, others perhaps.
    fn object(
        &mut self,
        keys: &Map<String, Value>,
        at: &str,
        depth: usize,
    ) -> Result<String, EngineError> {
        only(keys, &["type", "properties", "required", "additionalProperties"], at)?;
        let none = Map::new();
        let properties = keys.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let required: Vec<_> = match keys.get("required") {
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if let Some(missing) = required.iter().find(|name| !properties.contains_key(**name)) {
            return Err(invalid(&format!("{at}: {missing} is required, but not described")));
        }
        let mut members = Vec::with_capacity(properties.len());
        for (name, schema) in properties {
            let value = self.value(schema, &format!("{at}/{name}"), depth + 1)?;
            let key = literal(&format!("{}: ", Value::from(name.as_str())));
            members.push((format!("{key} {value}"), required.contains(&name.as_str())));
        }
        // From the last property to the first: what may follow once a member stands there, and
        // what may follow while none does.
        let mut after = String::new();
        let mut first = String::new();
        let mut first_may_be_empty = true;
        for (member, required) in members.iter().rev() {
            let with = self.rule(&format!("{member} {after}"));
            let next = format!("\", \" {member}");
            if *required {
                first = with;
                first_may_be_empty = false;
                after = self.rule(&format!("{next} {after}"));
            } else {
                first =
                    if first.is_empty() { with } else { self.rule(&format!("{with} | {first}")) };
                after = self.rule(&format!("({next})? {after}"));
            }
        }
        let optional = if first_may_be_empty && !first.is_empty() { "?" } else { "" };
        Ok(self.rule(&format!("\"{{\" {first}{optional} \"}}\"")))
    }

    fn array(
        &mut self,
        keys: &Map<String, Value>,
        at: &str,
        depth: usize,
    ) -> Result<String, EngineError> {
        only(keys, &["type", "items", "minItems", "maxItems"], at)?;
        let items = keys.get("items").unwrap_or(&Value::Bool(true));
        let item = self.value(items, &format!("{at}[]"), depth + 1)?;
        let least = keys.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        let most = keys.get("maxItems").and_then(Value::as_u64);
        if most.is_some_and(|most| most < least) {
            return Err(invalid(&format!("{at}: at least {least} items, but fewer at most")));
        }
        let more = least.saturating_sub(1);
        let list = match most {
            Some(0) => return Ok(self.rule("\"[]\"")),
            Some(1) => item,
            Some(most) => format!("{item} (\", \" {item}){{{more},{}}}", most - 1),
            None if more == 0 => format!("{item} (\", \" {item})*"),
            None => format!("{item} (\", \" {item}){{{more},}}"),
        };
        let optional = if least == 0 { "?" } else { "" };
        Ok(self.rule(&format!("\"[\" ({list}){optional} \"]\"")))
    }

    fn rule(&mut self, body: &str) -> String {
        self.count += 1;
        let name = format!("rule{}", self.count);
        let _ = writeln!(self.rules, "{name}: {}", body.trim());
        name
    }
}

/// Refuses keywords whose meaning would be lost.
fn only(keys: &Map<String, Value>, known: &[&str], at: &str) -> Result<(), EngineError> {
    let silent = |key: &str| SILENT.contains(&key) || known.contains(&key);
    match keys.keys().find(|key| !silent(key) && *key != "x-guidance") {
        Some(key) => {
            let at = if at.is_empty() { "the schema" } else { at };
            Err(invalid(&format!("{at}: {key} cannot stand above {KEYWORD}")))
        }
        None => Ok(()),
    }
}

fn refers(schema: &Value) -> bool {
    match schema {
        Value::Object(keys) => keys.contains_key("$ref") || keys.values().any(refers),
        Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}

/// A part that does not point at the document, with the definitions that it may refer to.
fn json_schema(schema: &Value, root: &Value) -> String {
    let mut schema = match schema {
        Value::Object(_) => schema.clone(),
        _ => json!({}),
    };
    let needs_definitions = refers(&schema);
    if let Value::Object(keys) = &mut schema
        && needs_definitions
    {
        for word in ["$defs", "definitions"] {
            if let Some(definitions) = root.get(word) {
                keys.insert(word.to_owned(), definitions.clone());
            }
        }
    }
    format!("%json {}", compact(schema))
}
