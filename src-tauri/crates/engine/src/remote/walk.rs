//! How probable given words are, at a server that echoes nothing but lists the likeliest next
//! tokens: their trie is walked from its root, the likeliest branches first.

use std::collections::BTreeMap;

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};

use super::{endpoint::Asked, guard::harmless, score::prompt_usage};
use crate::{EngineError, Reach, Score, Usage, remote::EndpointError};

/// Tokens that are asked for; a server may list fewer.
const LISTED: usize = 20;
/// Questions about one prompt. What then still has words left is as probable as those before them.
const MOST_QUESTIONS: usize = 32;
/// Questions at a time, within one place of the gate.
const AT_ONCE: usize = 4;

/// Scores of continuations, and what was spent on them.
///
/// A token that is not among those listed counts as the least likely of them: its probability is
/// lower than that, by how much the server does not say.
///
/// # Errors
/// The endpoint's; [`EndpointError::Malformed`] where it lists nothing.
pub(super) async fn walk(
    asked: &Asked<'_>,
    prompt: &str,
    (continuations, reach): (&[String], Reach),
) -> Result<(Vec<Score>, Usage), EngineError> {
    let spelled: Vec<_> = continuations.iter().map(|text| harmless(text).into_owned()).collect();
    let mut walk = Walk::new(&spelled, reach);
    let mut usage = Usage::default();
    while (usage.steps as usize) < MOST_QUESTIONS {
        let before = walk.next(MOST_QUESTIONS - usage.steps as usize);
        if before.is_empty() {
            break;
        }
        let texts: Vec<_> = before.iter().map(|before| format!("{prompt}{before}")).collect();
        let asking: Vec<_> = texts.into_iter().map(|text| ask(asked, text)).collect();
        let answers: Vec<Value> = stream::iter(asking).buffered(AT_ONCE).try_collect().await?;
        for (before, answer) in before.iter().zip(&answers) {
            let tokens = listed(answer).ok_or_else(|| {
                let reason = "it lists no likely next tokens".to_owned();
                asked.failed(EndpointError::Malformed { reason })
            })?;
            walk.learn(before, &tokens);
            usage.prompt = usage.prompt.saturating_add(prompt_usage(answer).prompt);
            usage.steps += 1;
        }
    }
    Ok((walk.scores(), usage))
}

/// The question for the next tokens behind a text.
pub(super) fn question(model: &str, text: &str) -> Value {
    json!({"model": model, "prompt": text, "logprobs": LISTED, "max_tokens": 1, "temperature": 0})
}

async fn ask(asked: &Asked<'_>, text: String) -> Result<Value, EngineError> {
    let body = question(asked.model, &text);
    let answer = asked.connection.post(asked.address.of("completions"), &body, asked.patience);
    answer.await.map_err(|error| asked.refused(error, text.len()))
}

/// The listed tokens with their natural log-probabilities, in the form of completions or of chat.
/// One alone is no list.
pub(super) fn listed(answer: &Value) -> Option<BTreeMap<String, f64>> {
    let logprobs = answer.pointer("/choices/0/logprobs")?;
    let tokens: BTreeMap<_, _> = match logprobs.pointer("/content/0/top_logprobs") {
        Some(list) => {
            let pair = |each: &Value| {
                Some((each.get("token")?.as_str()?.to_owned(), each.get("logprob")?.as_f64()?))
            };
            list.as_array()?.iter().filter_map(pair).collect()
        }
        None => {
            let map = logprobs.pointer("/top_logprobs/0")?.as_object()?;
            map.iter()
                .filter_map(|(token, logprob)| Some((token.clone(), logprob.as_f64()?)))
                .collect()
        }
    };
    (tokens.len() > 1).then_some(tokens)
}

/// How far each continuation was followed.
struct Walk<'a> {
    reach: Reach,
    paths: Vec<Path<'a>>,
}

struct Path<'a> {
    text: &'a str,
    /// Bytes of it that are scored.
    done: usize,
    score: Score,
}

impl<'a> Walk<'a> {
    fn new(continuations: &'a [String], reach: Reach) -> Self {
        let path =
            |text: &'a String| Path { text, done: 0, score: Score { logprob: 0.0, tokens: 0 } };
        Self { reach, paths: continuations.iter().map(path).collect() }
    }

    /// Whether more of a continuation's tokens are to be asked for.
    fn is_open(&self, path: &Path<'_>) -> bool {
        let rivals = || {
            let same = |other: &&Path<'_>| other.text.starts_with(&path.text[..path.done]);
            self.paths.iter().filter(same).any(|other| other.text != path.text)
        };
        path.done < path.text.len() && (self.reach == Reach::Whole || rivals())
    }

    /// The beginnings to ask behind, at most so many, the likeliest first.
    fn next(&self, most: usize) -> Vec<String> {
        let mut open = BTreeMap::<&str, f64>::new();
        for path in self.paths.iter().filter(|path| self.is_open(path)) {
            open.insert(&path.text[..path.done], path.score.logprob);
        }
        let mut open: Vec<_> = open.into_iter().collect();
        open.sort_by(|a, b| b.1.total_cmp(&a.1));
        open.into_iter().take(most).map(|(before, _)| before.to_owned()).collect()
    }

    /// Takes each continuation that begins so a token further.
    fn learn(&mut self, before: &str, tokens: &BTreeMap<String, f64>) {
        let least = tokens.values().copied().fold(f64::INFINITY, f64::min);
        for path in &mut self.paths {
            let rest = match path.text.get(path.done..) {
                Some(rest) if !rest.is_empty() && &path.text[..path.done] == before => rest,
                _ => continue,
            };
            let fitting = tokens
                .iter()
                .filter(|(token, _)| !token.is_empty() && rest.starts_with(token.as_str()));
            path.score.tokens += 1;
            match fitting.max_by_key(|(token, _)| token.len()) {
                Some((token, logprob)) => {
                    path.score.logprob += logprob;
                    path.done += token.len();
                }
                None => {
                    path.score.logprob += least;
                    path.done = path.text.len();
                }
            }
        }
    }

    fn scores(self) -> Vec<Score> {
        self.paths.into_iter().map(|path| path.score).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(list: &[(&str, f64)]) -> BTreeMap<String, f64> {
        list.iter().map(|&(token, logprob)| (token.to_owned(), logprob)).collect()
    }

    #[test]
    fn branches_are_followed_and_what_is_not_listed_is_the_least_likely() {
        let labels = [" late", " late orders", " refund"].map(str::to_owned);
        let mut walk = Walk::new(&labels, Reach::Whole);
        assert_eq!(walk.next(9), [""]);
        walk.learn("", &tokens(&[(" la", -0.9), (" late", -0.5), (" the", -2.0)]));
        assert_eq!(walk.next(9), [" late"], "the first label is whole, the last one is not listed");
        walk.learn(" late", &tokens(&[(" orders", -0.25), (".", -1.0)]));
        assert!(walk.next(9).is_empty());
        let scores: Vec<_> = walk.scores().iter().map(|s| (s.logprob, s.tokens)).collect();
        assert_eq!(scores, [(-0.5, 1), (-0.75, 2), (-2.0, 1)]);
    }

    #[test]
    fn the_likeliest_beginning_is_asked_about_first() {
        let labels = [" a b", " c d"].map(str::to_owned);
        let mut walk = Walk::new(&labels, Reach::Whole);
        walk.learn("", &tokens(&[(" a", -3.0), (" c", -0.1)]));
        assert_eq!(walk.next(1), [" c"]);
        walk.reach = Reach::Parting;
        assert!(walk.next(1).is_empty(), "their first tokens tell them apart");
    }

    #[test]
    fn both_forms_of_the_list_are_read() {
        let chat = json!({"choices": [{"logprobs": {"content": [{"token": "a", "logprob": -0.1,
            "top_logprobs": [{"token": "a", "logprob": -0.1}, {"token": "b", "logprob": -2.5}]}]}}]});
        let plain = json!({"choices": [{"logprobs": {"top_logprobs": [{"a": -0.1, "b": -2.5}]}}]});
        for answer in [chat, plain] {
            assert_eq!(listed(&answer), Some(tokens(&[("a", -0.1), ("b", -2.5)])));
        }
        assert_eq!(
            listed(&json!({"choices": [{"logprobs": {"top_logprobs": [{"a": -0.1}]}}]})),
            None
        );
    }
}
