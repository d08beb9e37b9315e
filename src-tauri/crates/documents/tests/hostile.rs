//! Damaged and hostile files: each gives a document or a typed error within its limits, and the next
//! document is read.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use support::{all_files, bombs, reader, sample};
use winnow_documents::{Limits, ReadError, Reader};

/// Injuries of each file; `WINNOW_HOSTILE_ROUNDS` asks for more.
fn rounds() -> u64 {
    let asked = std::env::var("WINNOW_HOSTILE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    asked.unwrap_or(40)
}

/// A small generator of numbers (xorshift64*), so that every run is the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides.max(1)
    }
}

/// One to three injuries: flipped bytes, a cut, a doubled piece, a hostile number.
fn injure(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut injured = bytes.to_vec();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(injured.len());
        match dice.roll(5) {
            0 => injured.truncate(at.max(1)),
            1 => {
                for _ in 0..=dice.roll(20) {
                    let at = dice.roll(injured.len());
                    injured[at] = dice.roll(256) as u8;
                }
            }
            2 => {
                let end = (at + dice.roll(200)).min(injured.len());
                let piece = injured[at..end].repeat(1 + dice.roll(50));
                injured.splice(at..at, piece);
            }
            3 => {
                let end = (at + dice.roll(64)).min(injured.len());
                injured.drain(at..end);
            }
            _ => {
                let numbers: [&[u8]; 5] = [
                    b"4294967295",
                    b"-1",
                    b"999999999999999999999",
                    b"\xff\xff\xff\xff",
                    b"\0\0\0\0",
                ];
                let number = numbers[dice.roll(numbers.len())];
                let end = (at + number.len()).min(injured.len());
                injured.splice(at..end, number.iter().copied());
            }
        }
        if injured.is_empty() {
            injured.push(b' ');
        }
    }
    injured
}

async fn survives(reader: &Reader, name: &str, bytes: &[u8], wall: Duration) -> bool {
    let began = Instant::now();
    let answer = reader.read_bytes(name, bytes).await;
    // Two attempts of one wall each, and the time to start and end processes on a busy machine.
    assert!(began.elapsed() < 2 * wall + Duration::from_secs(20), "{name} held the reader up");
    match answer {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.name(), name, "{error}");
            assert!(
                !matches!(error, ReadError::WorkerMissing { .. } | ReadError::Missing { .. }),
                "{error}"
            );
            false
        }
    }
}

#[tokio::test]
async fn injured_files_of_every_format() {
    let wall = Duration::from_secs(5);
    let reader = reader(Limits { wall, memory: 1 << 30, ..Limits::default() });
    let (mut tried, mut read) = (0_u64, 0_u64);
    for path in all_files() {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64);
        for _ in 0..rounds() {
            let injured = injure(&bytes, &mut dice);
            read += u64::from(survives(&reader, &name, &injured, wall).await);
            tried += 1;
        }
        still_reads(&reader, &sample("receipt.txt")).await;
    }
    assert!(tried >= 1000, "{tried} files are too few to mean anything");
    assert!(read > tried / 10, "{read} of {tried}: injuries so bad prove nothing about readers");
}

async fn still_reads(reader: &Reader, path: &Path) {
    let document = reader.read(path).await.expect("a sound document is read after hostile ones");
    assert!(document.text.contains("TOTAL EUR"), "and read as ever");
}

#[tokio::test]
async fn bombs() {
    let wall = Duration::from_secs(10);
    let reader = reader(Limits { wall, memory: 1 << 30, ..Limits::default() });
    for (name, bytes) in bombs::all().into_iter().chain(bombs::claims()) {
        let read = survives(&reader, name, &bytes, wall).await;
        assert!(!read, "{name} must be refused, not read");
        still_reads(&reader, &sample("receipt.txt")).await;
    }
    for (name, bytes) in bombs::harmless() {
        survives(&reader, name, &bytes, wall).await;
        still_reads(&reader, &sample("receipt.txt")).await;
    }
}
