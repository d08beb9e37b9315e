//! Numbers of list items and clauses, computed as Word does.

use std::collections::HashMap;

use crate::{
    ReadError,
    read::{
        Source,
        docx::{FORMAT, styles::number},
        xml::{self, Step, Tag},
    },
};

/// Which list a paragraph belongs to, and how deep.
#[derive(Clone, Debug, Default)]
pub(super) struct ListRef {
    list: Option<String>,
    level: Option<u8>,
}

impl ListRef {
    /// Takes `numId` and `ilvl` from a paragraph's or style's properties.
    pub(super) fn note(&mut self, name: &str, tag: &Tag) {
        match name {
            "numId" => self.list = tag.attribute("val"),
            "ilvl" => self.level = number(tag),
            _ => {}
        }
    }

    /// What is not said here is taken from `other`.
    pub(super) fn or(&self, other: &Self) -> Self {
        Self { list: self.list.clone().or(other.list.clone()), level: self.level.or(other.level) }
    }
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by list definition.
    definitions: HashMap<String, [Level; 9]>,
    /// The definition that a list follows, and the levels that it starts anew.
    lists: HashMap<String, (String, HashMap<usize, u32>)>,
    counts: HashMap<String, [u32; 9]>,
}

#[derive(Clone, Debug)]
struct Level {
    /// "decimal", "lowerLetter", "bullet"…
    style: String,
    /// "%1.%2": `%n` stands for the count of level n.
    pattern: String,
    start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Self { style: "decimal".to_owned(), pattern: String::new(), start: 1 }
    }
}

impl Numbering {
    pub(super) fn read(source: &Source, part: &[u8]) -> Result<Self, ReadError> {
        let mut read = Self::default();
        let (mut definition, mut list, mut level) = (String::new(), String::new(), 0);
        let mut overriding = false;
        xml::walk(source, "word/numbering.xml", FORMAT, part, |step| {
            let tag = match step {
                Step::Open(tag) => tag,
                Step::Close(name) => {
                    overriding &= name != "lvlOverride";
                    return Ok(());
                }
                Step::Text(_) => return Ok(()),
            };
            let value = || tag.attribute("val").unwrap_or_default();
            match tag.name().as_str() {
                "abstractNum" => definition = tag.attribute("abstractNumId").unwrap_or_default(),
                "num" => list = tag.attribute("numId").unwrap_or_default(),
                "abstractNumId" => {
                    read.lists.insert(list.clone(), (value(), HashMap::new()));
                }
                "lvlOverride" => {
                    overriding = true;
                    level = tag.attribute("ilvl").and_then(|l| l.parse().ok()).unwrap_or(0);
                }
                "startOverride" => {
                    if let (Some((_, anew)), Ok(start)) =
                        (read.lists.get_mut(&list), value().parse())
                    {
                        anew.insert(level, start);
                    }
                }
                "lvl" => level = tag.attribute("ilvl").and_then(|l| l.parse().ok()).unwrap_or(0),
                name @ ("start" | "numFmt" | "lvlText") if !overriding => {
                    let levels = read.definitions.entry(definition.clone()).or_default();
                    if let Some(level) = levels.get_mut(level) {
                        match name {
                            "start" => level.start = value().parse().unwrap_or(1),
                            "numFmt" => level.style = value(),
                            _ => level.pattern = value(),
                        }
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(read)
    }

    /// Counts one more item of the list; what stands before it: "3.", "b)", "-". None outside lists.
    pub(super) fn next(&mut self, item: &ListRef) -> Option<String> {
        let (definition, anew) = self.lists.get_mut(item.list.as_ref()?)?;
        let levels = self.definitions.get(definition)?;
        let depth = usize::from(item.level.unwrap_or(0)).min(levels.len() - 1);
        let counts = self.counts.entry(definition.clone()).or_insert([0; 9]);
        if let Some(start) = anew.remove(&depth) {
            counts[depth] = start;
        } else if counts[depth] == 0 {
            counts[depth] = levels[depth].start.max(1);
        } else {
            counts[depth] = counts[depth].saturating_add(1);
        }
        counts[depth + 1..].fill(0);

        let mut label = match levels[depth].style.as_str() {
            "bullet" => return Some("-".to_owned()),
            "none" => return None,
            _ => levels[depth].pattern.clone(),
        };
        for (above, level) in levels.iter().enumerate().take(depth + 1) {
            let count = if counts[above] == 0 { level.start.max(1) } else { counts[above] };
            label = label.replace(&format!("%{}", above + 1), &in_style(count, &level.style));
        }
        (!label.trim().is_empty()).then_some(label)
    }
}

fn in_style(count: u32, style: &str) -> String {
    match style {
        "lowerLetter" => letters(count),
        "upperLetter" => letters(count).to_uppercase(),
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// a, b, … z, aa, bb, as Word counts.
fn letters(count: u32) -> String {
    let index = count.saturating_sub(1);
    let letter = char::from(b'a' + (index % 26) as u8);
    // More than a hundred rounds of the alphabet are no list that a person wrote.
    std::iter::repeat_n(letter, (index / 26 + 1).min(100) as usize).collect()
}

fn roman(count: u32) -> String {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if count >= 4000 {
        return count.to_string();
    }
    let mut left = count;
    let mut numeral = String::new();
    for (value, digit) in DIGITS {
        while left >= value {
            numeral.push_str(digit);
            left -= value;
        }
    }
    numeral
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_word_does() {
        assert_eq!(letters(28), "bb", "the 28th letter item is bb, not ab");
        assert_eq!(roman(1994), "mcmxciv", "subtractive digits");
        assert_eq!(in_style(4, "upperRoman"), "IV", "upper case styles");
        assert_eq!(letters(u32::MAX).len(), 100, "a hostile count must not fill memory");
    }
}
