//! Tesseract's answer: a table with tabs between its columns, a row for each block, line and word.

use crate::recognize::RecognizedWord;

/// Rows of this level are words.
const WORD: &str = "5";

/// The words of a table; rows of other kinds and words of white space are passed over.
///
/// The columns are those of Tesseract's `tsv` output: level, page, block, paragraph, line, word,
/// left, top, width, height, confidence, text.
pub(super) fn words(table: &str) -> Vec<RecognizedWord> {
    let mut words = Vec::new();
    let mut line = 0;
    let mut current = None;
    for row in table.lines() {
        let cells: Vec<&str> = row.splitn(12, '\t').collect();
        let [WORD, page, block, paragraph, number, _, rest @ ..] = cells.as_slice() else {
            continue;
        };
        let place = Some([*page, *block, *paragraph, *number]);
        if current != place {
            line += u32::from(current.is_some());
            current = place;
        }
        words.extend(word(rest, line));
    }
    words
}

fn word(cells: &[&str], line: u32) -> Option<RecognizedWord> {
    let [left, top, width, height, confidence, text] = cells else { return None };
    let number = |cell: &str| cell.parse::<f32>().ok().filter(|number| number.is_finite());
    let text = text.trim();
    (!text.is_empty()).then_some(())?;
    Some(RecognizedWord {
        text: text.to_owned(),
        line,
        left: number(left)?,
        top: number(top)?,
        width: number(width)?,
        height: number(height)?,
        confidence: number(confidence)?.clamp(0.0, 100.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_lines() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t10\t10\t90\t12\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t10\t40\t12\t96.5\tTotal\n\
            5\t1\t1\t1\t1\t2\t60\t10\t40\t12\t91\t19.90\n\
            5\t1\t1\t1\t2\t1\t10\t30\t40\t12\t95\t \n\
            5\t1\t2\t1\t1\t1\t10\t50\t40\t12\tnan\tlost\n\
            5\t1\t2\t1\t1\t2\t10\t50\t40\t12\t80\tthere\n\
            broken\n";
        let found = words(table);
        let texts: Vec<_> = found.iter().map(|word| (word.text.as_str(), word.line)).collect();
        assert_eq!(texts, [("Total", 0), ("19.90", 0), ("there", 2)]);
        assert_eq!((found[1].left, found[1].confidence), (60.0, 91.0));
    }
}
