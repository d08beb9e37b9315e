//! Pictures of a file: one, but for the pages of a TIFF.

use std::borrow::Cow;

/// Pages of a TIFF that are looked for.
const PAGES: usize = 10_000;

/// A picture of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The file as it is.
    Only,
    /// The page of a TIFF whose directory is at this offset.
    Directory([u8; 4]),
}

impl Frame {
    /// The file with this picture as its first, which is the one that decoders show.
    pub(super) fn of<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        match (self, bytes.get(4..8)) {
            (Self::Directory(offset), Some(first)) if first != offset => {
                let mut own = bytes.to_vec();
                own[4..8].copy_from_slice(offset);
                Cow::Owned(own)
            }
            _ => Cow::Borrowed(bytes),
        }
    }
}

/// The pictures of a file, at least one. Directories of a TIFF are chained: a count of entries, the
/// entries, the offset of the next (TIFF 6.0, section 2).
pub(super) fn of(bytes: &[u8]) -> Vec<Frame> {
    const ENTRY: usize = 12;
    let little = match bytes.get(..4) {
        Some(b"II*\0") => true,
        Some(b"MM\0*") => false,
        _ => return vec![Frame::Only],
    };
    let four =
        |at: usize| -> Option<[u8; 4]> { bytes.get(at..at.checked_add(4)?)?.try_into().ok() };
    let number = |raw: [u8; 4]| {
        if little { u32::from_le_bytes(raw) } else { u32::from_be_bytes(raw) }
    };
    let mut frames = Vec::new();
    let mut next = four(4);
    while let Some(offset) = next.filter(|offset| number(*offset) != 0) {
        // A chain that comes back to itself ends.
        if frames.len() >= PAGES || frames.contains(&Frame::Directory(offset)) {
            break;
        }
        frames.push(Frame::Directory(offset));
        let at = number(offset) as usize;
        next = bytes.get(at..at.saturating_add(2)).and_then(|count| {
            let count = [count[0], count[1]];
            let count = if little { u16::from_le_bytes(count) } else { u16::from_be_bytes(count) };
            four(at + 2 + usize::from(count) * ENTRY)
        });
    }
    if frames.is_empty() { vec![Frame::Only] } else { frames }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_followed_and_circles_end() {
        // Header, a directory without entries at 8 that leads to one at 14, which leads back.
        let mut tiff = b"II*\0\x08\0\0\0\0\0\x0e\0\0\0\0\0\x08\0\0\0".to_vec();
        let frames = of(&tiff);
        assert_eq!(frames.len(), 2);
        assert_eq!(frames[1].of(&tiff)[4..8], [14, 0, 0, 0]);
        tiff.truncate(9);
        assert_eq!(of(&tiff).len(), 1, "a cut file still has its first page");
        assert_eq!(of(b"\x89PNG"), [Frame::Only]);
    }
}
