//! Likeness of sentences: by embeddings, or by their words where there is no embedder.

use std::collections::HashMap;

use winnow_engine::{EmbedRequest, ModelId};

use crate::cost::Cost;
use crate::text::content_words;
use crate::{Context, TaskError};

/// One vector for each text; dot products are cosines.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Vectors {
    Dense(Vec<Vec<f32>>),
    Sparse(Vec<HashMap<String, f32>>),
}

impl Vectors {
    /// Vectors of an embedder. A text that is longer than its window is read in halves whose mean
    /// stands for it.
    pub async fn embedded(
        texts: &[String],
        model: &ModelId,
        context: &Context,
        cost: &mut Cost,
    ) -> Result<Self, TaskError> {
        let limit = context.engine.model(model).await?.context.saturating_sub(2);
        let mut pieces: Vec<(usize, String)> = texts.iter().cloned().enumerate().collect();
        loop {
            let asked: Vec<String> = pieces.iter().map(|(_, text)| text.clone()).collect();
            let counts = context.engine.count_tokens(model, &asked).await?;
            if counts.iter().all(|&count| count <= limit) {
                break;
            }
            pieces =
                pieces
                    .into_iter()
                    .zip(counts)
                    .flat_map(|((owner, text), count)| {
                        if count <= limit { vec![(owner, text)] } else { halves(owner, &text) }
                    })
                    .collect();
        }
        let request = EmbedRequest {
            model: model.clone(),
            texts: pieces.iter().map(|(_, text)| text.clone()).collect(),
            priority: context.priority,
        };
        let read = context.engine.embed(request, context.cancel.clone()).await?;
        cost.add(&read.usage, &read.timings);
        let mut sums: Vec<Vec<f32>> = vec![Vec::new(); texts.len()];
        for ((owner, _), vector) in pieces.iter().zip(read.vectors) {
            let sum = &mut sums[*owner];
            if sum.is_empty() {
                *sum = vector;
            } else {
                sum.iter_mut().zip(vector).for_each(|(total, value)| *total += value);
            }
        }
        sums.iter_mut().for_each(|vector| unit(vector));
        Ok(Self::Dense(sums))
    }

    /// Words weighted by how rare they are among the texts (TF-IDF).
    pub fn of_words(texts: &[String]) -> Self {
        let bags: Vec<Vec<String>> = texts.iter().map(|text| content_words(text)).collect();
        let mut holders: HashMap<&str, usize> = HashMap::new();
        for bag in &bags {
            let mut seen: Vec<&str> = bag.iter().map(String::as_str).collect();
            seen.sort_unstable();
            seen.dedup();
            for word in seen {
                *holders.entry(word).or_insert(0) += 1;
            }
        }
        let vectors = bags
            .iter()
            .map(|bag| {
                let mut vector: HashMap<String, f32> = HashMap::new();
                for word in bag {
                    let rarity = texts.len() as f32 / holders[word.as_str()] as f32;
                    *vector.entry(word.clone()).or_insert(0.0) += 1.0 + rarity.ln();
                }
                let length = vector.values().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
                vector.values_mut().for_each(|value| *value /= length);
                vector
            })
            .collect();
        Self::Sparse(vectors)
    }

    /// Cosine of two of the texts.
    pub fn similarity(&self, a: usize, b: usize) -> f32 {
        match self {
            Self::Dense(vectors) => vectors[a].iter().zip(&vectors[b]).map(|(a, b)| a * b).sum(),
            Self::Sparse(vectors) => {
                vectors[a].iter().filter_map(|(word, x)| Some(x * vectors[b].get(word)?)).sum()
            }
        }
    }
}

/// A text in two, cut at the blank nearest to its middle, or between two characters.
fn halves(owner: usize, text: &str) -> Vec<(usize, String)> {
    let middle = text.len() / 2;
    let cut = text
        .char_indices()
        .filter(|(at, c)| *at > 0 && c.is_whitespace())
        .map(|(at, _)| at)
        .min_by_key(|at| at.abs_diff(middle))
        .or_else(|| (middle..text.len()).find(|&at| at > 0 && text.is_char_boundary(at)));
    match cut {
        Some(cut) => [&text[..cut], &text[cut..]]
            .iter()
            .map(|half| (owner, half.trim().to_owned()))
            .filter(|(_, half)| !half.is_empty())
            .collect(),
        None => Vec::new(),
    }
}

fn unit(vector: &mut [f32]) {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-6);
    vector.iter_mut().for_each(|value| *value /= length);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_rare_words_in_common_are_alike() {
        let texts =
            ["the battery cover of the light", "a loose battery cover", "our shop opens at nine"]
                .map(str::to_owned);
        let vectors = Vectors::of_words(&texts);
        assert!(vectors.similarity(0, 1) > vectors.similarity(0, 2));
        assert!((vectors.similarity(2, 2) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn halves_are_smaller_and_lose_nothing() {
        let found = halves(3, "one two three");
        assert_eq!(found, [(3, "one two".to_owned()), (3, "three".to_owned())]);
        assert_eq!(halves(0, "x"), []);
    }
}
