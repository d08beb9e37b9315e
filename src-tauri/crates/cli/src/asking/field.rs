//! `--field "total: amount = total to pay"`.

use serde_json::Value;
use winnow_tasks::{Field, FieldType};

const FORM: &str = "NAME[: TYPE][ = DESCRIPTION], as in \"total: amount = total to pay\"";
const TYPES: &str = "text, date, amount, number, name, organization, address, duration, email, \
                     phone, url, identifier, boolean, enum(a|b), list(TYPE)";

/// A field and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldArg {
    pub name: String,
    pub field: Field,
}

/// A field: name, then the type behind a colon, then the description behind an equals sign.
pub fn parse_field(typed: &str) -> Result<FieldArg, String> {
    let (head, description) = typed.split_once('=').unwrap_or((typed, ""));
    let (name, kind) = head.split_once(':').unwrap_or((head, "text"));
    if name.trim().is_empty() {
        return Err(format!("a field needs a name: {FORM}"));
    }
    let field = Field { description: description.trim().to_owned(), ..parse_type(kind.trim())? };
    Ok(FieldArg { name: name.trim().to_owned(), field })
}

fn parse_type(typed: &str) -> Result<Field, String> {
    let (word, inside) = match typed.strip_suffix(')').and_then(|typed| typed.split_once('(')) {
        Some((word, inside)) => (word.trim(), Some(inside)),
        None => (typed, None),
    };
    let unknown =
        || format!("\"{typed}\" is no type of a field. The form is {FORM}; types are {TYPES}");
    let kind: FieldType =
        serde_json::from_value(Value::String(word.to_owned())).map_err(|_| unknown())?;
    let field = Field { kind, ..Field::default() };
    match (kind, inside) {
        (FieldType::Enum, Some(inside)) => {
            let values = inside.split('|').map(|value| value.trim().to_owned()).collect();
            Ok(Field { values, ..field })
        }
        (FieldType::List, Some(inside)) => {
            Ok(Field { items: Some(Box::new(parse_type(inside.trim())?)), ..field })
        }
        (FieldType::List, None) => Ok(Field { items: Some(Box::default()), ..field }),
        (FieldType::Object, _) => {
            Err("an object has fields of its own: write a task file, or a --schema".to_owned())
        }
        (_, None) => Ok(field),
        (_, Some(_)) => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_a_name_a_type_and_a_description() {
        let FieldArg { name, field } =
            parse_field("total: amount = total to pay (a: b = c)").unwrap();
        assert_eq!((name.as_str(), field.kind), ("total", FieldType::Amount));
        assert_eq!(field.description, "total to pay (a: b = c)");
        assert_eq!(parse_field("note").unwrap().field.kind, FieldType::Text);
        assert_eq!(parse_field("note = a remark").unwrap().field.description, "a remark");
    }

    #[test]
    fn enums_and_lists_say_what_they_hold() {
        let status = parse_field("status: enum(open | closed)").unwrap().field;
        assert_eq!(status.values, ["open", "closed"]);
        let parties = parse_field("parties: list(organization) = who signs").unwrap().field;
        assert_eq!(parties.items.unwrap().kind, FieldType::Organization);
    }

    #[test]
    fn an_unknown_type_is_told_which_there_are() {
        for typed in ["total: money", "total: amount(x)", "total: object", ": amount"] {
            assert!(parse_field(typed).is_err(), "{typed}");
        }
        assert!(parse_field("total: money").unwrap_err().contains("amount"));
    }
}
