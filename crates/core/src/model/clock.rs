use jiff::civil::Date;

/// What time it is. The real one is in `system`; tests hand in their own.
pub trait Clock: Send + Sync {
    /// Seconds since 1970-01-01T00:00:00Z.
    fn unix_seconds(&self) -> i64;

    /// The calendar day in UTC.
    fn today(&self) -> Date {
        let now = jiff::Timestamp::from_second(self.unix_seconds()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        jiff::tz::Offset::UTC.to_datetime(now).date()
    }
}

/// Where keys and nonces come from. The real one asks the operating system; tests hand in their own.
/// (*ring*'s own trait is sealed, so a test could not stand in for it.)
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with unpredictable ones.
    fn fill(&self, bytes: &mut [u8]);
}
