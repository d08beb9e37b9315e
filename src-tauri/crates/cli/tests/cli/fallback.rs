//! A larger model that is asked where the others are unsure: at an endpoint, and on this computer.

use std::net::TcpListener;

use serde_json::json;

use crate::{Machine, ROUTER, endpoints::Office, keys};

const UNCLEAR: &str = "Hello, it is about what we talked about last week.\n";
const CLEAR: &str = "I was charged twice on my last invoice, please refund the second payment.\n";

fn asking<'a>(model: &'a str, file: &'a str) -> Vec<&'a str> {
    let question = ["classify", "--format", "json", "--fallback", model, file];
    [&question[..], &ROUTER[..]].concat()
}

#[test]
fn only_what_is_unsure_goes_to_the_endpoint_and_the_outcome_says_so() {
    let (machine, office) = (Machine::new(), Office::open());
    machine.run(&["endpoints", "add", "office", &office.url]).ended(0);
    let ran = machine.run_with_input(&asking("office/clerk", "-"), CLEAR).ended(0).objects();
    assert_eq!(ran[0]["label"], "billing", "{}", ran[0]);
    assert!(!office.heard().contains("charged twice"), "a clear case stays here");
    assert!(!keys(&ran[0]).contains(&"ran_on") && !keys(&ran[0]).contains(&"fallback"));

    let ran = machine.run_with_input(&asking("office/clerk", "-"), UNCLEAR).ended(0).objects();
    let ran = &ran[0];
    assert!(office.heard().contains("talked about last week"), "an unclear one is asked about");
    assert_eq!(ran["decided_by"], "larger", "{ran}");
    assert_eq!(ran["fallback"], "remote:office/clerk");
    assert_eq!(json!(office.url), json!(format!("http://{}", ran["ran_on"].as_str().unwrap())));
    assert_eq!(ran["doubts"], json!([{"kind": "no_probabilities"}]));
    assert!(ran["model"].is_string() && ran["embedder"].is_string(), "the others came first");
}

#[test]
fn an_endpoint_that_does_not_answer_leaves_the_small_models_answer() {
    let machine = Machine::new();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    machine.run(&["endpoints", "add", "gone", &format!("http://{nobody}")]).ended(0);
    let ran = machine.run_with_input(&asking("gone/clerk", "-"), UNCLEAR).ended(0).objects();
    let ran = &ran[0];
    assert!(ran["label"].is_string() && ran["confidence"].is_number(), "{ran}");
    let doubts = ran["doubts"].as_array().unwrap();
    assert!(doubts.contains(&json!({"kind": "source_missing", "source": "larger"})), "{ran}");
    assert!(!keys(ran).contains(&"ran_on"), "nothing left this computer");
}

#[test]
fn a_model_of_this_computer_can_be_named_and_a_misspelt_one_is_refused() {
    let machine = Machine::new();
    let named = asking("smollm2-135m-instruct", "-");
    let ran = machine.run_with_input(&named, UNCLEAR).ended(0).objects();
    assert!(ran[0]["decided_by"].as_str().unwrap().contains("larger"), "{}", ran[0]);
    assert_eq!(ran[0]["fallback"], ran[0]["model"], "it is the same one here");
    let refused = machine.run_with_input(&asking("no such model", "-"), UNCLEAR).ended(1);
    assert!(refused.err.contains("no such model"), "{}", refused.err);
    let alone = [&asking("office/clerk", "-")[..], &["--decide", "embedder"]].concat();
    let refused = machine.run_with_input(&alone, UNCLEAR).ended(2);
    assert!(refused.err.contains("fallback"), "{}", refused.err);
}
