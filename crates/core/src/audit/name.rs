use crate::model::is_identifier;

/// Whether a log of this name belongs to a member: `<federation>/<member>/audit`. A log keeps its name for life, also
/// under a charter with another id.
pub fn is_log_of(name: &str, member: &str) -> bool {
    member_of(name) == Some(member)
}

/// Member to which a log of this name belongs.
pub fn member_of(name: &str) -> Option<&str> {
    parts(name, "audit")
}

/// Member or coordinator to which a witness of this name belongs: `<federation>/<id>/witness`.
pub fn witness_of(name: &str) -> Option<&str> {
    parts(name, "witness")
}

fn parts<'n>(name: &'n str, purpose: &str) -> Option<&'n str> {
    match name.split('/').collect::<Vec<_>>()[..] {
        [federation, id, last] if last == purpose && is_identifier(federation) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_three_parts_and_nothing_that_somebody_wrote() {
        assert!(is_log_of("isles/north/audit", "north"));
        assert_eq!(witness_of("isles/north/witness"), Some("north"));
        for name in
            ["north/audit", "a/isles/north/audit", "Jane was ill/north/audit", "isles/north/audit/", "isles/west/audit"]
        {
            assert!(!is_log_of(name, "north"), "{name}");
        }
        for name in ["isles.north.witness", "isles/north/audit", "/north/witness", "north/witness"] {
            assert_eq!(witness_of(name), None, "{name}");
        }
    }
}
