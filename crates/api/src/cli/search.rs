//! `congvan search QUERY`.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Args;
use indexing::search::{Relaxed, Request, Sort};

use crate::error::Result;
use crate::ops::App;
use crate::ops::search::{FoundPaper, find_from_shell};

#[derive(Args)]
pub struct Search {
    /// The query, as in the search box.
    query: String,
    /// Hits shown.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Newest first instead of best first.
    #[arg(long)]
    newest: bool,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Search {
    pub async fn run(self, app: &App) -> Result<ExitCode> {
        // When no server runs beside it, what was committed last may not be in the index yet.
        crate::ops::index::catch_up(app).await?;
        let request = Request {
            query: self.query,
            limit: self.limit.clamp(1, 100),
            sort: if self.newest {
                Sort::Newest
            } else {
                Sort::Relevance
            },
            ..Request::default()
        };
        let found = find_from_shell(app, request).await?;
        if self.json {
            for paper in &found.papers {
                println!("{}", as_json(paper));
            }
            return Ok(ExitCode::SUCCESS);
        }
        let bold = std::io::stdout().is_terminal();
        match &found.answer.relaxed {
            Some(Relaxed::Corrected(pairs)) => {
                for (typed, taken) in pairs {
                    println!("Không có «{typed}»; đã tìm «{taken}».");
                }
            }
            Some(Relaxed::MostWords) => {
                println!("Đây là những văn bản có nhiều từ nhất, không nhất thiết đủ các từ.");
            }
            None => {}
        }
        for (place, paper) in found.papers.iter().enumerate() {
            print_paper(place + 1, paper, bold);
        }
        println!(
            "{} văn bản · {:.1} ms",
            found.answer.total,
            found.took.as_secs_f64() * 1000.0
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn print_paper(place: usize, paper: &FoundPaper, bold: bool) {
    let fields = &paper.hit.document.fields;
    let first = paper
        .hit
        .files
        .first()
        .map_or("", |file| file.name.as_str());
    let title = fields.subject.as_deref().unwrap_or(first);
    let code = fields.code.as_deref().unwrap_or("(chưa có số)");
    let date = fields.issued_on.map_or_else(String::new, |day| {
        format!(
            " · {:02}/{:02}/{}",
            day.day(),
            u8::from(day.month()),
            day.year()
        )
    });
    let issuer = fields.issuer.as_deref().unwrap_or_default();
    println!(
        "{place:3}. {code}{date} · {issuer}\n     {title}\n     {first}  {}",
        paper.hit.document.id
    );
    if let (Some(passage), Some((_, page))) = (&paper.passage, paper.place) {
        let shown: String = passage
            .iter()
            .map(|(text, hit)| match (hit, bold) {
                (true, true) => format!("\u{1b}[1m{text}\u{1b}[0m"),
                (true, false) => format!("[{text}]"),
                (false, _) => text.clone(),
            })
            .collect();
        println!(
            "     tr. {page}: …{}…",
            shown.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }
}

fn as_json(paper: &FoundPaper) -> serde_json::Value {
    serde_json::json!({
        "document": paper.hit.document.id,
        "fields": paper.hit.document.fields,
        "file": paper.hit.files.first().map(|file| &file.name),
        "page": paper.place.map(|(_, page)| page),
        "passage": paper.passage,
        "score": paper.score,
    })
}
