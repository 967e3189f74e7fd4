//! Recognition beside the bare recogniser: speed with both cores busy, and character errors on pages of
//! which the text is known, sound and spoilt.
//!
//! Prints one JSON line per figure; what is set against the bare recogniser bears its ratio to it. The
//! data stand beside the project (`../shared/data`, or `CONGVAN_SHARED_DATA`) and pages are drawn for the
//! bare recogniser by `pdftoppm`; where either is missing a sentence says so and nothing is measured.
//! `CONGVAN_BENCH_PAGES` measures only so many pages.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::time::Instant;

use image::{GrayImage, ImageFormat, Luma};
use indexing::reading::{Limits, Reader, character_error_rate, run_child};
use serde::Deserialize;

/// One page at a time on each of so many workers.
const WORKERS: usize = 2;
const DPI: &str = "200";

#[derive(Deserialize)]
struct Known {
    pdf: String,
    page: u32,
    gt: String,
}

/// What one way of reading made of the pages.
struct Run {
    errors: Vec<f64>,
    wall_s: f64,
    cpu_s: f64,
}

fn main() -> ExitCode {
    // Started again by the reader, this program is the child.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|verb| verb == "recognise") {
        return run_child(&arguments);
    }
    measure();
    ExitCode::SUCCESS
}

fn measure() {
    let data = std::env::var_os("CONGVAN_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = data.join("lvn-scan-doc");
    let Ok(list) = std::fs::read(folder.join("ocr_pages_gt.json")) else {
        println!(
            "Skipped: {} does not exist, so recognition was not measured.",
            folder.display()
        );
        return;
    };
    if Command::new("pdftoppm").arg("-v").output().is_err() {
        println!("Skipped: pdftoppm is not installed, so recognition was not measured.");
        return;
    }
    let mut pages: Vec<Known> = serde_json::from_slice(&list).unwrap();
    let most = std::env::var("CONGVAN_BENCH_PAGES")
        .ok()
        .and_then(|most| most.parse().ok());
    pages.truncate(most.unwrap_or(usize::MAX));
    let scratch = tempfile::tempdir().unwrap();
    sound(&folder, &pages, scratch.path());
    let spoilt: Vec<&Known> = pages.iter().step_by(4).collect();
    for (name, spoil) in [
        ("skewed", skewed as fn(&GrayImage) -> GrayImage),
        ("noisy", noisy),
        ("upside_down", image::imageops::rotate180),
        ("shadowed", shadowed),
    ] {
        compare_spoilt(name, spoil, &folder, &spoilt, scratch.path());
    }
}

/// The pages as they are: the reader gets the PDF, the bare recogniser what `pdftoppm` has drawn of it
/// before, which is not counted.
fn sound(folder: &Path, pages: &[Known], scratch: &Path) {
    for page in pages {
        drawn(folder, page, scratch);
    }
    let bare = timed(pages, |page| bare(&picture_of(page, scratch)));
    let ours = timed(pages, |page| recognised(&folder.join(&page.pdf), page.page));
    #[expect(clippy::cast_precision_loss, reason = "a few pages")]
    let count = pages.len() as f64;
    #[expect(clippy::cast_precision_loss, reason = "two workers")]
    let cores = WORKERS as f64;
    print(
        "ocr.pages_per_minute",
        60.0 * count / ours.wall_s,
        "pages",
        bare.wall_s / ours.wall_s,
    );
    print(
        "ocr.cpu_s_per_page",
        ours.cpu_s / count,
        "s",
        ours.cpu_s / bare.cpu_s,
    );
    print(
        "ocr.cpu_busy",
        100.0 * ours.cpu_s / ours.wall_s / cores,
        "%",
        1.0,
    );
    errors("ocr.cer", &ours.errors, &bare.errors);
}

fn compare_spoilt(
    name: &str,
    spoil: fn(&GrayImage) -> GrayImage,
    folder: &Path,
    pages: &[&Known],
    scratch: &Path,
) {
    let file = |page: &&Known| {
        let path = drawn(folder, page, scratch);
        let picture = grey_of(&std::fs::read(&path).unwrap());
        let mut bytes = Cursor::new(Vec::new());
        spoil(&picture)
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        let path = scratch.join(format!("{}-{}.png", page.pdf.replace('/', "-"), page.page));
        std::fs::write(&path, bytes.into_inner()).unwrap();
        path
    };
    let bare = timed(pages, |page| bare(&file(page)));
    let ours = timed(pages, |page| recognised(&file(page), 1));
    errors(&format!("ocr.cer.{name}"), &ours.errors, &bare.errors);
}

/// Reads all pages, some side by side, and compares each with what stands on it.
fn timed<P: Sync + AsKnown>(pages: &[P], read: impl Fn(&P) -> String + Sync) -> Run {
    let next = Mutex::new(0..pages.len());
    let errors = Mutex::new(vec![1.0; pages.len()]);
    let (started, before) = (Instant::now(), children_cpu_s());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let Some(at) = next.lock().unwrap().next() else {
                        return;
                    };
                    let text = read(&pages[at]);
                    let error = character_error_rate(&pages[at].known().gt, &text);
                    errors.lock().unwrap()[at] = error;
                }
            });
        }
    });
    Run {
        errors: errors.into_inner().unwrap(),
        wall_s: started.elapsed().as_secs_f64(),
        cpu_s: children_cpu_s() - before,
    }
}

trait AsKnown {
    fn known(&self) -> &Known;
}

impl AsKnown for Known {
    fn known(&self) -> &Known {
        self
    }
}

impl AsKnown for &Known {
    fn known(&self) -> &Known {
        self
    }
}

/// Processor time of all children that have ended, as the system counts it in hundredths of a second.
fn children_cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    (ticks(13) + ticks(14)) / 100.0
}

fn picture_of(page: &Known, scratch: &Path) -> PathBuf {
    scratch.join(format!("{}-{}.pgm", page.pdf.replace('/', "-"), page.page))
}

fn drawn(folder: &Path, page: &Known, scratch: &Path) -> PathBuf {
    let picture = picture_of(page, scratch);
    let number = page.page.to_string();
    let done = Command::new("pdftoppm")
        .args([
            "-r",
            DPI,
            "-gray",
            "-singlefile",
            "-f",
            &number,
            "-l",
            &number,
        ])
        .arg(folder.join(&page.pdf))
        .arg(picture.with_extension(""))
        .status()
        .unwrap();
    assert!(done.success(), "pdftoppm: {}", page.pdf);
    picture
}

/// The dots of a portable grey map, as `pdftoppm` writes it.
fn grey_of(bytes: &[u8]) -> GrayImage {
    let mut parts = bytes.splitn(4, u8::is_ascii_whitespace);
    assert_eq!(parts.next(), Some(b"P5".as_slice()));
    let number = |part: Option<&[u8]>| -> u32 {
        let digits = std::str::from_utf8(part.unwrap()).unwrap();
        digits.parse().unwrap()
    };
    let (width, height) = (number(parts.next()), number(parts.next()));
    let dots = parts.next().unwrap().strip_prefix(b"255\n").unwrap();
    GrayImage::from_raw(width, height, dots.to_vec()).unwrap()
}

fn bare(picture: &Path) -> String {
    let output = Command::new("tesseract")
        .arg(picture)
        .args(["-", "-l", "vie", "--psm", "3", "--dpi", DPI])
        .env("OMP_THREAD_LIMIT", "1")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn recognised(file: &Path, page: u32) -> String {
    let program = std::env::current_exe().unwrap();
    let reader = Reader {
        command: vec![program.to_string_lossy().into_owned()],
        limits: Limits::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    match runtime.block_on(reader.recognise(file, page)) {
        Ok(recognised) => recognised.page.text,
        Err(trouble) => {
            println!("Not read: {} page {page}: {}", file.display(), trouble.code);
            String::new()
        }
    }
}

/// Three degrees clockwise.
fn skewed(page: &GrayImage) -> GrayImage {
    let (sin, cos) = 3.0_f64.to_radians().sin_cos();
    let (x0, y0) = (
        f64::from(page.width()) / 2.0,
        f64::from(page.height()) / 2.0,
    );
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        let (x, y) = (f64::from(x) - x0, f64::from(y) - y0);
        let (x, y) = (x0 + x * cos + y * sin, y0 - x * sin + y * cos);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "dots"
        )]
        let at = (x.max(0.0) as u32, y.max(0.0) as u32);
        page.get_pixel_checked(at.0, at.1)
            .copied()
            .unwrap_or(Luma([255]))
    })
}

/// Salt and pepper on one dot in twenty-five, lighter ink.
fn noisy(page: &GrayImage) -> GrayImage {
    let mut chance = 1_u64;
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        match (chance >> 33) % 50 {
            0 => Luma([0]),
            1 => Luma([255]),
            _ => Luma([page.get_pixel(x, y).0[0].max(90)]),
        }
    })
}

/// A shadow that grows towards one corner.
fn shadowed(page: &GrayImage) -> GrayImage {
    let reach = f64::from(page.width() + page.height());
    GrayImage::from_fn(page.width(), page.height(), |x, y| {
        let light = 1.0 - 0.75 * (f64::from(x + y) / reach).powi(2);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a grey"
        )]
        Luma([(f64::from(page.get_pixel(x, y).0[0]) * light) as u8])
    })
}

fn errors(name: &str, ours: &[f64], bare: &[f64]) {
    let (mean, bare_mean) = (mean(ours), mean(bare));
    print(&format!("{name}.mean"), 100.0 * mean, "%", mean / bare_mean);
    let (median, bare_median) = (median(ours), median(bare));
    print(
        &format!("{name}.median"),
        100.0 * median,
        "%",
        median / bare_median,
    );
}

fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few pages")]
    let count = values.len() as f64;
    values.iter().sum::<f64>() / count
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

fn print(name: &str, value: f64, unit: &str, ratio: f64) {
    let round = |value: f64| (value * 10_000.0).round() / 10_000.0;
    println!(
        "{}",
        serde_json::json!({"name": name, "value": round(value), "unit": unit, "ratio": round(ratio)})
    );
}
