//! What an extraction promises: a JSON Schema, and which of its parts are pointed at.
//!
//! Fields and simple schemas become a tree of leaves, each of which is a question to the document.
//! What is not simple (alternatives, references, rows of objects) stays a schema and is written
//! under constraint. Both ways the whole is valid under [`Contract::schema`].

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::schema;
use crate::{Field, FieldType, Task, TaskError};

/// A part of the promised value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// One value.
    Leaf(Leaf),
    /// Any number of values of one kind.
    List(Leaf),
    /// Any number of objects whose parts are single values.
    Rows(Rows),
    /// Named parts.
    Object(Vec<Member>),
    /// Whatever this schema describes.
    Written(Value),
}

/// Objects of one kind, such as the rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rows {
    /// The parts of each, by name.
    pub columns: Vec<(String, Leaf)>,
    /// The schema of all, for a model that writes them.
    pub schema: Value,
}

/// A named part of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub name: String,
    pub node: Node,
    /// Whether the object may lack it.
    pub optional: bool,
}

/// How a span becomes a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The text as it stands.
    Text,
    /// The text's ISO 8601 date.
    IsoDate,
    /// Its number.
    Number,
    /// Its whole number.
    Integer,
    /// True or false.
    Boolean,
}

/// One value to be found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leaf {
    pub field: Field,
    pub form: Form,
    /// Whether null is a valid answer.
    pub nullable: bool,
    /// What a value must fulfil.
    pub schema: Value,
}

/// An extraction's promise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contract {
    pub schema: Value,
    pub root: Node,
}

impl Contract {
    /// The promise of a task.
    ///
    /// # Errors
    /// [`TaskError::NoFields`], [`TaskError::InvalidField`], [`TaskError::InvalidSchema`].
    pub fn of(task: &Task) -> Result<Self, TaskError> {
        match &task.schema {
            Some(schema) => {
                schema::check(schema)?;
                Ok(Self { schema: schema.clone(), root: schema_node("", schema) })
            }
            None if task.fields.is_empty() => Err(TaskError::NoFields),
            None => {
                check_fields("", &task.fields)?;
                Ok(Self { schema: object_schema(&task.fields), root: object_node(&task.fields) })
            }
        }
    }
}

impl Node {
    /// The leaf that a path of an answer belongs to: `total`, `buyer.name`, `parties.0`,
    /// `lines.2.amount`.
    pub fn leaf(&self, path: &str) -> Option<&Leaf> {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        match self {
            Self::Leaf(leaf) => path.is_empty().then_some(leaf),
            Self::List(leaf) => rest.is_empty().then_some(leaf),
            Self::Rows(rows) => {
                rows.columns.iter().find(|(column, _)| column == rest).map(|(_, leaf)| leaf)
            }
            Self::Object(members) => {
                members.iter().find(|member| member.name == name)?.node.leaf(rest)
            }
            Self::Written(_) => None,
        }
    }
}

fn check_fields(within: &str, fields: &IndexMap<String, Field>) -> Result<(), TaskError> {
    for (name, field) in fields {
        let path = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
        if name.trim().is_empty() {
            return Err(invalid(&path, "it has no name: give each field a name"));
        }
        check_field(&path, field)?;
    }
    Ok(())
}

fn check_field(path: &str, field: &Field) -> Result<(), TaskError> {
    match field.kind {
        FieldType::Enum => {
            let values = &field.values;
            if values.iter().any(|value| value.trim().is_empty()) {
                return Err(invalid(path, "one of its values is empty: remove it"));
            }
            if let Some(twice) = values.iter().enumerate().find(|(i, v)| values[..*i].contains(v)) {
                let reason = format!("the value \"{}\" is there twice: remove one", twice.1);
                return Err(invalid(path, &reason));
            }
            match values.len() {
                0 => Err(invalid(path, "an enum without values: list the values to choose from")),
                _ => Ok(()),
            }
        }
        _ if !field.values.is_empty() => {
            Err(invalid(path, "values are listed, but only an enum has values: make it an enum"))
        }
        FieldType::List => match &field.items {
            Some(items) if items.kind == FieldType::List => {
                Err(invalid(path, "a list of lists cannot be shown: make its items objects"))
            }
            Some(items) => check_field(&format!("{path}.items"), items),
            None => Ok(()),
        },
        FieldType::Object if field.fields.is_empty() => {
            Err(invalid(path, "an object without fields: name at least one"))
        }
        FieldType::Object => check_fields(path, &field.fields),
        _ => Ok(()),
    }
}

fn invalid(path: &str, reason: &str) -> TaskError {
    TaskError::InvalidField { field: path.to_owned(), reason: reason.to_owned() }
}

fn object_node(fields: &IndexMap<String, Field>) -> Node {
    let members = fields.iter().map(|(name, field)| Member {
        name: name.clone(),
        node: field_node(name, field),
        optional: false,
    });
    Node::Object(members.collect())
}

fn field_node(name: &str, field: &Field) -> Node {
    match (field.kind, field.items.as_deref()) {
        (FieldType::Object, _) => object_node(&field.fields),
        (FieldType::List, None) => {
            // A list that does not say what it holds: its name may tell, otherwise any text.
            let kind = schema::kind_by_name(name).unwrap_or_default();
            let description = field.description.clone();
            Node::List(field_leaf(&Field { kind, description, ..Field::default() }, false))
        }
        (FieldType::List, Some(items)) if can_point(items) => {
            let described = Field {
                description: first_filled(&items.description, &field.description),
                ..items.clone()
            };
            Node::List(field_leaf(&described, false))
        }
        (FieldType::List, Some(row))
            if row.kind == FieldType::Object && row.fields.values().all(can_point) =>
        {
            let column = |(name, field): (&String, &Field)| (name.clone(), field_leaf(field, true));
            let columns = row.fields.iter().map(column).collect();
            Node::Rows(Rows { columns, schema: field_schema(field) })
        }
        (FieldType::List, _) => Node::Written(field_schema(field)),
        _ if field.free => Node::Written(field_schema(field)),
        _ => Node::Leaf(field_leaf(field, true)),
    }
}

fn first_filled(first: &str, second: &str) -> String {
    if first.trim().is_empty() { second } else { first }.to_owned()
}

/// Whether values of this field are spans of the document.
fn can_point(field: &Field) -> bool {
    !field.free
        && !matches!(
            field.kind,
            FieldType::Object | FieldType::List | FieldType::Enum | FieldType::Boolean
        )
}

fn field_leaf(field: &Field, nullable: bool) -> Leaf {
    let form = if field.kind == FieldType::Boolean { Form::Boolean } else { Form::Text };
    Leaf { field: field.clone(), form, nullable, schema: value_schema(field, nullable) }
}

/// The schema of an object with all of these fields.
fn object_schema(fields: &IndexMap<String, Field>) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|(name, field)| (name.clone(), field_schema(field))).collect();
    let required: Vec<&String> = fields.keys().collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match (field.kind, field.items.as_deref()) {
        (FieldType::Object, _) => object_schema(&field.fields),
        (FieldType::List, Some(items)) => {
            let items = match items.kind {
                FieldType::Object => object_schema(&items.fields),
                _ => value_schema(items, false),
            };
            json!({ "type": "array", "items": items })
        }
        (FieldType::List, None) => {
            json!({ "type": "array", "items": value_schema(&Field::default(), false) })
        }
        _ => value_schema(field, true),
    };
    if let (false, Some(keys)) = (field.description.is_empty(), schema.as_object_mut()) {
        keys.insert("description".to_owned(), field.description.clone().into());
    }
    schema
}

/// The schema of one value: texts stand in the document unless the field is free.
fn value_schema(field: &Field, nullable: bool) -> Value {
    let value = match field.kind {
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Enum => json!({ "enum": field.values }),
        _ if field.free => json!({ "type": "string", "minLength": 1 }),
        _ => json!({ "type": "string", "minLength": 1, schema::COPIED: schema::DOCUMENT }),
    };
    if nullable { json!({ "anyOf": [value, { "type": "null" }] }) } else { value }
}

/// The tree of a JSON Schema; what is not simple stays a schema.
fn schema_node(name: &str, schema: &Value) -> Node {
    let written = || Node::Written(schema.clone());
    let Some(keys) = schema.as_object() else { return written() };
    let simple =
        ["$ref", "$defs", "definitions", "oneOf", "allOf", "if", "not", "patternProperties"];
    if simple.iter().any(|keyword| keys.contains_key(*keyword)) {
        return written();
    }
    let (kind, nullable) = schema::kind_of(schema);
    if kind == Some("object")
        && let Some(properties) = keys.get("properties").and_then(Value::as_object)
    {
        let required = |name: &str| {
            let names = keys.get("required").and_then(Value::as_array);
            names.is_some_and(|names| names.iter().any(|other| other == name))
        };
        let members = properties.iter().map(|(name, schema)| Member {
            name: name.clone(),
            node: schema_node(name, schema),
            optional: !required(name),
        });
        return Node::Object(members.collect());
    }
    if kind == Some("array") {
        let bounded =
            ["minItems", "prefixItems", "contains"].iter().any(|key| keys.contains_key(*key));
        return match keys.get("items").map(|items| schema_leaf(name, items)) {
            Some(Some(mut leaf)) if can_point(&leaf.field) && !bounded => {
                leaf.field.description =
                    first_filled(&leaf.field.description, schema::description(schema));
                Node::List(leaf)
            }
            _ if !bounded => rows_node(schema).unwrap_or_else(written),
            _ => written(),
        };
    }
    match schema_leaf(name, schema) {
        Some(leaf) => Node::Leaf(Leaf { nullable: nullable || leaf.nullable, ..leaf }),
        None => written(),
    }
}

/// Rows for a schema of objects whose properties are all single values; `None` for anything else.
fn rows_node(schema: &Value) -> Option<Node> {
    let Node::Object(members) = schema_node("", schema.get("items")?) else { return None };
    let column = |member: Member| match member.node {
        Node::Leaf(leaf) if can_point(&leaf.field) => Some((member.name, leaf)),
        _ => None,
    };
    let columns: Option<Vec<(String, Leaf)>> = members.into_iter().map(column).collect();
    let columns = columns.filter(|columns| !columns.is_empty())?;
    Some(Node::Rows(Rows { columns, schema: schema.clone() }))
}

/// A leaf for a schema of one text, number, truth value or choice; `None` for anything else.
fn schema_leaf(name: &str, schema: &Value) -> Option<Leaf> {
    let (kind, nullable) = schema::kind_of(schema);
    let description = schema::description(schema).to_owned();
    let leaf = |kind: FieldType, form: Form, values: Vec<String>| Leaf {
        field: Field { kind, description: description.clone(), values, ..Field::default() },
        form,
        nullable,
        schema: schema.clone(),
    };
    if let Some(values) = schema::choices(schema) {
        return Some(leaf(FieldType::Enum, Form::Text, values));
    }
    if schema.get("const").is_some()
        || schema.get("enum").is_some()
        || schema.get(schema::FREE) == Some(&Value::Bool(true))
    {
        return None;
    }
    let format = schema.get("format").and_then(Value::as_str);
    match kind? {
        "boolean" => Some(leaf(FieldType::Boolean, Form::Boolean, Vec::new())),
        "integer" => Some(leaf(FieldType::Number, Form::Integer, Vec::new())),
        "number" => {
            let money = schema::kind_by_name(name) == Some(FieldType::Amount);
            let kind = if money { FieldType::Amount } else { FieldType::Number };
            Some(leaf(kind, Form::Number, Vec::new()))
        }
        "string" => Some(match format {
            Some("date") => leaf(FieldType::Date, Form::IsoDate, Vec::new()),
            Some("email") => leaf(FieldType::Email, Form::Text, Vec::new()),
            Some("uri" | "url") => leaf(FieldType::Url, Form::Text, Vec::new()),
            Some("duration" | "date-time" | "time") => return None,
            _ => leaf(schema::kind_by_name(name).unwrap_or_default(), Form::Text, Vec::new()),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TaskKind;

    fn task(fields: Value) -> Task {
        let mut task = Task::new(TaskKind::Extract);
        task.fields = serde_json::from_value(fields).unwrap();
        task
    }

    #[test]
    fn a_field_that_contradicts_itself_is_named() {
        for (fields, told) in [
            (json!({ "kind": { "type": "enum" } }), "\"kind\""),
            (json!({ "kind": { "type": "enum", "values": ["a", "a"] } }), "twice"),
            (json!({ "buyer": { "type": "object" } }), "\"buyer\""),
            (
                json!({ "buyer": { "type": "object", "fields": { "x": { "type": "enum" } } } }),
                "\"buyer.x\"",
            ),
            (json!({ "total": { "type": "amount", "values": ["1"] } }), "enum"),
        ] {
            let message = Contract::of(&task(fields.clone())).unwrap_err().to_string();
            assert!(message.contains(told), "{fields}: {message}");
        }
        assert!(matches!(Contract::of(&Task::new(TaskKind::Extract)), Err(TaskError::NoFields)));
    }

    #[test]
    fn the_schema_of_fields_takes_their_own_empty_answer() {
        let contract = Contract::of(&task(json!({
            "total": { "type": "amount" },
            "kind": { "type": "enum", "values": ["invoice", "receipt"] },
            "parties": { "type": "list", "items": { "type": "organization" } },
            "buyer": { "type": "object", "fields": { "name": {}, "paid": { "type": "boolean" } } },
        })))
        .unwrap();
        let empty = json!({ "total": null, "kind": null, "parties": [], "buyer": { "name": null, "paid": null } });
        assert!(jsonschema::is_valid(&contract.schema, &empty), "nothing found is a valid answer");
        let wrong = json!({ "total": 3, "kind": "letter", "parties": [], "buyer": {} });
        assert!(!jsonschema::is_valid(&contract.schema, &wrong));
    }

    #[test]
    fn a_schema_is_pointed_at_as_far_as_it_is_simple() {
        let mut task = Task::new(TaskKind::Extract);
        task.schema = Some(json!({
            "type": "object",
            "properties": {
                "invoice_date": { "type": "string", "format": "date" },
                "total": { "type": ["number", "null"] },
                "seller": { "type": "object", "properties": { "email": { "type": "string" } } },
                "lines": { "type": "array", "items": { "type": "object" } },
            },
            "required": ["invoice_date", "total"],
        }));
        let Node::Object(members) = Contract::of(&task).unwrap().root else { panic!("an object") };
        let leaf = |index: usize| match &members[index].node {
            Node::Leaf(leaf) => (leaf.field.kind, leaf.form, leaf.nullable),
            other => panic!("{other:?} is no leaf"),
        };
        assert_eq!(leaf(0), (FieldType::Date, Form::IsoDate, false));
        assert_eq!(leaf(1), (FieldType::Amount, Form::Number, true));
        assert!(matches!(&members[2].node, Node::Object(inner) if inner[0].optional));
        assert!(matches!(members[3].node, Node::Written(_)), "rows of objects are written");
    }
}
