//! A charter for people who decide about it: its content, its promises and their limits, its changes, the expected
//! errors of its figures, and the draft of an agreement. As sentences, and as data.

mod agreement;
mod changes;
mod check;
mod facts;
mod forecast;
pub mod limits;
mod promise;
mod sentences;
mod values;

pub use agreement::agreement;
pub use changes::CharterChanges;
pub use check::CheckedCharter;
pub use facts::facts;
pub use forecast::{Forecast, ForecastBasis, TableForecast, forecast_members};
pub use promise::Promise;
pub use sentences::sentences;
