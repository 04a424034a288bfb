use jiff::civil::Date;

/// Source of the time. The real one is in `system`; tests use their own.
pub trait Clock: Send + Sync {
    /// Seconds since 1970-01-01T00:00:00Z.
    fn unix_seconds(&self) -> i64;

    /// Calendar day in UTC.
    fn today(&self) -> Date {
        let now = jiff::Timestamp::from_second(self.unix_seconds()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        jiff::tz::Offset::UTC.to_datetime(now).date()
    }
}

/// Source of keys and nonces. The real one asks the operating system; tests use their own. (*ring*'s own trait is
/// sealed, so a test could not stand in for it.)
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with unpredictable values.
    fn fill(&self, bytes: &mut [u8]);
}
