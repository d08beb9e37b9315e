//! The cells of a line, as tables and forms have them: which are labels, which are values, and what
//! speaks of whom.

use std::ops::Range;

/// What stands between two cells of a line.
const GAP: &str = "  ";

/// The cells of a line, as tables and forms have them.
fn cells(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for part in line.split(GAP) {
        let begins = from + part.len() - part.trim_start().len();
        let ends = from + part.trim_end().len();
        if begins < ends {
            found.push(begins..ends);
        }
        from += part.len() + GAP.len();
    }
    found
}

/// Whether it is more than values: a cell without digits.
fn has_words(label: &str) -> bool {
    let is_word = |cell: &Range<usize>| !holds_digit(&label[cell.clone()]);
    cells(label).iter().any(is_word)
}

fn holds_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// What stands on its line before a place, from its label on: of "No. 7   Customer no. 12" the second
/// one. Values that follow each other share theirs.
pub(super) fn label(line: &str, at: usize) -> &str {
    let cells = cells(line);
    let own = cells.iter().rposition(|cell| cell.start <= at).unwrap_or(0);
    let is_value = |cell: &&Range<usize>| holds_digit(&line[(*cell).clone()]);
    let before = cells[..own.min(cells.len())].iter().rev();
    let has_own = cells.get(own).is_some_and(|cell| cell.start < at);
    let first = match has_own {
        true => before.take_while(|cell| !is_value(cell)).last().or(cells.get(own)),
        false => before.skip_while(is_value).take_while(|cell| !is_value(cell)).last(),
    };
    &line[first.map_or(0, |cell| cell.start)..at]
}

/// The part of a line that speaks of the value at a place: from its label to where another label
/// with a value of its own begins.
pub(super) fn entry(line: &str, at: usize) -> Range<usize> {
    let cells = cells(line);
    let from = at - label(line, at).len();
    let own = cells.iter().rposition(|cell| cell.start <= at).unwrap_or(0);
    let holds = |cell: &Range<usize>| holds_digit(&line[cell.clone()]);
    let next = (own + 1..cells.len())
        .find(|&next| !holds(&cells[next]) && cells[next..].iter().any(holds));
    from..next.map_or(line.len(), |next| cells[next].start)
}

/// The cell of the line above that heads the column of a place among values, where both lines have
/// as many cells and that one holds no digit.
pub(super) fn heading<'a>(above: &'a str, line: &str, at: usize) -> Option<&'a str> {
    if has_words(label(line, at)) {
        return None;
    }
    let (heads, cells) = (cells(above), cells(line));
    let column = cells.iter().rposition(|cell| cell.start <= at)?;
    let head = heads.get(column).filter(|_| heads.len() == cells.len() && cells.len() > 1)?;
    Some(&above[head.clone()]).filter(|head| !holds_digit(head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_announced_by_its_own_label_or_the_head_of_its_column() {
        let line = "Invoice no.   30064443   Customer no.   47774";
        let at = |value: &str| line.find(value).unwrap();
        assert_eq!(label(line, at("30064443")), "Invoice no.   ");
        assert_eq!(label(line, at("47774")), "Customer no.   ");
        assert_eq!(label("Total   due on 4 May:   9.00", 24), "Total   due on 4 May:   ");
        assert_eq!(label("Id 7   Vat   8.10   9.00", 20), "Vat   8.10   ");
        assert_eq!(label("Total   due   9.00", 14), "Total   due   ");
        assert_eq!(&line[entry(line, at("30064443"))], "Invoice no.   30064443   ");
        assert_eq!(&line[entry(line, at("47774"))], "Customer no.   47774");
        let (above, below) = ("Invoice date   Due date   Order", "8-9-2022   22-9-2022   A12");
        assert_eq!(heading(above, below, below.find("22-").unwrap()), Some("Due date"));
        assert_eq!(heading(above, "8-9-2022   A12", 0), None, "other columns");
        assert_eq!(heading("1   2", "3   4", 0), None, "no heads");
    }
}
