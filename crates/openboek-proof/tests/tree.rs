//! The tree against a naive one written from RFC 6962: roots, proofs, tiles, for every size up to 70 and around tile edges.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

use openboek_proof::hash::{Hash, leaf_hash, node_hash};
use openboek_proof::tree::{
    Frontier, TILE_WIDTH, TileSource, TreeError, consistency_proof, extend_tiles, frontier_before,
    frontier_from_tiles, inclusion_proof, parse_proof, verify_consistency, verify_inclusion, write_proof,
};
use std::collections::BTreeMap;

#[derive(Default)]
struct Tiles(BTreeMap<(u8, u64), Vec<u8>>);

impl TileSource for Tiles {
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>> {
        self.0.get(&(level, number)).cloned()
    }
}

impl Tiles {
    fn extend(&mut self, old_size: u64, leaves: &[Hash]) {
        let grown = extend_tiles(old_size, leaves, self).unwrap();
        self.0.extend(grown.into_iter().map(|(level, number, hashes)| ((level, number), hashes)));
    }
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: usize) -> usize {
    count.next_power_of_two() / 2
}

/// MTH of RFC 6962 section 2.1.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(root(left), root(right))
        }
    }
}

/// PATH of RFC 6962 section 2.1.1.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, other) = if index < left.len() {
        (path(index, left), root(right))
    } else {
        (path(index - left.len(), right), root(left))
    };
    proof.push(other);
    proof
}

/// SUBPROOF of RFC 6962 section 2.1.2.
fn subproof(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, other) = if old <= left.len() {
        (subproof(old, left, whole), root(right))
    } else {
        (subproof(old - left.len(), right, false), root(left))
    };
    proof.push(other);
    proof
}

#[test]
fn proofs_are_those_of_rfc_6962_for_every_size() {
    let all = leaves(70);
    let mut tiles = Tiles::default();
    tiles.extend(0, &all);
    for size in 0..=all.len() {
        let tree = &all[..size];
        let now = root(tree);
        let size_now = size as u64;
        assert_eq!(frontier_from_tiles(size_now, &tiles).unwrap().root(), now);
        for (index, leaf) in tree.iter().enumerate() {
            let place = index as u64;
            let proof = inclusion_proof(&tiles, place, size_now).unwrap();
            assert_eq!(proof, path(index, tree), "leaf {index} of {size}");
            assert!(verify_inclusion(place, size_now, *leaf, &proof, now));
            let before = frontier_before(place, size_now, &proof).unwrap();
            assert_eq!(before.root(), root(&tree[..index]), "before {index} of {size}");
        }
        for old in 0..=size {
            let proof = consistency_proof(&tiles, old as u64, size_now).unwrap();
            let expected = if old == 0 { Vec::new() } else { subproof(old, tree, true) };
            assert_eq!(proof, expected, "from {old} to {size}");
            let then = root(&tree[..old]);
            assert!(verify_consistency(old as u64, then, size_now, now, &proof));
        }
    }
}

#[test]
fn a_proof_has_exactly_one_length_order_place_and_size() {
    let all = leaves(70);
    let now = root(&all);
    for (index, leaf) in all.iter().enumerate() {
        let proof = path(index, &all);
        let place = index as u64;
        let mut long = proof.clone();
        long.push(now);
        assert!(!verify_inclusion(place, 70, *leaf, &long, now));
        assert!(!verify_inclusion(place, 70, *leaf, &proof[1..], now));
        assert!(!verify_inclusion(place, 70, *leaf, &proof[..proof.len() - 1], now));
        assert!(!verify_inclusion(70, 70, *leaf, &proof, now));
        assert!(!verify_inclusion((place + 1) % 70, 70, *leaf, &proof, now));
        for first in 0..proof.len() - 1 {
            let mut swapped = proof.clone();
            swapped.swap(first, first + 1);
            assert!(!verify_inclusion(place, 70, *leaf, &swapped, now));
        }
    }
    for old in 1..70 {
        let proof = subproof(old, &all, true);
        let then = root(&all[..old]);
        let check = |proof: &[Hash]| verify_consistency(old as u64, then, 70, now, proof);
        assert!(check(&proof));
        assert!(!check(&proof[1..]));
        assert!(!check(&proof[..proof.len() - 1]));
        assert!(!check(&[proof.as_slice(), &[now]].concat()));
        assert!(!verify_consistency(old as u64, now, 70, now, &proof));
        assert!(!verify_consistency(old as u64, then, 70, then, &proof));
        for first in 0..proof.len() - 1 {
            let mut swapped = proof.clone();
            swapped.swap(first, first + 1);
            assert!(!check(&swapped));
        }
    }
    assert!(!verify_consistency(71, now, 70, now, &[]));
    assert!(!verify_consistency(70, now, 70, now, &[now]));
    assert!(!verify_consistency(70, now, 70, Hash::EMPTY, &[]));
    assert!(!verify_consistency(0, now, 70, now, &[]));
    assert!(!verify_consistency(0, Hash::EMPTY, 70, now, &[now]));
    assert!(!verify_consistency(0, Hash::EMPTY, 0, now, &[]));
}

#[test]
fn a_frontier_grows_like_the_tree_and_can_be_stored() {
    let all = leaves(300);
    let mut frontier = Frontier::new();
    for (size, leaf) in all.iter().enumerate() {
        assert_eq!(frontier.root(), root(&all[..size]));
        assert_eq!(frontier.size(), size as u64);
        frontier = Frontier::from_roots(frontier.size(), frontier.roots().to_vec()).unwrap();
        frontier.push(*leaf);
    }
    assert_eq!(Frontier::from_roots(3, frontier.roots()[..1].to_vec()), None);
    assert_eq!(Frontier::from_roots(0, vec![Hash::EMPTY]), None);
}

#[test]
fn tiles_grow_in_any_steps_to_the_same_tree() {
    let count = TILE_WIDTH * TILE_WIDTH + 2 * TILE_WIDTH + 3;
    let all = leaves(count);
    let mut frontier = Frontier::new();
    all.iter().for_each(|leaf| frontier.push(*leaf));
    let mut at_once = Tiles::default();
    at_once.extend(0, &all);
    for step in [1000, 256, 77_000] {
        let mut tiles = Tiles::default();
        for (number, part) in all.chunks(step).enumerate() {
            tiles.extend((number * step) as u64, part);
        }
        assert_eq!(tiles.0, at_once.0, "in steps of {step}");
    }
    let widths: BTreeMap<_, _> = at_once.0.iter().map(|(place, tile)| (*place, tile.len() / 32)).collect();
    assert_eq!(widths[&(0, 258)], 3);
    assert_eq!(widths[&(1, 0)], 256);
    assert_eq!(widths[&(1, 1)], 2);
    assert_eq!(widths[&(2, 0)], 1);
    assert_eq!(frontier_from_tiles(count, &at_once).unwrap(), frontier);
    for index in [0, 255, 256, 65_535, 65_536, count - 1] {
        let proof = inclusion_proof(&at_once, index, count).unwrap();
        let leaf = all[usize::try_from(index).unwrap()];
        assert!(verify_inclusion(index, count, leaf, &proof, frontier.root()));
    }
    let old = 65_000;
    let then = root(&all[..65_000]);
    let proof = consistency_proof(&at_once, old, count).unwrap();
    assert!(verify_consistency(old, then, count, frontier.root(), &proof));
}

#[test]
fn nothing_new_changes_no_tile() {
    let mut tiles = Tiles::default();
    tiles.extend(0, &leaves(300));
    assert_eq!(extend_tiles(300, &[], &tiles).unwrap(), vec![]);
}

#[test]
fn a_missing_tile_is_named() {
    let mut tiles = Tiles::default();
    tiles.extend(0, &leaves(300));
    tiles.0.remove(&(0, 1));
    let missing = TreeError::MissingTile { level: 0, number: 1 };
    assert_eq!(inclusion_proof(&tiles, 299, 300), Err(missing));
    assert_eq!(consistency_proof(&tiles, 299, 300), Err(missing));
    assert_eq!(frontier_from_tiles(300, &tiles), Err(missing));
    assert_eq!(extend_tiles(300, &leaves(1), &tiles), Err(missing));
    assert_eq!(inclusion_proof(&tiles, 300, 300), Err(TreeError::OutOfRange));
    assert_eq!(consistency_proof(&tiles, 301, 300), Err(TreeError::OutOfRange));
}

#[test]
fn a_proof_file_has_one_form() {
    let proof = leaves(3);
    let file = write_proof(&proof);
    assert_eq!(parse_proof(&file).unwrap(), proof);
    assert_eq!(parse_proof(b"").unwrap(), vec![]);
    for wrong in [&file[..file.len() - 1], b"\n", b" \n", b"AA==\n"] {
        assert!(parse_proof(wrong).is_err());
    }
}
