//! Joining of shapes to areas.

use super::*;

#[test]
fn the_order_of_features_and_the_start_of_rings_change_nothing() {
    let (geography, bytes) = world(30, 40);
    let mut file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let whole = read(&bytes, &geography);
    file["features"].as_array_mut().unwrap().reverse();
    for feature in file["features"].as_array_mut().unwrap() {
        let ring = feature["geometry"]["coordinates"][0].as_array_mut().unwrap();
        ring.pop();
        ring.rotate_left(17);
        ring.push(ring[0].clone());
        ring.reverse();
    }
    let turned = read(&serde_json::to_vec(&file).unwrap(), &geography);
    for (a, b) in whole.shapes.values().zip(turned.shapes.values()) {
        let set = |shape: &AreaShape| shape.polygons.iter().flatten().flatten().copied().collect::<BTreeSet<_>>();
        assert_eq!(set(a), set(b));
    }
}

#[test]
fn joins_by_code_or_by_dguid_on_either_side() {
    let ring = square(-80.0, 45.0, 1.0);
    let polygon = format!("[{}]", ring_text(&ring));
    let joined = |geography: &Geography, properties: &str| {
        let bytes = collection(&[feature(properties, "Polygon", &polygon)]);
        Boundaries::read("f", &bytes, geography, None).ok().map(|(boundaries, _)| boundaries.areas(1))
    };
    let [plain, dguids] = [["24", "35"], ["2021A000224", "2021A000235"]]
        .map(|[a, b]| geography("2021", &["country", "province"], &[("CA", 0, ""), (a, 1, "CA"), (b, 1, "CA")]));
    for properties in [
        r#""code":"35""#,
        r#""code":35"#,
        r#""code":35.0"#,
        r#""code":["35"]"#,
        r#""a":null,"z":{"y":1},"DGUID":"2021A000235""#,
    ] {
        assert_eq!(joined(&plain, properties), Some(vec![AreaIndex(1)]), "{properties}");
        assert_eq!(joined(&dguids, properties), Some(vec![AreaIndex(1)]), "{properties}");
    }
    for wrong in [r#""c":"2016A000235""#, r#""c":["35","24"]"#, r#""c":"2021A00023""#, r#""c":true"#, r#""c":-35"#] {
        assert_eq!(joined(&plain, wrong), None, "{wrong}");
        assert_eq!(joined(&dguids, wrong), None, "{wrong}");
    }
    // A column of DGUIDs decides where a code is ambiguous; where it is empty, the code decides.
    let csv = "code,level,parent,name_en,name_fr,dguid\nCA,country,,n,n,\n\
               ON,province,CA,n,n,2021A000235\n24,province,CA,n,n,\n35,province,CA,n,n,2021A000299\n";
    let beside = geography_of("2021", &["country", "province"], csv);
    assert_eq!(joined(&beside, r#""d":"2021A000235""#), Some(vec![AreaIndex(2)]));
    assert_eq!(joined(&beside, r#""d":"2021A000224""#), Some(vec![AreaIndex(0)]));
    assert_eq!(joined(&beside, r#""d":"2021A000299""#), Some(vec![AreaIndex(1)]));
    // A vintage without a year accepts codes of any year.
    let any = geography("ours", &["country", "area"], &[("CA", 0, ""), ("3520005", 1, "CA"), ("535", 1, "CA")]);
    assert_eq!(joined(&any, r#""d":"2016A00053520005""#), Some(vec![AreaIndex(0)]));
    assert_eq!(joined(&any, r#""d":"2021S0503535""#), Some(vec![AreaIndex(1)]));
    let id = format!(
        r#"{{"type":"Feature","id":"535","properties":null,"geometry":{{"coordinates":{polygon},"type":"Polygon"}}}}"#
    );
    assert_eq!(read(&collection(&[id]), &any).areas(1), [1].map(AreaIndex));
}

#[test]
fn takes_the_property_that_fits_most_areas_and_counts_what_it_leaves() {
    let polygon = |i: i32| format!("[{}]", ring_text(&square(f64::from(i) * 2.0, 0.0, 1.0)));
    let of =
        |row: i32, code: &str| feature(&format!(r#""FID":{row},"code":"{code}","in":"1""#), "Polygon", &polygon(row));
    let point = feature(r#""code":"1""#, "Point", "[1,2,3]");
    let line = feature(r#""code":"1""#, "LineString", "[[1,2],[3,4]]");
    let nothing = r#"{"type":"Feature","properties":{"code":"1"},"geometry":null}"#.to_owned();
    let bytes = collection(&[of(3, "2"), of(2, "1"), of(5, "2"), of(4, "elsewhere"), point, line, nothing]);
    // Row numbers of the file are codes too; the texts are meant.
    let (boundaries, told) = read_told(&bytes, &towns(&["1", "2", "3"]));
    assert_eq!((boundaries.areas(1), told.strangers), ([0, 1].map(AreaIndex).into(), 1));
    assert_eq!((&*told.property, codes(&told.without_polygons)), ("code", vec!["1"]));
    assert_eq!(boundaries.geometry(1, AreaIndex(1)).unwrap()["coordinates"].as_array().unwrap().len(), 2);
}

/// A file of squares in a row, each with its properties.
fn row(properties: &[String]) -> Vec<u8> {
    let squares = (0..).map(|i| format!("[{}]", ring_text(&square(f64::from(i) * 2.0, 0.0, 1.0))));
    let features = properties.iter().zip(squares).map(|(properties, square)| feature(properties, "Polygon", &square));
    collection(&features.collect::<Vec<_>>())
}

/// Towns by these codes and names.
fn named(names: &[(&str, &str)]) -> Geography {
    let rows: String = names.iter().map(|(code, name)| format!("{code},town,root,{name},{name}\n")).collect();
    geography_of("any", &["country", "town"], &format!("code,level,parent,name_en,name_fr\nroot,country,,n,n\n{rows}"))
}

#[test]
fn what_counts_rows_never_gives_shapes_to_areas() {
    let four = towns(&["1", "2", "3", "4"]);
    for counter in [r#""OBJECTID":"#, r#""cartodb_id":"#, r#""n":"#, r#""id":"#] {
        for from in [0, 1] {
            let of = |i: usize, code: usize| format!(r#"{counter}{},"z":"{code}""#, i + from);
            let rows: Vec<String> = [3, 1, 4, 2].iter().enumerate().map(|(i, code)| of(i, *code)).collect();
            assert_eq!(west(&read(&row(&rows), &four)), [2, 6, 0, 4], "{counter} {from}");
            // No other property has codes.
            let rows: Vec<String> = (0..5).map(|i| format!(r#"{counter}{},"z":"x""#, i + from)).collect();
            let key = counter.trim_matches(['"', ':']);
            assert_eq!(problem(&row(&rows), &four), format!("map-counts-rows keys={key:?}"));
        }
    }
    // A program's row numbers are recognised by their name where rows were removed or sorted.
    let rows: Vec<String> = [2, 4, 1].iter().map(|i| format!(r#""OBJECTID_1":"{i}","a":"{}""#, 5 - i)).collect();
    assert_eq!(west(&read(&row(&rows), &four)), [2, 0, 4]);
    // An identifier is recognised too, and where it numbers rows as texts.
    let text = String::from_utf8(row(&(1..=4).map(|code| format!(r#""region":"{}""#, 5 - code)).collect::<Vec<_>>()));
    let mut rows = 0;
    let counted = text.unwrap().split(r#""type":"Feature","#).map(str::to_owned).reduce(|before, after| {
        rows += 1;
        format!(r#"{before}"type":"Feature","id":"{}",{after}"#, rows - 1)
    });
    let (boundaries, told) = read_told(counted.unwrap().as_bytes(), &four);
    assert_eq!((&*told.property, west(&boundaries)), ("region", vec![6, 4, 2, 0]));
}

#[test]
fn a_code_that_counts_is_borne_out_by_names_or_asked_for() {
    let names = [("1", "Nord"), ("2", "Sud"), ("3", "Est")];
    let rows = |names: [&str; 3]| -> Vec<u8> {
        row(&(1..).zip(names).map(|(i, name)| format!(r#""region":{i},"name":"{name}""#)).collect::<Vec<_>>())
    };
    let good = rows(["NORD", "Sud", "L’Est"]);
    assert_eq!(read_told(&good, &named(&names)).1.property, "region");
    let turned = rows(["Sud", "Est", "Nord"]);
    assert_eq!(problem(&turned, &named(&names)), r#"map-counts-rows keys="region""#);
    let asked = |property: &str| Boundaries::read("f", &turned, &named(&names), Some(property));
    assert_eq!(west(&asked("region").unwrap().0), [0, 2, 4]);
    let keys = |property: &str| asked(property).unwrap_err().shown()[0].to_string();
    assert_eq!(keys("kode"), r#"map-no-property keys="name, region""#);
    assert_eq!(keys("name"), r#"map-no-codes keys="name" vintage="any""#);
}

#[test]
fn zeros_in_front_are_named_as_the_difference() {
    let rows = |codes: &[&str]| -> Vec<u8> {
        row(&(1..).zip(codes).map(|(i, code)| format!(r#""OBJECTID":{i},"REGION":{code}"#)).collect::<Vec<_>>())
    };
    let padded = [r#""03""#, r#""01""#, r#""04""#, r#""02""#];
    assert_eq!(problem(&rows(&padded), &towns(&["1", "2", "3", "4"])), r#"map-zeros property="REGION""#);
    // Programs that read codes as numbers lose zeros.
    assert_eq!(
        problem(&rows(&["3", "1", "4", "2"]), &towns(&["01", "02", "03", "04"])),
        r#"map-zeros property="REGION""#
    );
    assert_eq!(west(&read(&rows(&padded), &towns(&["01", "02", "03", "04"]))), [2, 6, 0, 4]);
    // Where both are codes, zeros make no difference.
    assert_eq!(read(&rows(&[r#""01""#, r#""1""#]), &towns(&["01", "1"])).areas(1), [0, 1].map(AreaIndex));
}

#[test]
fn a_draw_and_a_poor_fit_name_the_properties() {
    let three = towns(&["7", "8", "9"]);
    let rows = [("7", "9"), ("9", "7"), ("8", "8")].map(|(a, b)| format!(r#""a":{a},"b":"{b}","c":"x""#));
    assert_eq!(problem(&row(&rows), &three), r#"map-draw keys="a, b""#);
    // Two properties with the same codes are no draw.
    let rows = ["7", "9"].map(|code| format!(r#""a":{code},"b":"{code}""#));
    assert_eq!(read_told(&row(&rows), &three).1.property, "a");
    // A match of one of nine areas for one of four shapes is chance.
    let nine: Vec<String> = (31..40).map(|code| code.to_string()).collect();
    let nine = towns(&nine.iter().map(String::as_str).collect::<Vec<_>>());
    let rows = ["33", "80", "81", "82"].map(|code| format!(r#""people":{code}"#));
    assert_eq!(problem(&row(&rows), &nine), r#"map-poor-fit property="people" areas="1" keys="people""#);
    // A small part of the country, or a large file around it, isn't chance.
    assert_eq!(read(&row(&rows[..2]), &nine).areas(1), [2].map(AreaIndex));
    assert_eq!(read(&row(&rows), &towns(&["33"])).areas(1), [0].map(AreaIndex));
}
