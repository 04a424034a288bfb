use crate::model::Digest;

/// Source of subtree hashes of complete subtrees: at level 0 those of leaves, at level n those over 2^n leaves.
pub trait Hashes {
    /// Reason that a hash can't be read.
    type Error;

    /// Subtree hash over the 2^`level` leaves from `index` × 2^`level` on; all of them are in the log.
    fn hash(&self, level: u32, index: u64) -> Result<Digest, Self::Error>;
}

/// Hash of a leaf: SHA-256 over 0 and the leaf's bytes.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    Digest::of_parts(&[&[0], leaf])
}

/// Hash over two subtrees: SHA-256 over 1 and their hashes.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(left.as_bytes());
    bytes[33..].copy_from_slice(right.as_bytes());
    Digest::of(&bytes)
}

/// Hash over the first `size` leaves.
pub fn root<H: Hashes>(size: u64, hashes: &H) -> Result<Digest, H::Error> {
    if size == 0 { Ok(Digest::of(b"")) } else { subtree_hash(0, size, hashes) }
}

/// Inclusion proof of leaf `index` under the root of the first `size` leaves, from the leaf up; `index` < `size`.
///
/// *Source:* RFC 9162, 2.1.3.1.
pub fn inclusion<H: Hashes>(size: u64, index: u64, hashes: &H) -> Result<Vec<Digest>, H::Error> {
    let mut proof = Vec::new();
    let (mut start, mut end) = (0, size);
    // The loop goes from the root down, so hashes come in reverse.
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(subtree_hash(middle, end, hashes)?);
            end = middle;
        } else {
            proof.push(subtree_hash(start, middle, hashes)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Consistency proof that the first `old` leaves are the beginning of the first `new`; `old` ≤ `new`. Empty where no
/// proof is needed.
///
/// *Source:* RFC 9162, 2.1.4.1.
pub fn consistency<H: Hashes>(old: u64, new: u64, hashes: &H) -> Result<Vec<Digest>, H::Error> {
    let mut proof = Vec::new();
    if old == 0 || old == new {
        return Ok(proof);
    }
    let (mut start, mut end) = (0, new);
    // Until the rest is the last subtree of the old tree.
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(subtree_hash(middle, end, hashes)?);
            end = middle;
        } else {
            proof.push(subtree_hash(start, middle, hashes)?);
            start = middle;
        }
    }
    // The client already knows the old root.
    if start > 0 {
        proof.push(subtree_hash(start, end, hashes)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Whether a proof shows that leaf `index` of a log of `size` leaves with this root has this hash.
///
/// *Source:* RFC 9162, 2.1.3.2.
pub fn verify_inclusion(size: u64, index: u64, leaf: &Digest, proof: &[Digest], root: &Digest) -> bool {
    if index >= size {
        return false;
    }
    let mut found = *leaf;
    let reached = fold_path(index, size - 1, proof, |hash, side| {
        found = if side == Side::Left { node_hash(hash, &found) } else { node_hash(&found, hash) };
    });
    reached && found == *root
}

/// Whether a consistency proof shows that a log of `old` leaves with one root is the beginning of one of `new` leaves
/// with another.
///
/// *Source:* RFC 9162, 2.1.4.2.
pub fn verify_consistency(old: u64, new: u64, old_root: &Digest, new_root: &Digest, proof: &[Digest]) -> bool {
    if old == 0 || old >= new {
        let empty = old == 0 && *old_root == Digest::of(b"");
        return proof.is_empty() && (empty || old == new && old_root == new_root);
    }
    let complete = (old - 1).trailing_ones();
    // Where the old tree is complete, the proof starts from its root.
    let (begin, proof) = match proof.split_first() {
        _ if old.is_power_of_two() => (old_root, proof),
        Some((begin, proof)) => (begin, proof),
        None => return false,
    };
    let (mut then, mut now) = (*begin, *begin);
    let reached = fold_path((old - 1) >> complete, (new - 1) >> complete, proof, |hash, side| {
        now = if side == Side::Left { node_hash(hash, &now) } else { node_hash(&now, hash) };
        if side == Side::Left {
            then = node_hash(hash, &then);
        }
    });
    reached && then == *old_root && now == *new_root
}

/// Side of a proof's hash on the way up.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Side {
    Left,
    Right,
}

/// Folds the path from the node at a position of a level, whose last position is `last`, up to the root, over the
/// hashes of a proof. Returns whether the hashes end at the root.
fn fold_path(mut place: u64, mut last: u64, proof: &[Digest], mut pass: impl FnMut(&Digest, Side)) -> bool {
    for hash in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            pass(hash, Side::Left);
            // A subtree that ends the log has no right neighbour at these levels.
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            pass(hash, Side::Right);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0
}

/// Subtree hash over the leaves from `start` to before `end`, which begin where a subtree of this size may.
fn subtree_hash<H: Hashes>(start: u64, end: u64, hashes: &H) -> Result<Digest, H::Error> {
    let count = end - start;
    if count.is_power_of_two() {
        let level = count.trailing_zeros();
        return hashes.hash(level, start >> level);
    }
    let middle = start + split(count);
    Ok(node_hash(&subtree_hash(start, middle, hashes)?, &subtree_hash(middle, end, hashes)?))
}

/// Largest power of two below a number of leaves, of which there are two or more.
fn split(count: u64) -> u64 {
    1 << (u64::BITS - 1 - (count - 1).leading_zeros())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    /// Leaves, hashed again on each request.
    struct Leaves(Vec<Vec<u8>>);

    impl Hashes for Leaves {
        type Error = Infallible;
        fn hash(&self, level: u32, index: u64) -> Result<Digest, Infallible> {
            let (start, count) = ((index << level) as usize, 1 << level);
            Ok(by_the_book(&self.0[start..start + count]))
        }
    }

    /// Root by the definition of RFC 9162, 2.1.1.
    fn by_the_book(leaves: &[Vec<u8>]) -> Digest {
        match leaves {
            [] => Digest::of(b""),
            [one] => leaf_hash(one),
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                node_hash(&by_the_book(left), &by_the_book(right))
            }
        }
    }

    fn of<T>(made: Result<T, Infallible>) -> T {
        made.unwrap_or_else(|never| match never {})
    }

    fn leaves(count: u64) -> Leaves {
        Leaves((0..count).map(|i| i.to_le_bytes().to_vec()).collect())
    }

    /// *Source:* leaves and roots of the tests of certificate transparency implementations.
    #[test]
    fn roots_are_those_of_certificate_transparency() {
        let leaves =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let byte = |hex: &str, at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let bytes = |hex: &&str| (0..hex.len()).step_by(2).map(|at| byte(hex, at)).collect();
        let leaves = Leaves(leaves.iter().map(bytes).collect());
        for (size, expected) in (0..).zip(roots) {
            assert_eq!(of(root(size, &leaves)).to_string(), expected, "{size}");
        }
    }

    proptest! {
        #[test]
        fn proofs_prove_what_is_so_and_nothing_else(size in 1_u64..70, seed in any::<u64>()) {
            let log = leaves(size);
            let whole = of(root(size, &log));
            prop_assert_eq!(whole, by_the_book(&log.0));
            let (index, old) = (seed % size, seed % (size + 1));
            let leaf = leaf_hash(&log.0[index as usize]);
            let proof = of(inclusion(size, index, &log));
            prop_assert!(verify_inclusion(size, index, &leaf, &proof, &whole));
            for other in (0..size + 3).filter(|other| *other != index) {
                prop_assert!(!verify_inclusion(size, other, &leaf, &proof, &whole), "{}", other);
            }
            let before = of(root(old, &log));
            let grown = of(consistency(old, size, &log));
            prop_assert!(verify_consistency(old, size, &before, &whole, &grown));
            let other = leaf_hash(b"other");
            prop_assert!(!verify_consistency(old, size, &before, &other, &grown) || old == 0);
            prop_assert!(!verify_consistency(old, size, &other, &whole, &grown));
            for place in 0..proof.len() {
                let mut forged = proof.clone();
                forged[place] = other;
                prop_assert!(!verify_inclusion(size, index, &leaf, &forged, &whole));
            }
            for place in 0..grown.len() {
                let mut forged = grown.clone();
                forged[place] = other;
                prop_assert!(!verify_consistency(old, size, &before, &whole, &forged));
                forged.remove(place);
                prop_assert!(!verify_consistency(old, size, &before, &whole, &forged));
            }
            let longer = |proof: &[Digest]| [proof, &[other]].concat();
            prop_assert!(!verify_inclusion(size, index, &leaf, &longer(&proof), &whole));
            prop_assert!(!verify_consistency(old, size, &before, &whole, &longer(&grown)));
        }

        /// A log that was rewritten from some leaf on has no consistency proof.
        #[test]
        fn a_fork_is_no_growth(size in 2_u64..40, seed in any::<u64>()) {
            let old = 1 + seed % (size - 1);
            let (log, mut fork) = (leaves(size), leaves(size));
            fork.0[(seed / 64 % old) as usize] = b"fork".to_vec();
            let [before, after] = [(old, &log), (size, &fork)].map(|(size, log)| of(root(size, log)));
            let proof = of(consistency(old, size, &fork));
            prop_assert!(!verify_consistency(old, size, &before, &after, &proof));
        }
    }
}
