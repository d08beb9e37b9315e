//! Pointing: which span of the document is the value of a field.
//!
//! Recognizers propose, cheap evidence shortens the list, the embedder compares surroundings with
//! the field's description, the language model scores the few best as continuations of the
//! field's question behind the document. Scoring spans finds what generating them does not
//! (model-notes.md).

use winnow_engine::Purpose;

use super::answer::inner_path;
use super::compare::{PLACE_WEIGHT, compare};
use super::contender::{Contender, Reading};
use super::contract::{Leaf, Node};
use super::head::FieldHead;
use super::ordinal::in_turn;
use super::question::Question;
use super::rank::{Ranker, Ranking};
use super::shown::{excerpt, room};
use super::together::{assigned, merged};
use super::weights::Prior;
use super::windows::{similarities, windows};
use super::witness::{Embedder, on_one_line, score_continuations};
use crate::cost::Cost;
use crate::evidence::model_weight;
use crate::teach::HeadKind;
use crate::{
    Context, Coverage, Decide, Doubt, FieldType, Progress, Source, Span, Stage, TaskError,
};

/// Contenders whose surroundings the embedder reads.
pub(super) const EMBEDDED: usize = 12;
/// As many times more contenders are looked at for a list, which holds several of them.
const LISTED: usize = 2;
/// Contenders that the language model scores.
const SCORED: usize = 8;
/// A field whose best contender leads by this much by what can be seen is settled without a model.
const PLAIN: f64 = 0.97;
/// The smallest language model is asked only about a field whose answer is less sure than this:
/// surer ones it has not been seen to mend. What is missing to 1 shrinks with the square of what a
/// model's word counts for.
const DOUBTFUL: f64 = 0.3;
/// What a window's similarity is worth beside the cheap evidence.
const WINDOW_WEIGHT: f64 = 8.0;
/// Places of a value whose surroundings the embedder reads.
const PLACES: usize = 3;

/// A field to be found.
pub(crate) struct Asked<'a> {
    pub path: String,
    pub leaf: &'a Leaf,
    /// Whether it is a list: every span may be a value, not only the best one.
    pub many: bool,
    pub question: Question,
}

impl Asked<'_> {
    /// Whether its value is one of a few, and so chosen instead of found in the text.
    pub(crate) fn is_chosen(&self) -> bool {
        matches!(self.leaf.field.kind, FieldType::Enum | FieldType::Boolean)
    }
}

/// The leaves of a promise that the document is asked for, with their paths, in order.
pub(crate) fn asked_of(root: &Node) -> Vec<Asked<'_>> {
    fn collect<'a>(path: &str, node: &'a Node, into: &mut Vec<Asked<'a>>) {
        match node {
            Node::Leaf(leaf) | Node::List(leaf) => into.push(Asked {
                path: path.to_owned(),
                leaf,
                many: matches!(node, Node::List(_)),
                question: Question::of(path, &leaf.field),
            }),
            Node::Object(members) => {
                for member in members {
                    collect(&inner_path(path, &member.name), &member.node, into);
                }
            }
            Node::Rows(_) | Node::Written(_) => {}
        }
    }
    let mut asked = Vec::new();
    collect("", root, &mut asked);
    asked
}

/// What pointing has found.
pub(crate) struct Pointed {
    /// One ranking for each field, in order.
    pub rankings: Vec<Ranking>,
    pub cost: Cost,
    pub coverage: Coverage,
    pub doubts: Vec<Doubt>,
    /// Whether each model took part.
    pub generator: bool,
    pub embedder: bool,
}

/// Ranks the spans of the document for each field.
///
/// # Errors
/// [`TaskError::ModelMissing`] without any model; the engine's.
pub(crate) async fn point(
    asked: &[&Asked<'_>],
    document: &str,
    decide: Decide,
    context: &Context,
) -> Result<Pointed, TaskError> {
    let mut pointing = Pointing::new(document, decide, context).await?;
    let fields = pointing.contenders(asked).await?;
    let mut rankings = Vec::with_capacity(asked.len());
    for (index, (field, contenders)) in asked.iter().zip(fields).enumerate() {
        let total = asked.len() as u32;
        (context.progress)(Progress::Stage { stage: Stage::Score, done: index as u32, total });
        let ranking = merged(pointing.settle(field, contenders).await?, field.many);
        rankings.push(in_turn(ranking, field.question.ordinal));
    }
    Ok(pointing.done(assigned(asked, rankings)))
}

/// Whether the language model is asked about spans of this type: sums of log-probabilities prefer
/// the shortest run of an address's lines (model-notes.md).
const fn asks_model(kind: FieldType) -> bool {
    !matches!(kind, FieldType::Address)
}

/// The contenders of each field, at most so many as this prior ranks them and those that are
/// `shown` for it, with all the evidence that there can be, for learning.
///
/// # Errors
/// Those of [`point`].
pub(crate) async fn gather(
    asked: &[&Asked<'_>],
    document: &str,
    (prior, most): (&Prior, usize),
    shown: Vec<Vec<Span>>,
    context: &Context,
) -> Result<Vec<Vec<Contender>>, TaskError> {
    let mut pointing = Pointing::new(document, Decide::Best, context).await?;
    (pointing.prior, pointing.most, pointing.signed) = (prior, most, true);
    pointing.shown = shown;
    let mut fields = pointing.contenders(asked).await?;
    let heard = pointing.whole && context.models.generator.is_some();
    for (field, contenders) in asked.iter().zip(&mut fields) {
        let ranker = pointing.ranker(field);
        *contenders = ranker.rank(std::mem::take(contenders)).contenders();
        let asks = heard && !field.many && asks_model(field.question.kind);
        if asks && !contenders.is_empty() {
            let few = contenders.len().min(SCORED);
            pointing.ask(field, &mut contenders[..few]).await?;
        }
    }
    Ok(fields)
}

struct Pointing<'a> {
    document: &'a str,
    decide: Decide,
    context: &'a Context,
    reading: Reading<'a>,
    embedder: Option<Embedder<'a>>,
    windows: Vec<Span>,
    /// Tokens of the document.
    tokens: u32,
    /// Whether the language model may read the document whole.
    whole: bool,
    /// The language model is asked about answers that are less sure.
    doubtful: f64,
    prior: &'a Prior,
    /// What a person's corrections taught.
    head: Option<&'a FieldHead>,
    /// Contenders of a field that are looked at closely.
    most: usize,
    /// Whether contenders get the signs that a head may know them by.
    signed: bool,
    /// For each field spans that a person has shown.
    shown: Vec<Vec<Span>>,
    cost: Cost,
    asked_generator: bool,
}

impl<'a> Pointing<'a> {
    async fn new(
        document: &'a str,
        decide: Decide,
        context: &'a Context,
    ) -> Result<Self, TaskError> {
        let generator = context.models.generator.as_ref().filter(|_| decide != Decide::Embedder);
        let embedder = Embedder::of(context).await?;
        let counting = generator.or(context.models.embedder.as_ref());
        let counting = counting.ok_or(TaskError::ModelMissing(Purpose::Embed))?;
        let tokens = context.tokens_of(counting, document).await?;
        let (whole, doubtful) = match generator {
            Some(model) => {
                let weight = model_weight(context.engine.model(model).await?.parameters);
                let doubtful = 1.0 - (1.0 - DOUBTFUL) / (weight * weight);
                (tokens <= room(model, context).await?, doubtful)
            }
            None => (false, 0.0),
        };
        let head = context.head.as_deref().and_then(|head| match &head.kind {
            HeadKind::Fields(head) => Some(head),
            HeadKind::Labels(_) | HeadKind::Sets(_) => None,
        });
        Ok(Self {
            document,
            decide,
            context,
            reading: Reading::of(document),
            embedder,
            windows: windows(document),
            tokens,
            whole,
            doubtful,
            prior: Prior::shipped(),
            head,
            most: EMBEDDED,
            signed: head.is_some(),
            shown: Vec::new(),
            cost: Cost::default(),
            asked_generator: false,
        })
    }

    /// The few contenders of each field that the cheap evidence speaks for, with the embedder's word.
    async fn contenders(&mut self, asked: &[&Asked<'_>]) -> Result<Vec<Vec<Contender>>, TaskError> {
        let mut fields = Vec::with_capacity(asked.len());
        for (index, field) in asked.iter().enumerate() {
            let kind = field.question.kind;
            let tagger = self.ranker(field).taught.and_then(|taught| taught.tagger.as_ref());
            let more = match tagger {
                Some(tagger) => self.reading.runs(tagger),
                None => self.shown.get(index).cloned().unwrap_or_default(),
            };
            let mut contenders = self.reading.contenders(kind, &field.question, &more);
            if self.signed {
                self.reading.sign(&mut contenders);
            }
            if let Some(tagger) = tagger {
                self.reading.tag(tagger, &mut contenders);
            }
            self.shorten(field, &mut contenders, &more).await?;
            fields.push(contenders);
        }
        self.compare(asked, &mut fields).await?;
        Ok(fields)
    }

    /// Keeps the contenders that the cheap evidence and their window speak for, each at the few
    /// places that they speak most for; those at the `sure` spans stay.
    async fn shorten(
        &mut self,
        field: &Asked<'_>,
        contenders: &mut Vec<Contender>,
        sure: &[Span],
    ) -> Result<(), TaskError> {
        let many_places = contenders.iter().any(|one| one.elsewhere.len() >= PLACES);
        let most = if field.many { LISTED * self.most } else { self.most };
        if contenders.len() <= most && !many_places {
            return Ok(());
        }
        let near = match &mut self.embedder {
            Some(embedder) if self.windows.len() > 1 => {
                let (windows, cost) = (&self.windows, &mut self.cost);
                similarities(self.document, windows, &field.question, embedder, cost).await?
            }
            _ => vec![0.0; self.windows.len()],
        };
        let windows = &self.windows;
        let near_of = |span: Span| {
            let index = windows.partition_point(|window| window.start <= span.start);
            index.checked_sub(1).map_or(0.0, |index| near[index])
        };
        let places = if field.many { 1 } else { PLACES };
        for one in contenders.iter_mut() {
            one.keep_places(places, |place| {
                place.features.told() + PLACE_WEIGHT * near_of(place.span)
            });
        }
        let scores = self.ranker(field).scores(contenders);
        let mut order: Vec<(f64, Contender)> = scores
            .into_iter()
            .zip(std::mem::take(contenders))
            .map(|(score, one)| (score + WINDOW_WEIGHT * f64::from(near_of(one.span)), one))
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut kept = 0..most;
        order.retain(|(_, one)| kept.next().is_some() || sure.contains(&one.span));
        contenders.extend(order.into_iter().map(|(_, one)| one));
        Ok(())
    }

    /// Whether what can be seen without any model decides a field safely, so that none is asked.
    fn is_plain(&self, field: &Asked<'_>, contenders: &[Contender]) -> bool {
        if field.many || matches!(self.decide, Decide::Best | Decide::Model) {
            return false;
        }
        let ranker = self.ranker(field);
        match ranker.taught {
            Some(taught) => !taught.embedder,
            None => ranker.rank(contenders.to_vec()).margin() >= PLAIN,
        }
    }

    /// Asks the embedder about the contenders of the fields that are not plain.
    async fn compare(
        &mut self,
        asked: &[&Asked<'_>],
        fields: &mut [Vec<Contender>],
    ) -> Result<(), TaskError> {
        if self.embedder.is_none() {
            return Ok(());
        }
        let open: Vec<bool> =
            asked.iter().zip(&*fields).map(|(field, own)| !self.is_plain(field, own)).collect();
        let contests = asked.iter().copied().zip(fields).zip(open);
        let contests = contests.filter_map(|(contest, open)| open.then_some(contest)).collect();
        let Some(embedder) = &mut self.embedder else { return Ok(()) };
        (self.context.progress)(Progress::Stage { stage: Stage::Embed, done: 0, total: 1 });
        compare(contests, asked, &self.reading, self.signed, embedder, &mut self.cost).await?;
        (self.context.progress)(Progress::Stage { stage: Stage::Embed, done: 1, total: 1 });
        Ok(())
    }

    /// Ranks one field's contenders, with the language model's word where it is needed.
    async fn settle(
        &mut self,
        field: &Asked<'_>,
        contenders: Vec<Contender>,
    ) -> Result<Ranking, TaskError> {
        let ranker = self.ranker(field);
        let first = ranker.rank(contenders);
        let wanted = match self.decide {
            _ if field.many || !asks_model(field.question.kind) => false,
            Decide::Embedder => false,
            _ if ranker.taught.is_some_and(|taught| !taught.model) => false,
            _ if ranker.taught.is_some() => self.whole,
            Decide::Model | Decide::Best => true,
            // In long documents similarity is the source that counts; the language model adds one
            // point in a hundred at ten times the cost (model-notes.md, long agreements).
            Decide::Cascade => {
                first.sureness() < self.doubtful && (self.whole || self.embedder.is_none())
            }
        };
        if !wanted || first.ranked.is_empty() || self.context.models.generator.is_none() {
            return Ok(first);
        }
        let mut contenders = first.contenders();
        contenders.truncate(SCORED);
        self.ask(field, &mut contenders).await?;
        Ok(ranker.rank(contenders))
    }

    /// Asks the language model how well each contender goes on with the field's question.
    async fn ask(
        &mut self,
        field: &Asked<'_>,
        contenders: &mut [Contender],
    ) -> Result<(), TaskError> {
        let model = self.context.generator()?;
        let shown = if self.whole { self.document.to_owned() } else { self.excerpt(contenders) };
        let texts = contenders.iter().map(|one| on_one_line(&one.text)).collect();
        let question = &field.question.continued;
        let scores =
            score_continuations(model, &shown, question, texts, self.context, &mut self.cost)
                .await?;
        self.asked_generator = true;
        for (one, score) in contenders.iter_mut().zip(scores) {
            one.features.logprob = Some((score.logprob as f32, score.tokens));
        }
        Ok(())
    }

    fn ranker(&self, field: &Asked<'_>) -> Ranker<'a> {
        Ranker {
            prior: self.prior,
            kind: field.question.kind,
            many: field.many,
            role: field.question.role,
            taught: self.head.and_then(|head| head.fields.get(&field.path)),
        }
    }

    /// The windows of the best contenders, in the document's order.
    fn excerpt(&self, contenders: &[Contender]) -> String {
        let window_of = |one: &Contender| {
            let behind = self.windows.partition_point(|window| window.start <= one.span.start);
            behind.saturating_sub(1)
        };
        let order: Vec<usize> = contenders.iter().map(window_of).collect();
        excerpt(self.document, &self.windows, &order)
    }

    fn done(self, rankings: Vec<Ranking>) -> Pointed {
        let mut doubts = Vec::new();
        if self.embedder.is_none() {
            doubts.push(Doubt::SourceMissing { source: Source::Embedder });
        }
        if self.context.models.generator.is_none() {
            doubts.push(Doubt::SourceMissing { source: Source::Model });
        }
        Pointed {
            rankings,
            cost: self.cost,
            // Recognizers read every byte, so all of the document took part.
            coverage: Coverage {
                tokens: self.tokens,
                read: self.tokens,
                chunks: if self.whole { 1 } else { self.windows.len().max(1) as u32 },
            },
            doubts,
            generator: self.asked_generator,
            embedder: self.embedder.is_some(),
        }
    }
}
