//! Whose turn it is: start-time fair queueing (Goyal, Vin and Cheng 1996).
//!
//! Each batch has a clock that runs by the tokens computed for it; the one whose clock is furthest
//! behind is served next. A batch that comes anew, or comes back, starts at the clock of the one
//! served last, so that it neither waits behind a long queue nor is owed for the time before.

use std::collections::BTreeMap;

use crate::{Flow, Priority};

/// The clocks of all batches that have work.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    clocks: BTreeMap<Flow, u64>,
    /// The clock of the batch served last, when its turn began.
    now: u64,
}

impl Turns {
    /// The place of the request that is next in a queue: one that a person waits for, else the
    /// first of the batch whose turn it is.
    pub(crate) fn first(&self, queue: impl Iterator<Item = Priority> + Clone) -> Option<usize> {
        let place = |wanted| queue.clone().position(|each| each == wanted);
        place(Priority::Interactive).or_else(|| {
            let flows = queue.clone().filter_map(flow);
            place(Priority::Batch(flows.min_by_key(|&flow| (self.clock(flow), flow))?))
        })
    }

    /// Notes that a request's turn begins, which takes `tokens`.
    pub(crate) fn serve(&mut self, priority: Priority, tokens: usize) {
        if let Some(flow) = flow(priority) {
            self.now = self.clock(flow);
            self.charge(priority, tokens);
            // Those that are not ahead would come back where a new one starts.
            self.clocks.retain(|_, clock| *clock > self.now);
        }
    }

    /// Notes that a request took `tokens` more.
    pub(crate) fn charge(&mut self, priority: Priority, tokens: usize) {
        if let Some(flow) = flow(priority) {
            self.clocks.insert(flow, self.clock(flow) + tokens as u64);
        }
    }

    fn clock(&self, flow: Flow) -> u64 {
        self.clocks.get(&flow).map_or(self.now, |&clock| clock.max(self.now))
    }
}

fn flow(priority: Priority) -> Option<Flow> {
    match priority {
        Priority::Interactive => None,
        Priority::Batch(flow) => Some(flow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Serves whose turn it is, `rounds` times; gives the tokens computed for each.
    fn run(turns: &mut Turns, rounds: usize, queue: &[(Priority, usize)]) -> Vec<usize> {
        let mut served = vec![0; queue.len()];
        for _ in 0..rounds {
            let place = turns.first(queue.iter().map(|&(priority, _)| priority));
            let place = place.expect("the queue is not empty");
            let (priority, tokens) = queue[place];
            turns.serve(priority, tokens);
            served[place] += tokens;
        }
        served
    }

    #[test]
    fn long_documents_do_not_buy_a_larger_share() {
        let queue = [(Priority::batch(), 1000), (Priority::batch(), 10)];
        let served = run(&mut Turns::default(), 1010, &queue);
        assert!(served[0].abs_diff(served[1]) <= 1000, "{served:?}");
    }

    #[test]
    fn a_newcomer_is_served_at_once_and_is_owed_nothing() {
        let (old, new) = ((Priority::batch(), 50), (Priority::batch(), 50));
        let mut turns = Turns::default();
        run(&mut turns, 100, &[old]);
        let served = run(&mut turns, 20, &[old, new]);
        assert!(served[0].abs_diff(served[1]) <= 50, "{served:?}");
        let back = run(&mut turns, 2, &[old, new]);
        assert_eq!(back, [50, 50]);
    }

    #[test]
    fn one_that_leaves_for_a_moment_gains_nothing() {
        let (a, b) = (Priority::batch(), Priority::batch());
        let mut turns = Turns::default();
        turns.serve(b, 1);
        turns.serve(a, 1000);
        // Only b has work for a while, far less than a was given.
        run(&mut turns, 5, &[(b, 10)]);
        assert_eq!(turns.first([a, b].into_iter()), Some(1), "a has had its share already");
    }

    #[test]
    fn a_person_never_waits_for_a_turn() {
        let queue = [Priority::batch(), Priority::batch(), Priority::Interactive];
        assert_eq!(Turns::default().first(queue.into_iter()), Some(2));
        assert_eq!(Turns::default().first([].into_iter()), None);
    }

    #[test]
    fn clocks_of_batches_long_gone_are_forgotten() {
        let mut turns = Turns::default();
        for _ in 0..1000 {
            turns.serve(Priority::batch(), 7);
        }
        let last = Priority::batch();
        turns.serve(last, 7);
        turns.serve(last, 7);
        assert!(turns.clocks.len() < 3, "{turns:?}");
    }
}
