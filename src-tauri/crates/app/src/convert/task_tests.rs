//! A task survives the way to the window and back.

use proptest::{prelude::*, strategy::Strategy};
use serde_json::json;

use super::*;

fn field_type() -> impl Strategy<Value = FieldType> {
    prop::sample::select(vec![
        FieldType::Text,
        FieldType::Date,
        FieldType::Amount,
        FieldType::Number,
        FieldType::Name,
        FieldType::Organization,
        FieldType::Address,
        FieldType::Duration,
        FieldType::Email,
        FieldType::Phone,
        FieldType::Url,
        FieldType::Identifier,
        FieldType::Boolean,
        FieldType::Enum,
    ])
}

fn leaf() -> impl Strategy<Value = Field> {
    (field_type(), ".{0,8}", any::<bool>(), any::<bool>(), prop::collection::vec(".{1,4}", 0..3))
        .prop_map(|(kind, description, required, free, values)| Field {
            kind,
            description,
            required,
            free,
            values,
            ..Field::default()
        })
}

fn field() -> impl Strategy<Value = Field> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|item| Field {
                kind: FieldType::List,
                items: Some(Box::new(item)),
                ..Field::default()
            }),
            prop::collection::vec(("[a-z]{1,5}", inner), 1..3).prop_map(|fields| Field {
                kind: FieldType::Object,
                fields: fields.into_iter().collect(),
                ..Field::default()
            }),
        ]
    })
}

fn task() -> impl Strategy<Value = Task> {
    (
        prop::sample::select(vec![
            TaskKind::Classify,
            TaskKind::Extract,
            TaskKind::Summarize,
            TaskKind::Generate,
        ]),
        prop::collection::vec((".{0,5}", ".{0,5}"), 0..3),
        prop::collection::vec(("[a-z]{1,5}", field()), 0..4),
        prop::option::of(prop::sample::select(vec![
            Length::Sentences(2),
            Length::Bullets(3),
            Length::Words(40),
        ])),
        (
            any::<[bool; 2]>(),
            prop::option::of(0.0..1.0_f64),
            prop::option::of(any::<u32>()),
            prop::option::of("[a-z/]{1,8}"),
        ),
        prop::sample::select(vec![Decide::Embedder, Decide::Model, Decide::Cascade, Decide::Best]),
    )
        .prop_map(
            |(
                kind,
                labels,
                fields,
                length,
                ([calibrate, multi], threshold, max_tokens, fallback),
                decide,
            )| Task {
                name: "a name".to_owned(),
                instructions: "say less".to_owned(),
                labels: labels
                    .into_iter()
                    .map(|(name, description)| Label { name, description })
                    .collect(),
                multi,
                fallback,
                fields: fields.into_iter().collect(),
                schema: Some(json!({"type": "object", "properties": {"z": {}, "a": {}}})),
                examples: vec![Example { input: "text".to_owned(), output: json!(["a", 1, null]) }],
                length,
                focus: "money".to_owned(),
                sampling: Sampling { temperature: 0.7, top_k: 40, seed: 9, ..Sampling::default() },
                max_tokens,
                threshold,
                calibrate,
                decide,
                ..Task::new(kind)
            },
        )
}

proptest! {
    #[test]
    fn a_task_comes_back_from_the_window_unchanged(task in task()) {
        let back = task_of(&spec_of(&task)).expect("what a task holds, a form can say");
        prop_assert_eq!(&back, &task);
        prop_assert_eq!(
            back.content_hash(), task.content_hash(),
            "a task opened and run again must count as the same version"
        );
    }
}

fn spec(name: &str, kind: wire::FieldType, fields: Vec<wire::FieldSpec>) -> wire::FieldSpec {
    wire::FieldSpec {
        name: name.to_owned(),
        kind,
        description: String::new(),
        required: false,
        free: false,
        values: Vec::new(),
        fields,
    }
}

#[test]
fn forms_that_no_task_can_hold_are_refused_by_field() {
    let cases = [
        (
            vec![
                spec("total", wire::FieldType::Amount, vec![]),
                spec("total", wire::FieldType::Text, vec![]),
            ],
            "total",
        ),
        (vec![spec(" ", wire::FieldType::Text, vec![])], "1"),
        (
            vec![spec(
                "lines",
                wire::FieldType::List,
                vec![
                    spec("a", wire::FieldType::Text, vec![]),
                    spec("b", wire::FieldType::Text, vec![]),
                ],
            )],
            "lines",
        ),
    ];
    for (fields, culprit) in cases {
        let form = wire::TaskSpec { fields, ..spec_of(&Task::new(TaskKind::Extract)) };
        let error = task_of(&form).expect_err("one name must not hide two fields");
        assert!(
            matches!(&error, TaskError::InvalidField { field, .. } if field == culprit),
            "the message must name the field: {error}"
        );
    }
}
