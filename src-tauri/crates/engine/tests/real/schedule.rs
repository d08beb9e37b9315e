//! Many requests at once: the same answers, nothing left behind.

use std::time::Duration;

use winnow_engine::{
    CancellationToken, Constraint, EngineConfig, EngineError, EngineHandle, GenerateRequest,
    Inference, Priority, Prompt,
};

use crate::support::{busy, engine, engine_with, generate, on_card, request, score_request, text};

const MESSAGES: [&str; 8] = [
    "My card was charged twice for the same order, please refund one of the payments.",
    "The app crashes whenever I open the settings page on my phone.",
    "How can I change the delivery address of an order that I placed yesterday?",
    "I would like to cancel my subscription at the end of this month.",
    "The invoice that you sent me has the wrong company name on it.",
    "Is the blue jacket available in a larger size in your London shop?",
    "I cannot log in: the page says that my password has expired.",
    "Thank you for the quick help with my broken screen last week!",
];

fn asked(message: &str) -> GenerateRequest {
    let instructions =
        "A customer wrote a message. Say in a few words what it is about.\n\nMessage: ";
    let parts = vec![instructions.to_owned(), message.to_owned(), "\nAbout:".to_owned()];
    request(Prompt::Text { parts }, 12)
}

#[tokio::test]
async fn greedy_answers_are_the_same_alone_and_together() {
    if on_card() {
        return;
    }
    let engine = engine().await;
    let mut alone = Vec::new();
    for message in MESSAGES {
        alone.push(generate(&engine, asked(message)).await.unwrap().text);
    }
    let crowd: Vec<_> = MESSAGES
        .map(|message| {
            let engine = engine.clone();
            tokio::spawn(async move { generate(&engine, asked(message)).await.unwrap().text })
        })
        .into();
    for (index, answer) in crowd.into_iter().enumerate() {
        assert_eq!(answer.await.unwrap(), alone[index], "{}", MESSAGES[index]);
    }
    assert_eq!(busy(&engine).await, (0, 0));
}

#[tokio::test]
async fn requests_at_once_read_their_common_beginning_once() {
    let engine = engine().await;
    let crowd: Vec<_> = MESSAGES
        .map(|message| {
            let engine = engine.clone();
            tokio::spawn(async move { generate(&engine, asked(message)).await.unwrap().usage })
        })
        .into();
    let mut fresh = 0;
    for answer in crowd {
        let usage = answer.await.unwrap();
        fresh += u32::from(usage.cached < 10);
    }
    assert_eq!(fresh, 1, "one reads the instructions, the others share them");
}

#[tokio::test]
async fn a_cancelled_request_frees_its_sequence() {
    let engine = engine().await;
    for pause in [0, 5, 50, 200] {
        let cancel = CancellationToken::new();
        let long = request(text("1, 2, 3, 4, 5, 6, 7, 8, 9, 10,"), 2000);
        let running = tokio::spawn({
            let (engine, cancel) = (engine.clone(), cancel.clone());
            async move { engine.generate(long, None, cancel).await }
        });
        tokio::time::sleep(Duration::from_millis(pause)).await;
        cancel.cancel();
        let outcome = running.await.unwrap();
        assert!(matches!(outcome, Err(EngineError::Cancelled)), "after {pause} ms: {outcome:?}");
        assert_eq!(busy(&engine).await, (0, 0), "cancelled after {pause} ms, nothing is held");
    }
    let dropped = request(text("101, 102, 103, 104, 105, 106,"), 2000);
    let waited = tokio::time::timeout(Duration::from_millis(100), generate(&engine, dropped)).await;
    assert!(waited.is_err(), "counting on takes longer than that");
    let mut left = busy(&engine).await;
    for _ in 0..100 {
        if left == (0, 0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        left = busy(&engine).await;
    }
    assert_eq!(left, (0, 0), "a future that nobody polls any more is cancelled as well");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_interleaving_leaves_a_sequence_behind() {
    let engine = small_engine().await;
    let answered = crowd(&engine, 150, 42).await;
    assert!(answered > 50, "most requests are answered: {answered}");
}

/// `make soak`; it takes an hour on two cores.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "ten thousand requests"]
async fn ten_thousand_requests_leave_nothing_behind() {
    let engine = small_engine().await;
    crowd(&engine, 500, 1).await;
    let before = resident();
    let mut answered = 0;
    for hundreds in 0..100 {
        answered += crowd(&engine, 100, hundreds + 2).await;
    }
    let growth = resident() / before;
    assert!(answered > 4_000, "many requests are answered: {answered}");
    assert!(growth < 1.05, "memory must not grow with the number of requests: {growth:.3}");
}

/// Resident memory of this process, in bytes.
fn resident() -> f64 {
    let pid = sysinfo::get_current_pid().unwrap();
    let mut system = sysinfo::System::new().unwrap();
    system.refresh_processes(sysinfo::ProcessesToUpdate::Some(&[pid]), true);
    system.process(pid).unwrap().memory() as f64
}

/// So small a context that requests wait for room and cached prefixes are evicted.
async fn small_engine() -> EngineHandle {
    engine_with(768, EngineConfig { queue: 12, ..EngineConfig::default() }).await
}

/// So many requests of all kinds, a third of them called off; gives how many were answered.
async fn crowd(engine: &EngineHandle, requests: u64, seed: u64) -> u64 {
    let mut state = seed;
    let mut random = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut running = Vec::new();
    for number in 0..requests {
        let kind = random(4);
        let message = MESSAGES[random(8) as usize].repeat(1 + random(4) as usize);
        let priority = if random(3) == 0 { Priority::Interactive } else { Priority::batch() };
        let cancel = CancellationToken::new();
        let patience = random(120);
        let stop = (random(3) == 0).then(|| cancel.clone());
        let engine = engine.clone();
        running.push(tokio::spawn(async move {
            if let Some(stop) = stop {
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(patience)).await;
                    stop.cancel();
                });
            }
            one(&engine, kind, number, &message, priority, cancel).await
        }));
        tokio::time::sleep(Duration::from_millis(random(20))).await;
    }
    let mut answered = 0;
    for request in running {
        match request.await.unwrap() {
            Ok(()) => answered += 1,
            Err(EngineError::Cancelled | EngineError::PromptTooLong { .. }) => {}
            Err(other) => panic!("no request fails for another's sake: {other}"),
        }
    }
    assert_eq!(busy(engine).await, (0, 0), "no request, sequence or cell is left in use");
    let status = engine.status().await.unwrap();
    assert!(status.models[0].cells <= status.models[0].context, "{status:?}");
    answered
}

async fn one(
    engine: &EngineHandle,
    kind: u64,
    number: u64,
    message: &str,
    priority: Priority,
    cancel: CancellationToken,
) -> Result<(), EngineError> {
    if kind == 0 {
        let labels = [" billing", " a technical problem", " a question", " a technical matter"];
        let mut scored = score_request(asked(message).prompt, &labels);
        scored.priority = priority;
        return engine.score(scored, cancel).await.map(|_| ());
    }
    let constraint = if kind == 1 {
        Constraint::Substring { document: message.to_owned() }
    } else {
        Constraint::None
    };
    let max_tokens = 4 + (number % 20) as u32;
    let request = GenerateRequest { constraint, max_tokens, priority, ..asked(message) };
    engine.generate(request, None, cancel).await.map(|_| ())
}
