//! What the engine does between two steps of the model, without a model. A step takes some
//! milliseconds; what stands here should not be seen beside it.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use winnow_engine::Reach;

#[allow(dead_code, unused_imports, reason = "only a part of it is measured")]
#[path = "../src/draft.rs"]
mod draft;
#[allow(dead_code, unused_imports, reason = "only a part of it is measured")]
#[path = "../src/logits.rs"]
mod logits;
#[allow(dead_code, unused_imports, reason = "only a part of it is measured")]
#[path = "../src/prefix_cache/mod.rs"]
mod prefix_cache;
#[allow(dead_code, unused_imports, reason = "only a part of it is measured")]
#[path = "../src/trie.rs"]
mod trie;

mod tokens {
    pub(crate) type Token = i32;
}

/// Entries of SmolLM2's vocabulary.
const VOCABULARY: usize = 49_152;

/// Numbers that repeat and tell nothing.
fn noise(count: usize, below: i32) -> Vec<i32> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((state >> 33) % below as u64) as i32
    };
    (0..count).map(|_| next()).collect()
}

/// Each written token, and each node of a scored trie, passes over the vocabulary once or twice.
fn passes_over_the_vocabulary(criterion: &mut Criterion) {
    let logits: Vec<f32> =
        noise(VOCABULARY, 20_000).iter().map(|&n| n as f32 / 1000.0 - 10.0).collect();
    let mut group = criterion.benchmark_group("vocabulary");
    group.throughput(Throughput::Elements(VOCABULARY as u64));
    group.bench_function("log-sum-exp", |b| b.iter(|| logits::log_sum_exp(black_box(&logits))));
    group.bench_function("highest", |b| b.iter(|| logits::highest(black_box(&logits))));
    group.finish();
}

/// Each admitted request looks its prompt up, and each finished one is put to rest.
fn prompts_in_the_prefix_cache(criterion: &mut Criterion) {
    let instructions = noise(200, 1000);
    let documents: Vec<Vec<i32>> = (0..48)
        .map(|number| instructions.iter().copied().chain(noise(300 + number, 40_000)).collect())
        .collect();
    let mut full = prefix_cache::PrefixCache::new(true);
    for (sequence, document) in documents.iter().enumerate() {
        full.begin(sequence as i32, document, 0);
        full.extend(sequence as i32, document);
        full.rest(sequence as i32);
    }
    criterion.bench_function("prefix cache: longest of 48", |b| {
        b.iter(|| full.longest(black_box(&documents[17])));
    });
}

/// Each step of a constrained generation guesses from the document.
fn guesses_from_a_document(criterion: &mut Criterion) {
    let document = noise(4000, 3000);
    let spelled = |token: i32| token.to_string().into_bytes();
    let written = document[1998..2000].to_vec();
    criterion.bench_function("draft: a document of 4,000 tokens", |b| {
        b.iter(|| draft::Drafter::new(black_box(document.clone()), spelled));
    });
    let drafter = draft::Drafter::new(document, spelled);
    criterion.bench_function("draft: a guess", |b| {
        b.iter(|| drafter.guess(black_box(&written), 8).len());
    });
}

/// Each question that points scores hundreds of spans.
fn spans_as_a_trie(criterion: &mut Criterion) {
    let spans: Vec<Vec<i32>> = noise(1500, 300).chunks(5).map(<[i32]>::to_vec).collect();
    criterion.bench_function("trie: 300 spans of 5 tokens", |b| {
        b.iter_batched(
            || &spans,
            |spans| trie::ContinuationTrie::new(spans, Reach::Whole),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(
    pure,
    passes_over_the_vocabulary,
    prompts_in_the_prefix_cache,
    guesses_from_a_document,
    spans_as_a_trie
);
criterion_main!(pure);
