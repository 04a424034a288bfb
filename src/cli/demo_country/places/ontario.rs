//! Places of Ontario. Source and rules: the parent module.

use super::{Province, Zone};

pub(super) const ON: Province = Province {
    id: "ON",
    code: 35,
    name: "Ontario",
    people: 14_223_942,
    zones: &[
        Zone {
            code: "502",
            name: "Hawkesbury (Ontario part) / Hawkesbury (partie de l’Ontario)",
            people: 10_194,
            places: &[(3502008, "Hawkesbury", 10_194)],
        },
        Zone {
            code: "505",
            name: "Ottawa–Gatineau (Ontario part) / Ottawa–Gatineau (partie de l’Ontario)",
            people: 1_135_014,
            places: &[
                (3506008, "Ottawa", 1_017_449),
                (3502036, "Clarence-Rockland", 26_505),
                (3502048, "Russell", 19_598),
                (3507065, "North Grenville", 17_964),
            ],
        },
        Zone {
            code: "521",
            name: "Belleville–Quinte West",
            people: 111_184,
            places: &[
                (3512005, "Belleville", 55_071),
                (3512015, "Quinte West", 46_560),
                (3512020, "Stirling-Rawdon", 5_015),
                (3512001, "Tyendinaga", 4_538),
            ],
        },
        Zone {
            code: "522",
            name: "Kingston",
            people: 172_546,
            places: &[
                (3510010, "Kingston", 132_485),
                (3510020, "South Frontenac", 20_188),
                (3511005, "Loyalist", 17_943),
                (3510005, "Frontenac Islands", 1_930),
            ],
        },
        Zone {
            code: "529",
            name: "Peterborough",
            people: 128_624,
            places: &[
                (3515014, "Peterborough", 83_651),
                (3515015, "Selwyn", 18_653),
                (3515013, "Cavan Monaghan", 10_016),
                (3515023, "Douro-Dummer", 7_632),
            ],
        },
        Zone {
            code: "532",
            name: "Oshawa",
            people: 415_311,
            places: &[(3518013, "Oshawa", 175_383), (3518009, "Whitby", 138_501), (3518017, "Clarington", 101_427)],
        },
        Zone {
            code: "535",
            name: "Toronto",
            people: 6_202_225,
            places: &[
                (3520005, "Toronto", 2_794_356),
                (3521005, "Mississauga", 717_961),
                (3521010, "Brampton", 656_480),
                (3519036, "Markham", 338_503),
            ],
        },
        Zone {
            code: "537",
            name: "Hamilton",
            people: 785_184,
            places: &[(3525005, "Hamilton", 569_353), (3524002, "Burlington", 186_948), (3526065, "Grimsby", 28_883)],
        },
        Zone {
            code: "539",
            name: "St. Catharines–Niagara",
            people: 433_604,
            places: &[
                (3526053, "St. Catharines", 136_803),
                (3526043, "Niagara Falls", 94_415),
                (3526032, "Welland", 55_750),
                (3526003, "Fort Erie", 32_901),
            ],
        },
        Zone {
            code: "541",
            name: "Kitchener–Cambridge–Waterloo",
            people: 575_847,
            places: &[
                (3530013, "Kitchener", 256_885),
                (3530010, "Cambridge", 138_479),
                (3530016, "Waterloo", 121_436),
                (3530035, "Woolwich", 26_999),
            ],
        },
        Zone {
            code: "543",
            name: "Brantford",
            people: 144_162,
            places: &[(3529006, "Brantford", 104_688), (3529005, "Brant", 39_474)],
        },
        Zone {
            code: "550",
            name: "Guelph",
            people: 165_588,
            places: &[(3523008, "Guelph", 143_740), (3523009, "Guelph/Eramosa", 13_904), (3523001, "Puslinch", 7_944)],
        },
        Zone {
            code: "555",
            name: "London",
            people: 543_551,
            places: &[
                (3539036, "London", 422_324),
                (3534021, "St. Thomas", 42_840),
                (3539015, "Strathroy-Caradoc", 23_871),
                (3539033, "Middlesex Centre", 18_928),
            ],
        },
        Zone {
            code: "559",
            name: "Windsor",
            people: 422_630,
            places: &[
                (3537039, "Windsor", 229_660),
                (3537064, "Lakeshore", 40_410),
                (3537034, "LaSalle", 32_721),
                (3537003, "Leamington", 29_680),
            ],
        },
        Zone {
            code: "568",
            name: "Barrie",
            people: 212_856,
            places: &[(3543042, "Barrie", 147_829), (3543017, "Innisfil", 43_326), (3543009, "Springwater", 21_701)],
        },
        Zone {
            code: "580",
            name: "Greater Sudbury / Grand Sudbury",
            people: 170_605,
            places: &[
                (3553005, "Greater Sudbury / Grand Sudbury", 166_004),
                (3552013, "Markstay-Warren", 2_708),
                (3552004, "St.-Charles", 1_357),
            ],
        },
        Zone {
            code: "595",
            name: "Thunder Bay",
            people: 123_258,
            places: &[
                (3558004, "Thunder Bay", 108_843),
                (3558011, "Oliver Paipoonge", 6_035),
                (3558028, "Shuniah", 3_247),
                (3558001, "Neebing", 2_241),
            ],
        },
    ],
    elsewhere: &[
        (3536020, "Chatham-Kent", 103_988),
        (3516010, "Kawartha Lakes", 79_247),
        (3557061, "Sault Ste. Marie", 72_051),
        (3538030, "Sarnia", 72_047),
        (3528052, "Norfolk County", 67_490),
        (3548044, "North Bay", 52_662),
        (3528018, "Haldimand County", 49_216),
        (3501012, "Cornwall", 47_845),
    ],
};
