//! Opening an edition at the members, and waiting for their releases.

use super::claims::make_known;
use super::client::{NodeClient, NodeObstacle};
use super::error::ComputeError;
use super::member_log::MemberLog;
use super::run::{IndexRun, Stage};
use super::turns::each_member;
use crate::charter::Class;
use crate::disclosure::private::Plan;
use crate::model::{MemberId, Problem};
use crate::note::VerifierKey;
use crate::report;

/// Opens the edition at every member and waits until its release answers. Returns for each member why it doesn't, if
/// so.
pub async fn prepare<P: NodeClient>(run: &IndexRun<P>) -> Vec<(MemberId, Option<Problem>)> {
    let asked = run.clone();
    let ask = move |member: MemberId| {
        let run = asked.clone();
        async move {
            let opened = async {
                let description = run.nodes.describe(&member).await?;
                description.must_fit(&run.charter, &member, &run.period)?;
                MemberLog::of(&run, &member, &description)?;
                make_ready(&run, &member, &description.log_key).await.map(drop)
            };
            let obstacle = opened.await.err();
            (run.report)(&member, if obstacle.is_none() { Stage::Done } else { Stage::Missing });
            (member, obstacle)
        }
    };
    each_member(&run.charter, run.at_a_time, ask, |member, problem| (member, Some(problem))).await
}

/// Opens the edition at a member and waits until its release answers.
pub(super) async fn make_ready<P: NodeClient>(
    run: &IndexRun<P>,
    member: &MemberId,
    key: &VerifierKey,
) -> Result<Option<Plan>, Problem> {
    let report = |done| (run.report)(member, Stage::Building(done));
    let mut opened = run.nodes.open_edition(member, (&run.period, run.revision), &report).await;
    let waits =
        |opened: &Result<_, Problem>| opened.as_ref().is_err_and(|problem| NodeObstacle::NotApproved.is(problem));
    let private = run.charter.class() == Class::Private;
    if waits(&opened) && private && run.remembered.get(member).is_some_and(|known| known.release.is_some()) {
        return Err(ComputeError::LostRelease {}.into());
    }
    if waits(&opened) && private && make_known(run, member, key).await? {
        opened = run.nodes.open_edition(member, (&run.period, run.revision), &report).await;
        if waits(&opened) && !run.nodes.claims(member).await?.0.is_empty() {
            return Err(ComputeError::NotWitnessed {}.into());
        }
    }
    let (theirs, plan) = opened?;
    if theirs != run.edition {
        let (ours, theirs) = (run.edition.digest().short(), theirs.digest().short());
        return Err(ComputeError::OtherEdition { ours, theirs }.into());
    }
    Ok(report::plan_of(&run.charter, member, plan.as_deref())?)
}
