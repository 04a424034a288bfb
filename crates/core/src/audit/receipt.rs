use super::event::Word;
use super::record::Entry;
use crate::model::{CellStatus, Digest, EditionId, Period, PublishedTable, problems, table_digest};
use crate::note::VerifierKey;
use crate::tlog::{Checkpoint, Proof};

problems! {
    /// Problems of a receipt.
    pub enum ReceiptError {
        /// The text isn't a receipt, or the log's key didn't sign it, or the record isn't in the log.
        NotProved(Integrity, "receipt-not-proved") {},
        /// The record describes another answer.
        OtherAnswer(Integrity, "receipt-other-answer") { field: String },
    }
}

/// Proof that an answer is in a node's log: its record, and the record's place (C2SP tlog-proof).
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// The proof, with the record in it.
    pub proof: Proof,
    /// The checkpoint that covers it.
    pub checkpoint: Checkpoint,
    /// Content of the record.
    pub entry: Entry,
}

/// Answer that a receipt must be about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Federation and member, as in the record.
    pub node: &'a str,
    /// The charter.
    pub charter: &'a Digest,
    /// The edition.
    pub edition: &'a EditionId,
    /// Period of the data.
    pub period: &'a Period,
    /// Level of the table.
    pub level: &'a str,
    /// Groups of the table, as one word.
    pub groups: &'a str,
    /// Cells of the answer.
    pub cells: &'a PublishedTable,
}

impl Receipt {
    /// Reads a receipt, and verifies its signature and its record's place.
    pub fn open(text: &str, key: &VerifierKey) -> Result<Self, ReceiptError> {
        let not_proved = || ReceiptError::NotProved {};
        let proof = Proof::parse(text).ok_or_else(not_proved)?;
        let checkpoint = Checkpoint::open(&proof.checkpoint, key).ok_or_else(not_proved)?;
        Self::under(proof, &checkpoint)
    }

    /// Receipt from a proof under a checkpoint whose signature was verified: many receipts share one checkpoint.
    pub fn under(proof: Proof, checkpoint: &Checkpoint) -> Result<Self, ReceiptError> {
        let not_proved = || ReceiptError::NotProved {};
        let record =
            proof.record.as_deref().filter(|record| proof.leads_to(record, checkpoint)).ok_or_else(not_proved)?;
        let entry = Entry::parse(record).filter(|entry| entry.seq == proof.index).ok_or_else(not_proved)?;
        Ok(Self { checkpoint: checkpoint.clone(), proof, entry })
    }

    /// Whether the record is about a whole table, and about this answer. *Errors:* name the field that differs.
    pub fn check(&self, about: &About<'_>) -> Result<(), ReceiptError> {
        let entry = &self.entry;
        // Compared as logged: a level's label may be more than one word.
        let is = |field: &str, text: &str| entry.text(field) == Word::new(text).as_str();
        let published = about.cells.status.iter().filter(|status| **status == CellStatus::Published).count() as u64;
        let fields = [
            ("kind", entry.kind == "table.answered" && entry.decision == "allow"),
            ("node", entry.node == about.node),
            ("charter_digest", entry.charter_digest == *about.charter),
            ("edition", entry.text("edition") == about.edition.to_string()),
            ("period", is("period", about.period.as_str())),
            ("outside", entry.flag("outside")),
            ("level", is("level", about.level)),
            ("groups", is("groups", about.groups)),
            ("whole", entry.flag("whole")),
            ("answer", entry.text("answer") == table_digest(about.cells).to_string()),
            ("published", entry.number("published") == published),
            ("withheld", entry.number("withheld") == about.cells.len() as u64 - published),
        ];
        match fields.into_iter().find(|(_, holds)| !holds) {
            None => Ok(()),
            Some((field, _)) => Err(ReceiptError::OtherAnswer { field: field.to_owned() }),
        }
    }

    /// Whether the answer was for the caller with this name in its certificate.
    pub fn is_for(&self, caller: &str) -> bool {
        self.entry.text("peer") == Word::new(caller).as_str()
    }

    /// Release that the answer comes from.
    pub fn release(&self) -> Option<Digest> {
        self.entry.text("release").parse().ok()
    }
}

/// All answers of a member in one run, proved under one checkpoint of its log.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// The log's key.
    pub key: VerifierKey,
    /// Signed note over the checkpoint, with the cosignatures of witnesses.
    pub checkpoint: String,
    /// Witnesses that the member wants for its log, by name; empty where the answers come from a bundle.
    pub wanted: Vec<String>,
    /// Keys of the witnesses that cosigned it.
    pub witnesses: Vec<VerifierKey>,
    /// One receipt for each table, in the charter's order.
    pub receipts: Vec<Receipt>,
    /// Digest of the release that all of them come from.
    pub release: Digest,
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::audit::{Certified, Decision, Event, Frame, record};
    use crate::model::{AreaIndex, CellStatus, RowKey};
    use crate::note::SigningKey;
    use crate::tlog::leaf_hash;

    fn cells(status: CellStatus) -> PublishedTable {
        PublishedTable {
            rows: vec![RowKey { area: AreaIndex(0), combination: 0 }],
            status: vec![status],
            columns: vec![vec![1.0]],
        }
    }

    /// Receipt of an answer at the level of this name, alone in its log.
    fn receipt(level: &str, key: &SigningKey) -> String {
        let digest = Digest::of(b"");
        let event = Event::TableAnswered {
            by: Certified { peer: Word::new("spiffe://isles/coordinator/hub"), certificate: digest, outside: true },
            edition: EditionId::new(digest),
            period: "2025".parse().unwrap(),
            dataset: digest,
            release: digest,
            level: Word::new(level),
            groups: Word::new(""),
            whole: true,
            answer: table_digest(&cells(CellStatus::Published)),
            published: 1,
            withheld: 0,
        };
        let bytes =
            record(&Frame::example(), 0, [1; 16], "2026-01-01T00:00:00Z", (&event, Decision::Allow, None), None);
        let checkpoint = Checkpoint { origin: key.verifier().name().to_owned(), size: 1, root: leaf_hash(&bytes) };
        let checkpoint = key.sign(&checkpoint.to_string());
        Proof { record: Some(bytes), index: 0, hashes: Vec::new(), checkpoint }.to_string()
    }

    #[test]
    fn a_receipt_is_for_one_answer_and_one_caller_whatever_levels_are_called() {
        let key = SigningKey::from_seed("isles/north/audit", Zeroizing::new([1; 32])).unwrap();
        let (digest, period, told) = (Digest::of(b""), "2025".parse().unwrap(), cells(CellStatus::Published));
        for level in ["town", "île d’Orléans", "../../up"] {
            let receipt = Receipt::open(&receipt(level, &key), key.verifier()).unwrap();
            let edition = EditionId::new(digest);
            let about = About {
                node: "isles/north",
                charter: &digest,
                edition: &edition,
                period: &period,
                level,
                groups: "",
                cells: &told,
            };
            assert_eq!(receipt.check(&about), Ok(()), "{level}");
            assert!(
                receipt.is_for("spiffe://isles/coordinator/hub") && !receipt.is_for("spiffe://isles/coordinator/other")
            );
            let other = |about: About<'_>| match receipt.check(&about) {
                Err(ReceiptError::OtherAnswer { field }) => field,
                other => panic!("{other:?}"),
            };
            assert_eq!(other(About { level: "country", ..about }), "level");
            assert_eq!(other(About { period: &"2024".parse().unwrap(), ..about }), "period");
            assert_eq!(other(About { node: "isles/west", ..about }), "node");
            assert_eq!(other(About { cells: &cells(CellStatus::Withheld), ..about }), "answer");
        }
        let stranger = SigningKey::from_seed("isles/north/audit", Zeroizing::new([2; 32])).unwrap();
        assert_eq!(Receipt::open(&receipt("town", &key), stranger.verifier()), Err(ReceiptError::NotProved {}));
    }
}
