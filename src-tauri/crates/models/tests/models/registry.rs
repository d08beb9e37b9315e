//! Finding models in real folders.

use std::{fs, path::Path};

use winnow_engine::{CancellationToken, EngineError, ModelId, Pooling, Purpose};
use winnow_models::{
    Catalog, HashCache, InspectError, ModelProblem, OpenedModel, Origin, Places, Registry, inspect,
};

use crate::support::{cache, default_model, gguf};

fn scan(places: &Places, opened: &[OpenedModel], notes: &Path) -> Registry {
    let mut hashes = HashCache::open(notes.join("hashes.json"));
    let registry = Registry::scan(places, opened, &mut hashes, &CancellationToken::new()).unwrap();
    hashes.save().unwrap();
    registry
}

#[test]
fn the_default_models_are_found_described_and_chosen() {
    let home = tempfile::tempdir().unwrap();
    let places = Places { defaults: vec![cache()], downloads: home.path().join("models") };
    let registry = scan(&places, &[], home.path());
    for (purpose, id) in
        [(Purpose::Generate, "smollm2-135m-instruct"), (Purpose::Embed, "all-minilm-l6-v2")]
    {
        let model = registry.choose(purpose, None).expect("each purpose has a default");
        let card = Catalog::built_in().get(id).unwrap();
        assert_eq!(model.card, Some(card), "{id}: known by its bytes");
        assert_eq!(Some(&model.id.0), card.sha256.as_ref(), "{id}");
        assert_eq!((model.origin, model.name()), (Origin::Default, card.name.clone()));
        let info = model.state.as_ref().unwrap();
        assert_eq!(info.parameters, card.parameters, "{id}: the card tells the file's truth");
        assert_eq!((info.context_train, info.file_bytes), (card.context, card.bytes), "{id}");
    }
    assert_eq!(registry.models().len(), 2, "{:?}", registry.models());
}

#[test]
fn a_header_tells_what_a_model_is_for() {
    let embedder = inspect(&default_model("all-minilm-l6-v2")).unwrap();
    assert_eq!(embedder.purpose, Purpose::Embed);
    assert_eq!(embedder.pooling, Some(Pooling::Mean));
    assert_eq!(embedder.quantization, "F16");
    assert_eq!((embedder.embedding_length, embedder.vocabulary), (384, 30_522));

    let writer = inspect(&default_model("smollm2-135m-instruct")).unwrap();
    assert_eq!(writer.purpose, Purpose::Generate);
    assert_eq!(writer.quantization, "Q4_1");
    assert!(writer.has_chat_template, "its answers depend on the template in the file");
    assert_eq!(writer.license.as_deref(), Some("apache-2.0"));
    assert_eq!(writer.kv_bytes_per_token, 30 * 3 * 2 * 64 * 2, "layers, heads, K and V, 16 bit");
}

#[test]
fn what_is_no_model_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        inspect(&path).unwrap_err()
    };
    let model = gguf::tiny("llama", 1000, &[]);
    let not_gguf =
        |error: &InspectError| matches!(error, InspectError::Header(EngineError::NotGguf { .. }));
    assert!(not_gguf(&write("empty.gguf", b"")), "0 bytes");
    assert!(not_gguf(&write("text.gguf", b"Dear Sir or Madam")), "a text file");
    let cut = write("cut.gguf", &model[..model.len() - 1]);
    assert!(matches!(cut, InspectError::Header(EngineError::TruncatedModel { .. })), "{cut}");
    let adapter = write("adapter.gguf", &gguf::tiny("llama", 10, &[("general.type", "adapter")]));
    assert!(matches!(&adapter, InspectError::NotAModel { kind, .. } if kind == "adapter"));
}

#[test]
fn lost_and_damaged_files_stay_listed_and_hide_no_other() {
    let home = tempfile::tempdir().unwrap();
    let places = Places {
        defaults: vec![home.path().join("nowhere"), home.path().join("defaults")],
        downloads: home.path().join("models"),
    };
    fs::create_dir_all(&places.defaults[1]).unwrap();
    fs::create_dir_all(&places.downloads).unwrap();
    let name = Catalog::built_in().entries[0].file_name();
    fs::write(places.defaults[1].join(&name), gguf::tiny("llama", 500, &[])).unwrap();
    fs::write(places.downloads.join("cut.gguf"), &gguf::tiny("llama", 600, &[])[..900]).unwrap();
    fs::write(places.downloads.join("notes.txt"), "not a model").unwrap();
    fs::write(places.downloads.join("half.gguf.part"), "unfinished").unwrap();
    let own = home.path().join("own.gguf");
    fs::write(&own, gguf::tiny("llama", 700, &[("general.name", "Mine")])).unwrap();
    let lost =
        OpenedModel { path: home.path().join("usb/lost.gguf"), id: ModelId("ab".repeat(32)) };
    let opened = [lost.clone(), OpenedModel { path: own.clone(), id: ModelId("old".into()) }];

    let registry = scan(&places, &opened, home.path());
    let by_name = |name: &str| {
        let found = registry.models().iter().find(|model| model.path.ends_with(name));
        found.unwrap_or_else(|| panic!("{name} must be listed: {:?}", registry.models()))
    };
    let problem = |name: &str| by_name(name).state.as_ref().unwrap_err();
    assert!(matches!(problem(&name), ModelProblem::Altered { .. }), "a borrowed name");
    assert!(matches!(problem("all-minilm-l6-v2.gguf"), ModelProblem::NotInstalled { .. }));
    assert!(matches!(problem("cut.gguf"), ModelProblem::Inspect(_)));
    assert!(matches!(problem("lost.gguf"), ModelProblem::Inspect(_)));
    assert_eq!(by_name("lost.gguf").id, lost.id, "a lost model keeps its identity");
    assert_eq!(registry.models().len(), 5, "{:?}", registry.models());

    let mine = registry.choose(Purpose::Generate, Some(&lost.id)).expect("one is usable");
    assert_eq!((mine.name(), mine.origin), ("Mine".to_owned(), Origin::Opened));
    assert_ne!(mine.id.0, "old", "a file that was exchanged is another model");
    assert!(registry.choose(Purpose::Embed, None).is_none(), "there is no embedder to choose");
}

#[test]
fn the_same_bytes_in_two_places_are_one_model() {
    let home = tempfile::tempdir().unwrap();
    let places = Places { defaults: vec![cache()], downloads: home.path().join("models") };
    fs::create_dir_all(&places.downloads).unwrap();
    let copy = places.downloads.join("copy.gguf");
    fs::copy(default_model("all-minilm-l6-v2"), &copy).unwrap();
    let registry = scan(&places, &[], home.path());
    assert_eq!(registry.models().len(), 2, "a copy is not another model");

    let without = Places { defaults: Vec::new(), ..places };
    let registry = scan(&without, &[], home.path());
    let embedder = registry.choose(Purpose::Embed, None).expect("the copy serves");
    assert_eq!(embedder.path, copy);
    assert_eq!(embedder.card.map(|card| card.id.as_str()), Some("all-minilm-l6-v2"));
    assert!(matches!(registry.models()[1].state, Err(ModelProblem::NotInstalled { .. })));
}
