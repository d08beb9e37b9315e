use proptest::prelude::*;

use super::*;

fn units(counts: &[u32]) -> Vec<Unit> {
    let unit = |(index, &tokens): (usize, &u32)| Unit {
        span: Span::new(index * 10..index * 10 + 9),
        tokens,
        opens: true,
        heading: false,
    };
    counts.iter().enumerate().map(unit).collect()
}

/// Indices of the units of a piece.
fn held(part: &Part) -> std::ops::Range<usize> {
    part.span.start as usize / 10..part.span.end as usize / 10 + 1
}

proptest! {
    #[test]
    fn halving_loses_nothing_but_white_space(text in "\\PC{2,60}") {
        let whole = Span::new(0..text.len());
        let joined: String = halves(&text, whole).iter().map(|half| half.of(&text)).collect();
        let ink = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(ink(&joined), ink(&text));
    }

    #[test]
    fn pieces_apart_hold_each_unit_once(counts in prop::collection::vec(1..50_u32, 1..40)) {
        let packed = packed(&units(&counts), Cut::apart(50));
        prop_assert!(packed.iter().all(|part| part.tokens <= 50), "each piece fits");
        let all: Vec<usize> = packed.iter().flat_map(held).collect();
        prop_assert_eq!(all, (0..counts.len()).collect::<Vec<_>>());
    }

    #[test]
    fn what_two_neighbours_hold_stands_whole_in_an_overlapping_piece(
        counts in prop::collection::vec(1..12_u32, 2..60),
        headings in prop::collection::vec(prop::bool::weighted(0.1), 60),
        opens in prop::collection::vec(any::<bool>(), 60),
    ) {
        let cut = Cut::overlapping(100);
        let mut units = units(&counts);
        for (index, unit) in units.iter_mut().enumerate() {
            (unit.heading, unit.opens) = (headings[index], opens[index] || headings[index]);
        }
        let packed = packed(&units, cut);
        prop_assert!(packed.iter().all(|part| part.tokens <= 100), "each piece fits");
        prop_assert_eq!(packed.last().map(|part| held(part).end), Some(counts.len()));
        for (second, unit) in units.iter().enumerate().skip(1) {
            let whole = packed.iter().any(|part| {
                held(part).contains(&(second - 1)) && held(part).contains(&second)
            });
            prop_assert!(
                whole || unit.heading,
                "units {} and {second} are parted: {packed:?}", second - 1
            );
        }
        for pair in packed.windows(2) {
            let shared = held(&pair[0]).end.saturating_sub(held(&pair[1]).start);
            let first = held(&pair[1]).start;
            prop_assert!(sum(&units[first..first + shared]) <= cut.overlap, "shared: {shared}");
            prop_assert!(held(&pair[1]).start <= held(&pair[0]).end, "nothing lies between");
            prop_assert!(held(&pair[1]).end > held(&pair[0]).end, "each piece goes on");
        }
    }
}

#[test]
fn a_cut_falls_before_a_heading_that_is_near() {
    let mut units = units(&[10; 12]);
    units[7].heading = true;
    let packed = packed(&units, Cut::overlapping(109));
    assert_eq!(held(&packed[0]), 0..7, "not 0..9, which would fit");
    assert_eq!(held(&packed[1]), 7..12, "nothing is repeated before a heading");
}

#[test]
fn headings_are_lines_by_themselves() {
    let heading_at = |text: &str, line: &str| {
        let start = text.find(line).expect("it is there");
        is_heading(text, Span::new(start..start + line.len()))
    };
    let text = "Terms of delivery\n\nWe deliver on Friday.\n\n## Prices\nAll are in euros.\n\n\
        - a dog\n\nTotal: 12.90\n\nHow to pay\n\nBy card or in cash";
    for heading in ["Terms of delivery", "## Prices", "How to pay"] {
        assert!(heading_at(text, heading), "{heading}");
    }
    for other in ["We deliver on Friday.", "All are in euros.", "- a dog", "By card or in cash"] {
        assert!(!heading_at(text, other), "{other}");
    }
}
