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

/// A place on a line of cells.
pub(super) struct Place<'a> {
    line: &'a str,
    at: usize,
    cells: Vec<Range<usize>>,
    /// Which of the cells it stands in; on a line without cells the first.
    own: usize,
}

impl<'a> Place<'a> {
    pub(super) fn of(line: &'a str, at: usize) -> Self {
        let cells = cells(line);
        let own = cells.iter().rposition(|cell| cell.start <= at).unwrap_or(0);
        Self { line, at, cells, own }
    }

    fn is_value(&self, cell: &Range<usize>) -> bool {
        holds_digit(&self.line[cell.clone()])
    }

    fn label_start(&self) -> usize {
        let before = self.cells.iter().take(self.own).rev();
        let own = self.cells.get(self.own);
        let first = match own.is_some_and(|cell| cell.start < self.at) {
            true => before.take_while(|cell| !self.is_value(cell)).last().or(own),
            false => {
                let shared = before.skip_while(|cell| self.is_value(cell));
                shared.take_while(|cell| !self.is_value(cell)).last()
            }
        };
        first.map_or(0, |cell| cell.start)
    }

    /// What stands on its line before it, from its label on: of "No. 7   Customer no. 12" the second
    /// one. Values that follow each other share theirs.
    pub(super) fn label(&self) -> &'a str {
        &self.line[self.label_start()..self.at]
    }

    /// The part of its line that speaks of its value: from the label to where another label with a
    /// value of its own begins.
    pub(super) fn entry(&self) -> Range<usize> {
        let holds = |cell: &Range<usize>| self.is_value(cell);
        let next = (self.own + 1..self.cells.len())
            .find(|&next| !holds(&self.cells[next]) && self.cells[next..].iter().any(holds));
        self.label_start()..next.map_or(self.line.len(), |next| self.cells[next].start)
    }

    /// The cell of the line above that heads its column among values, where both lines have as
    /// many cells and that one holds no digit.
    pub(super) fn heading<'b>(&self, above: &'b str) -> Option<&'b str> {
        if has_words(self.label()) {
            return None;
        }
        let heads = cells(above);
        let as_many = heads.len() == self.cells.len() && heads.len() > 1;
        let head = heads.get(self.own).filter(|_| as_many)?;
        Some(&above[head.clone()]).filter(|head| !holds_digit(head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(line: &str, at: usize) -> &str {
        Place::of(line, at).label()
    }

    fn entry(line: &str, at: usize) -> &str {
        &line[Place::of(line, at).entry()]
    }

    fn heading<'a>(above: &'a str, line: &str, at: usize) -> Option<&'a str> {
        Place::of(line, at).heading(above)
    }

    #[test]
    fn a_value_is_announced_by_its_own_label_or_the_head_of_its_column() {
        let line = "Invoice no.   30064443   Customer no.   47774";
        let at = |value: &str| line.find(value).unwrap();
        assert_eq!(label(line, at("30064443")), "Invoice no.   ");
        assert_eq!(label(line, at("47774")), "Customer no.   ");
        assert_eq!(label("Total   due on 4 May:   9.00", 24), "Total   due on 4 May:   ");
        assert_eq!(label("Id 7   Vat   8.10   9.00", 20), "Vat   8.10   ");
        assert_eq!(label("Total   due   9.00", 14), "Total   due   ");
        assert_eq!(entry(line, at("30064443")), "Invoice no.   30064443   ");
        assert_eq!(entry(line, at("47774")), "Customer no.   47774");
        let (above, below) = ("Invoice date   Due date   Order", "8-9-2022   22-9-2022   A12");
        assert_eq!(heading(above, below, below.find("22-").unwrap()), Some("Due date"));
        assert_eq!(heading(above, "8-9-2022   A12", 0), None, "other columns");
        assert_eq!(heading("1   2", "3   4", 0), None, "no heads");
    }
}
