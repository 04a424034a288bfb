use crate::model::problems;

problems! {
    /// Errors of names, certificates, keys and the handshakes they are used in.
    pub enum IdentityError {
        /// A federation whose name can't stand in a certificate.
        Federation(Usage, "identity-federation") { federation: String },
        /// Not a name of the form that certificates carry.
        Name(Usage, "identity-name") { name: String },
        /// A host name that isn't one.
        Host(Usage, "identity-host") { name: String },
        /// Not a certificate.
        Malformed(Data, "identity-certificate") {},
        /// Another number of names than one.
        NameCount(Data, "identity-name-count") { count: usize },
        /// An authority's certificate where a holder's is needed.
        IsAuthority(Data, "identity-is-authority") {},
        /// A holder's certificate where an authority's is needed.
        NotAuthority(Data, "identity-not-authority") {},
        /// The extension `keyUsage`.
        KeyUsage(Data, "identity-key-usage") {},
        /// The extension `extendedKeyUsage`.
        Purpose(Data, "identity-purpose") { needed: String },
        /// Past its dates.
        Expired(Data, "identity-expired") { on: String },
        /// Before its dates.
        NotYetValid(Data, "identity-not-yet-valid") { from: String },
        /// Another holder's certificate.
        OtherName(Policy, "identity-other-name") { found: String, expected: String },
        /// A name of another federation.
        OtherFederation(Policy, "identity-other-federation") { found: String, expected: String },
        /// A member or coordinator for whom no authority is known.
        UnknownParty(Policy, "identity-unknown-party") { party: String },
        /// Signed by another than the authority that speaks for the name.
        WrongAuthority(Policy, "identity-wrong-authority") {},
        /// The authority that speaks for the name is past its own dates.
        AuthorityExpired(Data, "identity-authority-expired") { party: String, on: String },
        /// Before its own dates.
        AuthorityNotYetValid(Data, "identity-authority-not-yet-valid") { party: String, from: String },
        /// More authorities between the charter's and the certificate than the charter's allows.
        PathLength(Policy, "identity-path-length") { party: String, limit: u32 },
        /// An authority that limits the URIs it speaks for: our names could not be held against such a limit.
        NameConstraint(Data, "identity-name-constraint") {},
        /// Not a private key that TLS can use.
        Key(Data, "identity-key") {},
        /// A private key of another certificate.
        KeyMismatch(Data, "identity-key-mismatch") {},
        /// A private key that others can read.
        OpenKey(Operator, "identity-key-open") { path: String, mode: String },
        /// A file that can't be read.
        Unreadable(Operator, "identity-file-unreadable") { path: String, reason: String },
        /// A file that can't be written.
        Unwritable(Operator, "identity-file-unwritable") { path: String, reason: String },
        /// A file that would be overwritten.
        Exists(Usage, "identity-file-exists") { path: String },
        /// Not a certificate request, or one whose own signature doesn't hold.
        Request(Data, "identity-request") {},
        /// A request for a key of another kind.
        RequestKey(Data, "identity-request-key") {},
        /// A request that asks for other names.
        RequestNames(Policy, "identity-request-names") { found: String, expected: String },
        /// An authority asked to speak for another party.
        OtherParty(Policy, "identity-other-party") { authority: String, party: String },
        /// A file in which there is nothing to show.
        NothingToShow(Data, "identity-nothing-to-show") {},
        /// A private key, which is never shown.
        Secret(Usage, "identity-secret") {},
        /// The other side didn't accept us.
        Refused(Peer, "identity-refused") { alert: String },
        /// The other side has shown no certificate.
        NoCertificate(Peer, "identity-no-certificate") {},
        /// Any other end of a handshake.
        Handshake(Peer, "identity-handshake") { reason: String },
    }
}
