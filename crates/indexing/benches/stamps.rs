//! Stamps of secrecy and of urgency: how many are found of those drawn onto a page of the project, how often a
//! page of real scans is taken for secret or urgent without being so, and how long a page takes.
//!
//! Prints one JSON line per figure; `--misses` names each stamp that was not found and each false alarm. The
//! real scans stand beside the project (`../shared/data`, or `CONGVAN_SHARED_DATA`); where they are missing a
//! sentence says so. `CONGVAN_BENCH_PAGES` looks at only so many drawn stamps and so many real files;
//! `CONGVAN_BENCH_CHILD` lets another program read, such as `congvan read-file` of an earlier build.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, dead_code)]

#[path = "../tests/recognition/drawn.rs"]
mod drawn;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use drawn::{BLACK, Font, RED, Spoil, Stamp};
use image::{ImageFormat, RgbImage};
use indexing::reading::{Limits, Reader, Recognised, Trouble, run_child};
use serde_json::json;

const SECRET: [&str; 3] = ["MẬT", "TỐI MẬT", "TUYỆT MẬT"];
const URGENT: [&str; 4] = ["HỎA TỐC", "THƯỢNG KHẨN", "KHẨN", "HỎA TỐC HẸN GIỜ"];
const SETS: [&str; 6] = [
    "so-y-te-scans",
    "vgp-signed-scans",
    "lvn-scan-doc/pairs",
    "lvn-scan-doc/scans",
    "office-misc",
    "congbao-pdf",
];
const WORKERS: usize = 2;
/// Pages of a file that are looked at: annexes go on for hundreds.
const MOST_PAGES: u32 = 40;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .first()
        .is_some_and(|verb| !verb.starts_with("--"))
    {
        return run_child(&arguments);
    }
    let misses = arguments.iter().any(|argument| argument == "--misses");
    let most = std::env::var("CONGVAN_BENCH_PAGES")
        .ok()
        .and_then(|most| most.parse().ok());
    if !arguments.iter().any(|argument| argument == "--real") {
        drawn_stamps(misses, most.unwrap_or(240));
    }
    if !arguments.iter().any(|argument| argument == "--drawn") {
        real_pages(misses, most.unwrap_or(usize::MAX));
    }
    ExitCode::SUCCESS
}

fn reader() -> Reader {
    let own = || {
        std::env::current_exe()
            .unwrap()
            .to_string_lossy()
            .into_owned()
    };
    let program = std::env::var("CONGVAN_BENCH_CHILD").unwrap_or_else(|_| own());
    Reader {
        command: program.split(' ').map(str::to_owned).collect(),
        limits: Limits::default(),
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// A stamp on a page.
struct Drawn {
    stamp: Stamp,
    middle: (f32, f32),
    wide: u32,
    spoil: Spoil,
}

/// Stamps of all kinds, chosen by chance, the same each time.
fn variants(most: usize) -> Vec<Drawn> {
    let mut chance = 11_u64;
    let mut next = |count: usize| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(chance >> 40).unwrap() % count
    };
    let one = |number: usize| {
        let words = if number.is_multiple_of(3) {
            URGENT[next(4)]
        } else {
            SECRET[next(3)]
        };
        let degrees = [0.0, 1.5, 3.0, 6.0, 9.0, 12.0, 15.0][next(7)] * [1.0, -1.0][next(2)];
        let jitter = |value: usize| f32::from(u8::try_from(value).unwrap()) - 3.0;
        Drawn {
            stamp: Stamp {
                words,
                font: [Font::Bold, Font::Bold, Font::Regular, Font::Italic][next(4)],
                ink: [BLACK, BLACK, BLACK, RED][next(4)],
                degrees,
                lines: [1, 1, 1, 2, 2, 0][next(6)],
                line_mm: [0.2, 0.4, 0.9][next(3)],
                capital_mm: [3.2, 3.6, 4.4][next(3)],
                room_mm: [0.3, 0.9, 1.6][next(3)],
                broken: next(4) == 0,
            },
            middle: (48.0 + jitter(next(7)), 65.0 + jitter(next(7))),
            wide: [1654, 2480][next(2)],
            spoil: [
                Spoil::Nothing,
                Spoil::Bilevel,
                Spoil::PoorBilevel,
                Spoil::Blurred,
            ][next(4)],
        }
    };
    (0..most).map(one).collect()
}

fn drawn_stamps(misses: bool, most: usize) {
    let letter = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/papers/an-phu/incoming/2026-04-03-701-snnmt-qldd-nfd.pdf");
    let pages: BTreeMap<u32, RgbImage> = [1654, 2480]
        .map(|wide| {
            let bytes = wait(reader().render(&letter, 1, wide, 0)).unwrap();
            let page = image::load_from_memory_with_format(&bytes, ImageFormat::WebP).unwrap();
            (wide, drawn::head_only(&page.into_rgb8()))
        })
        .into();
    let scratch = tempfile::tempdir().unwrap();
    let variants = variants(most);
    let counts = Mutex::new(BTreeMap::<String, (u32, u32)>::new());
    in_parallel(variants.len(), |number| {
        let drawn = &variants[number];
        let path = scratch.path().join(format!("{number}.png"));
        std::fs::write(&path, picture(drawn, &pages[&drawn.wide])).unwrap();
        let is_found = is_found(&drawn.stamp, &wait(reader().recognise(&path, 1)));
        if let Some(kept) = std::env::var_os("CONGVAN_BENCH_KEEP").filter(|_| !is_found) {
            std::fs::copy(&path, PathBuf::from(kept).join(format!("{number}.png"))).unwrap();
        }
        std::fs::remove_file(&path).unwrap();
        if misses && !is_found {
            println!(
                "missed {number}: {:?} {} {:?}",
                drawn.stamp, drawn.wide, drawn.spoil
            );
        }
        for name in names(drawn) {
            let mut counts = counts.lock().unwrap();
            let count = counts.entry(name).or_default();
            *count = (count.0 + u32::from(is_found), count.1 + 1);
        }
    });
    for (name, (found, of)) in counts.into_inner().unwrap() {
        print(&format!("stamps.found.{name}"), found, of);
    }
}

/// The groups in which a stamp counts.
fn names(drawn: &Drawn) -> Vec<String> {
    let stamp = &drawn.stamp;
    let kind = if SECRET.contains(&stamp.words) {
        "secret"
    } else {
        "urgent"
    };
    let frame = if stamp.lines > 0 { "framed" } else { "bare" };
    let ink = if stamp.ink == RED { "red" } else { "black" };
    let mut names = vec![format!("{kind}"), format!("{kind}.{frame}.{ink}")];
    if stamp.lines > 0 && stamp.ink == BLACK {
        names.push(format!("{kind}.framed.black.{:?}", drawn.spoil));
    }
    names
}

fn picture(drawn: &Drawn, page: &RgbImage) -> Vec<u8> {
    let mut page = page.clone();
    let dpi = if drawn.wide == 1654 { 200.0 } else { 300.0 };
    drawn.stamp.onto(&mut page, dpi, drawn.middle);
    let mut bytes = Cursor::new(Vec::new());
    drawn::spoilt(&page, drawn.spoil)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn is_found(stamp: &Stamp, read: &Result<Recognised, Trouble>) -> bool {
    let read = read.as_ref().unwrap();
    if SECRET.contains(&stamp.words) {
        read.secret
    } else {
        !read.secret && read.page.text.lines().any(|line| line == stamp.words)
    }
}

/// All pages of the real scans: none of them is secret as far as anybody knows.
fn real_pages(misses: bool, most: usize) {
    let data = std::env::var_os("CONGVAN_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let mut files: Vec<PathBuf> = SETS
        .iter()
        .filter_map(|set| std::fs::read_dir(data.join(set)).ok())
        .flat_map(|folder| folder.map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|end| end == "pdf"))
        .collect();
    if files.is_empty() {
        println!(
            "Skipped: {} has no scans, so false alarms were not counted.",
            data.display()
        );
        return;
    }
    files.sort();
    files.truncate(most);
    let totals = Mutex::new((0_u32, 0_u32, 0_u32, 0_u32, 0_u128));
    in_parallel(files.len(), |number| {
        let path = &files[number];
        for page in 1..=MOST_PAGES {
            let started = Instant::now();
            let read = wait(reader().recognise(path, page));
            let Ok(read) = read else { break };
            let text = &read.page.text;
            let urgent = text.lines().find(|line| URGENT.contains(line));
            let is_unread = text.lines().any(|line| line == "[…]");
            let mut totals = totals.lock().unwrap();
            totals.0 += 1;
            totals.1 += u32::from(read.secret);
            totals.2 += u32::from(urgent.is_some());
            totals.3 += u32::from(is_unread);
            totals.4 += started.elapsed().as_millis();
            if misses && (read.secret || urgent.is_some() || is_unread) {
                println!(
                    "{} page {page}: secret {} urgent {urgent:?} unread {is_unread}",
                    path.display(),
                    read.secret
                );
            }
        }
    });
    let (pages, secret, urgent, unread, elapsed) = totals.into_inner().unwrap();
    print("stamps.false_alarms", secret, pages);
    print("stamps.urgent_pages", urgent, pages);
    print("stamps.unread_pages", unread, pages);
    println!(
        "{}",
        json!({"name": "stamps.page_ms", "value": elapsed / u128::from(pages.max(1)), "unit": "ms"})
    );
}

fn in_parallel(count: usize, work: impl Fn(usize) + Sync) {
    let next = Mutex::new(0..count);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let Some(number) = next.lock().unwrap().next() else {
                        return;
                    };
                    work(number);
                }
            });
        }
    });
}

fn print(name: &str, part: u32, whole: u32) {
    let value = (f64::from(part) / f64::from(whole.max(1)) * 10_000.0).round() / 10_000.0;
    println!(
        "{}",
        json!({"name": name, "value": value, "unit": "share", "count": part, "of": whole})
    );
}
