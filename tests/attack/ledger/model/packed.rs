//! Worlds that differ only by names are one, and each is one number.

use super::{POOL, Reservation, SLOTS, Scope, Slot, WITNESSES, World};

/// Bits of a number that is being filled.
struct Bits(u128, u32);

impl Bits {
    /// Adds values, each of the given width.
    fn put<const N: usize>(&mut self, values: [(usize, u32); N]) {
        for (value, bits) in values {
            self.1 += bits;
            assert!(value < 1 << bits && self.1 <= 128, "it fits");
            self.0 = self.0 << bits | value as u128;
        }
    }
}

/// Relations of a reservation to nodes and witnesses.
type Links = (Vec<(u8, u8, bool)>, [bool; WITNESSES], [bool; 2], [bool; 2], u8);

impl World {
    /// The world with witnesses in another order, slots by their state, and reservations numbered by appearance. Also
    /// as one number, which differs for all different worlds. State that can't matter any more is left out.
    fn renamed(&self, order: [usize; WITNESSES]) -> (u128, Self) {
        let mut world = *self;
        for (witness, &place) in order.iter().enumerate() {
            world.witnesses[place] = self.witnesses[witness];
        }
        let lines = |lines: u8| match lines.count_ones() {
            // Two signatures are enough; which ones doesn't matter.
            2.. => 0b1111,
            _ => order.iter().enumerate().filter(|(w, _)| lines >> w & 1 == 1).fold(0, |sum, (_, to)| sum | 1 << to),
        };
        world.change = world.change.map(|own| lines(own) & 0b111);
        let mut names = [POOL; POOL];
        let mut next = 0;
        let mut name = |id: usize| {
            if names[id] == POOL {
                (names[id], next) = (next, next + 1);
            }
            names[id]
        };
        let by_name = world;
        for node in &mut world.nodes {
            let [one, other] = node.slots;
            let links = |slot: Slot| slot.id().map(|id| by_name.links(id));
            if one.stage() > other.stage() || one.stage() == other.stage() && links(one) > links(other) {
                node.slots.swap(0, 1);
            }
            node.slots.iter_mut().for_each(|slot| slot.rename(&mut name));
        }
        let live = world.slots().filter_map(Slot::id).map(|id| id + 1).max().unwrap_or(0);
        for signed in world.witnesses.iter_mut().flatten() {
            // The log that signed matters only to a node without the claim.
            signed.own = [0, 1].map(|node| signed.own[node] && !self.has(node, signed));
            signed.draw = signed.draw.map(&mut name);
        }
        world.reservations = Self::NEW.reservations;
        for (id, &name) in names.iter().enumerate().filter(|(_, name)| **name < POOL) {
            let Reservation { known, lines: own, answered } = self.reservations[id];
            world.reservations[name] = match name < live {
                true => Reservation { known, lines: lines(own), answered },
                false => Reservation { known, ..Reservation::default() },
            };
        }
        (world.packed(), world)
    }

    /// State of a reservation in each slot, and its relations.
    fn links(&self, id: usize) -> Links {
        let stages = self.slots().filter(|slot| slot.id() == Some(id)).map(Slot::stage).collect();
        let last = self.witnesses.map(|signed| signed.is_some_and(|signed| signed.draw == Some(id)));
        let Reservation { known, answered, lines } = self.reservations[id];
        (stages, last, known, answered, lines)
    }

    fn packed(&self) -> u128 {
        let mut bits = Bits(0, 0);
        for node in &self.nodes {
            bits.put([(node.total.into(), 2)]);
            for slot in &node.slots {
                let (kind, id, total, by) = match *slot {
                    Slot::Empty => (0, 0, 0, false),
                    Slot::Seeded(id) => (1, id, 0, false),
                    Slot::Open(id, total, by) => (2, id, total, by),
                    Slot::Spent(id, by) => (3, id, 0, by),
                };
                bits.put([(kind, 2), (id, 2), (total.into(), 2), (by.into(), 1)]);
            }
            bits.put([node.set, node.leaving.into(), node.program.into()].map(|value| (value, 1)));
        }
        bits.put([(self.one_log.into(), 1)]);
        for signed in &self.witnesses {
            let what = signed.map_or(POOL + 1, |signed| signed.draw.unwrap_or(POOL));
            let (total, set, own) = signed.map_or((0, 0, [false; 2]), |signed| (signed.total, signed.set, signed.own));
            bits.put([(what, 4), (total.into(), 2), (set, 1)]);
            bits.put(own.map(|own| (own.into(), 1)));
        }
        for (id, reservation) in self.reservations.iter().enumerate().take(POOL - 1) {
            bits.put(reservation.known.map(|known| (known.into(), 1)));
            if id < 2 * SLOTS {
                bits.put([(reservation.lines.into(), 4)]);
                bits.put(reservation.answered.map(|answered| (answered.into(), 1)));
            }
        }
        bits.put(self.change.map(|lines| (lines.into(), 3)));
        bits.put([(self.draws.into(), 2)]);
        bits.0
    }

    /// Representative of all worlds that differ only by names.
    pub(super) fn canonical(&self, scope: Scope) -> (u128, Self) {
        const ORDERS: [[usize; WITNESSES]; 6] =
            [[0, 1, 2, 3], [0, 2, 1, 3], [1, 0, 2, 3], [1, 2, 0, 3], [2, 0, 1, 3], [2, 1, 0, 3]];
        // With a change of sets, the first of three witnesses differs from the rest.
        let orders = if scope.change { &ORDERS[..2] } else { &ORDERS };
        let all = orders.iter().map(|order| self.renamed(*order));
        all.min_by_key(|(packed, _)| *packed).unwrap_or_else(|| self.renamed(ORDERS[0]))
    }
}
