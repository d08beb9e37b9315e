//! Other formats of the default models, measured.

use winnow_engine::{
    CancellationToken, EngineConfig, EngineError, GpuLayers, Purpose,
    gguf::GgufHeader,
    quantize::{Closeness, Format, Gauge, GaugeSpec, Outlook, quantize},
};

use crate::support::{EMBEDDER, WRITER, model_file};

const TEXTS: [&str; 2] = [
    "We recall the night light NL-3, because its battery cover can come loose. Some 14,200 lights \
     were sold between March and June. Please stop using it and send it back to us.",
    "The library will close at six on Thursday, since the heating is being repaired.",
];

fn texts() -> Vec<String> {
    TEXTS.map(str::to_owned).to_vec()
}

fn gauge(path: std::path::PathBuf, purpose: Purpose) -> Gauge {
    let spec = GaugeSpec { path, purpose, threads: Some(1), gpu_layers: GpuLayers::None };
    Gauge::open(&EngineConfig::default(), &spec, &CancellationToken::new()).expect("it loads")
}

#[test]
fn a_model_in_eight_bits_answers_as_the_published_one_in_four() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("derived.gguf");
    quantize(&EngineConfig::default(), &model_file(WRITER), &target, Format::Q8_0)
        .expect("llama.cpp writes it");
    let header = GgufHeader::read(&target).expect("what was written is a model");
    assert_eq!(header.quantization, "Q8_0");
    let expected = Format::Q8_0.bytes(header.parameters);
    assert!(header.bytes_on_disk <= expected, "the reckoned room suffices: {expected}");

    let mut original = gauge(model_file(WRITER), Purpose::Generate);
    let outlook = original.outlook(&texts()).expect("it computes");
    let Ok(Closeness::Tokens { divergence, agreement }) = original.closeness(&outlook, &texts())
    else {
        panic!("a language model has distributions")
    };
    assert!(divergence < 1e-3 && agreement > 0.99, "it is close to itself: {divergence}");

    let mut derived = gauge(target, Purpose::Generate);
    let Ok(Closeness::Tokens { divergence, agreement }) = derived.closeness(&outlook, &texts())
    else {
        panic!("a language model has distributions")
    };
    assert!(divergence > 0.0 && divergence < 0.02, "eight bits hold what four did: {divergence}");
    assert!(agreement > 0.8, "most places agree even in a short text: {agreement}");
    assert!(derived.prefill_rate(TEXTS[0], 512).expect("it reads") > 0.0);
    assert!(derived.decode_rate(TEXTS[0], 8).expect("it writes") > 0.0);
}

#[test]
fn an_embedder_is_compared_by_its_vectors() {
    let mut embedder = gauge(model_file(EMBEDDER), Purpose::Embed);
    let outlook = embedder.outlook(&texts()).expect("it embeds");
    let Outlook::Vectors(vectors) = &outlook else { panic!("an embedder has vectors") };
    assert_eq!(vectors.len(), 2, "a vector for each text");
    let Ok(Closeness::Vectors { cosine }) = embedder.closeness(&outlook, &texts()) else {
        panic!("an embedder has vectors")
    };
    assert!((cosine - 1.0).abs() < 1e-4, "{cosine}");
    assert!(embedder.decode_rate("x", 1).is_err(), "an embedder writes nothing");
}

#[test]
fn what_is_no_model_cannot_be_converted() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("letter.gguf");
    std::fs::write(&source, b"Dear all").expect("a file");
    let target = folder.path().join("derived.gguf");
    let refused = quantize(&EngineConfig::default(), &source, &target, Format::F16);
    assert!(matches!(refused, Err(EngineError::Unconvertible { .. })), "{refused:?}");
}
