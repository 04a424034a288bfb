//! Settings and folders of settings, read once and checked before anything else happens.
#![expect(clippy::disallowed_methods, reason = "settings are files")]

mod folder;
mod save;

pub use folder::{FolderError, read_folder};
pub use save::{SaveError, create_folder, replace_file};
