use super::{Malformed, each, known};
use crate::model::{Again, Fault, Findings, Place, Problem};
use crate::rpc::proto::operator as wire;

impl From<Problem> for wire::Problem {
    fn from(problem: Problem) -> Self {
        let Problem { key, fault, args, place, again } = problem;
        let word = |(name, value): (_, String)| wire::ProblemWord { name: String::from(name), value };
        Self {
            key: key.into_owned(),
            fault: wire::Fault::from(fault).into(),
            words: args.into_iter().map(word).collect(),
            file: place.file,
            line: place.line,
            column: place.column,
            setting: place.key,
            repeats: again.count,
            repeat_lines: again.lines,
            repeat_codes: again.codes,
        }
    }
}

impl TryFrom<wire::Problem> for Problem {
    type Error = Malformed;

    fn try_from(wire: wire::Problem) -> Result<Self, Malformed> {
        // The lines that are named are among those that are counted.
        if wire.repeat_lines.len() as u64 > wire.repeats {
            return Err(Malformed);
        }
        let words = wire.words.into_iter().map(|word| (word.name.into(), word.value));
        let place = Place { file: wire.file, line: wire.line, column: wire.column, key: wire.setting };
        let again = Again { count: wire.repeats, lines: wire.repeat_lines, codes: wire.repeat_codes };
        let fault = known::<wire::Fault>(wire.fault)?.try_into()?;
        Ok(Self { key: wire.key.into(), fault, args: words.collect(), place, again: again.into() })
    }
}

impl From<Findings> for wire::Findings {
    fn from(findings: Findings) -> Self {
        Self { shown: findings.shown().iter().cloned().map(Into::into).collect(), unshown: findings.unshown() }
    }
}

impl TryFrom<wire::Findings> for Findings {
    type Error = Malformed;

    fn try_from(wire: wire::Findings) -> Result<Self, Malformed> {
        let mut findings = Self::default();
        each(wire.shown)?.into_iter().for_each(|problem| findings.push(problem));
        findings.count_only(wire.unshown);
        Ok(findings)
    }
}

impl From<Fault> for wire::Fault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Usage => Self::Usage,
            Fault::Data => Self::Data,
            Fault::Policy => Self::Policy,
            Fault::Peer => Self::Peer,
            Fault::Integrity => Self::Integrity,
            Fault::Operator => Self::Operator,
            Fault::Bug => Self::Bug,
        }
    }
}

impl TryFrom<wire::Fault> for Fault {
    type Error = Malformed;

    fn try_from(fault: wire::Fault) -> Result<Self, Malformed> {
        Ok(match fault {
            wire::Fault::Unspecified => return Err(Malformed),
            wire::Fault::Usage => Self::Usage,
            wire::Fault::Data => Self::Data,
            wire::Fault::Policy => Self::Policy,
            wire::Fault::Peer => Self::Peer,
            wire::Fault::Integrity => Self::Integrity,
            wire::Fault::Operator => Self::Operator,
            wire::Fault::Bug => Self::Bug,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Explain as _;
    use crate::store::StoreError;

    #[test]
    fn findings_come_back_whole() {
        let mut findings = Findings::default();
        for line in [3, 9, 11] {
            let place = Place { file: Some("a.csv".to_owned()), line: Some(line), ..Place::default() };
            findings.push(StoreError::Damaged { what: "1".to_owned() }.at(place));
        }
        findings.push(StoreError::WrongKey {}.into());
        findings.count_only(4);
        let wire = wire::Findings::from(findings.clone());
        assert_eq!(Findings::try_from(wire.clone()).unwrap(), findings);
        let mut unspecified = wire;
        unspecified.shown[0].fault = wire::Fault::Unspecified.into();
        Findings::try_from(unspecified).unwrap_err();
    }
}
