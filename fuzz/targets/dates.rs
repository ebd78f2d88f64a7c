#![no_main]

#[expect(dead_code, reason = "the other targets' entry points")]
#[path = "../entry.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry::dates(data));
