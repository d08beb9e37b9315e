//! Tasks as files: TOML for people, JSON for programs.

use crate::{Task, TaskError};

/// Reads a task from TOML or JSON; a text that begins with `{` is JSON.
///
/// The task is understood, not judged: [`crate::validate`] says whether it can be run.
///
/// # Errors
/// [`TaskError::InvalidFile`] with the place and the reason in the parser's words.
pub fn parse_task(text: &str) -> Result<Task, TaskError> {
    // A byte order mark is what some editors put before either.
    let text = text.trim_start_matches('\u{feff}');
    let parsed = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| error.to_string())
    } else {
        toml::from_str(text).map_err(|error| error.to_string())
    };
    parsed.map_err(|reason| TaskError::InvalidFile(reason.trim_end().to_owned()))
}

/// Writes a task as TOML.
///
/// # Errors
/// [`TaskError::InvalidFile`] when a schema or an example holds what TOML cannot say, which is
/// `null`: write such a task as JSON.
pub fn to_toml(task: &Task) -> Result<String, TaskError> {
    toml::to_string_pretty(task).map_err(|error| {
        TaskError::InvalidFile(format!("{error}; TOML has no null, so keep this task as JSON"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Decide, FieldType, Strategy, TaskKind};

    const ROUTER: &str = r#"
        name = "Post room"
        kind = "classify"
        instructions = "Who should answer this letter?"
        threshold = 0.4

        [[labels]]
        name = "billing"
        description = "payment, charges, invoices"

        [[labels]]
        name = "other"

        [[examples]]
        input = "I was charged twice"
        output = "billing"
    "#;

    #[test]
    fn a_classification_is_read_as_people_write_it() {
        let task = parse_task(ROUTER).expect("this is the documented form");
        assert_eq!(task.kind, TaskKind::Classify);
        assert_eq!(task.labels[0].description, "payment, charges, invoices");
        assert_eq!(task.examples[0].output, "billing");
        assert!(task.calibrate, "calibration is on unless switched off");
        assert_eq!(task.decide, Decide::Cascade, "the cascade is the default");
    }

    #[test]
    fn a_summary_says_its_language_and_strategy() {
        let text = "kind = \"summarize\"\nanswer_in = \"German\"\nstrategy = \"map-reduce\"\n";
        let task = parse_task(text).expect("this is the documented form");
        assert_eq!((task.answer_in.as_str(), task.strategy), ("German", Strategy::MapReduce));
        let refined = Task { strategy: Strategy::Refine, ..task.clone() };
        let toml = to_toml(&refined).expect("no null in it");
        assert_eq!(parse_task(&toml).expect("TOML"), refined);
        assert_ne!(refined.content_hash(), task.content_hash(), "it is another task");
    }

    #[test]
    fn the_order_of_fields_is_the_persons() {
        let task = parse_task(
            "kind = \"extract\"\n[fields.total]\ntype = \"amount\"\n[fields.date]\ntype = \"date\"\n",
        )
        .expect("this is the documented form");
        assert_eq!(task.fields.keys().collect::<Vec<_>>(), ["total", "date"]);
        assert_eq!(task.fields["total"].kind, FieldType::Amount);
    }

    #[test]
    fn toml_and_json_say_the_same_task() {
        let task = parse_task(ROUTER).expect("valid");
        let json = serde_json::to_string(&task).expect("a task is data");
        let toml = to_toml(&task).expect("no null in it");
        assert_eq!(parse_task(&json).expect("JSON"), task);
        assert_eq!(parse_task(&toml).expect("TOML"), task);
    }

    #[test]
    fn a_misspelt_key_is_refused_by_name() {
        let error = parse_task("kind = \"classify\"\nlables = []\n").expect_err("no such key");
        assert!(error.to_string().contains("lables"), "{error}");
        let error = parse_task("{\"kind\": \"clasify\"}").expect_err("no such kind");
        assert!(error.to_string().contains("clasify"), "{error}");
    }

    #[test]
    fn a_null_in_an_example_is_not_lost_in_toml() {
        let mut task =
            parse_task("kind = \"extract\"\n[fields.date]\ntype = \"date\"\n").expect("ok");
        task.examples.push(crate::Example {
            input: "no date here".into(),
            output: serde_json::json!({ "date": null }),
        });
        match to_toml(&task) {
            Err(TaskError::InvalidFile(reason)) => assert!(reason.contains("JSON"), "{reason}"),
            Err(other) => panic!("unexpected error {other}"),
            Ok(text) => assert_eq!(parse_task(&text).expect("reads back"), task),
        }
    }
}
