//! Places of Quebec. Source and rules: the parent module.

use super::{Province, Zone};

pub(super) const QC: Province = Province {
    id: "QC",
    code: 24,
    name: "Quebec / Québec",
    people: 8_501_833,
    zones: &[
        Zone {
            code: "330",
            name: "Campbellton (Quebec part) / Campbellton (partie du Québec)",
            people: 1_344,
            places: &[(2406030, "Pointe-à-la-Croix", 1_344)],
        },
        Zone {
            code: "408",
            name: "Saguenay",
            people: 161_567,
            places: &[(2494068, "Saguenay", 144_723), (2494240, "Saint-Honoré", 6_376)],
        },
        Zone {
            code: "421",
            name: "Québec",
            people: 839_311,
            places: &[
                (2423027, "Québec", 549_459),
                (2425213, "Lévis", 149_683),
                (2423072, "Saint-Augustin-de-Desmaures", 19_907),
                (2423057, "L’Ancienne-Lorette", 16_970),
            ],
        },
        Zone {
            code: "433",
            name: "Sherbrooke",
            people: 227_398,
            places: &[(2443027, "Sherbrooke", 172_950), (2445072, "Magog", 28_312)],
        },
        Zone {
            code: "442",
            name: "Trois-Rivières",
            people: 161_489,
            places: &[
                (2437067, "Trois-Rivières", 139_163),
                (2438010, "Bécancour", 13_561),
                (2437230, "Saint-Maurice", 3_432),
                (2451020, "Yamachiche", 2_813),
            ],
        },
        Zone {
            code: "447",
            name: "Drummondville",
            people: 101_610,
            places: &[
                (2449058, "Drummondville", 79_258),
                (2449048, "Saint-Germain-de-Grantham", 4_922),
                (2449070, "Saint-Cyrille-de-Wendover", 4_920),
                (2449040, "Wickham", 2_587),
            ],
        },
        Zone {
            code: "462",
            name: "Montréal",
            people: 4_291_732,
            places: &[
                (2466023, "Montréal", 1_762_949),
                (2465005, "Laval", 438_366),
                (2458227, "Longueuil", 254_483),
                (2464008, "Terrebonne", 119_944),
            ],
        },
        Zone {
            code: "502",
            name: "Hawkesbury (Quebec part) / Hawkesbury (partie du Québec)",
            people: 1_816,
            places: &[(2476055, "Grenville", 1_816)],
        },
        Zone {
            code: "505",
            name: "Ottawa–Gatineau (Quebec part) / Ottawa–Gatineau (partie du Québec)",
            people: 353_293,
            places: &[
                (2481017, "Gatineau", 291_041),
                (2482015, "Val-des-Monts", 13_328),
                (2482020, "Cantley", 11_449),
                (2482035, "La Pêche", 8_636),
            ],
        },
    ],
    elsewhere: &[
        (2447017, "Granby", 69_025),
        (2454048, "Saint-Hyacinthe", 57_239),
        (2436033, "Shawinigan", 49_620),
        (2410043, "Rimouski", 48_935),
        (2439062, "Victoriaville", 47_760),
        (2470052, "Salaberry-de-Valleyfield", 42_787),
        (2486042, "Rouyn-Noranda", 42_313),
        (2453052, "Sorel-Tracy", 35_165),
    ],
};
