//! Electronic mail: the headers that a reader wants and the best body as one page, attachments as
//! files.

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};
use workflow::documents::tidy_file_name;

use super::Contained;
use super::child::{Code, Found, Source};
use super::plain::{html_text, modern, page_of_converted};

const MAX_ATTACHMENTS: usize = 1_000;

/// Reads a mail.
pub fn read(source: &Source<'_>) -> Result<Found, Code> {
    let message = MessageParser::default()
        .parse(&source.bytes)
        .ok_or("reading.damaged")?;
    let (text, tally) = modern(format!("{}\n\n{}", heading(&message), body(&message)));
    let contained = attachments(&message, source)?;
    Ok(Found {
        pages: vec![page_of_converted(1, &text, tally)],
        contained,
    })
}

fn heading(message: &Message<'_>) -> String {
    let lines = [
        ("From", people(message.from())),
        ("To", people(message.to())),
        ("Cc", people(message.cc())),
        ("Subject", message.subject().unwrap_or_default().to_owned()),
        (
            "Date",
            message
                .date()
                .map(mail_parser::DateTime::to_rfc3339)
                .unwrap_or_default(),
        ),
    ];
    lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}: {value}"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn people(address: Option<&Address<'_>>) -> String {
    let written = address.into_iter().flat_map(Address::iter).map(|person| {
        match (person.name(), person.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default().to_owned(),
        }
    });
    written.collect::<Vec<_>>().join(", ")
}

/// The plain body when there is one of its own, else the text of the HTML one.
fn body(message: &Message<'_>) -> String {
    let plain = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
        _ => None,
    });
    plain
        .or_else(|| {
            message.html_bodies().find_map(|part| match &part.body {
                PartType::Html(html) => html_text(html.as_bytes()).ok(),
                _ => None,
            })
        })
        .unwrap_or_default()
}

fn attachments(message: &Message<'_>, source: &Source<'_>) -> Result<Vec<Contained>, Code> {
    let mut left = source.output_bytes;
    let mut contained = Vec::new();
    for (at, part) in message.attachments().enumerate() {
        if at >= MAX_ATTACHMENTS {
            return Err("reading.archive_bomb");
        }
        let bytes: &[u8] = match &part.body {
            PartType::Message(inner) => inner.raw_message(),
            _ => part.contents(),
        };
        left = left
            .checked_sub(bytes.len() as u64)
            .ok_or("reading.output")?;
        let fallback = if matches!(part.body, PartType::Message(_)) {
            "thu.eml"
        } else {
            "tep-dinh-kem"
        };
        let name = tidy_file_name(part.attachment_name().unwrap_or(fallback));
        let path = source.scratch.join(format!("attachment-{at}"));
        std::fs::write(&path, bytes).map_err(|_| "reading.output")?;
        contained.push(Contained { name, path });
    }
    Ok(contained)
}
