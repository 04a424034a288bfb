//! The class of a charter, as a word and as a type.

use std::marker::PhantomData;
use std::ops::Deref;

use super::Charter;

/// Protection of figures before they leave.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Class {
    /// Nothing is withheld: for data that are public already.
    Public,
    /// Keyed noise and a threshold on noisy counts: customary practice for surveys, without a bound.
    Controlled,
    /// Every figure follows from measurements with noise: a proven bound.
    Private,
}

impl Class {
    /// Every class, from the least protection to the most.
    pub const ALL: [Self; 3] = [Self::Public, Self::Controlled, Self::Private];

    /// The word in the charter.
    pub fn id(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Controlled => "controlled",
            Self::Private => "private",
        }
    }
}

/// Class `public`, as a type.
#[derive(Debug)]
pub enum Public {}

/// Class `controlled`, as a type.
#[derive(Debug)]
pub enum Controlled {}

/// Class `private`, as a type.
#[derive(Debug)]
pub enum Private {}

/// A charter of this class: a value made for one class can't be used for another.
#[derive(Debug)]
pub struct OfClass<'c, C> {
    charter: &'c Charter,
    class: PhantomData<C>,
}

impl<'c, C> OfClass<'c, C> {
    fn new(charter: &'c Charter) -> Self {
        Self { charter, class: PhantomData }
    }

    /// The charter, for its whole lifetime.
    pub fn charter(&self) -> &'c Charter {
        self.charter
    }
}

impl<C> Deref for OfClass<'_, C> {
    type Target = Charter;

    fn deref(&self) -> &Charter {
        self.charter
    }
}

/// A charter by its class.
#[derive(Debug)]
pub enum ByClass<'c> {
    /// A charter of class `public`.
    Public(OfClass<'c, Public>),
    /// A charter of class `controlled`.
    Controlled(OfClass<'c, Controlled>),
    /// A charter of class `private`.
    Private(OfClass<'c, Private>),
}

/// The class is read with the rest of a charter, and nothing changes it or the digest afterwards:
///
/// ```
/// # use archipel_core::charter::{Charter, Class};
/// fn class(charter: &Charter) -> Class {
///     let _of_all_files = charter.digest();
///     charter.class()
/// }
/// ```
///
/// ```compile_fail,E0616
/// # use archipel_core::charter::{Charter, Class};
/// fn publish(mut charter: Charter) -> Charter {
///     charter.class = Class::Public;
///     charter
/// }
/// ```
///
/// ```compile_fail,E0616
/// # use archipel_core::charter::Charter;
/// fn pretend(mut charter: Charter, signed: &Charter) -> Charter {
///     charter.digest = signed.digest();
///     charter
/// }
/// ```
impl Charter {
    /// The class of the charter.
    pub fn class(&self) -> Class {
        self.class
    }

    /// This charter under another class, for tests.
    #[cfg(any(test, feature = "fixtures"))]
    pub fn of_class(self, class: Class) -> Self {
        Self { class, ..self }
    }

    /// The charter by its class, which decides how its cells are protected.
    pub fn by_class(&self) -> ByClass<'_> {
        match self.class {
            Class::Public => ByClass::Public(OfClass::new(self)),
            Class::Controlled => ByClass::Controlled(OfClass::new(self)),
            Class::Private => ByClass::Private(OfClass::new(self)),
        }
    }

    /// The charter, if it is of class `public`.
    pub fn public(&self) -> Option<OfClass<'_, Public>> {
        if let ByClass::Public(own) = self.by_class() { Some(own) } else { None }
    }

    /// The charter, if it is of class `controlled`.
    pub fn controlled(&self) -> Option<OfClass<'_, Controlled>> {
        if let ByClass::Controlled(own) = self.by_class() { Some(own) } else { None }
    }

    /// The charter, if it is of class `private`.
    pub fn private(&self) -> Option<OfClass<'_, Private>> {
        if let ByClass::Private(own) = self.by_class() { Some(own) } else { None }
    }
}
