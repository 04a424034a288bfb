//! A node that answers for another member's area: none of its figures are used, and it is named.

use std::sync::Arc;

use archipel::charter::{Charter, Table};
use archipel::coordinator::{Description, Peers, Require, Run, compute};
use archipel::model::{EditionId, MemberId, Period, Problem, PublishedTable, RowKey, Status};
use archipel::node::edition_id;

use super::fixture::{Federation, MEMBERS, PERIOD};

/// All members at once; each has one person in every area that it names.
struct Nodes {
    charter: Arc<Charter>,
    liar: MemberId,
}

impl Peers for Nodes {
    async fn describe(&self, member: &MemberId) -> Result<Description, Problem> {
        Ok(Description {
            member: member.clone(),
            software: "0".to_owned(),
            charter: self.charter.digest,
            periods: vec![PERIOD.parse().unwrap()],
            editions: Vec::new(),
        })
    }

    async fn open_edition(
        &self,
        _: &MemberId,
        period: &Period,
        _: &(dyn Fn(u32) + Send + Sync),
    ) -> Result<EditionId, Problem> {
        Ok(edition_id(&self.charter, period))
    }

    async fn table(&self, member: &MemberId, _: &EditionId, table: &Table) -> Result<PublishedTable, Problem> {
        let reach = &self.charter.reach(member)[table.level];
        let named = (0..).zip(reach).filter(|(_, own)| **own || *member == self.liar);
        let rows: Vec<RowKey> = named.map(|(area, _)| RowKey { area, combination: 0 }).collect();
        let width = self.charter.statistics().width();
        Ok(PublishedTable {
            status: vec![Status::Published; rows.len()],
            columns: vec![vec![1.0; rows.len()]; width],
            rows,
        })
    }
}

#[test]
fn an_answer_for_another_members_area_is_refused_whole() {
    let charter = Arc::new(Charter::parse(&Federation::new().charter_files()).unwrap());
    let period: Period = PERIOD.parse().unwrap();
    let run = Run {
        peers: Arc::new(Nodes { charter: charter.clone(), liar: "north".parse().unwrap() }),
        edition: edition_id(&charter, &period),
        period,
        require: Require::Quorum(2),
        at_a_time: 3,
        report: Arc::new(|_, _| ()),
        charter,
    };
    let (published, _) = tokio::runtime::Runtime::new().unwrap().block_on(compute(&run)).unwrap();
    let missing = published.members.iter().map(|member| member.missing.as_ref().map(|problem| problem.key.clone()));
    let expected = MEMBERS.map(|member| (member == "north").then(|| "member-foreign-area".into()));
    assert_eq!(missing.collect::<Vec<_>>(), expected);
    let persons = published.members.iter().map(|member| member.own.as_ref().map(|own| own.cells.columns[0][0]));
    assert_eq!(persons.collect::<Vec<_>>(), [Some(1.0), None, Some(1.0)]);
}
