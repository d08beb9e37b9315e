//! Formats that a model can be written in.

use std::fmt;

use llama_cpp_sys_2 as sys;
use serde::{Deserialize, Serialize};

/// A format for a model's weights, each with kernels of its own in llama.cpp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Half precision: 16 bits a weight.
    F16,
    /// 8 bits a weight and a scale for each 32.
    #[serde(rename = "Q8_0")]
    Q8_0,
    /// 4 bits a weight and a scale for each 32.
    #[serde(rename = "Q4_0")]
    Q4_0,
    /// 4 bits a weight on a curve, and a scale for each 32.
    #[serde(rename = "IQ4_NL")]
    Iq4Nl,
}

impl Format {
    /// Every format, the most exact first.
    pub const ALL: [Self; 4] = [Self::F16, Self::Q8_0, Self::Iq4Nl, Self::Q4_0];

    /// llama.cpp's name, as a file's header has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::F16 => "F16",
            Self::Q8_0 => "Q8_0",
            Self::Q4_0 => "Q4_0",
            Self::Iq4Nl => "IQ4_NL",
        }
    }

    /// Bits that a weight takes, its share of the scales included.
    #[must_use]
    pub const fn bits_per_weight(self) -> f64 {
        match self {
            Self::F16 => 16.0,
            Self::Q8_0 => 8.5,
            Self::Q4_0 | Self::Iq4Nl => 4.5,
        }
    }

    /// Bytes of a file with this many weights, nearly. Embedding tables stay at six bits or more
    /// in the small formats, so half as much again is reckoned for them.
    #[must_use]
    pub fn bytes(self, parameters: u64) -> u64 {
        let margin = match self {
            Self::F16 | Self::Q8_0 => 1.05,
            Self::Q4_0 | Self::Iq4Nl => 1.5,
        };
        (parameters as f64 * self.bits_per_weight() / 8.0 * margin) as u64
    }

    pub(super) const fn code(self) -> sys::llama_ftype {
        match self {
            Self::F16 => sys::LLAMA_FTYPE_MOSTLY_F16,
            Self::Q8_0 => sys::LLAMA_FTYPE_MOSTLY_Q8_0,
            Self::Q4_0 => sys::LLAMA_FTYPE_MOSTLY_Q4_0,
            Self::Iq4Nl => sys::LLAMA_FTYPE_MOSTLY_IQ4_NL,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
