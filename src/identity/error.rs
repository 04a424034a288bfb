use crate::model::problems;

problems! {
    /// Errors of names, certificates, keys and handshakes.
    pub enum IdentityError {
        /// The federation's name can't be in a certificate.
        Federation(Usage, "identity-federation") { federation: String },
        /// The name doesn't have the form of names in certificates.
        Name(Usage, "identity-name") { name: String },
        /// The text isn't a host name.
        Host(Usage, "identity-host") { name: String },
        /// The bytes aren't a certificate.
        Malformed(Data, "identity-certificate") {},
        /// The certificate doesn't have exactly one name.
        NameCount(Data, "identity-name-count") { count: usize },
        /// The certificate is an authority's where a holder's is needed.
        IsAuthority(Data, "identity-is-authority") {},
        /// The certificate is a holder's where an authority's is needed.
        NotAuthority(Data, "identity-not-authority") {},
        /// The extension `keyUsage` is wrong.
        KeyUsage(Data, "identity-key-usage") {},
        /// The extension `extendedKeyUsage` is wrong.
        Purpose(Data, "identity-purpose") { needed: String },
        /// The certificate has expired.
        Expired(Data, "identity-expired") { on: String },
        /// The certificate isn't valid yet.
        NotYetValid(Data, "identity-not-yet-valid") { from: String },
        /// The certificate is another holder's.
        OtherName(Policy, "identity-other-name") { found: String, expected: String },
        /// The name is of another federation.
        OtherFederation(Policy, "identity-other-federation") { found: String, expected: String },
        /// No authority is known for the member or coordinator.
        UnknownParty(Policy, "identity-unknown-party") { party: String },
        /// The certificate isn't signed by the authority for its name.
        WrongAuthority(Policy, "identity-wrong-authority") {},
        /// The authority for the name has expired.
        AuthorityExpired(Data, "identity-authority-expired") { party: String, on: String },
        /// The authority for the name isn't valid yet.
        AuthorityNotYetValid(Data, "identity-authority-not-yet-valid") { party: String, from: String },
        /// There are more authorities between the charter's and the certificate than the charter's allows.
        PathLength(Policy, "identity-path-length") { party: String, limit: u32 },
        /// The authority limits its URIs: our names can't be checked against such a limit.
        NameConstraint(Data, "identity-name-constraint") {},
        /// TLS can't use the private key.
        Key(Data, "identity-key") {},
        /// The private key is that of another certificate.
        KeyMismatch(Data, "identity-key-mismatch") {},
        /// Other users can read the private key.
        OpenKey(Operator, "identity-key-open") { path: String, mode: String },
        /// The file can't be read.
        Unreadable(Operator, "identity-file-unreadable") { path: String, reason: String },
        /// The file can't be written.
        Unwritable(Operator, "identity-file-unwritable") { path: String, reason: String },
        /// The file exists and would be overwritten.
        Exists(Usage, "identity-file-exists") { path: String },
        /// The bytes aren't a certificate request, or its own signature doesn't verify.
        Request(Data, "identity-request") {},
        /// The request is for a key of another kind.
        RequestKey(Data, "identity-request-key") {},
        /// The request asks for other names.
        RequestNames(Policy, "identity-request-names") { found: String, expected: String },
        /// The authority was asked to act for another party.
        OtherParty(Policy, "identity-other-party") { authority: String, party: String },
        /// The file has nothing to show.
        NothingToShow(Data, "identity-nothing-to-show") {},
        /// The file has a private key, which is never shown.
        Secret(Usage, "identity-secret") {},
        /// The peer refused our certificate.
        Refused(Peer, "identity-refused") { alert: String },
        /// The peer has shown no certificate.
        NoCertificate(Peer, "identity-no-certificate") {},
        /// The handshake failed for another reason.
        Handshake(Peer, "identity-handshake") { reason: String },
    }
}
