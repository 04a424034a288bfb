//! What the officer reads of attacks on a release: nothing of a sound one, and what is wrong with others.

use archipel::disclosure::Protected;
use archipel::disclosure::private::{Measured, attack};

use super::world::{PRIVATE, World};

#[test]
fn a_sound_release_withstands_and_each_fault_is_named() {
    let world = World::new(2, 600, PRIVATE);
    let (charter, member, plan) = (&world.charter, world.member(), world.plan("0.5"));
    let show_from = Some(11);
    let attacked = |measured: &Measured, cells: &Protected| {
        attack(charter, member, &plan, measured, cells, show_from, 7).succeeded()
    };
    let measured = |seed| world.measured(&plan, seed, show_from).1;
    let cells = |measured: &Measured| Protected::estimated(measured, charter, member, &plan, show_from);
    for seed in 0..5 {
        let own = measured(seed);
        assert!(attacked(&own, &cells(&own)).is_empty(), "{:?}", attacked(&own, &cells(&own)));
    }
    // Noise that nobody drew: every number of the finest level is off by a tenth of what it may be off more.
    let sound = measured(1);
    let mut bytes = sound.to_bytes();
    let dice = &mut super::world::Dice::new(4);
    for number in bytes.chunks_exact_mut(8) {
        let more = i64::from(dice.below(1 << 13)) - (1 << 12);
        let known = i64::from_le_bytes(number.try_into().unwrap());
        number.copy_from_slice(&(known + more).to_le_bytes());
    }
    let noisier = Measured::parse(&bytes, charter, member).unwrap();
    assert_eq!(attacked(&noisier, &cells(&noisier)), ["noise"]);
    // What leaves is not what follows from the measurements.
    assert_eq!(attacked(&sound, &cells(&measured(2))), ["statuses"]);
}
