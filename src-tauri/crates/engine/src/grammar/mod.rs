//! Output contracts, compiled and followed token by token, over llguidance.
//!
//! Knows nothing of sequences or batches.

mod canonical;
mod lark;
mod spans;

use std::sync::Arc;

use llguidance::{Matcher, ParserFactory, api::TopLevelGrammar, toktrie::SimpleVob};
use serde_json::{Value, json};

use crate::{
    Constraint, EngineError,
    tokens::{Token, Tokenizer},
};

/// Fuel for building the automaton of a long document (llguidance counts about 50 a microsecond).
const BUILD_FUEL: u64 = 100_000_000;
/// Fuel for one mask over such an automaton.
const MASK_FUEL: u64 = 5_000_000;

/// Compiles contracts for one model; built once, since it walks the vocabulary.
pub(crate) struct GrammarFactory {
    parsers: ParserFactory,
}

impl GrammarFactory {
    pub(crate) fn new(
        model: Arc<llama_cpp_2::model::LlamaModel>,
        tokenizer: Tokenizer,
    ) -> Result<Self, EngineError> {
        let environment = canonical::environment(&model, tokenizer);
        let mut parsers =
            ParserFactory::new_simple(&environment).map_err(|error| invalid(&error.to_string()))?;
        parsers.quiet();
        let limits = parsers.limits_mut();
        limits.initial_lexer_fuel = BUILD_FUEL;
        limits.step_lexer_fuel = MASK_FUEL;
        limits.verbose_errors = false;
        Ok(Self { parsers })
    }

    /// `None` where any text will do.
    ///
    /// # Errors
    /// [`EngineError::InvalidConstraint`].
    pub(crate) fn compile(&self, constraint: &Constraint) -> Result<Option<Grammar>, EngineError> {
        let grammar = match constraint {
            Constraint::None => return Ok(None),
            Constraint::Choice { options } => TopLevelGrammar::from_lark(choice(options)?),
            Constraint::JsonSchema { schema, document } => {
                json_schema(schema, document.as_deref())?
            }
            Constraint::Regex { pattern } => TopLevelGrammar::from_regex(pattern),
            Constraint::Substring { document } => {
                TopLevelGrammar::from_lark(spans::plain_grammar(document)?)
            }
        };
        let mut matcher = Matcher::new(self.parsers.create_parser(grammar));
        if let Some(error) = matcher.get_error() {
            return Err(invalid(&error));
        }
        if let Some(warning) = matcher.grammar_warnings().first() {
            tracing::debug!(warning, "the output contract was compiled with a warning");
        }
        Ok(Some(Grammar { matcher }))
    }
}

/// A contract, and how far the text has got in it.
pub(crate) struct Grammar {
    matcher: Matcher,
}

impl Grammar {
    /// Tokens that may come next.
    pub(crate) fn allowed(&mut self) -> Result<SimpleVob, EngineError> {
        self.matcher.compute_mask_or_eos().map_err(|error| broken(&error.to_string()))
    }

    /// Takes a token that was allowed.
    pub(crate) fn accept(&mut self, token: Token) -> Result<(), EngineError> {
        self.matcher.consume_token(token as u32).map_err(|error| broken(&error.to_string()))
    }

    /// Takes, and gives, the tokens that leave no choice.
    pub(crate) fn forced(&mut self) -> Result<Vec<Token>, EngineError> {
        if self.is_complete() {
            return Ok(Vec::new());
        }
        let tokens = self.matcher.consume_ff_tokens();
        if let Some(error) = self.matcher.get_error() {
            return Err(broken(&error));
        }
        Ok(tokens.into_iter().map(|token| token as Token).collect())
    }

    /// How many of these tokens could come next, one after another.
    pub(crate) fn agrees(&mut self, tokens: &[Token]) -> usize {
        if self.is_complete() {
            return 0;
        }
        let tokens: Vec<_> = tokens.iter().map(|&token| token as u32).collect();
        self.matcher.validate_tokens(&tokens).unwrap_or(0)
    }

    /// Whether the text is complete and nothing may follow.
    pub(crate) fn is_complete(&self) -> bool {
        self.matcher.is_stopped()
    }
}

fn invalid(reason: &str) -> EngineError {
    EngineError::InvalidConstraint(first_line(reason))
}

fn broken(reason: &str) -> EngineError {
    EngineError::Compute(format!("the output contract lost its way: {}", first_line(reason)))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn choice(options: &[String]) -> Result<String, EngineError> {
    if options.is_empty() {
        return Err(invalid("a choice needs at least one option"));
    }
    if options.iter().any(String::is_empty) {
        return Err(invalid("an option of a choice is empty"));
    }
    let options: Vec<_> = options.iter().map(|option| lark::literal(option)).collect();
    Ok(format!("start: {}", options.join(" | ")))
}

fn json_schema(schema: &Value, document: Option<&str>) -> Result<TopLevelGrammar, EngineError> {
    if spans::points_at_document(schema) {
        return lark::pointing_grammar(schema, document).map(TopLevelGrammar::from_lark);
    }
    let schema = match schema {
        Value::Object(_) => compact(schema.clone()),
        Value::Bool(true) => compact(json!({})),
        other => return Err(invalid(&format!("a JSON Schema is an object, not {other}"))),
    };
    Ok(TopLevelGrammar::from_json_schema(schema))
}

/// Asks for JSON without free white space: a small model may write it for ever, and fixed
/// separators can be forced.
fn compact(mut schema: Value) -> Value {
    if let Value::Object(keys) = &mut schema {
        let format = json!({
            "whitespace_flexible": false, "item_separator": ", ", "key_separator": ": ",
        });
        keys.insert("x-guidance".to_owned(), format);
    }
    schema
}
