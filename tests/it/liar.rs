//! Nodes that answer for another member's area, or with other tables than the release that they name: none of their
//! figures are used, and they are named.

use std::sync::Arc;

use archipel::charter::{Charter, Table};
use archipel::coordinator::{Description, Peers, Require, Run, compute};
use archipel::model::{Digest, EditionId, MemberId, Period, Problem, PublishedTable, RowKey, Status, release_digest};
use archipel::node::edition_id;

use super::fixture::{Federation, MEMBERS, PERIOD};

/// All members at once; each has one person in every area that it names.
struct Nodes {
    charter: Arc<Charter>,
    liar: MemberId,
    /// Tells something else than the release that it names.
    forgetful: MemberId,
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
        member: &MemberId,
        period: &Period,
        _: &(dyn Fn(u32) + Send + Sync),
    ) -> Result<(EditionId, Digest), Problem> {
        let mut tables = Vec::new();
        for table in self.charter.lattice.tables() {
            tables.push(self.cells(member, table));
        }
        if *member == self.forgetful {
            tables[0].columns[0][0] += 1.0;
        }
        Ok((edition_id(&self.charter, period), release_digest(&tables)))
    }

    async fn table(&self, member: &MemberId, _: &EditionId, table: &Table) -> Result<PublishedTable, Problem> {
        Ok(self.cells(member, table))
    }
}

impl Nodes {
    fn cells(&self, member: &MemberId, table: &Table) -> PublishedTable {
        let reach = &self.charter.reach(member)[table.level];
        let named = (0..).zip(reach).filter(|(_, own)| **own || *member == self.liar);
        let rows: Vec<RowKey> = named.map(|(area, _)| RowKey { area, combination: 0 }).collect();
        let width = self.charter.statistics().width();
        PublishedTable {
            status: vec![Status::Published; rows.len()],
            columns: vec![vec![1.0; rows.len()]; width],
            rows,
        }
    }
}

#[test]
fn an_answer_for_anothers_area_or_out_of_another_release_is_refused_whole() {
    let charter = Arc::new(Charter::parse(&Federation::new().charter_files()).unwrap());
    let period: Period = PERIOD.parse().unwrap();
    let run = Run {
        peers: Arc::new(Nodes {
            charter: charter.clone(),
            liar: "north".parse().unwrap(),
            forgetful: "west".parse().unwrap(),
        }),
        edition: edition_id(&charter, &period),
        period,
        require: Require::Quorum(1),
        at_a_time: 3,
        report: Arc::new(|_, _| ()),
        charter,
    };
    let (published, _) = tokio::runtime::Runtime::new().unwrap().block_on(compute(&run)).unwrap();
    let missing = published.members.iter().map(|member| member.missing.as_ref().map(|problem| problem.key.clone()));
    let expected = [None, Some("member-foreign-area".into()), Some("member-other-release".into())];
    assert_eq!((missing.collect::<Vec<_>>(), MEMBERS), (expected.into(), ["east", "north", "west"]));
    let persons = published.members.iter().map(|member| member.own.as_ref().map(|own| own.cells.columns[0][0]));
    assert_eq!(persons.collect::<Vec<_>>(), [Some(1.0), None, None]);
}
