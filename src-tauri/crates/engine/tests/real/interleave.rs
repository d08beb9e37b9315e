//! Any interleaving of asking, calling off, failing, evicting and reloading, against a plain model:
//! a request that is answered is answered as it is alone, and nothing is left behind.

use std::time::Duration;

use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseError, TestRunner},
};
use tokio::{runtime::Runtime, task::JoinHandle, time::timeout};
use winnow_engine::{
    CancellationToken, Constraint, EngineConfig, EngineError, EngineHandle, GenerateOutcome,
    GenerateRequest, Inference, LoadSpec, Priority, Prompt, Purpose, Score, ScoreOutcome,
    ScoreRequest, Usage,
};

use crate::support::{
    WRITER, busy, engine, engine_with, generate, load, on_card, request, score_request, spec, text,
    writer,
};

/// Room for three or four of these requests, so that others wait and kept prompts are evicted.
const CONTEXT: u32 = 320;
const CASES: u32 = 12;
/// Nothing here takes a tenth of it: who waits longer is stuck.
const STUCK: Duration = Duration::from_secs(60);
/// How far the log-probability of one token moves with the batch that it is computed in. Another
/// request's tokens in its place would move it by several.
const NOISE: f64 = 1.0;

/// Together more than there is room for.
const MESSAGES: [&str; 12] = [
    "My card was charged twice for order 4711, please refund one of the payments. Please hurry.",
    "The app crashes whenever I open the settings page on my phone, since the update of May 3.",
    "My card was charged twice for order 4712, and nobody has answered me since last Tuesday.",
    "I would like to cancel my subscription at the end of this month. My number is 20-1125.",
    "Where can I find the invoice of last March? Our accountant has asked for it three times.",
    "Nothing happens when I press the button that should send the form, neither here nor at home.",
    "Your driver left the parcel in the rain, and the books in it cannot be read any more.",
    "How do I change the address that my orders are sent to? We have moved to another town.",
    "Somebody has logged in to my account from a country that I have never been to. Help me!",
    "Could you send me the measures of the oak table, and say whether it comes in white as well?",
    "Two of the six glasses were broken when I opened the box; I kept the photographs for you.",
    "Thank you for the quick answer yesterday, everything works now and the children are happy.",
];
const LABELS: [&str; 4] =
    [" billing", " a technical problem", " a question", " a technical matter"];

/// What is asked of a message.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Write,
    Copy,
    Choose,
    Score,
}

const ASKS: [Ask; 4] = [Ask::Write, Ask::Copy, Ask::Choose, Ask::Score];

/// A request that cannot be done.
#[derive(Clone, Copy, Debug)]
enum Hopeless {
    TooLong,
    NoContract,
    NothingToScore,
}

/// How a request is called off.
#[derive(Clone, Copy, Debug)]
enum End {
    Cancel,
    Drop,
}

#[derive(Clone, Debug)]
enum Act {
    /// Ask the `ask`th question of a message; call it off after so many milliseconds.
    Ask {
        ask: usize,
        message: usize,
        urgent: bool,
        end: Option<(u64, End)>,
    },
    Fail(Hopeless),
    Pause(u64),
    Reload,
}

fn act() -> impl Strategy<Value = Act> {
    let end = (0..80_u64, prop::sample::select(vec![End::Cancel, End::Drop]));
    let ask = (0..ASKS.len(), 0..MESSAGES.len(), any::<bool>(), prop::option::weighted(0.35, end));
    let hopeless = vec![Hopeless::TooLong, Hopeless::NoContract, Hopeless::NothingToScore];
    prop_oneof![
        16 => ask.prop_map(|(ask, message, urgent, end)| Act::Ask { ask, message, urgent, end }),
        2 => prop::sample::select(hopeless).prop_map(Act::Fail),
        4 => (1..60_u64).prop_map(Act::Pause),
        1 => Just(Act::Reload),
    ]
}

#[derive(Clone, Debug)]
enum Answer {
    Text(GenerateOutcome),
    Scores(ScoreOutcome),
}

impl Answer {
    const fn usage(&self) -> Usage {
        match self {
            Self::Text(written) => written.usage,
            Self::Scores(scored) => scored.usage,
        }
    }

    /// Whether this is what was answered alone, as far as the arithmetic of batches allows: the
    /// same tokens as probable, up to one where two were equally good.
    fn agrees_with(&self, alone: &Self) -> bool {
        let near = |a: f64, b: f64, tokens: u32| (a - b).abs() <= NOISE * f64::from(tokens);
        match (self, alone) {
            (Self::Scores(now), Self::Scores(alone)) => {
                let (now, alone) = (&now.scores, &alone.scores);
                let same = |(a, b): (&Score, &Score)| {
                    a.tokens == b.tokens && near(a.logprob, b.logprob, b.tokens)
                };
                now.len() == alone.len() && now.iter().zip(alone).all(same)
            }
            (Self::Text(now), Self::Text(alone)) => {
                for (a, b) in now.tokens.iter().zip(&alone.tokens) {
                    if !near(f64::from(a.logprob), f64::from(b.logprob), 1) {
                        return false;
                    }
                    let piece = |of: &GenerateOutcome, offset: u32, length: u32| {
                        of.text
                            .as_bytes()
                            .get(offset as usize..(offset + length) as usize)
                            .map(<[u8]>::to_vec)
                    };
                    if piece(now, a.offset, a.length) != piece(alone, b.offset, b.length) {
                        return true;
                    }
                }
                now.text == alone.text && now.finish == alone.finish
            }
            _ => false,
        }
    }
}

async fn ask(
    engine: &EngineHandle,
    ask: usize,
    message: usize,
    urgent: bool,
    cancel: CancellationToken,
) -> Result<Answer, EngineError> {
    let message = MESSAGES[message];
    let instructions =
        "A customer wrote a message. Say in a few words what it is about.\n\nMessage: ";
    let parts = vec![instructions.to_owned(), message.to_owned(), "\nAbout:".to_owned()];
    let prompt = Prompt::Text { parts };
    let priority = if urgent { Priority::Interactive } else { Priority::batch() };
    let constraint = match ASKS[ask] {
        Ask::Write => Constraint::None,
        Ask::Copy => Constraint::Substring { document: message.to_owned() },
        Ask::Choose => Constraint::Choice { options: LABELS.map(str::to_owned).to_vec() },
        Ask::Score => {
            let asked = ScoreRequest { priority, ..score_request(prompt, &LABELS) };
            return engine.score(asked, cancel).await.map(Answer::Scores);
        }
    };
    let asked = GenerateRequest { constraint, priority, ..request(prompt, 8) };
    engine.generate(asked, None, cancel).await.map(Answer::Text)
}

async fn fail(engine: &EngineHandle, hopeless: Hopeless) -> Result<(), EngineError> {
    let cancel = CancellationToken::new();
    match hopeless {
        Hopeless::TooLong => {
            generate(engine, request(text(&"word ".repeat(2 * CONTEXT as usize)), 4)).await?;
        }
        Hopeless::NoContract => {
            let constraint = Constraint::Regex { pattern: "(".to_owned() };
            generate(engine, GenerateRequest { constraint, ..request(text("Hello"), 4) }).await?;
        }
        Hopeless::NothingToScore => {
            engine.score(score_request(text("Hello"), &[" a", ""]), cancel).await?;
        }
    }
    Ok(())
}

/// What the plain model knows of a request under way.
struct Running {
    ask: usize,
    message: usize,
    called_off: bool,
    /// Reloads that came before it.
    reloads: u32,
    answer: JoinHandle<Result<Answer, EngineError>>,
}

#[derive(Debug, Default)]
struct Tally {
    answered: u32,
    called_off: u32,
    failed: u32,
    cut_short: u32,
    /// Prompt tokens that were computed, and those that were found in the cache.
    fresh: u32,
    cached: u32,
}

fn start(
    engine: &EngineHandle,
    act: (usize, usize, bool, Option<(u64, End)>),
) -> JoinHandle<Result<Answer, EngineError>> {
    let (number, message, urgent, end) = act;
    let engine = engine.clone();
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let answer = tokio::spawn(async move { ask(&engine, number, message, urgent, cancel).await });
    if let Some((pause, end)) = end {
        let drop = answer.abort_handle();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            match end {
                End::Cancel => stop.cancel(),
                End::Drop => drop.abort(),
            }
        });
    }
    answer
}

fn tiny() -> LoadSpec {
    LoadSpec { context: Some(CONTEXT), ..spec(WRITER, Purpose::Generate) }
}

async fn play(
    engine: &EngineHandle,
    acts: Vec<Act>,
    alone: &[Answer],
    tally: &mut Tally,
) -> Result<(), TestCaseError> {
    let mut running = Vec::new();
    let mut failing = Vec::new();
    let mut reloads = 0;
    for act in acts {
        match act {
            Act::Ask { ask, message, urgent, end } => {
                let answer = start(engine, (ask, message, urgent, end));
                running.push(Running { ask, message, called_off: end.is_some(), reloads, answer });
            }
            Act::Fail(hopeless) => {
                let engine = engine.clone();
                let failed = tokio::spawn(async move { fail(&engine, hopeless).await });
                failing.push((hopeless, reloads, failed));
            }
            Act::Pause(pause) => tokio::time::sleep(Duration::from_millis(pause)).await,
            Act::Reload => {
                engine.unload(&writer()).await.unwrap();
                let asked = ask(engine, 0, 0, true, CancellationToken::new()).await;
                let gone = matches!(asked, Err(EngineError::ModelNotLoaded(_)));
                prop_assert!(gone, "nobody answers for a model that is not there: {asked:?}");
                load(engine, tiny()).await.unwrap();
                reloads += 1;
            }
        }
    }
    for Running { ask, message, called_off, reloads: before, answer } in running {
        let Ok(ended) = timeout(STUCK, answer).await else {
            return Err(TestCaseError::fail("a request never ends"));
        };
        let of = format!("{:?} of message {message}", ASKS[ask]);
        match ended {
            Ok(Ok(answer)) => {
                let alone = &alone[ask * MESSAGES.len() + message];
                let agrees = on_card() || answer.agrees_with(alone);
                prop_assert!(agrees, "{of}: {answer:?}, alone {alone:?}");
                tally.answered += 1;
                let usage = answer.usage();
                tally.fresh += usage.prompt - usage.cached;
                tally.cached += usage.cached;
            }
            Ok(Err(EngineError::Cancelled)) if called_off => tally.called_off += 1,
            Err(dropped) if called_off && dropped.is_cancelled() => tally.called_off += 1,
            Ok(Err(EngineError::Cancelled | EngineError::ModelNotLoaded(_)))
                if before < reloads =>
            {
                tally.cut_short += 1;
            }
            other => prop_assert!(false, "{of} ended without a reason: {other:?}"),
        }
    }
    for (hopeless, before, failed) in failing {
        let Ok(ended) = timeout(STUCK, failed).await else {
            return Err(TestCaseError::fail("a request that cannot be done never ends"));
        };
        let error = ended.unwrap().expect_err("it cannot be done");
        let told = match (hopeless, &error) {
            (Hopeless::TooLong, EngineError::PromptTooLong { .. })
            | (Hopeless::NoContract, EngineError::InvalidConstraint(_))
            | (Hopeless::NothingToScore, EngineError::InvalidRequest(_)) => true,
            (_, EngineError::Cancelled | EngineError::ModelNotLoaded(_)) => before < reloads,
            _ => false,
        };
        prop_assert!(told, "{hopeless:?} ended with {error:?}");
        tally.failed += 1;
    }
    prop_assert_eq!(at_rest(engine).await, (0, 0), "no sequence and no cell is left in use");
    let status = engine.status().await.unwrap();
    let model = &status.models[0];
    prop_assert!(model.cells <= model.context, "more is kept than fits: {:?}", model);
    Ok(())
}

/// What is in use once those that were dropped have been noticed.
async fn at_rest(engine: &EngineHandle) -> (u32, u32) {
    let mut left = busy(engine).await;
    for _ in 0..100 {
        if left == (0, 0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        left = busy(engine).await;
    }
    left
}

#[test]
fn any_interleaving_answers_as_each_alone_and_leaves_nothing() {
    let runtime = Runtime::new().unwrap();
    let alone = runtime.block_on(async {
        let (engine, mut alone) = (engine().await, Vec::new());
        for number in 0..ASKS.len() {
            for message in 0..MESSAGES.len() {
                let answer = ask(&engine, number, message, true, CancellationToken::new()).await;
                alone.push(answer.unwrap());
            }
        }
        alone
    });
    let engine = runtime.block_on(engine_with(CONTEXT, EngineConfig::default()));
    let tally = std::cell::RefCell::new(Tally::default());
    // Time is part of what is tried, so that a failure seldom shrinks far.
    let config = Config {
        cases: CASES,
        max_shrink_iters: 8,
        failure_persistence: None,
        ..Config::default()
    };
    let played = TestRunner::new(config).run(&prop::collection::vec(act(), 6..24), |acts| {
        runtime.block_on(play(&engine, acts, &alone, &mut tally.borrow_mut()))
    });
    if let Err(failure) = played {
        panic!("{failure}");
    }
    let tally = tally.into_inner();
    let all_happened = tally.answered > 15 && tally.called_off > 5 && tally.cached > 0;
    assert!(all_happened && tally.fresh > CONTEXT, "an empty test proves nothing: {tally:?}");
}
