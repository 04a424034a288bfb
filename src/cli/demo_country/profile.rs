//! What the demonstration assumes of the people of a province: plausible, rounded, invented where nothing is published.

/// Assumptions for one province or territory.
pub(super) struct Profile {
    /// People of 16 and over, per 1,000 people.
    pub(super) adults: u64,
    /// The seven age groups, per 1,000 people of 16 and over.
    pub(super) ages: [u32; 7],
    /// Households of First Nations, Métis, Inuit and recent immigrants, per 10,000.
    pub(super) identities: [u32; 4],
    /// Shift of everybody's vulnerability, 256 = one standard deviation. Set so that Internet use comes out as the
    /// Canadian Internet Use Survey of 2022 found it in the ten provinces; the territories, which it left out, are guessed.
    pub(super) shift: i32,
}

const fn profile(adults: u64, ages: [u32; 7], identities: [u32; 4], shift: i32) -> Profile {
    Profile { adults, ages, identities, shift }
}

pub(super) const NL: Profile = profile(856, [110, 120, 140, 155, 190, 180, 105], [560, 150, 140, 90], -35);
pub(super) const PE: Profile = profile(829, [135, 145, 145, 145, 170, 155, 105], [130, 40, 10, 900], -65);
pub(super) const NS: Profile = profile(844, [125, 145, 140, 145, 180, 160, 105], [310, 230, 10, 230], -27);
pub(super) const NB: Profile = profile(843, [120, 130, 140, 150, 185, 165, 110], [260, 140, 10, 200], -15);
pub(super) const QC: Profile = profile(825, [120, 150, 160, 145, 170, 150, 105], [170, 90, 20, 260], -20);
pub(super) const ON: Profile = profile(830, [132, 165, 157, 155, 167, 127, 97], [240, 130, 5, 420], -87);
pub(super) const MB: Profile = profile(798, [143, 172, 167, 147, 160, 124, 87], [1050, 750, 10, 490], -10);
pub(super) const SK: Profile = profile(791, [142, 170, 170, 140, 162, 124, 92], [1080, 560, 10, 390], -49);
pub(super) const AB: Profile = profile(798, [138, 182, 187, 157, 158, 107, 71], [430, 380, 10, 460], -55);
pub(super) const BC: Profile = profile(846, [122, 165, 158, 150, 170, 140, 95], [450, 250, 5, 400], -149);
pub(super) const YT: Profile = profile(813, [120, 185, 185, 155, 185, 125, 45], [1720, 320, 70, 300], -61);
pub(super) const NT: Profile = profile(776, [165, 205, 190, 160, 170, 80, 30], [2700, 700, 990, 190], 19);
pub(super) const NU: Profile = profile(655, [245, 250, 190, 145, 110, 45, 15], [50, 40, 8400, 50], 61);
