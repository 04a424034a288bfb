//! Progress of the members, as one bar.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::ProgressBar;

use super::shell::Shell;
use crate::charter::Charter;
use crate::coordinator::{OnStage, Stage};
use crate::model::MemberId;

/// Shows the progress of the members: one bar over all, with the name of one that is waited for.
pub(super) fn report_to(shell: &Shell, charter: &Charter) -> OnStage {
    let bar = shell.progress("progress-compute", charter.members.len() as u64 * 1000);
    let ids = charter.members.iter().map(|member| (member.id.clone(), 0));
    let done: Mutex<BTreeMap<MemberId, u64>> = Mutex::new(ids.collect());
    let waiting = shell.line("progress-waiting", &[]);
    let end = EndOfBar(bar);
    Arc::new(move |member, stage| {
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        let share = match stage {
            Stage::Building(done) => u64::from(done) * 9 / 10,
            Stage::Answering => 900,
            Stage::Done | Stage::Missing => 1000,
        };
        done.insert(member.clone(), share);
        end.0.set_prefix(waited_for(&waiting, &done));
        end.0.set_position(done.values().sum());
    })
}

/// Most members that are named as being waited for; of more, only their number is shown.
const NAMED: usize = 3;

/// Members that aren't done yet, as words.
fn waited_for(words: &str, done: &BTreeMap<MemberId, u64>) -> String {
    let waiting: Vec<&str> = done.iter().filter(|(_, done)| **done < 1000).map(|(member, _)| member.as_str()).collect();
    let named = waiting[..waiting.len().min(NAMED)].join(", ");
    match waiting.len() {
        0 => String::new(),
        count if count > NAMED => format!("{words} {named} +{}", count - NAMED),
        _ => format!("{words} {named}"),
    }
}

struct EndOfBar(ProgressBar);

impl Drop for EndOfBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
