use super::*;

#[test]
fn codes_that_mean_missing_are_numbers_where_numbers_stand() {
    let text = "person_id,area,weight,age,origin,net,ease,speed\n\
        p,0017,1,0-17,here,1,1,99.0\nq,0017,1,0-17,here,1,1,-99\nr,0017,1,0-17,here,1,1,099\ns,0017,1,0-17,here,1,1,-9.9e1\n\
        t,0017,1,0-17,here,1,1,9.5\n";
    let rows = load_text(text, "[file]\nmissing = [\"99\", \"-99.0\"]\n").unwrap().rows;
    let Answers::Numbers(speed) = &rows.indicators[2] else { panic!("numbers") };
    assert_eq!(speed.iter().map(|speed| speed.is_nan()).collect::<Vec<_>>(), [true, true, true, true, false]);
    // In a translation, too.
    let codes =
        "[columns]\nspeed = { column = \"speed\", codes = { \"99\" = \"1\", \"-99\" = \"\", \"9.5\" = \"2\" } }\n";
    let rows = load_text(text, codes).unwrap().rows;
    assert!(matches!(&rows.indicators[2], Answers::Numbers(speed) if speed[0] == 1.0 && speed[3].is_nan()));
    // A weight that means missing is no weight.
    let weights = "[columns]\nweight = { column = \"weight\", missing = [\"01.0\"] }\n";
    assert_eq!(first_place(load_text(text, weights)), at("ingest-value-missing", 2, Some("weight")));
}

#[test]
fn a_file_may_say_that_it_has_no_weights_and_no_households() {
    let text = "person_id,household_id,area,weight,age,origin,net,ease,speed\np,h,0017,82.5,0-17,here,1,1,1\n";
    let rows = load_text(text, "").unwrap().rows;
    assert_eq!((rows.weights, rows.households), (Some(vec![82.5]), Some(vec![pseudonym(b"h")])));
    let loaded = load_text(text, "[columns]\nweight = false\nhousehold_id = false\n").unwrap();
    assert_eq!((loaded.rows.weights, loaded.rows.households), (None, None));
    assert_eq!(loaded.accepted.ignored, ["household_id", "weight"]);
}

#[test]
fn whether_people_have_weights_is_for_the_charter_to_say() {
    let (with, without) = (
        "person_id,area,weight,age,origin,net,ease,speed\np,0017,2,0-17,here,1,1,1\n",
        format!("{COLUMNS}\np,0017,0-17,here,1,1,1\n"),
    );
    let load = |weights: &str, text: &str, mapping: &str| {
        let method = format!("[method]\nid = \"m\"\nversion = 1\nweights = \"{weights}\"");
        let charter = charter_of(&CHARTER.replace("[method]\nid = \"m\"\nversion = 1", &method));
        let (_folder, path) = file("persons.csv", text.as_bytes());
        load_file(&path, &charter, "north", &Mapping::parse("mapping.toml", mapping).unwrap(), 10)
    };
    let (named, none) = ("[columns]\nweight = \"weight\"\n", "[columns]\nweight = false\n");
    for (text, mapping) in [(with, ""), (with, none), (&without, ""), (&without, none)] {
        assert_eq!(load("none", text, mapping).unwrap().rows.weights, None);
    }
    assert_eq!(first_place(load("none", with, named)), at("ingest-weight-forbidden", 2, None));
    for weights in ["design", "calibrated"] {
        assert_eq!(load(weights, with, "").unwrap().rows.weights, Some(vec![2.0]));
        assert_eq!(load(weights, with, named).unwrap().rows.weights, Some(vec![2.0]));
        assert_eq!(first_place(load(weights, &without, "")), at("ingest-column-absent", 1, None));
        assert_eq!(first_place(load(weights, with, none)), at("ingest-weight-needed", 2, None));
    }
}

#[test]
fn numbers_most_of_which_lie_beyond_the_bounds_are_in_another_unit() {
    let load = |speeds: &[&str], mapping: &str| {
        let lines: String =
            speeds.iter().enumerate().map(|(i, speed)| format!("p{i},0017,0-17,here,1,1,{speed}\n")).collect();
        load_text(&format!("{COLUMNS}\n{lines}"), mapping)
    };
    for (speeds, sound) in [
        (&["1", "200", "-3", "0", "100", "-7"][..], true),
        (&["1", "200", "-3", "0", "-7"], false),
        (&["1", "200", "-3", "0", "-7", "", "", ""], false),
        (&["100.0001"; 5], false),
        (&["100"; 5], true),
        (&[""; 9], true),
        // Too few answers to judge.
        (&["200"; 4], true),
    ] {
        let loaded = load(speeds, "");
        assert_eq!(loaded.is_ok(), sound, "{speeds:?}");
        if let Err(findings) = loaded {
            assert_eq!(places(&findings), [("ingest-mostly-out-of-range", Some("persons.csv"), None, Some("speed"))]);
        }
        let expected = "[columns]\nspeed = { column = \"speed\", out_of_range = true }\n";
        assert!(load(speeds, expected).is_ok());
    }
    let findings = load(&["1", "200", "-3", "0", "-7"], "").map(|_| ()).unwrap_err();
    assert_eq!(findings.shown()[0].args[1..], [("outside".into(), "3".into()), ("answered".into(), "5".into())]);
    // Weights above the charter's cap.
    let capped = charter_of(&CHARTER.replace("id = \"m\"\nversion = 1", "id = \"m\"\nversion = 1\nweight_cap = 50"));
    let lines: String = (0..5).map(|i| format!("p{i},0017,51,0-17,here,1,1,1\n")).collect();
    let text = format!("person_id,area,weight,age,origin,net,ease,speed\n{lines}");
    let (_folder, path) = file("persons.csv", text.as_bytes());
    let found = load_file(&path, &capped, "north", &Mapping::default(), 10).map(|_| ()).unwrap_err();
    assert_eq!(places(&found), [("ingest-mostly-out-of-range", Some("persons.csv"), None, Some("weight"))]);
}
