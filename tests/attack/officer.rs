//! The report that an officer signs finds what is wrong with a release, and nothing where nothing is.

use archipel::disclosure::{Attack, Step};

use super::world::{World, worlds};

const POPULATION: &str = "knowledge = \"population\"\narea_people = 30\nreleases = 2";
const SAMPLE: &str = "knowledge = \"sample\"\narea_people = 30";

fn attack(seed: u64, rules: &str, without: &[Step]) -> Attack {
    let world = World::new(seed, 3000, rules);
    let (told, ..) = world.release_after(None, without);
    let attack = world.attack(&told, None);
    println!("{seed} {without:?} {:?}: {attack:?}", attack.succeeded());
    attack
}

#[test]
fn a_release_holds() {
    for rules in [POPULATION, SAMPLE] {
        for seed in worlds(6) {
            let attack = attack(seed, rules, &[]);
            assert_eq!(attack.succeeded(), Vec::<&str>::new());
            assert!(attack.bounds.tried > 0 && attack.subtraction.attempts > 0 && attack.averaging.ways > 0);
        }
    }
}

#[test]
fn a_defence_that_is_off_is_found() {
    let finds = |rules: &str, without: &[Step], name: &str| {
        let found = worlds(6).any(|seed| attack(seed, rules, without).succeeded().contains(&name));
        assert!(found, "{name} without {without:?}");
    };
    finds(POPULATION, &[Step::Rest, Step::Audit], "bounds");
    finds(SAMPLE, &[Step::Rest, Step::Audit], "subtraction");
    finds(POPULATION, &[Step::Noise], "membership");
}

/// Averages are nearer to the truth than figures, and rarely right; without noise they always are.
#[test]
fn averages_find_exact_counts_without_noise_alone() {
    let [bare, guarded] = [&[Step::Noise][..], &[]].map(|without| attack(1, POPULATION, without).averaging);
    assert!(guarded.averaged_error < guarded.error && guarded.error > 2.0 * bare.error);
    assert!(guarded.exact < 0.1 && bare.exact > 2.0 * guarded.exact, "{bare:?} {guarded:?}");
}

/// One person answers otherwise: without carry-forward the difference of two releases is about that person.
#[test]
fn a_difference_of_one_person_is_found() {
    for without in [&[Step::Carry][..], &[]] {
        let before = World::new(3, 3000, POPULATION);
        let mut after = World { version: 2, ..before.clone() };
        after.people[0].answers = after.people[0].answers.map(|answer| 1 - answer);
        let (cells, _, notes) = before.release_after(None, &[]);
        let earlier = after.earlier(cells, notes, &[before]);
        let (told, ..) = after.release_after(Some(&earlier), without);
        let attack = after.attack(&told, Some(&earlier));
        println!("{without:?}: {:?}", attack.versions);
        assert_eq!(attack.succeeded() == ["versions"], !without.is_empty());
    }
}
