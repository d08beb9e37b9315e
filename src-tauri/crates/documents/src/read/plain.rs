//! Plain text: kept as it stands; blocks between empty lines are paragraphs.

use crate::{
    ReadError,
    build::TextBuilder,
    read::{Source, encoding},
};

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let text = encoding::decode(source, None, out)?;
    let begin = out.mark();
    out.push(source, &text)?;
    out.paragraphs_since(begin);
    Ok(())
}
