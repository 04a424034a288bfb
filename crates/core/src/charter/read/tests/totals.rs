//! Public totals.

use super::*;

/// Each case plants one mistake into public totals and expects its key, its line and column, and its words.
#[test]
#[expect(clippy::too_many_lines, reason = "one case after the other")]
fn names_what_is_wrong_with_public_totals() {
    const TOTALS: &str = "level,area,sex,people\nregion,A,f,10\nregion,A,m,20\nregion,B,f,30\nregion,B,m,40\n";
    let private = SMALL
        .replace("class = \"public\"", "class = \"private\"")
        .replace("version = 1\n[[dimension]]", "version = 1\nweights = \"none\"\n[[dimension]]")
        .replace("groups = []", "groups = [\"sex\"]");
    let of = |charter: &str, totals: &str| {
        let mut files = files(charter);
        files.insert("totals.csv".to_owned(), totals.as_bytes().to_vec());
        Charter::parse(&files)
    };
    // A member has all of its totals, or none.
    for (totals, count) in [(TOTALS, 4), (&TOTALS[..TOTALS.find("region,B").unwrap()], 2)] {
        assert_eq!(of(&private, totals).unwrap().totals.unwrap().count(), count);
    }
    let hidden = private.replace("[[dimension]]", "[privacy]\nmin_frequency = 11\n[[dimension]]");
    let nowhere = (0, "");
    for (charter, from, to, key, place, words) in [
        (SMALL, "", "", "totals-class", nowhere, "private"),
        (&hidden, "", "", "totals-min-frequency", nowhere, ""),
        (&private, ",sex,", ",gender,", "delimited-header", (1, ""), "level,area,people"),
        (&private, "A,f,10", "A,f", "delimited-field-count", (2, ""), "4 3"),
        (&private, "region,A,f", "town,A,f", "totals-level", (2, "level"), "country, region"),
        (&private, "region,B,f", "country,C,f", "totals-level", (4, "level"), "region"),
        (&private, "region,A,m", "region,D,m", "totals-area", (3, "area"), "D"),
        (&private, "region,A,m", "region,C,m", "totals-area", (3, "area"), "C"),
        (&private, "A,m", "A,x", "totals-category", (3, "sex"), "sex f, m"),
        (&private, ",30", ",0", "totals-count", (4, "people"), ""),
        (&private, ",30", ",-30", "totals-count", (4, "people"), ""),
        (&private, ",30", ",30.5", "totals-count", (4, "people"), ""),
        (&private, ",30", ",4294967296", "totals-count", (4, "people"), ""),
        (&private, "region,B,f", "region,A,f", "totals-twice", (4, "people"), "2"),
        (
            &private,
            TOTALS,
            "level,area,adult,people\nregion,A,old,1\n",
            "totals-category",
            (2, "adult"),
            "age minor, adult",
        ),
        (&private, TOTALS, "level,area,age,people\nregion,A,65+,1\n", "totals-no-table", nowhere, "region age"),
        (
            &private,
            TOTALS,
            "level,area,sex,people\ncountry,C,f,1\ncountry,C,m,1\n",
            "totals-area-shared",
            (2, "area"),
            "C",
        ),
        (&private, "region,B,m,40\n", "", "totals-missing", nowhere, "b 1"),
    ] {
        let findings = of(charter, &TOTALS.replacen(from, to, 1)).unwrap_err();
        let found = &findings.shown()[0];
        let (line, column) =
            (Some(place.0).filter(|line| *line > 0), Some(place.1).filter(|column| !column.is_empty()));
        let expected =
            Place { file: Some("totals.csv".to_owned()), line, column: column.map(str::to_owned), key: None };
        let said: Vec<&str> = found.args.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!((&*found.key, &found.place, said.join(" ").as_str()), (key, &expected, words), "{to}");
        assert_eq!(findings.total(), 1, "{to}: {findings}");
    }
}
