use super::super::noise::Discrete;
use super::json;

/// Probability of `k`: what lies between the first uniform number that gives it and the first that gives more.
fn probability(discrete: &Discrete, k: i64) -> f64 {
    let first = |k: i64| {
        let (mut low, mut high) = (0_u128, 1_u128 << 64);
        while low < high {
            let middle = (low + high) / 2;
            if discrete.at(middle as u64) < k { low = middle + 1 } else { high = middle }
        }
        low
    };
    (first(k + 1) - first(k)) as f64 / 2_f64.powi(64)
}

/// *Source:* `computed-here/noise_pmf.json`, closed forms of the discrete Gaussian. Those of the discrete Laplace
/// distribution don't apply: nothing here draws from it. Nor do the perturbation tables of `cellkey/`, which bend each
/// small count's noise apart; of the whole tables, sum, mean and variance hold for the bounded noise too.
#[test]
fn noise_has_the_mass_function_of_the_closed_form() {
    let Some(file) = json("computed-here/noise_pmf.json") else { return };
    let mut tried = 0;
    for (name, expected) in file["pmf"].as_object().unwrap() {
        let Some(parameter) = name.strip_prefix("dgauss_sigma2_") else { continue };
        let (above, below) = parameter.split_once('/').unwrap_or((parameter, "1"));
        let discrete = Discrete::gaussian(above.parse::<f64>().unwrap() / below.parse::<f64>().unwrap());
        for k in 0..=5 {
            let expected = expected[k.to_string()].as_f64().unwrap();
            for k in [k, -k] {
                let found = probability(&discrete, k);
                assert!((found - expected).abs() < 1e-14, "{name}, {k}: {found}, expected {expected}");
            }
        }
        let variance: f64 = (-100..=100).map(|k| (k * k) as f64 * probability(&discrete, k)).sum();
        let expected = expected["variance"].as_f64().unwrap();
        assert!((variance / expected - 1.0).abs() < 1e-12, "{name}: {variance}, expected {expected}");
        tried += 1;
    }
    assert_eq!(tried, 4);
}

/// *Source:* `cellkey/ptables_properties.csv`: cellKey 1.0.2 and tau-ARGUS. Only the table of the largest counts applies,
/// and of it what doesn't depend on how often a count stays as it is.
#[test]
fn bounded_noise_is_as_wide_as_the_customary_one() {
    let Some(file) = super::text("cellkey/ptables_properties.csv") else { return };
    let mut lines = csv::Reader::from_reader(file.as_bytes());
    let lines: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let table = lines.iter().find(|line| (&line[0], &line[1]) == ("cellkey_D5_V3_js2_pstay50", "8")).unwrap();
    let [values, sum, mean, variance] = [2, 3, 4, 5].map(|column| table[column].parse::<f64>().unwrap());
    let discrete = Discrete::bounded(variance, 5);
    let of = |moment: i32| (-5..=5).map(|k| (k as f64).powi(moment) * probability(&discrete, k)).sum::<f64>();
    assert_eq!((-20..=20).filter(|&k| probability(&discrete, k) > 0.0).count() as f64, values);
    for (moment, expected) in [sum, mean, variance].into_iter().enumerate() {
        let found = of(moment as i32);
        assert!((found - expected).abs() < 1e-9, "moment {moment}: {found}, expected {expected}");
    }
}
