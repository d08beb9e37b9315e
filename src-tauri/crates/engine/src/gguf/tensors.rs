//! What the header says of the tensors: how many parameters, in which format, how many bytes.

use std::{collections::HashMap, ffi::CStr};

use llama_cpp_sys_2 as sys;

use super::reader::Reader;
use crate::EngineError;

/// GGUF's own limit on dimensions.
const MOST_DIMENSIONS: u32 = 4;
/// No model has more; a hostile header may claim to.
const MOST_TENSORS: u64 = 1 << 20;
/// No quantization has more parts; larger numbers are nonsense.
const LARGEST_ALIGNMENT: u64 = 1 << 20;

/// The tensors, summed up.
pub(super) struct Tensors {
    pub(super) parameters: u64,
    /// Name of the format that holds most bytes ("Q4_1").
    pub(super) format: String,
    /// Bytes that the whole file must have.
    pub(super) file_bytes: u64,
}

impl Tensors {
    pub(super) fn read(
        reader: &mut Reader,
        count: u64,
        alignment: u64,
    ) -> Result<Self, EngineError> {
        if count > MOST_TENSORS {
            return Err(reader.damaged(format!("{count} tensors")));
        }
        if alignment == 0 || alignment > LARGEST_ALIGNMENT {
            return Err(reader.damaged(format!("an alignment of {alignment} bytes")));
        }
        let mut parameters = 0_u64;
        let mut end = 0_u64;
        let mut by_format = HashMap::<u32, u64>::new();
        for _ in 0..count {
            let tensor = Tensor::read(reader)?;
            parameters = parameters.saturating_add(tensor.elements);
            end = end.max(tensor.end);
            let format = by_format.entry(tensor.format).or_default();
            *format = format.saturating_add(tensor.bytes);
        }
        let most = by_format.into_iter().max_by_key(|&(format, bytes)| (bytes, format));
        let data = reader.position().next_multiple_of(alignment);
        Ok(Self {
            parameters,
            format: most.map_or_else(String::new, |(format, _)| format_name(format)),
            file_bytes: data.saturating_add(end),
        })
    }
}

struct Tensor {
    elements: u64,
    format: u32,
    bytes: u64,
    end: u64,
}

impl Tensor {
    fn read(reader: &mut Reader) -> Result<Self, EngineError> {
        let name = reader.text()?;
        let dimensions = reader.u32()?;
        if dimensions == 0 || dimensions > MOST_DIMENSIONS {
            return Err(reader.damaged(format!("tensor {name} has {dimensions} dimensions")));
        }
        let mut elements = 1_u64;
        let mut row = 1;
        for index in 0..dimensions {
            let length = reader.u64()?;
            row = if index == 0 { length } else { row };
            elements = elements
                .checked_mul(length)
                .filter(|_| length > 0)
                .ok_or_else(|| reader.damaged(format!("tensor {name} has {length} entries")))?;
        }
        let format = reader.u32()?;
        let offset = reader.u64()?;
        let (block, block_bytes) = block(format)
            .ok_or_else(|| reader.damaged(format!("tensor {name} has unknown format {format}")))?;
        if !row.is_multiple_of(block) {
            return Err(reader.damaged(format!("rows of tensor {name} do not fill blocks")));
        }
        let bytes = (elements / block)
            .checked_mul(block_bytes)
            .ok_or_else(|| reader.damaged(format!("tensor {name} is too large")))?;
        Ok(Self { elements, format, bytes, end: offset.saturating_add(bytes) })
    }
}

/// Numbers in a block of this format, and its bytes.
fn block(format: u32) -> Option<(u64, u64)> {
    if format >= sys::GGML_TYPE_COUNT {
        return None;
    }
    // SAFETY: both only index a static table, which has an entry for every format below the count.
    let (numbers, bytes) = unsafe { (sys::ggml_blck_size(format), sys::ggml_type_size(format)) };
    let numbers = u64::try_from(numbers).ok().filter(|&numbers| numbers > 0)?;
    let bytes = u64::try_from(bytes).ok().filter(|&bytes| bytes > 0)?;
    Some((numbers, bytes))
}

fn format_name(format: u32) -> String {
    // SAFETY: `block` has refused formats without an entry; the name is a static text.
    let name = unsafe { sys::ggml_type_name(format) };
    if name.is_null() {
        return String::new();
    }
    // SAFETY: not null, NUL-terminated and static, see above.
    unsafe { CStr::from_ptr(name) }.to_string_lossy().to_uppercase()
}
