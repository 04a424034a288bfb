//! Places of the four Atlantic provinces. Source and rules: the parent module.

use super::{Province, Zone};

pub(super) const NL: Province = Province {
    id: "NL",
    code: 10,
    name: "Newfoundland and Labrador / Terre-Neuve-et-Labrador",
    people: 510_550,
    zones: &[Zone {
        code: "001",
        name: "St. John’s",
        people: 212_579,
        places: &[
            (1001519, "St. John’s", 110_525),
            (1001485, "Conception Bay South", 27_168),
            (1001517, "Paradise", 22_957),
            (1001542, "Mount Pearl", 22_477),
        ],
    }],
    elsewhere: &[
        (1005018, "Corner Brook", 19_333),
        (1006017, "Grand Falls-Windsor", 13_853),
        (1006009, "Gander", 11_880),
        (1010025, "Happy Valley-Goose Bay", 8_040),
        (1010032, "Labrador City", 7_412),
        (1007013, "Clarenville", 6_704),
        (1004019, "Stephenville", 6_540),
        (1001409, "Bay Roberts", 5_974),
    ],
};

pub(super) const PE: Province = Province {
    id: "PE",
    code: 11,
    name: "Prince Edward Island / Île-du-Prince-Édouard",
    people: 154_331,
    zones: &[],
    elsewhere: &[
        (1102075, "Charlottetown", 38_809),
        (1103025, "Summerside", 16_001),
        (1102080, "Stratford", 10_927),
        (1101045, "Three Rivers", 7_883),
        (1102085, "Cornwall", 6_574),
        (1102017, "New Glasgow", 4_277),
    ],
};

pub(super) const NS: Province = Province {
    id: "NS",
    code: 12,
    name: "Nova Scotia / Nouvelle-Écosse",
    people: 969_383,
    zones: &[Zone {
        code: "205",
        name: "Halifax",
        people: 465_703,
        places: &[(1209034, "Halifax", 439_819), (1208008, "East Hants", 22_892), (1208014, "Indian Brook 14", 2_739)],
    }],
    elsewhere: &[
        (1217030, "Cape Breton", 93_694),
        (1206001, "Lunenburg (district)", 25_545),
        (1207001, "Kings, Subd. A", 22_355),
        (1210008, "Colchester, Subd. B", 19_806),
        (1208003, "West Hants", 19_509),
        (1210006, "Truro", 12_954),
        (1210001, "Colchester, Subd. C", 12_476),
        (1207016, "Kings, Subd. B", 11_951),
    ],
};

pub(super) const NB: Province = Province {
    id: "NB",
    code: 13,
    name: "New Brunswick / Nouveau-Brunswick",
    people: 775_610,
    zones: &[
        Zone {
            code: "305",
            name: "Moncton",
            people: 157_717,
            places: &[
                (1307022, "Moncton", 79_470),
                (1307045, "Dieppe", 28_114),
                (1306020, "Riverview", 20_584),
                (1307019, "Moncton (parish) / Moncton (paroisse)", 10_704),
            ],
        },
        Zone {
            code: "310",
            name: "Saint John",
            people: 130_613,
            places: &[
                (1301006, "Saint John", 69_895),
                (1305057, "Quispamsis", 18_768),
                (1305045, "Rothesay", 11_977),
                (1305015, "Grand Bay-Westfield", 4_967),
            ],
        },
        Zone { code: "320", name: "Fredericton", people: 108_610, places: &[(1310032, "Fredericton", 63_116)] },
        Zone {
            code: "330",
            name: "Campbellton (New Brunswick part) / Campbellton (partie du Nouveau-Brunswick)",
            people: 11_986,
            places: &[
                (1314014, "Campbellton", 7_047),
                (1314013, "Atholville", 3_290),
                (1314015, "Tide Head", 951),
                (1314012, "Addington", 698),
            ],
        },
    ],
    elsewhere: &[
        (1309050, "Miramichi", 17_692),
        (1313027, "Edmundston", 16_437),
        (1315002, "Tracadie", 16_043),
        (1315011, "Bathurst", 12_157),
        (1307052, "Shediac", 7_535),
        (1307005, "Beaubassin East / Beaubassin-est", 6_718),
        (1315012, "Beresford", 6_226),
        (1307009, "Sackville", 6_099),
    ],
};
