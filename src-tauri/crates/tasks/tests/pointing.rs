//! Pointing with the real default models: prose, several fields of one type, rows.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use serde_json::json;
use support::context;
use winnow_tasks::{Answer, Decide, Extraction, Outcome, Source, Task, parse_task, run};

fn extraction(outcome: &Outcome) -> &Extraction {
    match &outcome.answer {
        Answer::Extract(found) => found,
        other => panic!("an extraction finds values, not {other:?}"),
    }
}

fn task(fields: &str) -> Task {
    parse_task(&format!("kind = \"extract\"\n{fields}")).expect("a task")
}

const AGREEMENT_FIELDS: &str = r#"
[fields.effective_date]
type = "date"
description = "the date on which the agreement takes effect"
[fields.jurisdiction]
type = "text"
description = "the state or country whose law governs the agreement"
[fields.term]
type = "duration"
description = "how long the agreement stays in force"
[fields.party]
type = "list"
description = "the parties to the agreement"
[fields.party.items]
type = "organization"
description = "a party to the agreement"
"#;

/// An agreement of some pages. What is asked for stands at its beginning and near its end, between
/// much that is of the same types.
fn agreement() -> String {
    let filler = "\
The Recipient shall limit access to its directors, officers and advisers who need to know, and shall return or destroy all copies within ten (10) days of a written request.
Employees of Brookfield Tools, Inc. and of Sandmere Ltd. are not bound by this section, and the Recipient shall not hire any of them for a period of eighteen (18) months after they leave.
Reference is made to the Asset Purchase Agreement dated as of June 3, 2009 between Ashdown Foods LLC and Marlow Group, a Nevada corporation with its offices in Reno, Nevada.
";
    format!(
        "MUTUAL CONFIDENTIALITY AGREEMENT\n\nThis Mutual Confidentiality Agreement (the “Agreement”) is made as of March 14, 2011, by and between Fernwood Optics, Inc., a Texas corporation (“Fernwood”), and Halden Marine Limited, a company with offices at 12 Dock Street, Portland, Maine (the “Recipient”).\n\n{}Term. This Agreement shall remain in effect for three (3) years from the date hereof and shall then expire.\nThis Agreement shall be governed by and construed in accordance with the laws of the State of Ohio, without regard to its conflict of laws principles.\n\nIN WITNESS WHEREOF, the parties have signed.\n\nFERNWOOD OPTICS, INC.\nBy: ____________\nName: Ruth Sandoval\nTitle: President\n",
        filler.repeat(12)
    )
}

#[tokio::test]
async fn an_agreement_of_some_pages_tells_its_parties_law_term_and_date() {
    let context = context().await;
    let task = task(AGREEMENT_FIELDS);
    let text = agreement();
    let outcome = run(&task, &text, &context).await.expect("it runs");
    let found = extraction(&outcome);
    assert_eq!(found.fields["effective_date"].normalized, Some(json!("2011-03-14")));
    assert_eq!(found.value["jurisdiction"], "Ohio", "{:?}", found.fields["jurisdiction"]);
    assert_eq!(found.fields["term"].normalized, Some(json!("3 years")));
    let parties = found.value["party"].as_array().expect("a list");
    assert!(parties.contains(&json!("Fernwood Optics, Inc.")), "{parties:?}");
    let signs = |party: &&serde_json::Value| {
        ["Fernwood Optics, Inc.", "Halden Marine Limited"].iter().any(|name| *party == name)
    };
    assert!(parties.iter().all(|party| signs(&party)), "not those who are mentioned: {parties:?}");
    assert_eq!(outcome.coverage.read, outcome.coverage.tokens, "every page is considered");
}

#[tokio::test]
async fn two_fields_of_one_type_point_at_two_places() {
    let context = context().await;
    let task = task(
        "[fields.invoice_date]\ntype = \"date\"\n[fields.due_date]\ntype = \"date\"\ndescription = \"when it must be paid\"\n",
    );
    let text = "Calder Print Works\nInvoice 4471\n\n04 March 2024\n\nBusiness cards  2  35.00\n\nTotal  35.00\nPlease pay by 03 April 2024.\n";
    let outcome = run(&task, text, &context).await.expect("it runs");
    let found = extraction(&outcome);
    assert_eq!(found.fields["invoice_date"].normalized, Some(json!("2024-03-04")));
    assert_eq!(found.fields["due_date"].normalized, Some(json!("2024-04-03")));
}

#[tokio::test]
async fn rows_of_a_table_are_pointed_at() {
    let context = context().await;
    let task = Task {
        decide: Decide::Embedder,
        ..task(
            "[fields.total]\ntype = \"amount\"\n[fields.lines]\ntype = \"list\"\n[fields.lines.items]\ntype = \"object\"\n[fields.lines.items.fields.description]\ntype = \"text\"\n[fields.lines.items.fields.amount]\ntype = \"amount\"\n",
        )
    };
    let text = "Calder Print Works\nInvoice 4471\n\nDescription  Amount\nBusiness cards  35.00\nPosters A2  80.50\nSubtotal  115.50\nTotal  115.50\n";
    let outcome = run(&task, text, &context).await.expect("it runs");
    let found = extraction(&outcome);
    assert_eq!(
        found.value["lines"],
        json!([
            { "description": "Business cards", "amount": "35.00" },
            { "description": "Posters A2", "amount": "80.50" },
        ])
    );
    for (path, answer) in &found.fields {
        let span = answer.span.unwrap_or_else(|| panic!("{path} stands somewhere"));
        let stands = &text[span.start as usize..span.end as usize];
        assert_eq!(answer.value, stands, "{path} points at other words");
    }
    assert_eq!(found.fields["lines.0.amount"].decided_by.sources, [Source::Shape]);
}
