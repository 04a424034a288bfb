//! An attacker who learns from shadow releases how the presence or the answers of a person change all figures together,
//! and guesses by whole releases: the attack that QuerySnout automates, with every other record known.
//!
//! *Source:* A.-M. Cretu, F. Houssiau, A. Cully, Y.-A. de Montjoye, QuerySnout: Automating the Discovery of Attribute Inference
//! Attacks against Query-Based Systems, 2022.

use archipel::disclosure::private::promise::{guess_about, guess_at_most};
use archipel::disclosure::private::{Plan, answers_cost};

use super::world::{Person, SMALL, World, over};

const RHO: f64 = 0.185;
/// Number of releases of each of two worlds to learn from, and of as many to guess about.
const EACH: u64 = 4000;
/// Addition to the variances of figures before the covariance is inverted: of the values tried, this one learns best.
const SHRINK: f64 = 0.01;

/// All figures of a release, in one row.
fn row(world: &World, plan: &Plan, seed: u64) -> Vec<f64> {
    world.private(plan, seed, None).iter().flat_map(|table| table.columns.iter().flatten().copied()).collect()
}

/// A linear rule: the direction of a release, and the value from which on it means yes.
struct Rule {
    weights: Vec<f64>,
    middle: f64,
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn mean(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut mean = vec![0.0; rows[0].len()];
    rows.iter().for_each(|row| mean.iter_mut().zip(row).for_each(|(mean, own)| *mean += own / rows.len() as f64));
    mean
}

impl Rule {
    /// Learns the linear discriminant of standardised figures, (S + λ)·w = the difference of the means, by conjugate
    /// gradients.
    fn learn([out, inside]: [&[Vec<f64>]; 2]) -> Self {
        let [without, with] = [mean(out), mean(inside)];
        let centred = |rows: &[Vec<f64>], about: &[f64]| -> Vec<Vec<f64>> {
            rows.iter().map(|row| row.iter().zip(about).map(|(own, mean)| own - mean).collect()).collect()
        };
        let mut rows = centred(out, &without);
        rows.extend(centred(inside, &with));
        let count = rows.len() as f64;
        let scale: Vec<f64> = (0..without.len())
            .map(|c| (rows.iter().map(|row| row[c] * row[c]).sum::<f64>() / count).sqrt())
            .map(|deviation| if deviation > 0.0 { 1.0 / deviation } else { 0.0 })
            .collect();
        rows.iter_mut().for_each(|row| row.iter_mut().zip(&scale).for_each(|(own, scale)| *own *= scale));
        let apart: Vec<f64> =
            with.iter().zip(&without).zip(&scale).map(|((with, without), scale)| (with - without) * scale).collect();
        let times = |v: &[f64]| {
            let mut product: Vec<f64> = v.iter().map(|v| SHRINK * v).collect();
            for row in &rows {
                let along = dot(row, v) / count;
                product.iter_mut().zip(row).for_each(|(product, own)| *product += along * own);
            }
            product
        };
        let mut w = vec![0.0; apart.len()];
        let mut rest = apart;
        let (mut step, mut size) = (rest.clone(), dot(&rest, &rest));
        let enough = 1e-8 * size;
        for _ in 0..100 {
            if size < enough {
                break;
            }
            let product = times(&step);
            let length = size / dot(&step, &product);
            w.iter_mut().zip(&step).for_each(|(w, step)| *w += length * step);
            rest.iter_mut().zip(&product).for_each(|(rest, product)| *rest -= length * product);
            let next = dot(&rest, &rest);
            step.iter_mut().zip(&rest).for_each(|(step, rest)| *step = rest + next / size * *step);
            size = next;
        }
        let weights: Vec<f64> = w.iter().zip(&scale).map(|(w, scale)| w * scale).collect();
        let middle = (dot(&weights, &without) + dot(&weights, &with)) / 2.0;
        Self { weights, middle }
    }

    /// Share of right guesses about releases that it hasn't seen.
    fn right(&self, [out, inside]: [&[Vec<f64>]; 2]) -> f64 {
        let yes = |rows: &[Vec<f64>]| rows.iter().filter(|row| dot(&self.weights, row) > self.middle).count();
        (out.len() - yes(out) + yes(inside)) as f64 / (out.len() + inside.len()) as f64
    }
}

/// Share of right guesses of an attacker who has learnt from as many releases of two worlds as there are guesses.
fn learnt(worlds: [&World; 2], plan: &Plan) -> f64 {
    let releases = |world: usize| {
        let first = 2 * EACH * world as u64;
        over(first..first + 2 * EACH, |seed| row(worlds[world], plan, seed))
    };
    let (out, inside) = (releases(0), releases(1));
    let ((out, unseen_out), (inside, unseen_inside)) = (out.split_at(EACH as usize), inside.split_at(EACH as usize));
    Rule::learn([out, inside]).right([unseen_out, unseen_inside])
}

fn without(world: &World, person: usize) -> World {
    let mut other = World { people: world.people.clone(), charter: world.charter.clone(), ..*world };
    other.people.remove(person);
    other
}

/// For people of all kinds, the most extraordinary one among them: guesses about their presence, and about the answers
/// of a person known to be there, are right at most as often as promised; and far more often with noise a quarter as
/// large.
#[test]
#[ignore = "slow lane: hundreds of thousands of releases"]
fn who_learns_from_shadow_releases_is_right_at_most_as_often_as_promised() {
    let mut world = World::new(1, 200, SMALL);
    // No other person is in so rare a cell of so small a town, with these answers.
    let rarest = SMALL.groups.iter().product::<u32>() - 1;
    world.people.push(Person { town: 3, combination: rarest, answers: [1; 3], weight: 1.0 });
    let last = world.people.len() - 1;
    let targets = [last, 0, last / 3, last / 2, last - 1];
    let (plan, quarter) = (world.plan("0.185"), world.plan("2.96"));
    // With this number of guesses, each as often right as wrong, hardly a run in a thousand is off by more.
    let off = 3.3 * (0.25 / (2 * EACH) as f64).sqrt();
    let bound = guess_at_most(RHO);
    println!("{} people, about {:.3}, at most {bound:.3} and {off:.3} by chance", last + 1, guess_about(RHO));
    let mut worst: f64 = 0.0;
    for target in targets {
        let others = without(&world, target);
        let right = learnt([&others, &world], &plan);
        println!("presence of {target}: {right:.4}");
        worst = worst.max(right);
    }
    assert!(worst <= bound + off && worst > 0.5 + off, "{worst:.4}");
    let others = without(&world, last);
    let right = learnt([&others, &world], &quarter);
    println!("presence, a quarter of the noise: {right:.4}");
    assert!(right > bound + off, "{right}");

    let cost = answers_cost(&world.charter);
    let bound = guess_at_most(RHO * cost);
    println!("answers, about {:.3}, at most {bound:.3}", guess_about(RHO * cost));
    let mut worst: f64 = 0.0;
    for target in targets {
        let [none, all] = [[1; 3], [0; 3]].map(|answers| {
            let mut own = without(&world, target);
            own.people.push(Person { answers, ..world.people[target] });
            own
        });
        let right = learnt([&none, &all], &plan);
        println!("answers of {target}: {right:.4}");
        worst = worst.max(right);
        if target == last {
            let right = learnt([&none, &all], &quarter);
            println!("answers, a quarter of the noise: {right:.4}");
            assert!(right > bound + off, "{right}");
        }
    }
    assert!(worst <= bound + off && worst > 0.5 + off, "{worst:.4}");
}
