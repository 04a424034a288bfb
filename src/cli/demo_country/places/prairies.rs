//! Places of the three Prairie provinces. Source and rules: the parent module.

use super::{Province, Zone};

pub(super) const MB: Province = Province {
    id: "MB",
    code: 46,
    name: "Manitoba",
    people: 1_342_153,
    zones: &[Zone {
        code: "602",
        name: "Winnipeg",
        people: 834_678,
        places: &[
            (4611040, "Winnipeg", 749_607),
            (4612047, "Springfield", 16_142),
            (4602069, "Taché", 11_916),
            (4613056, "St. Clements", 11_586),
        ],
    }],
    elsewhere: &[
        (4607062, "Brandon", 51_313),
        (4602044, "Steinbach", 17_806),
        (4602041, "Hanover", 17_216),
        (4603050, "Winkler", 13_745),
        (4609029, "Portage la Prairie", 13_270),
        (4622026, "Thompson", 13_035),
        (4613043, "St. Andrews", 11_723),
        (4613047, "Selkirk", 10_504),
    ],
};

pub(super) const SK: Province = Province {
    id: "SK",
    code: 47,
    name: "Saskatchewan",
    people: 1_132_505,
    zones: &[
        Zone {
            code: "705",
            name: "Regina",
            people: 249_217,
            places: &[
                (4706027, "Regina", 226_404),
                (4706029, "Edenwold No. 158", 4_466),
                (4706030, "White City", 3_702),
                (4706031, "Pilot Butte", 2_638),
            ],
        },
        Zone {
            code: "725",
            name: "Saskatoon",
            people: 317_480,
            places: &[
                (4711066, "Saskatoon", 266_141),
                (4711068, "Warman", 12_419),
                (4711070, "Martensville", 10_549),
                (4711065, "Corman Park No. 344", 8_909),
            ],
        },
        Zone {
            code: "840",
            name: "Lloydminster (Saskatchewan part) / Lloydminster (partie de la Saskatchewan)",
            people: 14_708,
            places: &[
                (4717029, "Lloydminster (Saskatchewan part) / Lloydminster (partie de la Saskatchewan)", 11_843),
                (4717022, "Wilton No. 472", 1_473),
                (4717024, "Lashburn", 870),
                (4717026, "Marshall", 522),
            ],
        },
    ],
    elsewhere: &[
        (4715066, "Prince Albert", 37_756),
        (4707039, "Moose Jaw", 33_665),
        (4708004, "Swift Current", 16_750),
        (4709012, "Yorkton", 16_280),
        (4716029, "North Battleford", 13_836),
        (4702047, "Weyburn", 11_019),
        (4701024, "Estevan", 10_851),
        (4715008, "Humboldt", 6_033),
    ],
};

pub(super) const AB: Province = Province {
    id: "AB",
    code: 48,
    name: "Alberta",
    people: 4_262_635,
    zones: &[
        Zone {
            code: "810",
            name: "Lethbridge",
            people: 123_847,
            places: &[
                (4802012, "Lethbridge", 98_406),
                (4802011, "Lethbridge County", 10_120),
                (4802019, "Coaldale", 8_771),
                (4802013, "Coalhurst", 2_869),
            ],
        },
        Zone {
            code: "825",
            name: "Calgary",
            people: 1_481_806,
            places: &[
                (4806016, "Calgary", 1_306_784),
                (4806021, "Airdrie", 74_100),
                (4806014, "Rocky View County", 41_028),
                (4806019, "Cochrane", 32_199),
            ],
        },
        Zone { code: "830", name: "Red Deer", people: 100_844, places: &[(4808011, "Red Deer", 100_844)] },
        Zone {
            code: "835",
            name: "Edmonton",
            people: 1_418_118,
            places: &[
                (4811061, "Edmonton", 1_010_899),
                (4811052, "Strathcona County", 99_225),
                (4811062, "St. Albert", 68_232),
                (4811049, "Spruce Grove", 37_645),
            ],
        },
        Zone {
            code: "840",
            name: "Lloydminster (Alberta part) / Lloydminster (partie de l’Alberta)",
            people: 19_739,
            places: &[(4810039, "Lloydminster (Alberta part) / Lloydminster (partie de l’Alberta)", 19_739)],
        },
    ],
    elsewhere: &[
        (4816037, "Wood Buffalo", 72_326),
        (4819012, "Grande Prairie", 64_141),
        (4801006, "Medicine Hat", 63_271),
        (4806012, "Okotoks", 30_405),
        (4819006, "Grande Prairie County No. 1", 23_769),
        (4806001, "Foothills County", 23_199),
        (4808001, "Red Deer County", 19_933),
        (4810011, "Camrose", 18_772),
    ],
};
