//! Embedding: unit vectors, the same alone and together, nothing cut.

use winnow_engine::{
    CancellationToken, EmbedRequest, EngineConfig, EngineError, EngineHandle, Inference, ModelId,
    Priority, Purpose,
};

use crate::support::{EMBEDDER, load, spec};

async fn embed(engine: &EngineHandle, texts: &[&str]) -> Result<Vec<Vec<f32>>, EngineError> {
    let request = EmbedRequest {
        model: ModelId(EMBEDDER.to_owned()),
        texts: texts.iter().map(|&text| text.to_owned()).collect(),
        priority: Priority::batch(),
    };
    Ok(engine.embed(request, CancellationToken::new()).await?.vectors)
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[tokio::test]
async fn texts_embed_alone_as_in_a_crowd() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let model = load(&engine, spec(EMBEDDER, Purpose::Embed)).await.unwrap();
    let long = "The tenant shall pay the rent on the first day of each month. ".repeat(8);
    let mut texts =
        vec!["A cat sits on the mat.", "A kitten rests on a rug.", "Stocks fell today."];
    texts.extend(std::iter::repeat_n(long.as_str(), 40));
    texts.extend(std::iter::repeat_n("short", 60));
    let together = embed(&engine, &texts).await.unwrap();
    assert_eq!(together.len(), texts.len(), "one vector for each text, in order");
    for vector in &together {
        assert_eq!(vector.len(), model.embedding_length as usize);
        assert!((cosine(vector, vector) - 1.0).abs() < 1e-4, "vectors have length one");
    }
    for index in [0, 1, 2, 3, 43] {
        let alone = embed(&engine, &texts[index..=index]).await.unwrap();
        let agreement = cosine(&alone[0], &together[index]);
        assert!(
            agreement > 0.999,
            "neighbours in a batch change nothing: text {index} {agreement}"
        );
    }
    let (alike, unlike) = (cosine(&together[0], &together[1]), cosine(&together[0], &together[2]));
    assert!(alike > unlike + 0.3, "meaning shows: {alike} against {unlike}");
}

#[tokio::test]
async fn a_text_longer_than_the_window_is_refused() {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let model = load(&engine, spec(EMBEDDER, Purpose::Embed)).await.unwrap();
    let error = embed(&engine, &["fine", &"word ".repeat(2000)]).await.unwrap_err();
    let EngineError::PromptTooLong { tokens, limit } = error else {
        panic!("a text is never cut: {error}");
    };
    assert!(tokens >= 2000 && limit == model.context, "{tokens} of {limit}");
    let none = embed(&engine, &[]).await.unwrap();
    assert!(none.is_empty(), "no texts, no vectors");
}
