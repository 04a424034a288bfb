//! Events that can happen next.

use archipel::audit::is_enough;

use super::rules::Rules;
use super::{Event, Node, POOL, Reservation, SETS, SLOTS, Scope, Signed, Slot, WITNESSES, Without, World};

impl World {
    /// Number of a reservation that no part of the world names.
    fn free(&self) -> usize {
        let used: Vec<usize> = self.slots().filter_map(Slot::id).chain(self.signed_draws()).collect();
        (0..POOL).find(|id| !used.contains(id)).unwrap_or_default()
    }

    fn signed_draws(&self) -> impl Iterator<Item = usize> {
        self.witnesses.iter().flatten().filter_map(|signed| signed.draw)
    }

    /// Whether the log of a node has the claim that a witness has signed, or would lose nothing with it.
    pub(super) fn has(&self, node: usize, signed: &Signed) -> bool {
        let Node { set, leaving, .. } = self.nodes[node];
        signed.total == 0 || signed.draw.map_or(set == 1 || leaving, |id| self.reservations[id].known[node])
    }

    /// All events that can happen next, with their worlds.
    pub(super) fn next(&self, scope: Scope, without: Without, rules: &Rules) -> Vec<(Event, Self)> {
        let node = self.nodes[0];
        let mut next = Next { world: self, found: Vec::new() };
        next.put(Event::Snapshot, |world| {
            world.nodes[1] = node;
            world.nodes[1].slots.iter_mut().for_each(Slot::restarted);
            world.reservations.iter_mut().for_each(|own| own.known[1] = own.known[0]);
            world.witnesses.iter_mut().flatten().for_each(|signed| signed.own[1] = signed.own[0]);
            world.one_log = true;
        });
        next.put(Event::Swap, |world| {
            world.nodes.swap(0, 1);
            world.reservations.iter_mut().for_each(|own| own.known.swap(0, 1));
            world.witnesses.iter_mut().flatten().for_each(|signed| signed.own.swap(0, 1));
        });
        next.put(Event::Crash, |world| world.nodes[0].slots.iter_mut().for_each(Slot::restarted));
        if scope.upgrade && !node.program {
            next.put(Event::Upgrade, |world| {
                world.nodes[0].slots.iter_mut().for_each(Slot::restarted);
                world.nodes[0].program = true;
            });
        }
        if scope.change && node.set == 0 && !node.leaving {
            next.put(Event::Leave, |world| world.nodes[0].leaving = true);
        }
        if scope.anew {
            next.put(Event::Anew, |world| {
                world.nodes[0] = Node { program: node.program, ..Node::NEW };
                world.reservations.iter_mut().for_each(|own| own.known[0] = false);
                world.witnesses.iter_mut().flatten().for_each(|signed| signed.own[0] = false);
                world.one_log = false;
            });
        }
        (0..scope.at_once).for_each(|place| self.go_on(place, scope, without, rules, &mut next));
        // A change of witnesses waits until nothing is open: only what was drawn is counted then.
        if node.leaving && !node.slots.iter().any(Slot::is_open) {
            self.ask(None, node.total, rules, &mut next);
            if without.enough(self.change[usize::from(node.total)], 0) {
                next.put(Event::HandOver, |world| (world.nodes[0].set, world.nodes[0].leaving) = (1, false));
            }
        }
        if without.memory {
            (0..WITNESSES).for_each(|witness| {
                next.put(Event::Forget(witness), |world| world.witnesses[witness] = None);
            });
        }
        next.found
    }

    /// Events of one slot.
    fn go_on(&self, place: usize, scope: Scope, without: Without, rules: &Rules, next: &mut Next<'_>) {
        let node = self.nodes[0];
        let set = move |world: &mut Self, slot: Slot| world.nodes[0].slots[place] = slot;
        match node.slots[place] {
            Slot::Empty
                if node.total < scope.lifetime && node.slots[..place].iter().all(|slot| *slot != Slot::Empty) =>
            {
                let id = self.free();
                next.put(Event::Seed(place), |world| {
                    world.reservations[id] = Reservation::default();
                    set(world, Slot::Seeded(id));
                });
            }
            Slot::Empty => {}
            Slot::Seeded(id) if node.total < scope.lifetime => next.put(Event::Record(place), |world| {
                world.nodes[0].total += 1;
                world.reservations[id].known[0] = true;
                set(world, Slot::Open(id, node.total + 1, node.program));
            }),
            // The lifetime has no room for it any more.
            Slot::Seeded(_) => {}
            Slot::Open(id, total, by) => {
                if scope.cancel || without.refund {
                    next.put(Event::Cancel(place), |world| {
                        set(world, Slot::Empty);
                        if without.refund {
                            world.nodes[0].total = node.total.saturating_sub(1);
                            let about = world.witnesses.iter_mut().flatten().filter(|signed| signed.draw == Some(id));
                            about.for_each(|signed| signed.total = signed.total.saturating_sub(1));
                        }
                    });
                }
                self.ask(Some(place), total, rules, next);
                if without.enough(self.reservations[id].lines, node.set) {
                    next.put(Event::Spend(place), |world| {
                        let id = if without.commitment { world.drawn_without_commitment() } else { id };
                        // Its secret was for one program.
                        let drawn = without.purpose || node.program == by;
                        set(world, if drawn { Slot::Spent(id, node.program) } else { Slot::Empty });
                        world.give_up_overtaken(total, without);
                    });
                }
            }
            // Whatever stops it in between, it goes on from the drawn figures; it may be withdrawn first.
            Slot::Spent(id, by) => {
                next.put(Event::Answer(place), |world| {
                    set(world, Slot::Empty);
                    let answered = &mut world.reservations[id].answered[usize::from(by)];
                    world.draws += u8::from(!*answered);
                    *answered = true;
                });
            }
        }
    }

    fn drawn_without_commitment(&mut self) -> usize {
        let id = self.free();
        self.reservations[id] = Reservation { known: [true, false], ..Reservation::default() };
        id
    }

    /// Gives up claims of lower totals that too few have signed: no witness signs them any more.
    fn give_up_overtaken(&mut self, total: u8, without: Without) {
        let set = self.nodes[0].set;
        for place in 0..SLOTS {
            if let Slot::Open(id, own, _) = self.nodes[0].slots[place]
                && own < total
                && !without.enough(self.reservations[id].lines, set)
            {
                self.nodes[0].slots[place] = Slot::Empty;
            }
        }
    }

    /// Results of asking each witness about a slot, or a change.
    fn ask(&self, place: Option<usize>, total: u8, rules: &Rules, next: &mut Next<'_>) {
        let node = self.nodes[0];
        let draw = place.and_then(|place| node.slots[place].id());
        let claim = Signed { draw, total, set: node.set, own: [true, self.one_log] };
        let mut strange = Vec::new();
        for &witness in &SETS[node.set] {
            match self.witnesses[witness].filter(|known| !rules.follows(claim, *known)) {
                None => next.put(Event::Sign(witness, place), |world| {
                    world.witnesses[witness] = Some(claim);
                    let lines = match draw {
                        Some(id) => &mut world.reservations[id].lines,
                        None => &mut world.change[usize::from(total)],
                    };
                    *lines |= 1 << witness;
                }),
                // It shows the claim that it knows.
                Some(known) if self.has(0, &known) => {}
                Some(known) if known.own[0] => next.put(Event::MakeUp(witness), |world| world.make_up(known.total)),
                Some(known) => strange.push(known.total),
            }
        }
        if is_enough(strange.len(), SETS[0].len()) {
            let least = strange.into_iter().min().unwrap_or_default();
            next.put(Event::MakeUpForAnother, |world| world.make_up(least));
        }
    }

    /// Counts what was spent, and gives up reservations below it, which can't be drawn any more.
    fn make_up(&mut self, total: u8) {
        let node = &mut self.nodes[0];
        node.total = node.total.max(total);
        let lost = |slot: &&mut Slot| matches!(slot, Slot::Open(_, own, _) if *own < total + 1);
        node.slots.iter_mut().filter(lost).for_each(|slot| *slot = Slot::Empty);
    }
}

/// Worlds that may follow a world.
struct Next<'w> {
    world: &'w World,
    found: Vec<(Event, World)>,
}

impl Next<'_> {
    fn put(&mut self, event: Event, change: impl FnOnce(&mut World)) {
        let mut world = *self.world;
        change(&mut world);
        self.found.push((event, world));
    }
}
