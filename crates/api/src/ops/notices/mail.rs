//! Mail: one message for one notice or for a digest, plain and HTML, to the server of the settings.

use std::fmt::Write;
use std::time::{Duration, SystemTime};

use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use time::OffsetDateTime;
use workflow::DeliveryId;

use super::deliver::Tried;
use super::letter::Line;
use super::words;
use crate::config::Config;
use crate::error::{OpError, Result};

/// How long a mail server may take for one step of the conversation.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most lines of a digest; the rest is counted.
const MOST_LINES: usize = 200;
/// Replies that complain of the installation, not of the message: somebody mends them, and then the
/// mail goes through (RFC 4954 §4 and §6).
const OF_THE_SENDER: [u16; 5] = [530, 534, 535, 538, 454];

/// The courier for mail.
pub(super) struct MailCourier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    origin: String,
}

/// A mail about to be written.
pub(super) struct Mail<'a> {
    /// The delivery: a second try of the same mail bears the same Message-ID.
    pub id: DeliveryId,
    /// To which address.
    pub address: &'a str,
    /// Whose name stands in the greeting.
    pub name: &'a str,
    /// What it tells.
    pub lines: &'a [Line],
    /// Whether it gathers the notices of a day.
    pub is_digest: bool,
    /// When it is written.
    pub now: OffsetDateTime,
}

impl MailCourier {
    /// The courier of the settings; none when no mail server is set.
    pub fn new(config: &Config) -> Result<Option<MailCourier>> {
        if config.mail.url.is_empty() {
            return Ok(None);
        }
        // The address of a server may hold a password: it does not go into the message.
        let wrong = || OpError::Internal("mail.url or mail.from cannot be used".into());
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.mail.url)
            .map_err(|_| wrong())?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Some(MailCourier {
            transport,
            from: config.mail.from.parse().map_err(|_| wrong())?,
            origin: config.origin(),
        }))
    }

    /// Sends a mail and says what became of it.
    pub async fn send(&self, mail: &Mail<'_>) -> Tried {
        let Ok(message) = self.message(mail) else {
            return Tried::never("mail.address_refused");
        };
        match self.transport.send(message).await {
            Ok(_) => Tried::Sent,
            Err(error) => failure(&error),
        }
    }

    fn message(&self, mail: &Mail<'_>) -> Result<Message> {
        let broken = |error: String| OpError::Internal(error);
        let address = mail.address.parse();
        let to = Mailbox::new(
            Some(mail.name.to_owned()),
            address.map_err(|_| broken("address".into()))?,
        );
        let host = self.from.email.domain();
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject(mail))
            .date(SystemTime::from(mail.now))
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .multipart(MultiPart::alternative_plain_html(
                self.plain(mail),
                self.html(mail),
            ))
            .map_err(|error| broken(error.to_string()))
    }

    fn plain(&self, mail: &Mail<'_>) -> String {
        let mut text = format!("Kính gửi {},\n\n", mail.name);
        for group in groups(mail) {
            if mail.is_digest {
                let _ = writeln!(text, "{}", words::level(group[0].urgency));
            }
            for line in group {
                let _ = writeln!(text, "- {}\n  {}", said(line, mail.is_digest), line.link);
            }
        }
        let _ = write!(
            text,
            "{}\nChọn cách nhận thông báo: {}/thong-bao\n",
            rest(mail.lines),
            self.origin
        );
        text
    }

    fn html(&self, mail: &Mail<'_>) -> String {
        let mut html = format!(
            "<!doctype html><html lang=\"vi\"><body><p>Kính gửi {},</p>",
            escaped(mail.name)
        );
        for group in groups(mail) {
            if mail.is_digest {
                let _ = write!(html, "<h2>{}</h2>", words::level(group[0].urgency));
            }
            html.push_str("<ul>");
            for line in group {
                let (link, text) = (escaped(&line.link), escaped(&said(line, mail.is_digest)));
                let _ = write!(html, "<li><a href=\"{link}\">{text}</a></li>");
            }
            html.push_str("</ul>");
        }
        let _ = write!(
            html,
            "<p>{}</p><p><a href=\"{}/thong-bao\">Chọn cách nhận thông báo</a></p></body></html>",
            rest(mail.lines),
            escaped(&self.origin)
        );
        html
    }
}

fn subject(mail: &Mail<'_>) -> String {
    match mail.lines {
        [only] if !mail.is_digest => marked(only, &only.text),
        lines => {
            let day = words::day(mail.now);
            format!("{} thông báo công việc ngày {day}", lines.len())
        }
    }
}

/// The lines by urgency; they come in that order.
fn groups<'a>(mail: &Mail<'a>) -> impl Iterator<Item = &'a [Line]> + use<'a> {
    let shown = mail.lines.len().min(MOST_LINES);
    mail.lines[..shown].chunk_by(|one, next| one.urgency == next.urgency)
}

/// A line; in a digest the urgency stands above its group.
fn said(line: &Line, is_digest: bool) -> String {
    let due = line.due.as_ref();
    let due = due.map_or_else(String::new, |due| format!(" (hạn {due})"));
    let text = format!("{}{due}", line.text);
    if is_digest { text } else { marked(line, &text) }
}

fn marked(line: &Line, text: &str) -> String {
    match words::mark(line.urgency) {
        Some(mark) => format!("[{mark}] {text}"),
        None => text.to_owned(),
    }
}

fn rest(lines: &[Line]) -> String {
    match lines.len().saturating_sub(MOST_LINES) {
        0 => String::new(),
        more => format!("… và {more} thông báo khác"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Why a mail did not go, and whether it makes sense to try again (RFC 5321 §4.2.1).
fn failure(error: &SmtpError) -> Tried {
    let status = error.status().map(u16::from);
    if status.is_some_and(|code| OF_THE_SENDER.contains(&code)) {
        return Tried::later("mail.sign_in_refused", None);
    }
    if error.is_permanent() {
        return Tried::never("mail.refused");
    }
    if error.is_transient() {
        return Tried::later("mail.busy", None);
    }
    if error.is_tls() {
        return Tried::later("mail.not_trusted", None);
    }
    Tried::later("mail.unreachable", None)
}
