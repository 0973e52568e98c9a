//! Weights files: what is read, written and read again is the same, bit for bit.

#![no_main]

use libfuzzer_sys::fuzz_target;
use neurotty::network::weights::{Assumed, from_safetensors, to_safetensors};

fuzz_target!(|file: &[u8]| {
    let Ok((network, line)) = from_safetensors(file, Assumed::default()) else { return };
    let written = to_safetensors(&network, line.as_deref());
    let (again, same_line) = from_safetensors(&written, Assumed::default()).expect("our own file is read");
    assert_eq!(same_line, line);
    // Bytes rather than networks: a NaN is not equal to itself.
    assert!(to_safetensors(&again, same_line.as_deref()) == written, "another network was written");
});
