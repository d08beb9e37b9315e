//! What goes wrong on the way, and what is made of it.

use serde_json::json;
use tokio::sync::mpsc::unbounded_channel;
use winnow_engine::{
    CancellationToken, EngineError, Finish, GenerateEvent, GenerateOutcome, Inference,
    remote::{Ability, EndpointError},
};

use crate::{
    able, ask, endpoint,
    server::{Server, Step},
};

const STREAMS: [Ability; 2] = [Ability::Chat, Ability::Streaming];

fn bit(text: &str) -> String {
    json!({"choices": [{"delta": {"content": text}}]}).to_string()
}

fn end() -> Vec<String> {
    let stop = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]}).to_string();
    vec![stop, "[DONE]".to_owned()]
}

fn well() -> Step {
    Step::Events([vec![bit("Good"), bit(" day")], end()].concat())
}

fn status(status: u16) -> Step {
    Step::Answer(status, "", json!({"error": {"message": "not now"}}).to_string())
}

async fn asked(server: &Server) -> Result<GenerateOutcome, EngineError> {
    able(&server.url, &STREAMS).generate(ask("Hello"), None, CancellationToken::new()).await
}

async fn failure(server: &Server) -> EndpointError {
    match asked(server).await {
        Err(EngineError::Endpoint { endpoint, error }) => {
            assert_eq!(endpoint, "test", "a failure names its endpoint");
            error
        }
        other => panic!("no failure of an endpoint: {other:?}"),
    }
}

#[tokio::test]
async fn what_passes_is_waited_for() {
    for faults in [
        vec![status(500), status(500)],
        vec![Step::Answer(429, "retry-after: 0\r\n", String::new())],
        vec![status(408), status(503)],
        vec![Step::Close],
        vec![Step::Cut(Vec::new())],
    ] {
        let tries = faults.len() + 1;
        let server = Server::start(faults.into_iter().chain([well()])).await;
        let outcome = asked(&server).await.expect("the last try is well");
        assert_eq!((outcome.text.as_str(), outcome.finish), ("Good day", Finish::Stop));
        assert_eq!(server.requests().len(), tries, "asked until it went well, and no more");
    }
}

#[tokio::test]
async fn what_stays_wrong_is_told_by_its_kind() {
    let server = Server::start([status(500)]).await;
    assert!(matches!(failure(&server).await, EndpointError::Failed { status: 500, .. }));
    assert_eq!(server.requests().len(), 3, "once, and twice again");

    let server = Server::start([Step::Answer(429, "retry-after: 3600\r\n", String::new())]).await;
    assert_eq!(failure(&server).await, EndpointError::Busy { status: 429, after: Some(3600) });
    assert_eq!(server.requests().len(), 1, "an hour is not waited");

    for (answered, expected) in [
        (400, EndpointError::Refused { status: 400, message: "not now".to_owned() }),
        (401, EndpointError::Unauthorized { status: 401 }),
        (404, EndpointError::Refused { status: 404, message: "not now".to_owned() }),
    ] {
        let server = Server::start([status(answered), well()]).await;
        assert_eq!(failure(&server).await, expected);
        assert_eq!(server.requests().len(), 1, "{answered}: asking again would not help");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([well()]).await;
    let to = format!("location: {}/v1/chat/completions\r\n", elsewhere.url);
    let server = Server::start([Step::Answer(307, to.leak(), String::new())]).await;
    assert!(matches!(failure(&server).await, EndpointError::Redirected { .. }));
    assert!(elsewhere.requests().is_empty(), "neither text nor key goes elsewhere");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_lost_and_not_asked_for_twice() {
    let server = Server::start([Step::Cut(vec![bit("Good")]), well()]).await;
    assert!(matches!(failure(&server).await, EndpointError::Lost { .. }));
    assert_eq!(server.requests().len(), 1, "words that were shown cannot be taken back");
}

#[tokio::test]
async fn silence_has_an_end() {
    let server = Server::start([Step::Hang(vec![bit("Good")])]).await;
    assert_eq!(failure(&server).await, EndpointError::TimedOut { seconds: 2 });
    assert!(server.was_left().await, "the connection is closed");
}

#[tokio::test]
async fn what_is_not_the_protocol_is_no_answer() {
    for events in [vec!["{not json".to_owned()], vec![json!({"hello": 1}).to_string()]] {
        let server = Server::start([Step::Events(events)]).await;
        assert!(matches!(failure(&server).await, EndpointError::Malformed { .. }));
    }
    let page = Step::Answer(200, "", "<html>Sign in</html>".to_owned());
    let server = Server::start([page]).await;
    assert!(matches!(failure(&server).await, EndpointError::Malformed { .. }));
    let broken = json!({"error": {"message": "out of memory", "code": 500}}).to_string();
    let server = Server::start([Step::Events(vec![bit("Go"), broken])]).await;
    assert!(matches!(failure(&server).await, EndpointError::Failed { .. }));
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let server = Server::start([Step::Endless]).await;
    assert!(matches!(failure(&server).await, EndpointError::TooLarge { .. }));
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let failed = able(&url, &STREAMS).generate(ask("Hello"), None, CancellationToken::new()).await;
    let Err(EngineError::Endpoint { error, .. }) = failed else { panic!("{failed:?}") };
    assert!(matches!(error, EndpointError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn calling_off_closes_the_connection() {
    let server = Server::start([Step::Hang(vec![bit("Good")])]).await;
    let (sink, mut events) = unbounded_channel();
    let (endpoint, cancel) = (able(&server.url, &STREAMS), CancellationToken::new());
    let asking = endpoint.generate(ask("Hello"), Some(sink), cancel.clone());
    let stopping = async {
        let first = events.recv().await;
        assert!(matches!(first, Some(GenerateEvent::Text { .. })), "{first:?}");
        cancel.cancel();
    };
    let (asked, ()) = tokio::join!(asking, stopping);
    assert!(matches!(asked, Err(EngineError::Cancelled)), "{asked:?}");
    assert!(server.was_left().await, "the server need not go on");
}

#[tokio::test]
async fn a_text_that_was_cut_in_silence_is_an_error() {
    let usage = json!({"choices": [], "usage": {"prompt_tokens": 100}}).to_string();
    let stream = [vec![bit("A guess")], end()[..1].to_vec(), vec![usage]].concat();
    let server = Server::start([Step::Events(stream)]).await;
    let long = "Something of the document. ".repeat(1000);
    let asked =
        able(&server.url, &STREAMS).generate(ask(&long), None, CancellationToken::new()).await;
    let Err(EngineError::Endpoint { error, .. }) = asked else { panic!("{asked:?}") };
    assert!(matches!(error, EndpointError::Cut { read: 100, .. }), "{error}");
}

#[tokio::test]
async fn a_prompt_that_does_not_fit_is_told_as_one() {
    let told = json!({"error": {"message": "the request exceeds the available context size"}});
    let server = Server::start([Step::Answer(400, "", told.to_string())]).await;
    let asked = asked(&server).await;
    assert!(matches!(asked, Err(EngineError::PromptTooLong { limit: 2048, .. })), "{asked:?}");
}

#[tokio::test]
async fn a_wrong_key_is_told_and_not_shown() {
    let server = Server::start([status(401)]).await;
    let probed = endpoint(&server.url).models(&CancellationToken::new()).await;
    let told = probed.expect_err("it was not accepted").to_string();
    assert!(told.contains("key") && !told.contains("secret"), "{told}");
    assert!(server.requests()[0].0.contains("authorization: bearer secret"));
}
