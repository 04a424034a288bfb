//! Places of British Columbia and the three territories. Source and rules: the parent module.

use super::{Province, Zone};

pub(super) const BC: Province = Province {
    id: "BC",
    code: 59,
    name: "British Columbia / Colombie-Britannique",
    people: 5_000_879,
    zones: &[
        Zone {
            code: "915",
            name: "Kelowna",
            people: 222_162,
            places: &[
                (5935010, "Kelowna", 144_576),
                (5935029, "West Kelowna", 36_078),
                (5935016, "Lake Country", 15_817),
                (5935802, "Tsinstikeptum 9", 9_134),
            ],
        },
        Zone {
            code: "925",
            name: "Kamloops",
            people: 114_142,
            places: &[
                (5933042, "Kamloops", 97_902),
                (5933044, "Thompson-Nicola P (Rivers and the Peaks)", 4_098),
                (5933880, "Kamloops 1", 3_915),
            ],
        },
        Zone {
            code: "930",
            name: "Chilliwack",
            people: 113_767,
            places: &[(5909020, "Chilliwack", 93_203), (5909032, "Kent", 6_300), (5909830, "Tzeachten 13", 3_089)],
        },
        Zone {
            code: "932",
            name: "Abbotsford–Mission",
            people: 195_726,
            places: &[(5909052, "Abbotsford", 153_524), (5909056, "Mission", 41_519)],
        },
        Zone {
            code: "933",
            name: "Vancouver",
            people: 2_642_825,
            places: &[
                (5915022, "Vancouver", 662_248),
                (5915004, "Surrey", 568_322),
                (5915025, "Burnaby", 249_125),
                (5915015, "Richmond", 209_937),
            ],
        },
        Zone {
            code: "935",
            name: "Victoria",
            people: 397_237,
            places: &[
                (5917021, "Saanich", 117_735),
                (5917034, "Victoria", 91_867),
                (5917044, "Langford", 46_584),
                (5917041, "Colwood", 18_961),
            ],
        },
        Zone {
            code: "938",
            name: "Nanaimo",
            people: 115_459,
            places: &[
                (5921007, "Nanaimo", 99_863),
                (5921010, "Nanaimo A", 7_481),
                (5921008, "Lantzville", 3_817),
                (5921016, "Nanaimo C", 3_344),
            ],
        },
    ],
    elsewhere: &[
        (5953023, "Prince George", 76_708),
        (5937014, "Vernon", 44_519),
        (5907041, "Penticton", 36_885),
        (5924034, "Campbell River", 35_519),
        (5919008, "North Cowichan", 31_990),
        (5926010, "Courtenay", 28_420),
        (5931006, "Squamish", 23_819),
        (5955034, "Fort St. John", 21_465),
    ],
};

pub(super) const YT: Province = Province {
    id: "YT",
    code: 60,
    name: "Yukon",
    people: 40_232,
    zones: &[],
    elsewhere: &[
        (6001009, "Whitehorse", 28_201),
        (6001029, "Dawson", 1_577),
        (6001059, "Macpherson-Grizzly Valley", 1_540),
        (6001045, "Yukon, Unorganized / Yukon, non organisé", 1_496),
        (6001003, "Watson Lake", 1_133),
        (6001058, "Marsh Lake", 746),
    ],
};

pub(super) const NT: Province = Province {
    id: "NT",
    code: 61,
    name: "Northwest Territories / Territoires du Nord-Ouest",
    people: 41_070,
    zones: &[],
    elsewhere: &[
        (6106023, "Yellowknife", 20_340),
        (6105016, "Hay River", 3_169),
        (6101017, "Inuvik", 3_137),
        (6105001, "Fort Smith", 2_248),
        (6103031, "Behchokò", 1_746),
        (6104038, "Fort Simpson", 1_100),
        (6101036, "Tuktoyaktuk", 937),
        (6102007, "Norman Wells", 673),
    ],
};

pub(super) const NU: Province = Province {
    id: "NU",
    code: 62,
    name: "Nunavut",
    people: 36_858,
    zones: &[],
    elsewhere: &[
        (6204003, "Iqaluit", 7_429),
        (6205017, "Rankin Inlet", 2_975),
        (6205015, "Arviat", 2_864),
        (6205023, "Baker Lake", 2_061),
        (6204012, "Igloolik", 2_049),
        (6208073, "Cambridge Bay", 1_760),
        (6204020, "Pond Inlet", 1_555),
        (6204009, "Pangnirtung", 1_504),
    ],
};
