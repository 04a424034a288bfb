//! Messages about verified logs.

use super::shell::Shell;
use crate::audit::Verified;
use crate::verify::log_statement;

/// Says of each log that it was verified.
pub(super) fn say(shell: &Shell, logs: &[(String, Verified)]) {
    for (name, verified) in logs {
        shell.say_text(&log_statement(shell.texts(), name, verified));
    }
}
