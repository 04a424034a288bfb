//! Licence of the figures.

use crate::model::{Bilingual, Lang};

/// Terms on which figures may be used.
#[derive(Clone, Debug)]
pub struct Licence {
    /// Name, in both languages.
    pub title: Bilingual,
    /// Address of its text in both languages, if it is on the web.
    pub url: Option<Bilingual>,
}

impl Licence {
    /// Its name, and the address of its text.
    pub fn named(&self, lang: Lang) -> String {
        let title = self.title.get(lang);
        self.url.as_ref().map_or_else(|| title.to_owned(), |url| format!("{title}, {}", url.get(lang)))
    }
}
