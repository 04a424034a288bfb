//! All that can happen to a node of class `private`, its copies and its witnesses, step by step.

mod explored;
mod packed;
mod rules;
mod steps;

pub(crate) use explored::explore;

/// Witnesses: three are the set that a node begins with, the last three the one that it may go over to. Who names others for a log
/// that is begun anew begins at nothing: no rule of nodes holds that off, and it isn't here.
const SETS: [[usize; 3]; 2] = [[0, 1, 2], [1, 2, 3]];

const WITNESSES: usize = 4;

/// Reservations that a node has at a time, at most; and those that anything here can be about, and a new one.
const SLOTS: usize = 2;

const POOL: usize = 2 * SLOTS + WITNESSES + 1;

/// The largest lifetime, in reservations.
const MOST: usize = 2;

/// How much is explored.
#[derive(Clone, Copy)]
pub(crate) struct Scope {
    /// Reservations that a lifetime allows, and that a node has open at a time.
    pub lifetime: u8,
    pub at_once: usize,
    /// Whether the member goes over to other witnesses; begins another log; loads other records or another program; takes back what
    /// it has reserved.
    pub change: bool,
    pub anew: bool,
    pub upgrade: bool,
    pub cancel: bool,
}

/// What is given up of the rules.
#[derive(Clone, Copy, Default)]
pub(crate) struct Without {
    /// One witness is enough.
    pub majority: bool,
    /// A witness forgets what was spent when an officer lets it forget a log.
    pub memory: bool,
    /// Witnesses that a member has left go on signing.
    pub leaving: bool,
    /// A reservation is drawn anew by another program, or of other records.
    pub purpose: bool,
    /// Secrets are made when they are needed: what witnesses sign says nothing of them.
    pub commitment: bool,
    /// What is taken back before it is drawn is given back, and witnesses go along.
    pub refund: bool,
}

/// What can happen; slots by their number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Event {
    /// The node's folder is copied.
    Snapshot,
    /// The copy goes on, beside the node or in its place.
    Swap,
    /// The node stops at any moment, and starts.
    Crash,
    /// Other records, or another program.
    Upgrade,
    /// The officer names other witnesses.
    Leave,
    /// The old log is gone: witnesses were made to forget it, and another one begins.
    Anew,
    /// A secret is stored.
    Seed(usize),
    /// It is committed to: from here on it counts.
    Record(usize),
    /// A witness is asked to sign a reservation, or a change of witnesses, and does.
    Sign(usize, Option<usize>),
    /// It doesn't, as it knows something else that the node has lost; the node makes up for it.
    MakeUp(usize),
    /// The same of what another log of the member had spent: more than half of the witnesses know.
    MakeUpForAnother,
    /// Enough witnesses have signed: it is drawn and recorded as spent, or burnt.
    Spend(usize),
    /// It answers.
    Answer(usize),
    /// The officer takes it back.
    Cancel(usize),
    /// The other witnesses are those that count.
    HandOver,
    /// A witness forgets all.
    Forget(usize),
}

impl Event {
    /// Its word alone.
    pub(crate) fn kind(self) -> String {
        format!("{self:?}").split('(').next().unwrap_or_default().to_owned()
    }
}

/// A reservation of a node, as far as it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Slot {
    Empty,
    /// There is a secret, and no record of it: what starts anew makes another one.
    Seeded(usize),
    /// Recorded, with the total that it came to, and for which program.
    Open(usize, u8, bool),
    /// Drawn and recorded as spent.
    Spent(usize, bool),
}

impl Slot {
    pub(crate) fn id(&self) -> Option<usize> {
        match *self {
            Self::Empty => None,
            Self::Seeded(id) | Self::Open(id, ..) | Self::Spent(id, _) => Some(id),
        }
    }

    fn rename(&mut self, names: &mut impl FnMut(usize) -> usize) {
        match self {
            Self::Empty => {}
            Self::Seeded(id) | Self::Open(id, ..) | Self::Spent(id, _) => *id = names(*id),
        }
    }

    /// How far it is; what is empty comes last.
    fn stage(&self) -> (u8, u8, bool) {
        match *self {
            Self::Seeded(_) => (0, 0, false),
            Self::Open(_, total, by) => (1, total, by),
            Self::Spent(_, by) => (2, 0, by),
            Self::Empty => (3, 0, false),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Open(..))
    }

    /// What stays when the node stops.
    fn restarted(&mut self) {
        if let Self::Seeded(_) = self {
            *self = Self::Empty;
        }
    }
}

/// A copy of a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub total: u8,
    pub slots: [Slot; SLOTS],
    /// The witnesses that it goes by, and whether others wait for these to know.
    pub set: usize,
    pub leaving: bool,
    program: bool,
}

impl Node {
    const NEW: Self = Self { total: 0, slots: [Slot::Empty; SLOTS], set: 0, leaving: false, program: false };
}

/// What a witness has signed last.
#[derive(Clone, Copy, Debug)]
struct Signed {
    /// The reservation; nothing for a change of witnesses.
    draw: Option<usize>,
    total: u8,
    set: usize,
    /// Whether the log of the node, and of its copy, signed it.
    own: [bool; 2],
}

/// What there is about a reservation besides.
#[derive(Clone, Copy, Debug, Default)]
struct Reservation {
    /// Whether the log of the node, and of its copy, has it.
    known: [bool; 2],
    /// Who has signed it: whoever has the signatures can bring them at any time.
    lines: u8,
    /// Whether it answered, as drawn by each program.
    answered: [bool; 2],
}

/// Everything, the past forgotten that nothing hangs on: so a world can go on for ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    /// The node that acts, and a copy of it.
    pub nodes: [Node; 2],
    /// Whether both write one log, or had one.
    one_log: bool,
    witnesses: [Option<Signed>; WITNESSES],
    reservations: [Reservation; POOL],
    /// Who has signed the change of witnesses, by the total that goes with it.
    change: [u8; MOST + 1],
    /// Sets of figures that were told.
    pub draws: u8,
}

impl World {
    pub(crate) const NEW: Self = Self {
        nodes: [Node::NEW; 2],
        one_log: true,
        witnesses: [None; WITNESSES],
        reservations: [Reservation { known: [false; 2], lines: 0, answered: [false; 2] }; POOL],
        change: [0; MOST + 1],
        draws: 0,
    };

    fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.nodes.iter().flat_map(|node| &node.slots)
    }
}
