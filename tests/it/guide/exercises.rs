//! The exercises of the guide, with right and wrong answers.

use super::*;

/// Lines of a CSV file of a bundle, by column.
fn lines(bundle: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(bundle.join(name)).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Columns of groups: all those between the area and the persons.
fn groups(bundle: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(bundle.join("index.csv")).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    header.into_iter().skip(2).take_while(|column| column != "persons").collect()
}

/// Whether a line is about all people.
fn everybody(line: &BTreeMap<String, String>, groups: &[String]) -> bool {
    groups.iter().all(|group| line[group].is_empty())
}

/// Answers an exercise, with an answer that may have spaces.
fn answer(bundle: &Path, number: u8, answer: &str, more: &str) -> Ended {
    let mut command: Command =
        program(&format!("guide exercise {number} --bundle {} {more} --answer", bundle.display()));
    let run = command.arg(answer).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(run.stdout), text(run.stderr));
    Ended { arguments: format!("exercise {number}: {answer}"), code: run.status.code().unwrap(), stdout, stderr }
}

/// Checks that an answer is refused in both languages, with one key, and without telling the right one.
fn refuse(bundle: &Path, number: u8, wrong: &str, right: &str) {
    for lang in LANGUAGES {
        let told = answer(bundle, number, wrong, &format!("--lang {lang} --json"));
        assert_eq!(told.refusal(), (3, "exercise-wrong".to_owned()), "{told:?}");
        assert_eq!(told.json()["right"], false);
        let is_right = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+') == right;
        // Lines that count repetitions have numbers of their own.
        let lines = told.stdout.lines().chain(told.stderr.lines()).filter(|line| !line.contains("\"co"));
        let mut words = lines.flat_map(str::split_whitespace);
        assert!(!words.any(is_right), "{told:?} gives {right} away");
    }
}

fn accept(bundle: &Path, number: u8, right: &str) {
    let told = answer(bundle, number, right, "--json").ok().json();
    assert_eq!((&told["exercise"], &told["right"]), (&number.into(), &true.into()));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one exercise after another")]
fn exercises_are_checked_against_the_bundle() {
    let home = tempfile::tempdir().unwrap();
    let bundle = &home.path().join("guide-demo");
    let demo = archipel(&format!("demo --people {PEOPLE} --out {} --json", bundle.display())).ok().json();
    let groups = groups(bundle);

    // 1: the member whose province has the highest index.
    let provinces = demo["members"].as_array().unwrap();
    let index = lines(bundle, "index.csv");
    let figure = |line: &BTreeMap<String, String>| line["index"].parse::<f64>().unwrap();
    let of_level = index.iter().filter(|line| line["level"] == "province" && everybody(line, &groups));
    let highest = of_level.filter(|line| line["status"] == "published").max_by(|a, b| figure(a).total_cmp(&figure(b)));
    let charter = archipel(&format!("charter show {} --json", bundle.join("charter").display())).ok().json();
    let owner = |code: &str| {
        let owns = |member: &&serde_json::Value| member["areas"].as_array().unwrap().iter().any(|area| area == code);
        charter["members"].as_array().unwrap().iter().find(owns).unwrap()
    };
    let member = owner(&highest.unwrap()["area"]);
    let id = member["id"].as_str().unwrap();
    for right in [id, &id.to_lowercase(), &format!(" “{id}” "), member["name"]["fr"].as_str().unwrap()] {
        accept(bundle, 1, right);
    }
    let other = provinces.iter().map(|member| member["member"].as_str().unwrap_or("AB")).find(|other| *other != id);
    refuse(bundle, 1, other.unwrap(), id);

    // 2: Ottawa–Gatineau.
    let across = lines(bundle, "cross_border.csv");
    let row = across.iter().find(|line| line["area"] == "505" && everybody(line, &groups)).unwrap();
    let right = format!("{:.1}", figure(row));
    accept(bundle, 2, &right);
    accept(bundle, 2, &right.replace('.', ","));
    refuse(bundle, 2, &format!("{:.1}", figure(row) + 0.2), &right);
    refuse(bundle, 2, "much", &right);

    // 3: the age whose index is least sure.
    let by_age = lines(bundle, "coverage_categories.csv").into_iter();
    let by_age = by_age.filter(|line| [&line["groups"], &line["group"]] == ["age", "age"]);
    let ages: BTreeSet<String> = by_age.map(|line| line["category"].clone()).collect();
    let mut errors: Vec<(f64, String)> = Vec::new();
    for line in lines(bundle, "index.csv") {
        let alone = ["gender", "activity_limitation", "first_nations", "metis", "inuit", "recent_immigrant"];
        let by_age = line["level"] == "metropolitan" && alone.iter().all(|group| line[*group].is_empty());
        if by_age && ages.contains(&line["age"]) {
            errors.push((line["index_se"].parse().unwrap_or(0.0), line["age"].clone()));
        }
    }
    errors.sort_by(|a, b| b.0.total_cmp(&a.0));
    let right = errors[0].1.clone();
    let wrong = errors.iter().find(|(_, age)| *age != right).unwrap().1.clone();
    accept(bundle, 3, &right);
    refuse(bundle, 3, &wrong, &right);

    // 4: the difference that subtraction leaves.
    let weight = |level: &str, area: &dyn Fn(&str) -> bool| -> f64 {
        let own = lines(bundle, "index.csv").into_iter().filter(|line| line["level"] == level && area(&line["area"]));
        let groups = ["age", "gender", "activity_limitation", "first_nations", "metis", "inuit", "recent_immigrant"];
        let whole = own.filter(|line| groups.iter().all(|group| line[*group].is_empty()));
        whole.map(|line| line["weight"].parse::<f64>().unwrap()).sum()
    };
    let geography = lines(bundle, "charter/geography.csv");
    let parts: Vec<String> =
        geography.iter().filter(|line| line["parent"] == "10").map(|line| line["code"].clone()).collect();
    let left =
        weight("province", &|area| area == "10") - weight("metropolitan", &|area| parts.iter().any(|p| p == area));
    assert!(parts.len() > 1 && left.abs() <= 10.0, "{left}");
    accept(bundle, 4, &format!("{left}"));
    accept(bundle, 4, "0");
    refuse(bundle, 4, "1 234", "0");
    assert_eq!(answer(bundle, 4, "-1 234", "").code, 3);

    // The output of both for people.
    for lang in LANGUAGES {
        let more = format!("--lang {lang}");
        let (learnt, hint) = (answer(bundle, 4, &format!("{left}"), &more).ok(), answer(bundle, 4, "1234", &more));
        assert!(learnt.stdout.lines().count() > 1 && learnt.stdout.lines().all(|line| line.chars().count() <= 80));
        assert_eq!((hint.code, hint.stdout.as_str()), (3, ""));
        assert!(hint.stderr.contains("[exercise-wrong]") && !hint.stderr.contains("exercise-hint"), "{}", hint.stderr);
    }

    change_a_figure(home.path(), bundle);
}

/// Exercise 5.
fn change_a_figure(home: &Path, bundle: &Path) {
    refuse(bundle, 5, "bundle-checksum", "bundle-checksum");
    let changed = &home.join("changed");
    copy(bundle, changed);
    fs::write(changed.join("index.csv~"), "x").unwrap();
    let beside = answer(changed, 5, "bundle-checksum", "");
    assert!(beside.code == 3 && beside.stderr.contains("index.csv~"), "{}", beside.stderr);
    fs::remove_file(changed.join("index.csv~")).unwrap();

    let text = fs::read_to_string(changed.join("index.csv")).unwrap();
    let line = text.lines().find(|line| line.contains(",published,1,")).unwrap();
    let number = line.split(',').find(|field| field.contains('.')).unwrap();
    let other = line.replacen(number, "12.5", 1);
    fs::write(changed.join("index.csv"), text.replacen(line, &other, 1)).unwrap();
    accept(changed, 5, "bundle-checksum");
    accept(changed, 5, "[Bundle-Checksum]");
    refuse(changed, 5, "bundle-figures", "bundle-checksum");
    // The other exercises say nothing about a bundle that doesn't verify.
    assert_eq!(answer(changed, 1, "NU", "--json").refusal(), (6, "bundle-checksum".to_owned()));

    let sums = fs::read_to_string(changed.join("SHA256SUMS")).unwrap();
    let sum = |folder: &Path| {
        let digest = ring::digest::digest(&ring::digest::SHA256, &fs::read(folder.join("index.csv")).unwrap());
        digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    fs::write(changed.join("SHA256SUMS"), sums.replace(&sum(bundle), &sum(changed))).unwrap();
    accept(changed, 5, "bundle-figures");
    refuse(changed, 5, "bundle-checksum", "bundle-figures");

    let another = &home.join("another");
    copy(bundle, another);
    fs::write(another.join("members.csv"), "x").unwrap();
    let elsewhere = answer(another, 5, "bundle-checksum", "");
    assert!(elsewhere.code == 3 && elsewhere.stderr.contains("members.csv"), "{}", elsewhere.stderr);
    assert_eq!(answer(&home.join("none"), 5, "x", "--json").refusal(), (3, "folder-unreadable".to_owned()));
}

#[test]
fn an_exercise_that_a_bundle_does_not_allow_is_said_to_be_so() {
    let home = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/three-islands");
    let [charter, data] = ["charter", "data"].map(|name| example.join(name).display().to_string());
    archipel_in(home.path(), &format!("simulate --charter {charter} --data {data} --out bundle")).ok();
    let bundle = &home.path().join("bundle");
    for number in 2..=4 {
        assert_eq!(answer(bundle, number, "1", "--json").refusal(), (3, "exercise-unfit".to_owned()));
    }
    let listed = archipel("guide exercise --json").ok().json();
    assert_eq!(listed.as_array().unwrap().len(), 5);
    for lang in LANGUAGES {
        for number in 1..=5 {
            let task = archipel(&format!("guide exercise {number} --lang {lang}")).ok().stdout;
            assert!(task.starts_with(&format!("{number}. ")), "{task}");
        }
    }
    assert_eq!(archipel("guide exercise 6").code, 2);
    assert_eq!(archipel("guide exercise 1 --answer NU").code, 2);
}
