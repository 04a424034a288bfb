use std::cmp::Ordering;

use rayon::prelude::*;

use super::scan::Scanner;
use super::{Guard, Layout, Records};
use crate::charter::Charter;
use crate::method::Scorer;

/// Where a person stands: at the finest level of the lattice, in the finest categories of all groups.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Place {
    pub area: u32,
    pub combination: u32,
}

/// A scored person of a dataset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contributor {
    pub person: u128,
    pub place: Place,
    /// Of the values and the weight that the person adds.
    pub mark: u64,
}

/// A person who adds to one dataset what another one hasn't from the same place. Like exact cells it can't be printed or
/// sent.
#[derive(Clone, Copy)]
pub struct Change {
    /// `None` for who joined.
    pub(crate) before: Option<Place>,
    /// `None` for who left.
    pub(crate) after: Option<Place>,
    /// Whether the values are the same, and the place alone is another one.
    pub(crate) same_values: bool,
    /// Looks random; equal changes have equal marks.
    pub(crate) mark: u64,
}

/// Everybody whose contribution differs between two datasets that one charter scores. Under other caps of the weights,
/// everybody whose weight is clipped may differ.
pub fn changes<R: Records>(
    charter: &Charter,
    (before, guard_before): (&R, Guard<'_>),
    (after, guard_after): (&R, Guard<'_>),
    threads: usize,
) -> Result<Vec<Change>, R::Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build().expect("threads can be started");
    pool.install(|| {
        let before = contributors(charter, before, guard_before)?;
        let after = contributors(charter, after, guard_after)?;
        Ok(differences(&before, &after))
    })
}

fn contributors<R: Records>(charter: &Charter, records: &R, guard: Guard<'_>) -> Result<Vec<Contributor>, R::Error> {
    let scorer = Scorer::new(&charter.method);
    let layout = Layout::new(charter, &scorer, true);
    let scanner = Scanner::new(charter, &scorer, layout, &[], Some(guard));
    let of_segment = |i: usize| {
        let (segment, ids) = (records.segment(i)?, records.ids(i)?);
        let mut found = Vec::new();
        scanner.contributors(std::borrow::Borrow::borrow(&segment), &ids, &mut found);
        Ok(found)
    };
    let found: Vec<Vec<Contributor>> =
        (0..records.segments()).into_par_iter().map(of_segment).collect::<Result<_, _>>()?;
    let mut found = found.concat();
    found.par_sort_unstable_by_key(|contributor| contributor.person);
    Ok(found)
}

/// Both sorted by person.
fn differences(before: &[Contributor], after: &[Contributor]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return changes,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.person.cmp(&new.person),
        };
        let old = if order == Ordering::Greater { None } else { old.next() };
        let new = if order == Ordering::Less { None } else { new.next() };
        let place = |contributor: Option<&Contributor>| contributor.map(|contributor| contributor.place);
        let mark = |contributor: Option<&Contributor>| contributor.map_or(0, |contributor| contributor.mark);
        let same_values = old.is_some() && new.is_some() && mark(old) == mark(new);
        if place(old) != place(new) || !same_values {
            // Marks look random already; who leaves and who joins aren't the same change.
            let mark = mark(old).wrapping_mul(3).wrapping_add(mark(new));
            changes.push(Change { before: place(old), after: place(new), same_values, mark });
        }
    }
}
