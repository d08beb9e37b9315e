//! Scores against the plain way of computing them.

use winnow_engine::{CancellationToken, EngineError, EngineHandle, Inference, ScoreRequest};

use crate::support::{busy, engine, on_card, score_request, text};

/// Log-probabilities of small batches differ by this much at most.
const TOLERANCE: f64 = 0.05;
/// Batches of more than a few dozen rows go through other attention kernels, which on a 4-bit
/// model moves the sum over eight tokens by 0.1 mostly and 0.5 at worst. A branch that saw another
/// one's tokens would be off by several.
const TOLERANCE_ACROSS_KERNELS: f64 = 1.0;

/// The same on a graphics card, where a batch of any other size means other kernels.
const TOLERANCE_ON_CARD: f64 = 2.0;

async fn score(engine: &EngineHandle, request: ScoreRequest) -> Vec<f64> {
    let outcome = engine.score(request, CancellationToken::new()).await.unwrap();
    outcome.scores.iter().map(|score| score.logprob).collect()
}

fn close(a: &[f64], b: &[f64], tolerance: f64, why: &str) {
    assert_eq!(a.len(), b.len());
    let tolerance = if on_card() { TOLERANCE_ON_CARD } else { tolerance };
    for (index, (a, b)) in a.iter().zip(b).enumerate() {
        assert!((a - b).abs() <= tolerance, "{why}: continuation {index} has {a}, not {b}");
    }
}

#[tokio::test]
async fn a_trie_scores_like_its_branches_one_token_at_a_time() {
    let engine = engine().await;
    let prompt = "The capital of France is";
    let words = [" Paris", " Paris and", " Paris and Lyon", " London", " a city", " Paris,"];
    let together = score(&engine, score_request(text(prompt), &words)).await;

    let mut apart = Vec::new();
    for word in words {
        // One continuation of one token, again and again: no trie, no branches.
        let mut sum = 0.0;
        let mut before = String::new();
        for piece in pieces(&engine, word).await {
            let parts = if before.is_empty() {
                vec![prompt.to_owned()]
            } else {
                vec![prompt.to_owned(), before.clone()]
            };
            let prompt = winnow_engine::Prompt::Text { parts };
            sum += score(&engine, score_request(prompt, &[&piece])).await[0];
            before += &piece;
        }
        apart.push(sum);
    }
    close(&together, &apart, TOLERANCE, "a sum over the trie is the sum over its tokens");
    assert!(together[0] > together[3], "Paris is likelier than London");
    assert_eq!(busy(&engine).await, (0, 0), "branches are forgotten afterwards");
}

/// A word cut into single tokens, found by counting.
async fn pieces(engine: &EngineHandle, word: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let ends: Vec<_> = rest.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let heads: Vec<_> = ends.iter().map(|&end| rest[..end].to_owned()).collect();
        let counts = engine.count_tokens(&crate::support::writer(), &heads).await.unwrap();
        let one = counts.iter().rposition(|&count| count == 1).unwrap();
        pieces.push(rest[..ends[one]].to_owned());
        rest = &rest[ends[one]..];
    }
    pieces
}

#[tokio::test]
async fn hundreds_of_continuations_score_as_in_small_groups() {
    let engine = engine().await;
    let prompt = "Invoice 4711 of 3 May 2024. The number of the invoice is";
    let spans: Vec<_> = (0..300).map(|n| format!(" number {n} of the {} list", n % 17)).collect();
    let spans: Vec<_> = spans.iter().map(String::as_str).collect();
    let outcome =
        engine.score(score_request(text(prompt), &spans), CancellationToken::new()).await.unwrap();
    let together: Vec<_> = outcome.scores.iter().map(|score| score.logprob).collect();
    let mut grouped = Vec::new();
    for group in spans.chunks(12) {
        grouped.extend(score(&engine, score_request(text(prompt), group)).await);
    }
    let why = "chunks of a trie score like the whole";
    close(&together, &grouped, TOLERANCE_ACROSS_KERNELS, why);
    let apart: f64 = together.iter().zip(&grouped).map(|(a, b)| (a - b).abs()).sum();
    assert!(apart / 300.0 < TOLERANCE_ACROSS_KERNELS / 3.0, "{why}, on the whole: {apart}");
}

#[tokio::test]
async fn a_cached_prompt_scores_like_a_fresh_one() {
    let first = engine().await;
    let prompt = "Dear customer, your invoice is overdue. This message is about";
    let labels = [" billing", " a technical problem", " travel"];
    let fresh = first.score(score_request(text(prompt), &labels), CancellationToken::new()).await;
    let cached = first.score(score_request(text(prompt), &labels), CancellationToken::new()).await;
    let (fresh, cached) = (fresh.unwrap(), cached.unwrap());
    assert_eq!(fresh.usage.cached, 0);
    assert!(cached.usage.cached + 1 == cached.usage.prompt, "all but the last token is reused");
    let logprobs = |outcome: &winnow_engine::ScoreOutcome| {
        outcome.scores.iter().map(|score| score.logprob).collect::<Vec<_>>()
    };
    close(&logprobs(&fresh), &logprobs(&cached), TOLERANCE, "reuse changes no probability");
}

#[tokio::test]
async fn what_cannot_be_scored_is_refused() {
    let engine = engine().await;
    for continuations in [&[][..], &[" a", ""][..]] {
        let asked = score_request(text("Hello"), continuations);
        let error = engine.score(asked, CancellationToken::new()).await.unwrap_err();
        assert!(matches!(error, EngineError::InvalidRequest(_)), "{error}");
    }
    let long = score_request(text(&"word ".repeat(5000)), &[" a", " b"]);
    let error = engine.score(long, CancellationToken::new()).await.unwrap_err();
    assert!(matches!(error, EngineError::PromptTooLong { .. }), "{error}");
}
